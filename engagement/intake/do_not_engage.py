"""For whom, and where, nobody is to engage: which entries of the list a case falls under, and since when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import OuterRef, Q, QuerySet, Subquery

from engagement.models import CaseItem, DoNotEngage
from listening.models import Mention
from listening.records import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """``entry`` is the one that has held for longest of those that hold, None where none does; ``ended_at`` is when the
    last of those that are over ended."""

    entry: DoNotEngage | None = None
    ended_at: datetime | None = None


NO_HOLD = Hold()


def listed(mentions: Iterable[Mention]) -> list[DoNotEngage]:
    """Return the entries, over or not, under which any of these mentions falls. One query."""
    mentions = list(mentions)
    if not mentions:
        return []
    threads = {each.thread_id for each in mentions if each.thread_id}
    rows = placed().filter(
        Q(subject="account", external_id__in={each.author_key for each in mentions})
        | Q(subject="handle", handle__in={bare(each.author_handle) for each in mentions})
        | Q(subject="thread", thread_id__in=threads)
        | Q(subject="thread", stands_in__in=threads)
    )
    ordered = rows.select_related("made_by").order_by("since", "id")
    return [row for row in ordered if any(concerns(row, each) for each in mentions)]


def placed() -> QuerySet[DoNotEngage]:
    """Return all entries with where the thread of each stands by now: a comment that was read by itself began one of
    its own, and moves into the conversation that its network names later. An entry goes with it."""
    thread = {key: OuterRef(f"thread__{key}") for key in ("network", "instance", "external_id")}
    first = Mention.objects.filter(**thread).values("thread_id")[:1]
    return DoNotEngage.objects.annotate(stands_in=Subquery(first))  # type: ignore[no-redef]  # declared to be typed


def concerns(entry: DoNotEngage, mention: Mention) -> bool:
    """Say whether a mention falls under an entry of ``placed``."""
    if entry.subject == DoNotEngage.Subject.THREAD:
        return mention.thread_id is not None and mention.thread_id in (entry.thread_id, entry.stands_in)
    if entry.subject == DoNotEngage.Subject.HANDLE:
        return entry.handle == bare(mention.author_handle) and entry.network in ("", mention.network)
    account = (mention.network, mention.instance, mention.author_key)
    return (entry.network, entry.instance, entry.external_id) == account


def holds(entry: DoNotEngage, now: datetime) -> bool:
    """Say whether an entry holds: nobody ended it, and its time is not over, whether that was written down or not."""
    return entry.ended_at is None and (entry.until is None or entry.until > now)


def hold_of(entries: Collection[DoNotEngage], now: datetime) -> Hold:
    """Return what the entries of one case, the oldest first, come to at ``now``."""
    over = [each.ended_at or each.until for each in entries if not holds(each, now)]
    return Hold(
        entry=next((each for each in entries if holds(each, now)), None),
        ended_at=max((each for each in over if each), default=None),
    )


def holds_of(case_ids: Collection[int], now: datetime) -> Mapping[int, Hold]:
    """Return the holds of these cases, each of which has one. Two queries, none for no cases."""
    if not case_ids:
        return {}
    items = CaseItem.objects.filter(case_id__in=case_ids).select_related("mention").order_by("id")
    fields = ("network", "instance", "author_key", "author_handle", "thread_id")
    of_case: dict[int, list[Mention]] = {case_id: [] for case_id in case_ids}
    for item in items.only("case_id", *(f"mention__{each}" for each in fields)):
        of_case[item.case_id].append(item.mention)
    entries = listed(each for mentions in of_case.values() for each in mentions)
    return {
        case_id: hold_of([row for row in entries if any(concerns(row, each) for each in mentions)], now)
        for case_id, mentions in of_case.items()
    }


def said(hold: Hold, entries: Collection[DoNotEngage]) -> Say:
    """Return what the history of a case says of a hold that began or ended; ``entries`` are those it falls under."""
    if hold.entry is not None:
        return say_of(hold.entry, hold.entry.made_by)
    last = next((each for each in entries if hold.ended_at and hold.ended_at in (each.ended_at, each.until)), None)
    return Say(code="may_engage_again", params={"name": last.name if last else ""})


def say_of(entry: DoNotEngage, by: User | None) -> Say:
    """Return what the history says of an entry that holds."""
    code = "do_not_engage_thread" if entry.subject == DoNotEngage.Subject.THREAD else "do_not_engage"
    params = {"name": entry.name, "until": entry.until, "why": entry.reason, "who": by.pk if by else None}
    return Say(code=f"{code}_until" if entry.until else code, params=params)


def bare(handle: str) -> str:
    """Return a handle as entries keep it: without a leading "@", in lower case."""
    return handle.strip().removeprefix("@").lower()
