"""Writes what was decided about mentions: matches, judgements, questions, counters and changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from listening import deciding
from listening.deciding import Decision
from listening.models import Story
from listening.records import PostKey, Reason, Role, Verdict, flags_in, mask_of
from listening.scoring.relevance import counts
from listening.storage import bulk, labels
from listening.storage.context import Context, company_day, scorer
from listening.storage.questions import QUESTION_COLUMNS, WANTS, WATCHED, fit, to_whom
from listening.storage.threads import ask_for_reading
from listening.text import whole

OWED = mask_of(("complaint", "question", "buying_intent", "churn_risk", "inaccuracy"))
"""Flags for which somebody may be owed an answer: their threads are read."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts of a page, by post and brand, and the flags that people decided: there their word holds."""

    verdicts: Mapping[PostKey, Mapping[int, Verdict]]
    decided: Mapping[tuple[PostKey, int], Mapping[str, bool]] = field(default_factory=dict)

    def language(self, key: PostKey) -> str:
        """Return the identified language of a post, or "" where it was not judged."""
        for verdict in self.verdicts.get(key, {}).values():
            return verdict.language
        return ""


def judge(decisions: Iterable[Decision], context: Context) -> Judged:
    """Score every mention for each brand it is about."""
    mentions = [each for each in decisions if each.role is Role.MENTION]
    asked = [
        (
            whole(each.post.title, each.post.text),
            each.post.network,
            [context.brands[id_] for id_ in each.brand_ids if id_ in context.brands],
        )
        for each in mentions
    ]
    verdicts = scorer().judge_many(asked)
    return Judged({each.post.key: found for each, found in zip(mentions, verdicts, strict=True)})


def as_people_said(judged: Judged) -> Judged:
    """Return the verdicts with what people decided: an edit, or a new look, never overwrites a person.

    He may have judged other words, but he knew the post and the model does not; his decision stays, and the page says
    that it is older than the edit.
    """
    said = labels.said_of(list(judged.verdicts))
    verdicts = {
        key: {
            brand: verdict._replace(relevance=float(about))
            if (about := said.get((key, brand), {}).get(labels.RELEVANT)) is not None
            else verdict
            for brand, verdict in verdicts.items()
        }
        for key, verdicts in judged.verdicts.items()
    }
    decided = {
        pair: {head: value for head, value in each.items() if head != labels.RELEVANT} for pair, each in said.items()
    }
    return Judged(verdicts, decided)


def ensure_stories(decisions: Iterable[Decision], now: datetime) -> dict[str, int]:
    """Return the story ids by key, making those that are missing."""
    titles = {
        key: each.post.title
        for each in decisions
        if each.role is Role.MENTION and (key := deciding.story_key(each.post))
    }
    if not titles:
        return {}
    Story.objects.bulk_create(
        [Story(key=key, title=title, first_seen_at=now) for key, title in sorted(titles.items())],
        ignore_conflicts=True,
    )
    return dict(Story.objects.filter(key__in=titles).values_list("key", "id"))


def write(
    written: Mapping[int, Decision],
    judged: Judged,
    context: Context,
    now: datetime,
    *,
    ever: Mapping[tuple[int, int], int] | None = None,
    kind: str = "judged",
) -> None:
    """Write matches, judgements, questions, counters and changes of the given mentions (by id)."""
    mentions = {id_: each for id_, each in written.items() if each.role is Role.MENTION}
    if not mentions:
        return
    bulk.copy_rows(
        "listening_match",
        ("mention_id", "query_id", "brand_id", "query_version", "spans"),
        (
            (id_, hit.query_id, hit.brand_id, hit.version, [[span.start, span.end] for span in hit.spans])
            for id_, each in mentions.items()
            for hit in each.hits
        ),
    )
    rows = [
        _row(id_, brand_id, verdict, mentions[id_], judged.decided.get((mentions[id_].post.key, brand_id), {}))
        for id_, each in mentions.items()
        for brand_id, verdict in judged.verdicts[each.post.key].items()
    ]
    _write_judgements(rows, ever or {}, context, now)
    relevant = [row for row in rows if counts(row.verdict.relevance)]
    _count(relevant, context, sign=1)
    _write_questions(relevant, context, now, before=(ever or {}) if kind == "edited" else None)
    bulk.copy_rows("listening_change", ("kind", "mention_id", "at"), ((kind, id_, now) for id_ in mentions))


class _Row(NamedTuple):
    """A judgement to be written: what scoring said, and the masks that hold once people's decisions are heeded."""

    mention_id: int
    brand_id: int
    verdict: Verdict
    decision: Decision
    on: int
    unsure: int
    decided: int


