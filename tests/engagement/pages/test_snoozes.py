"""The times a snooze offers."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engagement.pages.snoozes import snoozes

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def offered(now: datetime) -> list[str]:
    return [f"{at:%a %H:%M}" for at, _word in snoozes(now, BERLIN)]


def test_it_offers_four_times_in_the_readers_zone() -> None:
    assert offered(WEDNESDAY) == ["Wed 12:00", "Wed 14:00", "Thu 08:00", "Mon 08:00"]


def test_it_offers_no_time_that_is_past() -> None:
    assert offered(datetime(2026, 11, 18, 15, 0, tzinfo=UTC)) == ["Wed 18:00", "Thu 08:00", "Mon 08:00"]


def test_it_keeps_the_hour_of_the_morning_when_clocks_change() -> None:
    assert offered(datetime(2026, 10, 23, 9, 0, tzinfo=UTC))[-1] == "Mon 08:00"


def test_it_names_a_time_once() -> None:
    assert offered(datetime(2026, 11, 22, 5, 0, tzinfo=UTC)).count("Mon 08:00") == 1
