"""Accounts that may speak for us, as suggestions to a person: by their bio or name, or as they answer for us twice.

Never a silent match: what they wrote is a stranger's reply until somebody says otherwise. A bio is read as it passes
and not stored; of one that claims us the claiming words stay with the suggestion, as the reason, for as long as
something that the account wrote stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import connection

from listening.answers.audience import COUNTED
from listening.answers.claiming import claim_in
from listening.answers.records import account
from listening.models import AccountSuggestion, Mention
from listening.policy import policy_of
from listening.records import Post
from listening.storage import bulk
from listening.storage.context import Context
from listening.storage.talks import Talk

SHORTEST: Final = 4
"""Characters of a name of ours that is looked for in the names of accounts; shorter ones are in too many words."""

CLAIMS: Final = "claims_us"
"""Why an account is suggested whose bio says that it belongs to us."""

_SPEAKS: Final = frozenset({"substantive", "holding", "asks_back"})
"""What a reply does that may be given for us."""

_Key = tuple[str, str, str]


def claim(posts: Sequence[Post], context: Context, now: datetime) -> None:
    """Suggest the unlisted authors of these posts, new ones, whose bio claims us. No query where none does.

    It says more than that an account answers for us, and takes that reason's place while nobody has decided.
    """
    found: dict[_Key, tuple[str, str]] = {}
    for post in posts:
        who = post.author
        if not who.bio or not who.external_id or who.is_bot or not policy_of(post.network).profiles:
            continue
        if not context.owner(post.network, post.instance, who.external_id)[0] and (
            words := claim_in(who.bio, context.ours(post.network, post.instance))
        ):
            found[post.network, post.instance, who.external_id] = who.handle, words
    if found:
        bulk.insert_records(
            "listening_accountsuggestion",
            ("network", "instance", "external_id", "handle", "reason", "params", "outcome", "created_at"),
            [(*key, handle, CLAIMS, {"words": words}, "", now) for key, (handle, words) in sorted(found.items())],
            tail="ON CONFLICT (network, instance, external_id) DO UPDATE"
            " SET reason = excluded.reason, params = excluded.params"
            " WHERE listening_accountsuggestion.outcome = ''"
            " AND listening_accountsuggestion.reason = 'answers_for_us' RETURNING id",
        )


def forget(ids: Sequence[int]) -> None:
    """Forget the suggested authors of these posts, about to be wiped, of whom no other post stands.

    One that was declined keeps its id, so that it is not suggested again, and nothing else.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (SELECT DISTINCT s.id FROM listening_accountsuggestion s JOIN listening_mention m"
            " ON m.network = s.network AND m.author_key = s.external_id"
            " AND (s.instance = '' OR m.instance = s.instance)"
            " WHERE m.id = ANY(%(ids)s) AND NOT EXISTS (SELECT FROM listening_mention o WHERE o.network = s.network"
            " AND o.author_key = s.external_id AND (s.instance = '' OR o.instance = s.instance)"
            " AND o.deleted_at IS NULL AND o.id <> ALL(%(ids)s))),"
            " dropped AS (DELETE FROM listening_accountsuggestion WHERE outcome = '' AND id IN (SELECT id FROM gone))"
            " UPDATE listening_accountsuggestion SET handle = '', params = '{}'"
            " WHERE outcome <> '' AND id IN (SELECT id FROM gone)",
            {"ids": list(ids)},
        )


def suggest(found: Sequence[Talk], context: Context, now: datetime) -> int:
    """Note the unknown accounts of these threads that may be ours. Two queries at most. Returns how many are new."""
    strangers = {key: post for talk in found for key, post in _strangers(talk, context)}
    if not strangers:
        return 0
    twice = _in_two_threads(strangers)
    rows = []
    for key, post in sorted(strangers.items()):
        name = _named_like_us(post, context)
        if name or key in twice:
            rows.append(
                AccountSuggestion(
                    network=key[0],
                    instance=key[1],
                    external_id=key[2],
                    handle=post.author_handle,
                    reason="named_like_us" if name else "answers_for_us",
                    params={"name": name} if name else {"threads": twice[key]},
                    created_at=now,
                )
            )
    AccountSuggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _strangers(talk: Talk, context: Context) -> Iterable[tuple[_Key, Mention]]:
    """Yield the unlisted accounts that reply to a question that is put to us or about us."""
    by_id = {post.id: post for post in talk.posts.values()}
    for question in talk.questions:
        if question.audience not in COUNTED:
            continue
        for each in question.evidences:
            post = by_id.get(each["mention"])
            if post is None or each["side"] != "peer" or each["meaning"] not in _SPEAKS:
                continue
            where = talk.thread.network, talk.thread.instance
            if account(post.author_key) and not post.author_is_bot and not context.owner(*where, post.author_key)[0]:
                yield (*where, post.author_key), post


def _named_like_us(post: Mention, context: Context) -> str:
    """Return the name of ours that the account's own name holds."""
    shown = _letters(f"{post.author_handle} {post.author_name}")
    own = (term for brand in context.brands.values() if brand.kind == "own" for term in (brand.name, *brand.terms))
    return next((term for term in own if len(_letters(term)) >= SHORTEST and _letters(term) in shown), "")


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _in_two_threads(strangers: Mapping[_Key, Mention]) -> dict[_Key, int]:
    """Return the accounts that reply to such questions in two threads or more, and in how many."""
    keys = sorted(strangers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.network, k.instance, k.author, count(DISTINCT m.thread_id)"
            " FROM unnest(%s::text[], %s::text[], %s::text[]) AS k(network, instance, author)"
            " JOIN listening_mention m ON m.network = k.network AND m.instance = k.instance AND m.author_key = k.author"
            " JOIN listening_question q ON q.thread_id = m.thread_id AND q.audience IN ('direct', 'about_us')"
            " JOIN LATERAL jsonb_array_elements(q.evidences) AS e ON (e->>'mention')::bigint = m.id"
            " AND e->>'side' = 'peer' AND e->>'meaning' IN ('substantive', 'holding', 'asks_back')"
            " GROUP BY 1, 2, 3 HAVING count(DISTINCT m.thread_id) > 1",
            [[key[0] for key in keys], [key[1] for key in keys], [key[2] for key in keys]],
        )
        return {(row[0], row[1], row[2]): row[3] for row in cursor.fetchall()}
