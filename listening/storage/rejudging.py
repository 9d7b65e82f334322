"""Gives stored judgements what another version of the scoring says, and lets what follows from them follow.

Posts of the running week are treated like newly judged ones: counters, questions and cases move. What is older shows
its new flags and nothing else: its day keeps what was counted, no question is asked, no work begins. What people
decided, of relevance or of a flag, stands above any scoring; a relevance of exactly 0 is such a decision.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import orjson
from django.db import connection

from listening.records import PostKey, Verdict, flags_in, mask_of
from listening.scoring.relevance import counts
from listening.scoring.scorer import Scorer
from listening.storage import bulk, judgements, labels, questions
from listening.storage.context import Context, company_day
from listening.storage.threads import ask_for_reading
from listening.text import whole

TOP = 2**63 - 1
"""A place above every mention id."""

_COMPLAINT, _BUYING = mask_of(("complaint",)), mask_of(("buying_intent",))

# Of the posts that still have their words: what was not judged by this version, and nobody took out of the count.
_READABLE = "m.role = 'mention' AND m.deleted_at IS NULL AND (m.title <> '' OR m.text <> '')"
_STALE = "j.scorer <> %s AND j.relevance <> 0 AND j.brand_id = ANY(%s) AND j.brand_id = ANY(m.brand_ids)"
_DUE = f"{_READABLE} AND EXISTS (SELECT FROM listening_judgement j WHERE j.mention_id = m.id AND {_STALE})"  # nosec B608

_PAGE = (
    "SELECT m.id, m.network, m.instance, m.external_id, m.title, m.text, m.brand_ids, m.content_hash"  # noqa: S608  # nosec B608
    f" FROM listening_mention m WHERE m.id < %s AND {_DUE} ORDER BY m.id DESC LIMIT %s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A stored post that was judged by another version."""

    id: int
    key: PostKey
    text: str  # title and text (``listening.text.whole``)
    brand_ids: tuple[int, ...]
    content_hash: bytes


class _Old(NamedTuple):
    """A stored judgement that is about to be given another verdict. Masks as in ``listening.models.Judgement``."""

    id: int
    mention_id: int
    brand_id: int
    network: str
    published_at: datetime
    language: str
    thread_id: int | None
    relevance: float
    scored: bool
    on: int
    unsure: int
    decided: int
    buying_intent: float
    complaint_reason: str
    counted_day: date | None
    counted_flags: int

    @property
    def pair(self) -> tuple[int, int]:
        return self.mention_id, self.brand_id

    @property
    def moves(self) -> int:
        """The flags that questions and readers of threads went by: none of a post that is hardly about the brand."""
        return self.on if self.counted_day else 0


_COLUMNS = (
    "j.id, j.mention_id, j.brand_id, m.network, m.published_at, m.language, m.thread_id, j.relevance, j.scored,"
    " j.on_mask, j.unsure_mask, j.decided_mask, coalesce((j.probabilities->>'buying_intent')::float8, 0),"
    " j.complaint_reason, j.counted_day, j.counted_flags"
)


def count_due(version: str, context: Context) -> int:
    """Return how many stored posts another version judged. Reads every judgement: asked once a version."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM listening_mention m WHERE {_DUE}",  # noqa: S608 - ours  # nosec B608
            [version, list(context.brands)],
        )
        return int(cursor.fetchone()[0])


def due(version: str, context: Context, *, below: int, limit: int, most_characters: int) -> list[Due]:
    """Return the newest posts with an id below ``below`` that another version judged. One query.

    At most ``limit``, and no more after ``most_characters`` of text. Ids rise with the time of storing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, [below, version, list(context.brands), limit])
        rows = cursor.fetchall()
    found, characters = [], 0
    for id_, network, instance, external_id, title, text, brand_ids, content_hash in rows:
        if characters >= most_characters:
            break
        found.append(
            Due(
                id=id_,
                key=PostKey(network, instance, external_id),
                text=whole(title, text),
                brand_ids=tuple(brand_ids),
                content_hash=bytes(content_hash),
            )
        )
        characters += len(found[-1].text)
    return found


