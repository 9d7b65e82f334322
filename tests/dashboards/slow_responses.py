"""The response report counted the slow way, one question and one clock after the other: what tests compare it with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from math import ceil
from typing import Any

from engagement.models import CaseItem, Clock
from listening.models import Mention, Question


def spread(seconds: Iterable[float]) -> tuple[int, float | None, float | None]:
    """Return n, and within what half and nine of ten lie, None below ten."""
    ranked = sorted(seconds)
    n = len(ranked)
    if n < 10:
        return n, None, None
    return n, ranked[ceil(0.5 * n) - 1], ranked[ceil(0.9 * n) - 1]


def case_of(question: Question) -> Any:
    item = CaseItem.objects.filter(mention=question.mention, brand=question.brand).first()
    return item.case if item else None


def fate_of(question: Question, now: datetime) -> str:
    """Return by whom a question was answered, or on which line apart it stands."""
    case, side = case_of(question), question.answered_side
    if question.mention.deleted_at or question.state == "withdrawn":
        return "withdrawn"
    if question.state in ("answered_by_us", "answered_by_peer"):
        return {"answered_by_us": "us", "answered_by_peer": "peers"}[question.state]
    if question.state == "resolved_by_asker" and side != "competitor":
        return {"ours": "us", "peer": "peers"}.get(side, "asker")
    if case and case.disposition == "answered_privately":
        return "private"
    if question.state == "expired" and side == "competitor":
        return "competitors"
    if question.state in ("expired", "unverified"):
        return question.state
    if question.stale_at and question.stale_at < now:
        return "stale"
    return "competitors" if question.state in ("answered_by_competitor", "resolved_by_asker") else "nobody"


def holder_at(case: Any, at: datetime | None) -> int | None:
    """Return who had the case at an instant; who has it now where nobody did, or where there is none."""
    events = case.events.order_by("id") if case and at else ()
    later = [each.before["assignee_id"] for each in events if at and each.at > at and "assignee_id" in each.before]
    return next(iter(later), None) or (case.assignee_id if case else None)


def first_reply(question: Question) -> datetime | None:
    """Return when our first substantive reply came."""
    times = [question.answered_at] if question.answered_side == "ours" and question.answered_at else []
    if question.answered_side != "ours" or (question.asker_spoke_at or question.asked_at) > question.asked_at:
        for each in question.evidences:
            if (each["side"], each["meaning"]) == ("ours", "substantive"):
                times.append(Mention.objects.get(pk=each["mention"]).published_at)
    return min(times, default=None)


def bucket_of(mention: Mention) -> str:
    counts = [mention.author_followers, mention.reach.get("views"), mention.reach.get("points")]
    known = [count for count in counts if count is not None]
    if not known:
        return "unknown"
    names = ("under-100", "under-1000", "under-10000", "under-100000")
    limits = (100, 1_000, 10_000, 100_000)
    return next((name for name, limit in zip(names, limits, strict=True) if max(known) < limit), "from-100000")


def questions(since: datetime, until: datetime, *, keep: Callable[[Question], bool], now: datetime) -> dict[str, Any]:
    """Return what the report says of questions."""
    found = [
        each
        for each in Question.objects.select_related("mention", "brand")
        if each.brand.kind == "own" and since <= each.asked_at < until and each.state != "not_a_question"
        and each.audience in ("direct", "about_us") and keep(each)
    ]  # fmt: skip
    fates = {each.pk: fate_of(each, now) for each in found}
    replies = {each.pk: first_reply(each) for each in found if fates[each.pk] != "withdrawn"}
    met = {key: at for key, at in replies.items() if at}
    hours: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for each in found:
        if fates[each.pk] not in ("withdrawn", "unverified", "stale", "private"):
            seen[bucket_of(each.mention)] += 1
            end = min(each.settled_at or now, now)
            hours[bucket_of(each.mention)] += (end - each.asked_at).total_seconds()  # type: ignore[assignment]
    return {
        "asked": len(found),
        "fates": Counter(fates.values()),
        "verifiable": sum(key in met or fates[key] not in ("unverified", "stale", "private") for key in replies),
        "met": len(met),
        "public": spread((met[each.pk] - each.asked_at).total_seconds() for each in found if each.pk in met),
        "hours": {name: n / 3600 for name, n in hours.items()},
        "seen": seen,
    }


def fate_of_clock(row: Clock, now: datetime) -> str:
    """Return how a clock stands. What was late stays late, whatever ended it."""
    due = [at for at in (row.breach_at, row.breached_at) if at]
    if row.exempt:
        return "exempt"
    if any(at < row.stopped_at if row.stopped_at else at <= now for at in due):
        return "late"
    if row.ended in ("answered", "closed_answered"):
        return "met"
    return "dropped" if row.stopped_at else "running"


def clocks(since: datetime, until: datetime, *, keep: Callable[[Clock], bool], now: datetime) -> dict[str, Any]:
    """Return what the report says of clocks."""
    found = [
        each
        for each in Clock.objects.select_related("case__brand")
        if each.case.brand.kind == "own" and since <= each.opened_at < until and keep(each)
    ]
    done = [each for each in found if each.ended in ("answered", "closed_answered") and not each.exempt]
    public = [each for each in done if each.response == "next" and each.ended == "answered"]
    return {
        "clocks": len(found),
        "fates": Counter(fate_of_clock(each, now) for each in found),
        "first": spread(each.took.total_seconds() for each in done if each.response == "first" and each.took),
        "next": spread(each.took.total_seconds() for each in done if each.response == "next" and each.took),
        "public_next": spread((each.stopped_at - each.opened_at).total_seconds() for each in public if each.stopped_at),
    }
