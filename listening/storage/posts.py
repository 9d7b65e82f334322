"""Stores a page of posts: probe the keys, decide (``listening.deciding``), write only what is new, in batches.

Everything here runs in the caller's transaction, which also saves the cursor: a crash loses or doubles nothing.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from listening import deciding
from listening.deciding import Decision, Fate, Stored
from listening.query import Document
from listening.records import Post, PostKey, Role, Tombstone
from listening.storage import answering, bulk, handles, judgements, rejects, suggestions
from listening.storage.context import Context, load
from listening.storage.threads import ensure_threads, find_roots
from listening.text import whole

MENTION_COLUMNS = (
    "network",
    "instance",
    "external_id",
    "role",
    "url",
    "kind",
    "author_key",
    "author_handle",
    "author_name",
    "author_url",
    "author_followers",
    "author_is_bot",
    "title",
    "text",
    "lang",
    "language",
    "visibility",
    "licence",
    "reach",
    "links",
    "published_at",
    "published_quality",
    "edited_at",
    "seen_at",
    "changed_at",
    "expires_at",
    "check_due_at",
    "found_late",
    "accepted",
    "content_hash",
    "brand_ids",
    "source_id",
    "thread_id",
    "in_reply_to",
    "addressed",
    "quoted_id",
    "quoted_author",
    "story_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How a page is to be stored: where it came from and what the network's policy and contract say."""

    source_id: int | None
    now: datetime
    in_thread: bool = False
    threads: bool = False  # whether conversations of this network can be read
    keep_raw: bool = True
    keep_rejects: bool = False  # whether what no query matches may be kept for trying queries on it
    chosen_brand: int | None = None
    backfill_before: datetime | None = None
    check_due_at: datetime | None = None  # when to ask whether new posts still stand, where nobody tells
    decides: bool = True  # whether questions are decided by what comes; a reader of the thread does so in the end


@dataclass(slots=True)
class Stores:
    """What storing a page did: the terms of the equation, and the ids of the mentions that are new."""

    fates: Counter[str] = field(default_factory=Counter)
    new_ids: list[int] = field(default_factory=list)
    own_ids: list[int] = field(default_factory=list)  # new posts of our own

    def count(self, fate: Fate, n: int = 1) -> None:
        self.fates[_TERM[fate]] += n


_TERM = {
    Fate.KEPT: "kept",
    Fate.PROMOTED: "kept",
    Fate.DUPLICATE: "duplicate",
    Fate.EDITED: "duplicate",
    Fate.REJECTED: "rejected",
    Fate.OWN: "own",
    Fate.CONTEXT: "context",
}


def store(posts: Sequence[Post], context: Context, how: Intake) -> Stores:
    """Store gated posts and return what became of them. Query count does not depend on their number."""
    done = Stores()
    context = handles.learn(posts, context, how.now)
    fresh, repeats = deciding.unique(posts)
    if repeats:
        done.count(Fate.DUPLICATE, repeats)
    keys = [post.key for post in fresh]
    known = probe(keys, {alias: key for key, post in zip(keys, fresh, strict=True) for alias in post.alias_keys})
    decisions = [
        deciding.decide(
            post,
            old := known.get(key),
            hits=context.matcher.match(document(post)) if deciding.needs_match(post, old) else (),
            is_own=context.is_own(key, post.author.external_id),
            in_thread=how.in_thread,
            chosen_brand=how.chosen_brand,
            backfill_before=how.backfill_before,
            now=how.now,
        )
        for key, post in zip(keys, fresh, strict=True)
    ]
    _write_new([each for each in decisions if each.old is None and each.fate is not Fate.REJECTED], context, how, done)
    _write_known([each for each in decisions if each.old is not None], context, how)
    if how.keep_rejects and how.source_id is not None:
        rejected = [each for each in decisions if each.fate is Fate.REJECTED]
        rejects.keep(rejected, source_id=how.source_id, now=how.now)
    if how.decides:
        edited = [each.old.id for each in decisions if each.old is not None and each.fate is Fate.EDITED]
        answering.decide_around([*done.own_ids, *edited], context=context, now=how.now)
    for decision in decisions:
        if decision.old is not None or decision.fate is Fate.REJECTED:
            done.count(decision.fate)
    return done