def judge(found: Iterable[Due], scorer: Scorer, context: Context) -> dict[int, Mapping[int, Verdict]]:
    """Return the verdicts by mention and brand, each post judged for all of its brands together as when it came."""
    due = list(found)
    asked = [
        (each.text, each.key.network, [context.brands[brand] for brand in each.brand_ids if brand in context.brands])
        for each in due
    ]
    return {each.id: verdicts for each, verdicts in zip(due, scorer.judge_many(asked), strict=True)}


def running_since(context: Context, now: datetime) -> date:
    """Return the Monday of the running week in the company's zone. A day before it keeps what was counted.

    The week before is frozen some hours after its end. It does not move in them either, so that no batch can race
    with the freezing.
    """
    today = now.astimezone(context.zone).date()
    return today - timedelta(days=today.weekday())


def write(
    found: Sequence[Due], verdicts: Mapping[int, Mapping[int, Verdict]], version: str, context: Context, now: datetime
) -> tuple[int, int]:
    """Write the verdicts. Returns how many posts were given theirs, and for how many of them other flags hold now.

    Runs in the caller's transaction. A row that somebody else is writing is left alone, and so is one whose words have
    changed since it was read: both are still due afterwards, if they are.
    """
    keys = {each.id: each.key for each in found}
    said = labels.relevance_of(list(keys.values()))
    new = [
        (old, _standing(old, verdicts[old.mention_id][old.brand_id], said=(keys[old.mention_id], old.brand_id) in said))
        for old in _lock(found, version, context)
    ]
    monday, midnight = running_since(context, now), _start(context, now)
    recent = [
        (old, it)
        for old, it in new
        if old.published_at >= midnight and (old.counted_day is None or old.counted_day >= monday)
    ]
    days = {old.id: company_day(context, old.published_at) if it.counts else None for old, it in recent}
    _write_judgements(new, days, version, now)
    _write_languages(new)
    _count(recent, days)
    _let_questions_follow(recent, context, now)
    _tell(new, {old.mention_id for old, _ in recent}, now)
    changed = {old.mention_id for old, it in new if (old.on, old.unsure) != (it.on, it.unsure)}
    return len({old.mention_id for old, _ in new}), len(changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What will hold of a judgement: a verdict, with what people decided put over it."""

    verdict: Verdict
    relevance: float
    on: int
    unsure: int
    complaint_reason: str

    @property
    def counts(self) -> bool:
        """Whether the post is enough about the brand to be counted, and to ask something of us."""
        return counts(self.relevance)

    @property
    def moves(self) -> int:
        """The flags that questions and readers of threads go by."""
        return self.on if self.counts else 0


_Pair = tuple[_Old, _Standing]


def _lock(found: Sequence[Due], version: str, context: Context) -> list[_Old]:
    """Lock what is due of these posts and is nobody else's at this moment, if its words are those that were read."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"  # noqa: S608 - ours  # nosec B608
            " JOIN unnest(%s::bigint[], %s::bytea[]) AS k(id, hash) ON k.id = m.id AND k.hash = m.content_hash"
            f" WHERE {_READABLE} AND {_STALE} ORDER BY j.id FOR NO KEY UPDATE OF j, m SKIP LOCKED",
            [[each.id for each in found], [each.content_hash for each in found], version, list(context.brands)],
        )
        return [_Old(*row) for row in cursor.fetchall()]


def _standing(old: _Old, verdict: Verdict, *, said: bool) -> _Standing:
    scored_on, scored_unsure = mask_of(verdict.on), mask_of(verdict.unsure)
    on, unsure = judgements.effective(scored_on, scored_unsure, decided=old.decided, said=old.on)
    kept = old.complaint_reason if on & old.decided & _COMPLAINT else ""
    return _Standing(
        verdict=verdict,
        relevance=old.relevance if said else verdict.relevance,
        on=on,
        unsure=unsure,
        complaint_reason=verdict.complaint_reason or kept,
    )