def _row(mention_id: int, brand_id: int, verdict: Verdict, decision: Decision, said: Mapping[str, bool]) -> _Row:
    on, unsure, decided = mask_of(verdict.on), mask_of(verdict.unsure), mask_of([*said])
    on, unsure = effective(on, unsure, decided=decided, said=mask_of([flag for flag, value in said.items() if value]))
    return _Row(mention_id, brand_id, verdict, decision, on, unsure, decided)


def effective(scored_on: int, scored_unsure: int, *, decided: int, said: int) -> tuple[int, int]:
    """Return the masks (on, unsure) that hold: people's answers (``said``) where they decided, else scoring's."""
    return (scored_on & ~decided) | (said & decided), scored_unsure & ~decided


def _write_judgements(
    rows: Sequence[_Row], ever: Mapping[tuple[int, int], int], context: Context, now: datetime
) -> None:
    bulk.copy_rows(
        "listening_judgement",
        (
            "mention_id",
            "brand_id",
            "scored",
            "scorer",
            "relevance",
            "sentiment",
            "probabilities",
            "on_mask",
            "unsure_mask",
            "scored_on_mask",
            "scored_unsure_mask",
            "decided_mask",
            "ever_mask",
            "complaint_reason",
            "reasons",
            "counted_day",
            "counted_flags",
            "judged_at",
        ),
        (
            (
                row.mention_id,
                row.brand_id,
                row.verdict.scored,
                row.verdict.version,
                row.verdict.relevance,
                row.verdict.sentiment,
                dict(row.verdict.probabilities),
                row.on,
                row.unsure,
                mask_of(row.verdict.on),
                mask_of(row.verdict.unsure),
                row.decided,
                row.on | ever.get((row.mention_id, row.brand_id), 0),
                row.verdict.complaint_reason,
                [reason_row(reason) for reason in row.verdict.reasons],
                company_day(context, row.decision.post.created_at) if counts(row.verdict.relevance) else None,
                row.on if counts(row.verdict.relevance) else 0,
                now,
            )
            for row in rows
        ),
    )


def reason_row(reason: Reason) -> dict[str, object]:
    """Return a reason as it is stored."""
    return {
        "flag": reason.flag,
        "rule": reason.rule,
        "start": reason.start,
        "end": reason.end,
        "weight": round(reason.weight, 4),
        "text": reason.text,
    }


def _count(rows: Sequence[_Row], context: Context, *, sign: int) -> None:
    mentions: Counter[tuple[int, str, str]] = Counter()
    flags: Counter[tuple[int, str, str]] = Counter()
    for row in rows:
        day = company_day(context, row.decision.post.created_at)
        mentions[row.brand_id, day, row.decision.post.network] += sign
        for flag in flags_in(row.on):
            flags[row.brand_id, day, flag] += sign
    add_counts(mentions, flags)


def add_counts(mentions: Mapping[tuple[int, str, str], int], flags: Mapping[tuple[int, str, str], int]) -> None:
    """Add deltas to the counters. Rows are taken in order, so that two writers never wait for each other in a ring."""
    for table, column, deltas in (
        ("listening_daymentions", "network", mentions),
        ("listening_dayflags", "flag", flags),
    ):
        bulk.insert_rows(
            table,
            ("brand_id", "day", column, "mentions"),
            [(*key, n) for key, n in sorted(deltas.items()) if n],
            tail=f"ON CONFLICT (brand_id, day, {column}) DO UPDATE SET mentions = {table}.mentions + excluded.mentions",  # nosec B608
        )


def _write_questions(
    rows: Sequence[_Row], context: Context, now: datetime, *, before: Mapping[tuple[int, int], int] | None
) -> None:
    """Write what is owed an answer or a reply, and make the threads due of all who may be owed one.

    ``before`` are the flags that edited posts were ever on for, None where nothing was edited.
    """
    owed = [row for row in rows if row.on & OWED]
    if not owed:
        return
    own = {row.mention_id for row in owed if context.kind_of(row.brand_id) == "own"}
    threads = _threads_of([row.mention_id for row in owed])
    watched = {
        flag: [row for row in owed if row.on & bit and (flag == "question" or context.kind_of(row.brand_id) == "own")]
        for flag, bit in WATCHED.items()
    }
    to = _audiences([row for listed in watched.values() for row in listed], rows, context)
    for flag, listed in watched.items():
        values = []
        for row in listed:
            pair = row.mention_id, row.brand_id
            came_in = flag == "complaint" and before is not None and not before.get(pair, 0) & WATCHED[flag]
            post = row.decision.post
            since = (post.edited_at or now) if came_in else post.created_at
            rule = "not_read_yet" if row.mention_id in threads else "no_threads"
            whose = row.mention_id, threads.get(row.mention_id), post.author.external_id, row.brand_id
            known = "unverified", rule, "[]", False, "", "", since, since, now
            values.append((*whose, flag, WANTS[flag], *to[pair], *known))
        bulk.insert_rows("listening_question", QUESTION_COLUMNS, values, tail="ON CONFLICT DO NOTHING")
    if before is not None:
        pairs = {(row.mention_id, row.brand_id) for listed in watched.values() for row in listed}
        fit(sorted(pairs), answered_too=False)
    ask_for_reading(sorted({threads[id_] for id_ in own if id_ in threads}), now)