def probe(keys: Sequence[PostKey], aliases: Mapping[str, PostKey]) -> dict[PostKey, Stored]:
    """Return what is stored under these keys, or under one of the alias keys, with two indexed queries."""
    if not keys:
        return {}
    columns = "m.id, m.network, m.instance, m.external_id, m.role, m.content_hash, m.deleted_at IS NOT NULL, m.reach"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM listening_mention m JOIN unnest(%s::text[], %s::text[], %s::text[])"  # noqa: S608  # nosec B608
            " AS k(network, instance, external_id) USING (network, instance, external_id)",
            [[k.network for k in keys], [k.instance for k in keys], [k.external_id for k in keys]],
        )
        found = {PostKey(*row[1:4]): _stored(row) for row in cursor.fetchall()}
        missing = {alias: key for alias, key in aliases.items() if key not in found}
        if missing:
            cursor.execute(
                f"SELECT {columns}, a.key FROM listening_alias a JOIN listening_mention m ON m.id = a.mention_id"  # noqa: S608  # nosec B608
                " WHERE a.key = ANY(%s)",
                [list(missing)],
            )
            for row in cursor.fetchall():
                found.setdefault(missing[row[8]], _stored(row))
    return found


def _stored(row: tuple[Any, ...]) -> Stored:
    reach = row[7] if isinstance(row[7], dict) else orjson.loads(row[7] or "{}")
    return Stored(id=row[0], role=row[4], content_hash=bytes(row[5]), deleted=row[6], reach=reach)


def document(post: Post) -> Document:
    """Return a post as the query language sees it."""
    return Document(
        text=whole(post.title, post.text),
        title_length=len(post.title),
        author=f"{post.author.handle} {post.author.name}".strip(),
        source=f"{post.network} {post.instance}".strip(),
        lang=post.lang,
        type=post.kind,
        links=(post.url, *post.links) if post.url else post.links,
    )


def _write_new(decisions: list[Decision], context: Context, how: Intake, done: Stores) -> None:
    if not decisions:
        return
    judged = judgements.judge(decisions, context)
    stories = judgements.ensure_stories(decisions, how.now)
    threads = ensure_threads([d.post for d in decisions], how.now) if how.threads else {}
    rows = [_row(each, judged, threads, stories, how) for each in decisions]
    returned = bulk.insert_records(
        "listening_mention",
        MENTION_COLUMNS,
        rows,
        tail="ON CONFLICT (network, instance, external_id) DO NOTHING RETURNING id, network, instance, external_id",
    )
    ids = {PostKey(*row[1:]): row[0] for row in returned}
    for decision in decisions:
        # A twin that another worker stored meanwhile is a duplicate like any other.
        done.count(decision.fate if decision.post.key in ids else Fate.DUPLICATE)
    written = {ids[each.post.key]: each for each in decisions if each.post.key in ids}
    done.new_ids = [id_ for id_, each in written.items() if each.role is Role.MENTION]
    done.own_ids = [id_ for id_, each in written.items() if each.role is Role.OWN]
    suggestions.claim([each.post for each in written.values()], context, how.now)
    _write_aliases(written)
    if how.keep_raw:
        _write_raw(written, how.now)
    judgements.write(written, judged, context, how.now)


def _row(
    decision: Decision,
    judged: judgements.Judged,
    threads: Mapping[PostKey, int],
    stories: Mapping[str, int],
    how: Intake,
) -> tuple[Any, ...]:
    post = decision.post
    author = post.author
    return (
        post.network,
        post.instance,
        post.external_id,
        decision.role.value,
        post.url,
        post.kind,
        author.external_id,
        author.handle,
        author.name,
        author.url,
        author.followers,
        author.is_bot,
        post.title,
        post.text,
        post.lang,
        judged.language(post.key),
        post.visibility,
        post.licence,
        deciding.reach_of(post),
        post.links,
        post.created_at,
        post.created_quality.value,
        post.edited_at,
        how.now,
        how.now,
        post.expires_at,
        how.check_due_at,
        decision.found_late,
        post.accepted,
        decision.content_hash,
        decision.brand_ids,
        how.source_id,
        threads.get(PostKey(post.network, post.instance, deciding.root_of(post))),
        post.in_reply_to_id,
        post.mentioned_account_ids,
        post.quoted_id,
        post.quoted_author_id,
        stories.get(deciding.story_key(post)),
    )


