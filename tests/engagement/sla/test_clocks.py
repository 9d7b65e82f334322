"""The team clock: what stops it, what it tells once, and what no late answer erases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement import wording
from engagement.sla import (
    Calendar,
    Clock,
    Event,
    Exempt,
    Pause,
    PauseReason,
    default_policy,
    events,
    exemption,
    next_at,
    open_clock,
    opened,
    paused,
    public_wait,
    read,
    restarted,
    resumed,
    retargeted,
    say,
    stopped,
    tightened,
    told,
    weekdays,
)
from tests.engagement.sla.minutes import MINUTE, cases

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
OPEN = datetime(2026, 11, 18, 9, tzinfo=UTC)  # a Wednesday, 10:00 in Berlin
ASKER, HANDS_OFF = PauseReason.WAITING_ON_ASKER, PauseReason.DO_NOT_ENGAGE


def clock(target: timedelta = 4 * HOUR, at: datetime = OPEN, exempt: Exempt | None = None) -> Clock:
    return opened(at=at, calendar=weekdays("Europe/Berlin"), policy_version=1, target=target, exempt=exempt)


def words(at: Clock, now: datetime) -> str:
    return wording.words(say(read(at, now)), now=now, zone=BERLIN)


def told_by(one: Clock, *sweeps: datetime) -> tuple[Clock, list[Event]]:
    """Sweep at each instant in turn; return the clock and everything it told."""
    heard: list[Event] = []
    for now in sweeps:
        heard += events(one, now)
        one = told(one, events(one, now))
    return one, heard


def test_it_warns_breaches_and_escalates_at_three_quarters_all_and_twice_the_time() -> None:
    assert clock().milestones == (OPEN + 3 * HOUR, OPEN + 4 * HOUR, OPEN + 8 * HOUR)


@pytest.mark.parametrize(
    ("hours", "state", "remaining", "share"),
    [
        (0, "running", 4, 0),
        (2, "running", 2, 0.5),
        (3, "warned", 1, 0.75),
        (4, "breached", 0, 1),
        (6, "breached", -2, 1.5),
        (8, "escalated", -4, 2),
        (-1, "running", 4, 0),
    ],
)
def test_it_reads_how_it_stands(hours: int, state: str, remaining: int, share: float) -> None:
    reading = read(clock(), OPEN + hours * HOUR)
    assert (reading.state, reading.remaining, reading.share) == (state, remaining * HOUR, share)
    assert reading.elapsed == 4 * HOUR - remaining * HOUR


def test_it_gives_all_that_a_day_of_downtime_missed_with_the_true_instants() -> None:
    _, heard = told_by(clock(HOUR), OPEN + DAY)
    assert [(kind, at - OPEN) for kind, at in heard] == [
        ("warn", 0.75 * HOUR),
        ("breach", HOUR),
        ("escalate", 2 * HOUR),
    ]


@given(st.lists(st.integers(0, 30), max_size=12))
def test_it_tells_each_thing_once_however_often_it_is_swept(hours: list[int]) -> None:
    at = [OPEN + n * HOUR for n in hours]
    swept, heard = told_by(clock(), *at, OPEN + 9 * HOUR, OPEN + 9 * HOUR)
    assert sorted(heard, key=lambda event: event.at) == list(events(clock(), OPEN + 9 * HOUR))
    assert (swept.warned_at, swept.breached_at, swept.escalated_at) == swept.milestones


def test_it_gives_two_sweepers_the_same_and_keeps_what_the_first_wrote() -> None:
    first, second = events(clock(), OPEN + 5 * HOUR), events(clock(), OPEN + 5 * HOUR)
    assert first == second
    assert told(told(clock(), first), second) == told(clock(), first)


def test_it_says_when_a_sweep_has_to_look_again() -> None:
    one = clock()
    assert next_at(one) == OPEN + 3 * HOUR
    assert next_at(told(one, events(one, OPEN + 5 * HOUR))) == OPEN + 8 * HOUR
    assert next_at(told(one, events(one, OPEN + 9 * HOUR))) is None
    assert next_at(stopped(one, at=OPEN + HOUR)) is None


def test_it_is_met_by_an_answer_at_the_last_instant() -> None:
    one = stopped(clock(), at=OPEN + 4 * HOUR)
    assert [kind for kind, _ in events(one, OPEN + DAY)] == ["warn"]
    assert read(one, OPEN + DAY).state == "met"


def test_it_keeps_a_breach_that_a_late_answer_follows() -> None:
    swept, _ = told_by(clock(), OPEN + 5 * HOUR)
    reading = read(stopped(swept, at=OPEN + 6 * HOUR), OPEN + 7 * HOUR)
    assert (reading.state, reading.breached_at, reading.elapsed) == ("missed", OPEN + 4 * HOUR, 6 * HOUR)


def test_it_still_tells_a_breach_whose_late_answer_came_before_the_sweep() -> None:
    one = stopped(clock(), at=OPEN + 5 * HOUR)
    assert read(one, OPEN + DAY).breached_at == OPEN + 4 * HOUR
    assert [kind for kind, _ in events(one, OPEN + DAY)] == ["warn", "breach"]


def test_it_is_met_by_an_answer_found_later_that_was_in_time_but_keeps_what_was_told() -> None:
    swept, _ = told_by(clock(), OPEN + 5 * HOUR)
    reading = read(stopped(swept, at=OPEN + 2 * HOUR), OPEN + 6 * HOUR)
    assert (reading.state, reading.breached_at) == ("met", OPEN + 4 * HOUR)


def test_it_takes_the_earlier_of_two_answers() -> None:
    both = stopped(stopped(clock(), at=OPEN + 2 * HOUR), at=OPEN + HOUR)
    assert stopped(both, at=OPEN + 3 * HOUR).stopped_at == OPEN + HOUR


def test_it_is_met_by_an_answer_from_before_we_saw_the_question() -> None:
    reading = read(stopped(clock(), at=OPEN - DAY), OPEN)
    assert (reading.state, reading.elapsed) == ("met", timedelta(0))


def test_it_goes_on_as_if_never_stopped_when_the_answer_is_taken_back() -> None:
    back = restarted(stopped(clock(), at=OPEN + HOUR))
    assert back == clock()
    assert read(back, OPEN + 5 * HOUR).state == "breached"


@pytest.mark.parametrize("reason", PauseReason)
def test_it_stands_still_while_it_is_paused(reason: PauseReason) -> None:
    one = paused(clock(), at=OPEN + HOUR, reason=reason)
    reading = read(one, OPEN + 9 * HOUR)
    assert (reading.state, reading.paused, reading.elapsed, reading.due_at) == ("paused", reason, HOUR, None)
    assert (events(one, OPEN + 30 * DAY), next_at(one)) == ((), None)


@pytest.mark.parametrize("reason", ["snoozed", "reassigned", ""])
def test_it_does_not_pause_for_anything_else(reason: Any) -> None:
    with pytest.raises(ValueError):
        paused(clock(), at=OPEN, reason=reason)


def test_it_moves_what_is_due_by_the_open_time_of_the_pause() -> None:
    one = paused(clock(), at=OPEN + HOUR, reason=ASKER)
    one = resumed(one, at=OPEN + DAY, reason=ASKER)  # nine more hours of Wednesday, two of Thursday
    assert one.milestones.breach == OPEN + DAY + 3 * HOUR
    assert read(one, OPEN + DAY).elapsed == HOUR


def test_it_runs_again_when_both_reasons_have_ended() -> None:
    one = paused(paused(clock(), at=OPEN, reason=ASKER), at=OPEN + HOUR, reason=HANDS_OFF)
    one = resumed(one, at=OPEN + 2 * HOUR, reason=ASKER)
    assert read(one, OPEN + 3 * HOUR).paused == HANDS_OFF
    one = resumed(one, at=OPEN + 4 * HOUR, reason=HANDS_OFF)
    assert (read(one, OPEN + 5 * HOUR).elapsed, one.milestones.breach) == (HOUR, OPEN + 8 * HOUR)


def test_it_is_paused_and_resumed_once() -> None:
    once = paused(clock(), at=OPEN + HOUR, reason=ASKER)
    assert paused(once, at=OPEN + 2 * HOUR, reason=ASKER) == once
    assert resumed(clock(), at=OPEN, reason=ASKER) == clock()


def test_it_counts_no_pause_from_before_it_was_opened() -> None:
    one = resumed(paused(clock(), at=OPEN - DAY, reason=ASKER), at=OPEN - HOUR, reason=ASKER)
    assert (one.pauses, one.milestones) == ((Pause(OPEN, OPEN, ASKER),), clock().milestones)


def test_it_does_not_take_back_what_fell_due_before_a_pause() -> None:
    one = paused(clock(), at=OPEN + 5 * HOUR, reason=ASKER)
    assert [kind for kind, _ in events(one, OPEN + DAY)] == ["warn", "breach"]
    assert (read(one, OPEN + DAY).state, read(one, OPEN + DAY).breached_at) == ("paused", OPEN + 4 * HOUR)


@given(cases(), st.integers(1, 900), st.lists(st.integers(0, 3_000), max_size=6), st.integers(0, 6_000))
@settings(deadline=None)
def test_its_milestones_are_where_its_reading_says_so(
    case: tuple[Calendar, datetime], target: int, turns: list[int], later: int
) -> None:
    calendar, start = case
    one = opened(at=start, calendar=calendar, policy_version=1, target=target * MINUTE, exempt=None)
    for number, turn in enumerate(sorted(turns)):
        change = resumed if number % 2 else paused
        one = change(one, at=start + turn * MINUTE, reason=ASKER)
    now = start + (max(turns, default=0) + later) * MINUTE
    share, kinds = read(one, now).share or 0, [kind for kind, _ in events(one, now)]
    expected = [kind for kind, part in (("warn", 0.75), ("breach", 1), ("escalate", 2)) if share >= part]
    assert kinds == expected


@pytest.mark.parametrize(
    ("published", "first_poll", "backfill", "why"),
    [
        (OPEN - HOUR, OPEN - DAY, False, None),
        (OPEN - 72 * HOUR, None, False, None),
        (OPEN - 72 * HOUR - MINUTE, None, False, "found_late"),
        (OPEN - HOUR, OPEN - MINUTE, False, "before_first_poll"),
        (OPEN - HOUR, OPEN - HOUR, False, None),
        (OPEN - MINUTE, OPEN - DAY, True, "backfill"),
    ],
)
def test_it_lets_nothing_breach_that_was_old_when_found(
    published: datetime, first_poll: datetime | None, backfill: bool, why: str | None
) -> None:
    exempt = exemption(published_at=published, seen_at=OPEN, first_poll_at=first_poll, backfill=backfill)
    assert exempt == why
    assert bool(events(clock(exempt=exempt), OPEN + 9 * DAY)) is (why is None)


def test_it_measures_an_exempt_clock_without_judging_it() -> None:
    one = stopped(clock(exempt=Exempt.FOUND_LATE), at=OPEN + 6 * HOUR)
    reading = read(one, OPEN + DAY)
    assert (reading.state, reading.elapsed, reading.exempt) == ("exempt", 6 * HOUR, Exempt.FOUND_LATE)
    assert (reading.due_at, reading.remaining, reading.share, reading.breached_at) == (None, None, None, None)


def test_it_waits_in_public_by_the_clock_on_the_wall() -> None:
    friday = datetime(2026, 11, 20, 19, tzinfo=UTC)
    assert public_wait(friday, answered_at=None, now=friday + 3 * DAY) == 3 * DAY
    assert public_wait(friday, answered_at=friday + HOUR, now=friday + 3 * DAY) == HOUR
    assert public_wait(friday, answered_at=None, now=friday - HOUR) == timedelta(0)


def test_it_opens_by_the_policy_or_not_at_all() -> None:
    policy = default_policy("Europe/Berlin", version=3)
    common: dict[str, Any] = {"key_account": False, "response": "first", "at": OPEN + 9 * HOUR, "exempt": None}
    critical, asked = (open_clock(policy, klass, "x", **common) for klass in ("critical", "direct_question"))
    assert critical is not None
    assert asked is not None
    assert critical.milestones.breach == OPEN + 10 * HOUR
    assert (asked.milestones.breach, asked.policy_version) == (OPEN + 23 * HOUR, 3)  # an hour today, one tomorrow
    assert open_clock(policy, "opportunity", "x", **common) is None


def test_it_keeps_a_breach_under_a_longer_target() -> None:
    swept, _ = told_by(clock(), OPEN + 5 * HOUR)
    eased = retargeted(swept, calendar=weekdays("Europe/Berlin"), policy_version=2, target=24 * HOUR)
    assert (read(eased, OPEN + 5 * HOUR).state, eased.policy_version) == ("breached", 2)
    assert read(stopped(eased, at=OPEN + 6 * HOUR), OPEN + DAY).state == "missed"


def test_it_gives_a_stopped_clock_no_other_target() -> None:
    with pytest.raises(ValueError):
        retargeted(stopped(clock(), at=OPEN), calendar=weekdays("UTC"), policy_version=2, target=HOUR)


def test_it_wants_some_time_for_a_target() -> None:
    with pytest.raises(ValueError):
        clock(timedelta(0))


def test_it_tells_in_words_how_it_stands() -> None:
    one = clock()
    waiting = paused(one, at=OPEN + HOUR, reason=ASKER)
    assert words(one, OPEN + 4 * HOUR - 42 * MINUTE) == "due in 42 min"
    assert words(one, OPEN + 4 * HOUR - MINUTE / 2) == "due now"
    assert words(one, OPEN + 4 * HOUR) == "late"
    assert words(one, OPEN + 7 * HOUR) == "late by 3 h"
    assert words(waiting, OPEN + 2 * HOUR) == "paused: waiting on the asker"
    assert words(stopped(one, at=OPEN + 2 * HOUR), OPEN + DAY) == "in time, after 2 h"
    assert words(stopped(one, at=OPEN + 5 * HOUR), OPEN + DAY) == "too late, after 5 h"
    assert words(clock(exempt=Exempt.BACKFILL), OPEN) == "no target: it came in with the history"


def test_it_names_the_day_where_it_is_due_later() -> None:
    evening, friday = OPEN + 9 * HOUR + 40 * MINUTE, datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert words(clock(2 * HOUR + 40 * MINUTE, evening), evening) == "due tomorrow 10:20"
    assert words(clock(at=friday), friday) == "due Mon 23 Nov, 11:00"
    midnight = datetime(2026, 11, 18, 22, 40, tzinfo=UTC)
    soon = opened(at=midnight, calendar=default_policy("UTC").calendar, policy_version=1, target=HOUR, exempt=None)
    assert words(soon, midnight) == "due tomorrow 10:00"


def test_it_says_that_too_few_hours_are_open() -> None:
    rarely = Calendar(zone="UTC", week=(((0, 1),), *((),) * 6), holidays=frozenset({date(2026, 12, 25)}))
    one = opened(at=OPEN, calendar=rarely, policy_version=1, target=12 * HOUR, exempt=None)
    assert words(one, OPEN) == "never due: hardly any open hours"


def shorter(one: Clock, target: timedelta, at: datetime) -> Clock:
    return tightened(one, at=at, calendar=weekdays("Europe/Berlin"), policy_version=1, target=target)


def test_a_shorter_target_counts_from_when_it_came() -> None:
    at = OPEN + 2 * HOUR
    found = shorter(clock(), HOUR, at)
    assert found.milestones == (at + HOUR * 3 / 4, at + HOUR, at + 2 * HOUR)
    reading = read(found, at + HOUR / 2)
    assert (reading.elapsed, reading.remaining, reading.share) == (2.5 * HOUR, HOUR / 2, 0.5)


def test_a_shorter_target_gives_no_more_time_than_there_was() -> None:
    one = clock()
    assert shorter(one, 2 * HOUR, OPEN + 3 * HOUR) is one


def test_a_longer_target_counts_from_the_opening() -> None:
    found = shorter(shorter(clock(), HOUR, OPEN + HOUR), 6 * HOUR, OPEN + HOUR)
    assert (found.milestones.breach, found.tightened_at) == (OPEN + 6 * HOUR, None)


def test_a_shorter_target_waits_for_the_end_of_a_pause() -> None:
    at = OPEN + 2 * HOUR
    found = shorter(paused(clock(), at=OPEN + HOUR, reason=ASKER), HOUR, at)
    assert found.milestones.breach is None
    assert resumed(found, at=at + HOUR, reason=ASKER).milestones.breach == at + 2 * HOUR


@given(st.integers(1, 600), st.integers(1, 600), st.integers(0, 900))
def test_a_target_that_changes_is_never_due_later_than_before_nor_sooner_than_from_then(
    first: int, then: int, after: int
) -> None:
    one, at = clock(first * MINUTE), OPEN + after * MINUTE
    found = shorter(one, then * MINUTE, at)
    former, fresh = one.milestones.breach, clock(then * MINUTE, at=at).milestones.breach
    now_due, anew = found.milestones.breach, clock(then * MINUTE).milestones.breach
    assert former
    assert fresh
    assert anew
    assert now_due == (anew if anew >= former else min(former, fresh))
