"""The clocks of a case: the public wait that onlookers see, and the team's own, which warns and breaches. Pure.

A clock is a record; whatever changes it returns another one. Its milestones are worked out when it is opened and when
its pauses change, never when it is read or swept. So a sweep may come late, twice or from two processes at once: what
fell due is told with the instant at which it did, once.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from engagement.sla.calendars import Calendar
from engagement.sla.hours import due, worked
from engagement.sla.policies import Policy, Response, calendar_of, target
from listening.records import Say

FOUND_LATE = timedelta(hours=72)
"""A post that we saw later than this after it was published was never ours to answer in time."""

Kind = Literal["warn", "breach", "escalate"]
State = Literal["running", "paused", "warned", "breached", "escalated", "met", "missed", "exempt"]

KINDS: tuple[Kind, ...] = ("warn", "breach", "escalate")
_NONE = timedelta(0)


class PauseReason(StrEnum):
    """All that may stop a clock for a while. Snoozing and handing over do not."""

    WAITING_ON_ASKER = "waiting_on_asker"
    DO_NOT_ENGAGE = "do_not_engage"


class Exempt(StrEnum):
    """Why a clock cannot breach: the post was old before anybody here could have seen it."""

    BACKFILL = "backfill"
    BEFORE_FIRST_POLL = "before_first_poll"
    FOUND_LATE = "found_late"


class Pause(NamedTuple):
    """A stretch that does not count; ``end`` is None while it goes on."""

    start: datetime
    end: datetime | None
    reason: PauseReason


class Milestones(NamedTuple):
    """When 75, 100 and 200 % of the target are used up; None where a pause goes on before, or it never happens."""

    warn: datetime | None = None
    breach: datetime | None = None
    escalate: datetime | None = None


NO_MILESTONES = Milestones()


class Event(NamedTuple):
    """A milestone that was passed, and when."""

    kind: Kind
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One response that is owed. Instants are aware UTC.

    ``opened_at`` is when we saw the post, or for a next response when the asker came back. ``milestones`` are foreseen;
    ``warned_at``, ``breached_at`` and ``escalated_at`` are what was told, each set once and never cleared.
    ``tightened_at`` is from when on ``target`` counts, where it is a shorter one that came later; None for the opening.
    """

    opened_at: datetime
    calendar: Calendar
    policy_version: int
    target: timedelta
    pauses: tuple[Pause, ...] = ()
    milestones: Milestones = NO_MILESTONES
    exempt: Exempt | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    escalated_at: datetime | None = None
    stopped_at: datetime | None = None
    tightened_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a clock stands at an instant; ``state`` is *paused* whatever happened before, ``breached_at`` stays.

    ``elapsed`` and ``remaining`` are open time, ``remaining`` negative once overdue; ``share`` is the part of the
    target that is used. ``due_at`` is when the target is used up, None while a pause keeps that open. ``breached_at``
    is set even if it was not told yet. An exempt clock has neither due instant, remainder nor share. ``paused`` says
    why it stands still.
    """

    state: State
    elapsed: timedelta
    remaining: timedelta | None
    due_at: datetime | None
    share: float | None
    breached_at: datetime | None
    paused: PauseReason | None = None
    exempt: Exempt | None = None


def public_wait(published_at: datetime, *, answered_at: datetime | None, now: datetime) -> timedelta:
    """Return how long onlookers saw, or have been seeing, no answer: by the clock on the wall, never paused."""
    return max(_NONE, (answered_at or now) - published_at)


def exemption(
    *, published_at: datetime, seen_at: datetime, first_poll_at: datetime | None, backfill: bool
) -> Exempt | None:
    """Return why a post may not breach, or None. ``first_poll_at`` is its query's, None where nothing is polled."""
    if backfill:
        return Exempt.BACKFILL
    if first_poll_at is not None and published_at < first_poll_at:
        return Exempt.BEFORE_FIRST_POLL
    return Exempt.FOUND_LATE if seen_at - published_at > FOUND_LATE else None


def opened(*, at: datetime, calendar: Calendar, policy_version: int, target: timedelta, exempt: Exempt | None) -> Clock:
    """Return a clock that runs since ``at``. Raises ``ValueError`` for a target of no time."""
    if target <= _NONE:
        raise ValueError("a target takes some time")
    return _foreseen(
        Clock(opened_at=at, calendar=calendar, policy_version=policy_version, target=target, exempt=exempt)
    )