def _write_aliases(written: Mapping[int, Decision]) -> None:
    rows = [(key, id_) for id_, each in written.items() for key in each.post.alias_keys]
    bulk.insert_rows("listening_alias", ("key", "mention_id"), rows, tail="ON CONFLICT (key) DO NOTHING")


def _write_raw(written: Mapping[int, Decision], now: datetime) -> None:
    bulk.copy_rows(
        "listening_mention_raw",
        ("mention_id", "seen_at", "payload"),
        (
            (id_, now, zlib.compress(orjson.dumps(each.post.raw, default=str), 1))
            for id_, each in written.items()
            if each.post.raw is not None
        ),
    )


def _write_known(decisions: list[Decision], context: Context, how: Intake) -> None:
    changed = [each for each in decisions if each.fate in {Fate.EDITED, Fate.PROMOTED}]
    if changed:
        judgements.rewrite(changed, context, how.now)
    if how.in_thread:
        _write_accepted(decisions)
        find_roots({each.old.id: each.post for each in decisions if each.old and not each.old.deleted}, how.now)
    moved = [each for each in decisions if each.reach_changed]
    if moved:
        bulk.update_rows(
            "UPDATE listening_mention m SET reach = v.reach::jsonb FROM (VALUES %s) AS v(id, reach) WHERE m.id = v.id",
            [(each.old.id, orjson.dumps(deciding.reach_of(each.post)).decode()) for each in moved if each.old],
        )


def _write_accepted(decisions: list[Decision]) -> None:
    """Note which replies the asker has accepted since, or accepts no more."""
    bulk.update_rows(
        "UPDATE listening_mention m SET accepted = v.accepted FROM (VALUES %s) AS v(id, accepted)"
        " WHERE m.id = v.id AND m.accepted <> v.accepted AND m.deleted_at IS NULL",
        [(each.old.id, each.post.accepted) for each in decisions if each.old],
    )


def bury(tombstones: Sequence[Tombstone], now: datetime) -> int:
    """Wipe text, title and author of posts that their network says are gone; keep the row and what was counted.

    Questions that they asked or answered are decided again.

    Returns how many were known and not yet buried.
    """
    if not tombstones:
        return 0
    keys = [PostKey(each.network, each.instance, each.external_id) for each in tombstones]
    rejects.drop(keys)
    ids = [stored.id for stored in probe(keys, {}).values() if not stored.deleted]
    if ids:
        _wipe(ids, now)
        answering.decide_around(ids, context=load(), now=now)
    return len(ids)


def _wipe(ids: list[int], now: datetime) -> None:
    suggestions.forget(ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_mention SET text = '', title = '', author_key = '', author_handle = '', author_name = '',"
            " author_url = '', author_followers = NULL, url = '', links = '{}', reach = '{}', content_hash = '',"
            " addressed = '{}', quoted_id = '', quoted_author = '', check_due_at = NULL, deleted_at = %s,"
            " changed_at = %s WHERE id = ANY(%s)",
            [now, now, ids],
        )
        # Aliases stay: without them the same post would come back under its other id.
        for table in ("listening_revision", "listening_mention_raw"):
            cursor.execute(f"DELETE FROM {table} WHERE mention_id = ANY(%s)", [ids])  # noqa: S608  # nosec B608
        cursor.execute(
            "UPDATE listening_judgement SET reasons = '[]' WHERE mention_id = ANY(%s)",
            [ids],
        )
        cursor.execute("UPDATE listening_match SET spans = '[]' WHERE mention_id = ANY(%s)", [ids])
        cursor.execute(
            "INSERT INTO listening_change (kind, mention_id, at)"
            " SELECT 'deleted', id, %s FROM listening_mention WHERE id = ANY(%s) AND role = 'mention'",
            [now, ids],
        )
