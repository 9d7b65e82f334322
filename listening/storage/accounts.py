"""Lets stored posts follow when an account is listed or forgotten: whose voice they are, and what they answer."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from listening.models import BrandAccount
from listening.storage import bulk, questions
from listening.storage.answering import mark_undecided
from listening.storage.context import load

_OF = "network = %s AND author_key = %s AND (%s = '' OR instance = %s) AND deleted_at IS NULL"


def follow(account: BrandAccount, now: datetime, *, listed: bool) -> None:
    """Let what the account wrote be ours, or a stranger's again, and have the threads in which it speaks decided.

    A post of ours is no mention: its case ends, its open question goes. What was counted stays counted. Runs in the
    transaction that lists or forgets the account; ``answering.catch_up`` does the rest.
    """
    if account.brand.kind == "own":
        mentions = _become_ours(account, now) if listed else _become_strangers(account, now)
        bulk.copy_rows("listening_change", ("kind", "mention_id", "at"), (("judged", id_, now) for id_ in mentions))
        asked = _asked(mentions)
        if listed:
            questions.drop_open(asked)
        else:
            questions.raise_asked(asked, load(), now)
    mark_undecided(account.network, account.instance, account.external_id)


def _keys(account: BrandAccount) -> list[str]:
    return [account.network, account.external_id, account.instance, account.instance]


def _become_ours(account: BrandAccount, now: datetime) -> list[int]:
    """Return the ids of what had been mentions."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE listening_mention SET role = 'own' WHERE role = 'context' AND {_OF}",  # noqa: S608 - ours  # nosec B608
            _keys(account),
        )
        cursor.execute(
            "UPDATE listening_mention SET role = 'own', changed_at = %s"  # noqa: S608 - ours  # nosec B608
            f" WHERE role = 'mention' AND {_OF} RETURNING id",
            [now, *_keys(account)],
        )
        return [row[0] for row in cursor.fetchall()]


def _become_strangers(account: BrandAccount, now: datetime) -> list[int]:
    """Return the ids of what are mentions again: the posts that a query had matched."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_mention SET role = 'context'"  # noqa: S608 - ours  # nosec B608
            f" WHERE role = 'own' AND brand_ids = '{{}}' AND {_OF}",
            _keys(account),
        )
        cursor.execute(
            "UPDATE listening_mention SET role = 'mention', changed_at = %s"  # noqa: S608 - ours  # nosec B608
            f" WHERE role = 'own' AND {_OF} RETURNING id",
            [now, *_keys(account)],
        )
        return [row[0] for row in cursor.fetchall()]


def _asked(mentions: list[int]) -> list[questions.Pair]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT mention_id, brand_id FROM listening_judgement WHERE mention_id = ANY(%s)", [sorted(mentions)]
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]