def open_clock(
    policy: Policy,
    klass: str,
    network: str,
    *,
    key_account: bool,
    response: Response,
    at: datetime,
    exempt: Exempt | None,
) -> Clock | None:
    """Return the clock that a policy gives a response owed since ``at``; None where it gives none."""
    allowed = target(policy, klass, network, key_account=key_account, response=response)
    if allowed is None:
        return None
    calendar = calendar_of(policy, klass)
    return opened(at=at, calendar=calendar, policy_version=policy.version, target=allowed, exempt=exempt)


def paused(clock: Clock, *, at: datetime, reason: PauseReason) -> Clock:
    """Return the clock, standing still from ``at`` on; as it is if it does so already for this reason.

    Two reasons may overlap: it runs again when both have ended. A pause from before the clock's opening begins there.
    """
    if _pause_for(clock, PauseReason(reason)):
        return clock
    pause = Pause(max(at, clock.opened_at), None, PauseReason(reason))
    return _foreseen(replace(clock, pauses=(*clock.pauses, pause)))


def resumed(clock: Clock, *, at: datetime, reason: PauseReason) -> Clock:
    """Return the clock without a pause for this reason from ``at`` on; as it is if there is none."""
    pause = _pause_for(clock, PauseReason(reason))
    if pause is None:
        return clock
    ended = pause._replace(end=max(at, pause.start))
    return _foreseen(replace(clock, pauses=tuple(ended if each is pause else each for each in clock.pauses)))


def stopped(clock: Clock, *, at: datetime) -> Clock:
    """Return the clock, ended by a response at ``at``; of two responses the earlier one counts. Nothing is erased."""
    if clock.stopped_at is not None and clock.stopped_at <= at:
        return clock
    return replace(clock, stopped_at=at)


def restarted(clock: Clock) -> Clock:
    """Return the clock as if it had not been stopped: the response was undone, deleted, or was none."""
    return replace(clock, stopped_at=None)


def retargeted(clock: Clock, *, calendar: Calendar, policy_version: int, target: timedelta) -> Clock:
    """Return an open clock under another policy, for an explicit *recompute open*. What was told stays told.

    Raises ``ValueError`` for a stopped clock and for a target of no time.
    """
    if clock.stopped_at is not None or target <= _NONE:
        raise ValueError("an open clock can take another target of some time")
    return _foreseen(replace(clock, calendar=calendar, policy_version=policy_version, target=target))


def tightened(clock: Clock, *, at: datetime, calendar: Calendar, policy_version: int, target: timedelta) -> Clock:
    """Return an open clock with another target that came at ``at``, for another class or for a key account.

    A shorter one counts from then: what was in time is not late at once, and time that passed before uses none of it.
    Where the former one would have been due sooner all the same, the very clock comes back. A longer one counts from
    the opening. Raises ``ValueError`` as ``retargeted`` does.
    """
    anew = retargeted(
        replace(clock, tightened_at=None), calendar=calendar, policy_version=policy_version, target=target
    )
    former = _due_if_resumed(clock, at)
    if clock.exempt or former is None or former <= (_due_if_resumed(anew, at) or former):
        return anew
    shorter = _foreseen(replace(anew, tightened_at=max(at, clock.opened_at)))
    due_at = _due_if_resumed(shorter, at)
    return shorter if due_at is not None and due_at < former else clock


def _due_if_resumed(clock: Clock, at: datetime) -> datetime | None:
    """Return when a clock is due if its pauses end at ``at``."""
    spans = [(since, until or max(at, since)) for since, until in _spans(clock)]
    return due(clock.calendar, clock.tightened_at or clock.opened_at, clock.target, paused=spans)


def events(clock: Clock, now: datetime) -> tuple[Event, ...]:
    """Return the milestones that were passed by ``now`` and not told yet, in order, with their own instants.

    A stopped clock still has those that it passed before its stop.
    """
    return tuple(Event(kind, at) for kind, at in _untold(clock) if at <= now)


def told(clock: Clock, passed: Iterable[Event]) -> Clock:
    """Return the clock with events written down; what is written down already keeps its instant."""
    at = {event.kind: event.at for event in passed}
    return replace(
        clock,
        warned_at=clock.warned_at or at.get("warn"),
        breached_at=clock.breached_at or at.get("breach"),
        escalated_at=clock.escalated_at or at.get("escalate"),
    )