def _audiences(asked: Sequence[_Row], rows: Sequence[_Row], context: Context) -> dict[tuple[int, int], tuple[str, str]]:
    """Return to whom each question is put, and by which rule. ``rows`` are all judgements that count."""
    about: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        about[row.mention_id].add(row.brand_id)
    found = {}
    for row in asked:
        post = row.decision.post
        to = to_whom(post.network, post.instance, post.mentioned_account_ids, about[row.mention_id], context)
        found[row.mention_id, row.brand_id] = to.audience, to.rule
    return found


def _threads_of(ids: Sequence[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, thread_id FROM listening_mention WHERE id = ANY(%s) AND thread_id IS NOT NULL", [list(ids)]
        )
        return dict(cursor.fetchall())


def rewrite(decisions: Sequence[Decision], context: Context, now: datetime) -> None:
    """Store what was edited at its source, or is matched now though it was context, and judge it again.

    The old words become a revision; the counters move by the difference.
    """
    by_id = {each.old.id: each for each in decisions if each.old is not None}
    brands = _brands_of(list(by_id))
    _keep_revisions([id_ for id_, each in by_id.items() if _has_new_words(each)], now)
    settled = {id_: each if each.brand_ids else _with_brands(each, tuple(brands[id_])) for id_, each in by_id.items()}
    _update_texts(settled, now)
    ever = _take_back(list(settled))
    judged = as_people_said(judge(settled.values(), context))
    for kind, fate in (("edited", deciding.Fate.EDITED), ("judged", deciding.Fate.PROMOTED)):
        part = {id_: each for id_, each in settled.items() if each.fate is fate}
        write(part, judged, context, now, ever=ever, kind=kind)


def _with_brands(each: Decision, brand_ids: tuple[int, ...]) -> Decision:
    return Decision(
        post=each.post,
        fate=each.fate,
        role=each.role,
        content_hash=each.content_hash,
        old=each.old,
        hits=each.hits,
        brand_ids=brand_ids,
    )


def _has_new_words(each: Decision) -> bool:
    """Say whether its author edited it; what is only matched now, unedited, stays as it was written."""
    return each.old is not None and bytes(each.old.content_hash) != each.content_hash


def _brands_of(ids: list[int]) -> dict[int, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, brand_ids FROM listening_mention WHERE id = ANY(%s)", [ids])
        return dict(cursor.fetchall())


def _keep_revisions(ids: list[int], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listening_revision (mention_id, title, text, content_hash, seen_at)"
            " SELECT id, title, text, content_hash, %s FROM listening_mention WHERE id = ANY(%s)",
            [now, ids],
        )


def _update_texts(settled: Mapping[int, Decision], now: datetime) -> None:
    bulk.update_rows(
        "UPDATE listening_mention m SET title = v.title, text = v.text, content_hash = v.hash, role = v.role,"
        " brand_ids = v.brands::int[], addressed = v.addressed::text[], quoted_author = v.quoted,"
        " edited_at = coalesce(v.edited::timestamptz, m.edited_at),"
        " changed_at = v.now::timestamptz"
        " FROM (VALUES %s) AS v(id, title, text, hash, role, brands, addressed, quoted, edited, now) WHERE m.id = v.id",
        [
            (
                id_,
                each.post.title,
                each.post.text,
                each.content_hash,
                each.role.value,
                list(each.brand_ids),
                list(each.post.mentioned_account_ids),
                each.post.quoted_author_id,
                (each.post.edited_at or now) if _has_new_words(each) else None,
                now,
            )
            for id_, each in settled.items()
        ],
    )


def _take_back(ids: list[int]) -> dict[tuple[int, int], int]:
    """Remove judgements and matches together with what they counted. Returns the flags each was ever on for."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM listening_match WHERE mention_id = ANY(%s)", [ids])
        cursor.execute(
            "DELETE FROM listening_judgement j USING listening_mention m WHERE m.id = j.mention_id"
            " AND j.mention_id = ANY(%s)"
            " RETURNING j.mention_id, j.brand_id, j.ever_mask, j.counted_day, j.counted_flags, m.network",
            [ids],
        )
        rows = cursor.fetchall()
    mentions: Counter[tuple[int, str, str]] = Counter()
    flags: Counter[tuple[int, str, str]] = Counter()
    for _mention, brand_id, _ever, day, counted, network in rows:
        if day is not None:
            mentions[brand_id, day.isoformat(), network] -= 1
            for flag in flags_in(counted):
                flags[brand_id, day.isoformat(), flag] -= 1
    add_counts(mentions, flags)
    return {(row[0], row[1]): row[2] for row in rows}