def _write_judgements(new: Sequence[_Pair], days: Mapping[int, str | None], version: str, now: datetime) -> None:
    """Write what was found. ``days`` holds the judgements whose counters follow, with the day they count for now."""
    rows = [
        {
            "id": old.id,
            "scored": it.verdict.scored,
            "scorer": version,
            "relevance": it.relevance,
            "sentiment": it.verdict.sentiment,
            "probabilities": dict(it.verdict.probabilities),
            "on_mask": it.on,
            "unsure_mask": it.unsure,
            "scored_on_mask": mask_of(it.verdict.on),
            "scored_unsure_mask": mask_of(it.verdict.unsure),
            "complaint_reason": it.complaint_reason,
            "reasons": [judgements.reason_row(reason) for reason in it.verdict.reasons],
            "counted_day": days.get(old.id, old.counted_day),
            "counted_flags": it.moves if old.id in days else old.counted_flags,
            "judged_at": now,
        }
        for old, it in new
    ]
    names = [name for name in (rows[0] if rows else ()) if name != "id"]
    sets = ", ".join(f"{name} = v.{name}" for name in names)
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE listening_judgement j SET {sets}, ever_mask = j.ever_mask | v.on_mask"  # noqa: S608 - ours  # nosec B608
                " FROM json_populate_recordset(NULL::listening_judgement, %s) AS v WHERE v.id = j.id",
                [orjson.dumps(rows).decode()],
            )


def _write_languages(new: Sequence[_Pair]) -> None:
    """Write the language of the posts of which another one is said now."""
    found = {old.mention_id: it.verdict.language for old, it in new if old.language != it.verdict.language}
    if found:
        bulk.update_rows(
            "UPDATE listening_mention m SET language = v.said FROM (VALUES %s) AS v(id, said) WHERE m.id = v.id",
            sorted(found.items()),
        )


def _count(recent: Sequence[_Pair], days: Mapping[int, str | None]) -> None:
    """Let the counters follow: of flags, and of mentions where a post is found to be about the brand, or hardly is."""
    mentions: Counter[tuple[int, str, str]] = Counter()
    flags: Counter[tuple[int, str, str]] = Counter()
    for old, it in recent:
        before, after = old.counted_day and old.counted_day.isoformat(), days[old.id]
        if before:
            mentions[old.brand_id, before, old.network] -= 1
            flags.subtract((old.brand_id, before, flag) for flag in flags_in(old.counted_flags))
        if after:
            mentions[old.brand_id, after, old.network] += 1
            flags.update((old.brand_id, after, flag) for flag in flags_in(it.moves))
    judgements.add_counts(mentions, flags)


def _let_questions_follow(recent: Sequence[_Pair], context: Context, now: datetime) -> None:
    """Raise and drop questions, and have the threads read in which somebody is owed an answer only now."""
    watched = sum(questions.WATCHED.values())
    changed = [old.pair for old, it in recent if (old.moves ^ it.moves) & watched]
    gone = [old.pair for old, it in recent if old.moves & ~it.moves & watched]
    still = [old.pair for old, it in recent if (old.moves ^ it.moves) & watched and it.moves & watched]
    questions.fit(changed, answered_too=False)
    # Who asked twice in a thread has one question, which the post that asks first holds.
    again = questions.same_askers(gone, since=_start(context, now)) if gone else []
    questions.raise_asked(sorted({*still, *again}), context, now)
    owed = {
        old.thread_id
        for old, it in recent
        if old.thread_id and it.moves & judgements.OWED & ~old.moves and context.kind_of(old.brand_id) == "own"
    }
    ask_for_reading(sorted(owed), now)


def _start(context: Context, now: datetime) -> datetime:
    return datetime.combine(running_since(context, now), time(), context.zone)


def _tell(new: Sequence[_Pair], recent: Collection[int], now: datetime) -> None:
    """Tell engagement of the posts for which something changed that a case or a client shows."""
    told = sorted({old.mention_id for old, it in new if _shows_otherwise(old, it)})
    bulk.copy_rows(
        "listening_change",
        ("kind", "mention_id", "at"),
        (("judged" if id_ in recent else "rescored", id_, now) for id_ in told),
    )


def _shows_otherwise(old: _Old, it: _Standing) -> bool:
    before = (old.on, old.unsure, old.scored, old.relevance, old.complaint_reason, old.language)
    after = (it.on, it.unsure, it.verdict.scored, it.relevance, it.complaint_reason, it.verdict.language)
    # How likely somebody buys is part of the priority where he is said to.
    likelier = it.on & _BUYING and old.buying_intent != it.verdict.probabilities.get("buying_intent", 0.0)
    return before != after or bool(likelier)
