"""Which accounts one person has, and which accounts could be somebody's: colleagues say so, nothing here guesses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import OperationalError, connection, transaction
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from psycopg2.errors import QueryCanceled

from engagement.companies.storage import people_of
from engagement.errors import Refused
from engagement.models import Case, Person
from engagement.places import place_of
from engagement.records import AccountRow, ContactView
from listening.models import Mention

Key = tuple[str, str, str]  # network, instance, the account's id

SHOWN = 12
NEWEST = 200
"""So many posts of an account are asked whether somebody has answered it lately."""

_SECONDS = 3  # that the search for an account may take: names have no index
WINDOW = timedelta(days=180)
"""How far back an account must have written to be found."""

_FOUND = """
SELECT DISTINCT ON (network, instance, author_key) id, network, instance, author_key,
    coalesce(nullif(author_handle, ''), author_name) AS author, author_name AS name, url, published_at AS at,
    left(text, 160) AS text
FROM listening_mention
WHERE role = 'mention' AND deleted_at IS NULL AND author_key <> '' AND published_at > %(since)s
    AND (author_handle ILIKE %(words)s OR author_name ILIKE %(words)s)
ORDER BY network, instance, author_key, published_at DESC, id DESC
"""
_NEWEST = f"SELECT * FROM ({_FOUND}) found ORDER BY at DESC, id DESC LIMIT %(most)s"  # noqa: S608  # nosec B608


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An account that somebody may say is the same person's: its newest post stands for it."""

    mention_id: int
    network: str
    place: str
    author: str
    name: str
    text: str
    at: datetime


def with_accounts(leads: QuerySet[Mention]) -> QuerySet[Mention]:
    """Let each post carry the accounts of the person who wrote it, within the same query. Read them by ``keys_of``."""
    same = Person.objects.filter(
        contact__accounts__network=OuterRef("network"),
        contact__accounts__instance=OuterRef("instance"),
        contact__accounts__external_id=OuterRef("author_key"),
    )
    key = JSONObject(network="network", instance="instance", key="external_id")
    return leads.annotate(accounts=ArraySubquery(same.order_by("pk").values(key=key)))


def keys_of(lead: Any) -> tuple[Key, ...]:
    """Return the accounts of who wrote a post of ``with_accounts``, its own first; none where nobody knows."""
    if not lead.author_key:
        return ()
    own = (lead.network, lead.instance, lead.author_key)
    others = ((each["network"], each["instance"], each["key"]) for each in lead.accounts)
    return tuple(dict.fromkeys((own, *others)))


def by(accounts: Collection[Key], prefix: str = "") -> Q:
    """Return the condition that one of these accounts wrote, of columns under ``prefix``: of none it is never true."""
    wrote = Q(pk__in=[])
    for network, instance, key in accounts:
        one = {"network": network, "instance": instance, "author_key": key}
        wrote |= Q(**{f"{prefix}{name}": value for name, value in one.items()})
    return wrote


def newest_of(accounts: Collection[Key]) -> QuerySet[Mention, int]:
    """Return the ids of the newest posts of each of these accounts, for use within another query: some have written
    thousands."""
    each_of = [
        Mention.objects.filter(network=network, instance=instance, author_key=key)
        .order_by("-published_at")
        .values_list("id", flat=True)[:NEWEST]
        for network, instance, key in accounts
    ]
    return each_of[0].union(*each_of[1:]) if len(each_of) > 1 else each_of[0]


def contact(person: Person) -> ContactView | None:
    """Return who is behind an account, with his other accounts; None while nobody has said. Two queries for others."""
    found = person.contact
    if found is None:
        return None
    accounts = (
        AccountRow(id=each.id, network=each.network, author=each.author, case_id=each.case_id)
        for each in people_of(found.pk, but=person.pk)
    )
    return ContactView(
        name=found.name,
        role=found.role,
        email=found.email,
        phone=found.phone,
        note=found.note,
        accounts=tuple(accounts),
    )


def candidates(words: str, *, case_id: int, now: datetime) -> tuple[Candidate, ...]:
    """Return accounts of the last half year whose handle or name holds ``words``, the newest first; none that are the
    author's of the case already.

    Raises ``Refused("search_too_slow")``.
    """
    wanted = " ".join(words.replace("\x00", "").split()).lstrip("@")
    if len(wanted) < 2:
        return ()
    pattern = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    leads = Mention.objects.filter(pk__in=Case.objects.filter(pk=case_id).values("lead_id"))
    own = {key for lead in with_accounts(leads) for key in keys_of(lead)}
    return tuple(
        Candidate(
            mention_id=row[0],
            network=row[1],
            place=place_of(row[1], row[2], row[6]),
            author=row[4],
            name=row[5],
            at=row[7],
            text=" ".join(row[8].split()),
        )
        for row in _read({"since": now - WINDOW, "words": pattern, "most": SHOWN + len(own)})
        if (row[1], row[2], row[3]) not in own
    )[:SHOWN]


def _read(params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{_SECONDS}s"])
            cursor.execute(_NEWEST, params)
            return list(cursor.fetchall())
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise Refused("search_too_slow", {"seconds": _SECONDS}) from None
        raise
