"""Clock to chat channel: one message, quiet hours, follow-ups; and quiet hours for everything else it hears."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from engagement import actions
from engagement.models import Alert, Notice, Receiver, Surge
from tests.engagement.letters.rows import DUE, HOUR, MINUTE, TWICE, WARNS, beat, make_owed
from tests.engagement.notices.chat import Chat, chat
from tests.engagement.notices.rows import allow, make_receiver, make_work
from tests.factories import NOW, make_brand, make_installation, make_mention, make_source, make_user

pytestmark = pytest.mark.django_db
NIGHT = {"from": "12:30", "to": "14:30", "days": [0, 1, 2, 3, 4, 5, 6], "critical": False}
"""Quiet hours in Berlin around a warning at 13:00 and a breach at 14:00."""


@pytest.fixture
def there(settings: Settings) -> Any:
    make_installation()
    actions.write_letters(NOW - MINUTE)
    with chat() as found:
        allow(settings, found)
        yield found


def make_clocks(there: Chat, *, wants: tuple[str, ...] = ("clocks",), **more: Any) -> Receiver:
    row = make_receiver(there, wants=wants)
    Receiver.objects.filter(pk=row.pk).update(**more)
    return row


def test_it_tells_a_channel_what_clocks_told(there: Chat) -> None:
    make_clocks(there)
    make_owed()
    make_owed("Another of Northwind Relay")
    for at in (WARNS, DUE, TWICE):
        beat(at)
    assert there.texts() == ["2 due soon", "2 overdue", "2 long overdue"]
    line = there.heard[1]["blocks"][1]["text"]["text"]
    assert line.startswith("• <http://localhost:8000/cases/")
    assert line.endswith("|Overdue since 14:00: Deliveries of Northwind Relay run late>")


def test_it_tells_a_channel_at_most_once_in_fifteen_minutes_and_who_handled_it_then(there: Chat) -> None:
    make_clocks(there)
    case = make_owed()
    beat(DUE)
    actions.done(case.pk, disposition="answered", actor=make_user(name="Bob Stone"), now=DUE + MINUTE)
    sent = [minute for minute in (1, 5, 14, 15, 16, 31) if beat(DUE + minute * MINUTE)]
    assert (sent, there.texts()) == ([15], ["1 overdue", "1 handled"])
    assert "Done: Answered (Bob Stone, 14:01)" in str(there.heard[1])


def test_it_tells_a_channel_nothing_of_what_it_does_not_want(there: Chat) -> None:
    make_clocks(there, wants=("sources",))
    make_owed()
    beat(DUE)
    assert (there.texts(), Alert.objects.count()) == ([], 0)


def test_it_tells_one_message_of_everything_when_a_channels_quiet_time_ends(there: Chat) -> None:
    make_clocks(there, wants=("clocks", "work", "sources"), quiet=NIGHT)
    make_owed()
    make_source(name="X", state="blocked")
    make_work("Northwind Relay is down", at=WARNS)
    for at in (WARNS, DUE, DUE + 29 * MINUTE):
        beat(at)
    assert (there.texts(), Notice.objects.count()) == ([], 0)
    beat(DUE + 30 * MINUTE)
    assert there.texts() == ["1 overdue; X needs a look: Blocked; 2 new to engage"]


def test_it_remembers_over_a_quiet_weekend_what_is_older_than_a_day(there: Chat) -> None:
    make_clocks(there, wants=("work",), quiet=NIGHT | {"from": "00:00", "to": "00:00", "days": [2, 3]})
    make_work()
    beat(NOW + 24 * HOUR)
    assert there.texts() == []
    beat(NOW + 39 * HOUR)
    assert there.texts() == ["1 new to engage"]


def test_it_drops_what_was_answered_while_a_channel_could_not_be_reached(there: Chat) -> None:
    there.answers[:] = [(500, "", {}), (200, "ok", {})]
    make_clocks(there)
    case = make_owed()
    beat(DUE)
    actions.done(case.pk, disposition="answered", actor=make_user(), now=DUE + MINUTE)
    beat(DUE + 3 * MINUTE)
    beat(DUE + HOUR)
    assert (len(there.heard), Notice.objects.get().why) == (1, {"code": "handled_elsewhere", "params": {}})
    assert set(Alert.objects.values_list("state", flat=True)) == {"dropped"}


def test_it_does_not_try_again_in_quiet_hours(there: Chat) -> None:
    there.answers[:] = [(500, "", {}), (200, "ok", {})]
    make_clocks(there, wants=("sources",), quiet=NIGHT)
    make_source(name="X", state="blocked")
    for at in (WARNS - 31 * MINUTE, WARNS, DUE, DUE + 30 * MINUTE):
        beat(at)
    assert len(there.heard) == 2
    assert Notice.objects.filter(sent_at__gte=DUE + 30 * MINUTE).exists()


@pytest.mark.parametrize(("critical", "when"), [(True, WARNS), (False, DUE + 30 * MINUTE)])
def test_it_tells_a_surge_in_quiet_hours_only_where_critical_passes(there: Chat, critical: bool, when: Any) -> None:
    make_clocks(there, wants=("surges",), quiet=NIGHT | {"critical": critical})
    lead = make_mention()
    say = {"code": "surge", "params": {"posts": 9, "voices": 8, "hours": 2, "brand": "Northwind Relay", "story": ""}}
    say["params"] |= {"at": WARNS.isoformat(), "low": 0, "high": 1, "pool": "day", "days": 40}  # type: ignore[operator]
    seen = {"began_at": WARNS, "last_seen_at": WARNS, "told_at": WARNS - 5 * MINUTE, "told_voices": 8}
    Surge.objects.create(
        brand=make_brand(), lead=lead, peak=8, posts=9, voices=8, usual={}, say=say, shown=[lead.pk], **seen
    )
    told = [at for at in (WARNS, DUE, DUE + 30 * MINUTE) if beat(at)]
    assert told == [when]
