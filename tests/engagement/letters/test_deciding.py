"""What goes to a reader now: all that is due in one message, seldom, never in quiet hours, never what was handled."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.letters.deciding import EVERY, decide, in_order
from engagement.letters.records import Pending, Told, Wishes
from engagement.notices.quiet import Quiet
from tests.factories import NOW

BERLIN = ZoneInfo("Europe/Berlin")
ALWAYS = Wishes(zone=BERLIN)
MINUTE = timedelta(minutes=1)
NIGHT = Quiet(start=time(20), end=time(8), days=frozenset(range(7)), critical=False)


def line(key: int = 1, **more: object) -> Pending:
    values: dict[str, object] = {"case_id": key, "kind": "breached", "at": NOW, **more}
    return Pending(id=key, **values)  # type: ignore[arg-type]


def went(*lines: Pending, told_at: datetime | None = None, wishes: Wishes = ALWAYS, now: datetime = NOW) -> list[int]:
    return [each.id for each in decide(lines, told_at=told_at, busy=False, wishes=wishes, now=now).goes]


def quiet(**more: object) -> Wishes:
    values = {"start": NIGHT.start, "end": NIGHT.end, "days": NIGHT.days, "critical": False, **more}
    return Wishes(zone=BERLIN, quiet=Quiet(**values))  # type: ignore[arg-type]


def test_it_puts_all_that_is_due_into_one_message() -> None:
    assert went(line(1), line(2, kind="warned"), line(3, kind="handled")) == [1, 2, 3]


@pytest.mark.parametrize(("minutes", "goes"), [(0, []), (14, []), (15, [1]), (90, [1])])
def test_it_tells_at_most_once_in_fifteen_minutes(minutes: int, goes: list[int]) -> None:
    assert went(line(), told_at=NOW - minutes * MINUTE) == goes


def test_it_waits_while_a_message_is_still_under_way() -> None:
    assert decide([line()], told_at=None, busy=True, wishes=ALWAYS, now=NOW).goes == ()


def test_it_drops_what_was_handled_though_it_may_tell_nothing_now() -> None:
    found = decide([line(gone="handled"), line(2)], told_at=NOW, busy=False, wishes=ALWAYS, now=NOW)
    assert (found.goes, found.dropped) == ((), {1: "handled"})


def test_it_drops_what_he_does_not_want() -> None:
    wishes = Wishes(zone=BERLIN, muted=frozenset({"warned"}))
    found = decide([line(kind="warned"), line(2)], told_at=None, busy=False, wishes=wishes, now=NOW)
    assert ([each.id for each in found.goes], found.dropped) == ([2], {1: "muted"})


def test_it_holds_everything_back_in_quiet_hours() -> None:
    night = datetime(2026, 11, 18, 22, 0, tzinfo=UTC)
    found = decide([line(1), line(2, critical=True)], told_at=None, busy=False, wishes=quiet(), now=night)
    assert (found.goes, found.dropped) == ((), {})


def test_it_lets_critical_pass_where_he_says_so() -> None:
    night = datetime(2026, 11, 18, 22, 0, tzinfo=UTC)
    assert went(line(1), line(2, critical=True), wishes=quiet(critical=True), now=night) == [2]


def test_it_paces_critical_too() -> None:
    night = datetime(2026, 11, 18, 22, 0, tzinfo=UTC)
    assert went(line(critical=True), told_at=night - 5 * MINUTE, wishes=quiet(critical=True), now=night) == []


def told(case_id: int, kind: str, minutes: int = 0) -> Told:
    return Told(case_id=case_id, kind=kind, at=NOW + minutes * MINUTE)


def test_it_shows_one_line_a_case_the_gravest_first() -> None:
    lines = [told(1, "warned"), told(2, "handled"), told(1, "breached", 60), told(3, "escalated"), told(4, "breached")]
    assert [(each.case_id, each.kind) for each in in_order(lines)] == [
        (3, "escalated"),
        (4, "breached"),
        (1, "breached"),
        (2, "handled"),
    ]


def test_it_keeps_a_note_beside_the_clock_of_its_case() -> None:
    assert [each.kind for each in in_order([told(1, "mention"), told(1, "breached")])] == ["breached", "mention"]


QUIETS = st.one_of(
    st.none(),
    st.builds(
        Quiet,
        start=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        end=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        days=st.frozensets(st.integers(0, 6), min_size=1, max_size=6),
        critical=st.booleans(),
    ),
)
COMES = st.lists(
    st.tuples(st.integers(0, 3_000), st.booleans(), st.one_of(st.none(), st.integers(0, 3_000))), max_size=25
)
"""When a line comes, whether it is critical, and how much later it is handled, in minutes."""


@settings(max_examples=40, deadline=None)
@given(quiet=QUIETS, comes=COMES, zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"]))
def test_it_tells_each_once_seldom_never_in_quiet_hours_and_nothing_handled(
    quiet: Quiet | None, comes: list[tuple[int, bool, int | None]], zone: str
) -> None:
    wishes = Wishes(zone=ZoneInfo(zone), quiet=quiet)
    sent: list[tuple[int, int]] = []
    last: datetime | None = None
    done: set[int] = set()
    for minute in range(0, 10 * 1_440, 13):  # quiet hours are over within a week
        now = NOW + minute * MINUTE
        gone = {n for n, (at, _, after) in enumerate(comes) if after is not None and at + after <= minute}
        if len(done) == len(comes):
            break
        waits = [
            line(n, critical=critical, gone="handled" if n in gone else "")
            for n, (at, critical, _) in enumerate(comes)
            if at <= minute and n not in done
        ]
        found = decide(waits, told_at=last, busy=False, wishes=wishes, now=now)
        done |= {each.id for each in found.goes} | found.dropped.keys()
        assert not gone & {each.id for each in found.goes}
        if found.goes:
            assert last is None or now - last >= EVERY
            if quiet and quiet.holds(now, wishes.zone):
                assert quiet.critical
                assert all(each.critical for each in found.goes)
            last = now
            sent += [(each.id, minute) for each in found.goes]
    assert done == set(range(len(comes)))
    assert len({key for key, _ in sent}) == len(sent)