def next_at(clock: Clock) -> datetime | None:
    """Return when a sweep has to look at the clock next: its row's index. None where nothing more can happen."""
    return min((at for _, at in _untold(clock)), default=None)


def read(clock: Clock, now: datetime) -> Reading:
    """Return how the clock stands at ``now``, told or not."""
    end = now if clock.stopped_at is None else min(now, clock.stopped_at)
    elapsed = worked(clock.calendar, clock.opened_at, end, paused=_spans(clock))
    used = worked(clock.calendar, clock.tightened_at, end, paused=_spans(clock)) if clock.tightened_at else elapsed
    pause = next((each for each in reversed(clock.pauses) if each.end is None), None)
    passed: dict[Kind, datetime] = dict(events(clock, now))
    return Reading(
        state=_state(clock, passed),
        elapsed=elapsed,
        remaining=None if clock.exempt else clock.target - used,
        due_at=clock.milestones.breach,
        share=None if clock.exempt else used / clock.target,
        breached_at=clock.breached_at or passed.get("breach"),
        paused=pause.reason if pause and clock.stopped_at is None else None,
        exempt=clock.exempt,
    )


def say(reading: Reading) -> Say:
    """Return the reading as a code for the row: due when, overdue by how much open time, or why neither."""
    if reading.exempt:
        return Say(code="clock_exempt", params={"exempt": reading.exempt.value})
    if reading.state in ("met", "missed"):
        took = {"seconds": int(reading.elapsed.total_seconds())}
        return Say(code="clock_met" if reading.state == "met" else "clock_missed", params=took)
    if reading.paused:
        return Say(code="clock_paused", params={"pause": reading.paused.value})
    if reading.breached_at and reading.remaining is not None:
        return Say(code="clock_overdue", params={"seconds": max(0, int(-reading.remaining.total_seconds()))})
    if reading.due_at is None:
        return Say(code="clock_never_due")
    return Say(code="clock_due", params={"at": reading.due_at})


def _state(clock: Clock, passed: Container[Kind]) -> State:
    if clock.exempt:
        return "exempt"
    if clock.stopped_at is not None:
        return "missed" if _is_late(clock, clock.stopped_at) else "met"
    if any(pause.end is None for pause in clock.pauses):
        return "paused"
    if clock.escalated_at or "escalate" in passed:
        return "escalated"
    if clock.breached_at or "breach" in passed:
        return "breached"
    return "warned" if clock.warned_at or "warn" in passed else "running"


def _is_late(clock: Clock, at: datetime) -> bool:
    """Say whether a response at ``at`` came after the breach, foreseen or told; at the very instant it is in time.

    What was told counts too: a longer target given later makes nothing good. A response found later that was earlier
    than the breach does.
    """
    return any(breach is not None and breach < at for breach in (clock.milestones.breach, clock.breached_at))


def untold(foreseen: Milestones, written: Milestones, stopped_at: datetime | None) -> Iterator[Event]:
    """Yield the milestones that are still to be told, in order: those that come before the stop, if it has stopped."""
    for kind, at, before in zip(KINDS, foreseen, written, strict=True):
        if at is not None and before is None and (stopped_at is None or at < stopped_at):
            yield Event(kind, at)


def _untold(clock: Clock) -> Iterator[Event]:
    written = Milestones(clock.warned_at, clock.breached_at, clock.escalated_at)
    return untold(clock.milestones, written, clock.stopped_at)


def _foreseen(clock: Clock) -> Clock:
    """Return the clock with its milestones worked out anew."""
    if clock.exempt:
        return clock
    spans = _spans(clock)
    warn, breach, escalate = (
        due(clock.calendar, clock.tightened_at or clock.opened_at, amount, paused=spans)
        for amount in (clock.target * 3 / 4, clock.target, clock.target * 2)
    )
    return replace(clock, milestones=Milestones(warn, breach, escalate))


def _pause_for(clock: Clock, reason: PauseReason) -> Pause | None:
    return next((each for each in clock.pauses if each.end is None and each.reason == reason), None)


def _spans(clock: Clock) -> list[tuple[datetime, datetime | None]]:
    return [(pause.start, pause.end) for pause in clock.pauses]
