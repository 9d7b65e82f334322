"""A surge is told within minutes, once, with three posts; a doubled one once more; two loud people never."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from engagement import actions
from engagement.actions import surges
from engagement.intake import take_in
from engagement.models import Surge
from tests.engagement.notices.chat import Chat, chat
from tests.engagement.notices.rows import allow, make_receiver
from tests.engagement.surges.voices import MINUTE, make_usual, people, say
from tests.factories import NOW, make_brand, make_installation

pytestmark = pytest.mark.django_db
TUESDAY = NOW.replace(day=17, hour=11)  # noon in Berlin


@pytest.fixture
def there(settings: Settings) -> Any:
    make_installation()
    make_usual(now=TUESDAY, posts=2)
    with chat() as found:
        allow(settings, found)
        make_receiver(found, wants=("surges",), now=TUESDAY - timedelta(days=1))
        yield found


def run(now: datetime) -> int:
    """Take in, look, write and send as beat makes workers do; return how many were taken."""
    while take_in(now=now):
        pass
    surges.count_hours(now)
    surges.look(now)
    surges.escalate(now)
    actions.notice(now)
    return actions.tell(lambda: now)


def test_it_tells_a_surge_within_minutes_and_once(there: Chat) -> None:
    say(people(9), until=TUESDAY)
    told = []
    for minute in range(1, 9):
        at = TUESDAY + minute * MINUTE
        say([f"late {minute}"], until=at, seen_at=at)
        told += [minute] * run(at)
    n = Surge.objects.get().told_voices
    assert told == [n - 9]  # the very minute in which one more voice made it a surge
    assert there.texts() == [
        f"Surge: {n} posts by {n} voices about Northwind Relay in 2 hours; usual on a Tuesday around noon: 2"
    ]


def test_it_never_tells_of_two_loud_people(there: Chat) -> None:
    say(["loud", "louder"] * 20, until=TUESDAY)
    assert [run(TUESDAY), run(TUESDAY + MINUTE)] == [0, 0]
    assert Surge.objects.count() == 0


def test_it_shows_three_posts_and_leads_to_the_case(there: Chat) -> None:
    posts = say(people(15), until=TUESDAY)
    (loudest,) = say(["star"], until=TUESDAY, author_followers=90_000, text="Northwind Relay, I hear, is gone")
    (worst,) = say(["bob"], until=TUESDAY, flags=["complaint"], text="Northwind Relay lost our data")
    run(TUESDAY)
    run(TUESDAY + MINUTE)
    blocks = [block["text"]["text"] for block in there.heard[0]["blocks"]]
    assert [loudest.text in blocks[1], worst.text in blocks[2], posts[0].text in blocks[3]] == [True] * 3
    assert blocks[4] == f"<http://localhost:8000/cases/{Surge.objects.get().case_id}/|Open the case>"


def test_it_tells_once_more_that_a_surge_doubled(there: Chat) -> None:
    say(people(18), until=TUESDAY)
    run(TUESDAY)
    say(people(17, name="late"), until=TUESDAY + 17 * MINUTE)
    assert run(TUESDAY + 17 * MINUTE) == 0
    say(["the last one"], until=TUESDAY + 18 * MINUTE)
    assert [run(TUESDAY + 18 * MINUTE), run(TUESDAY + 40 * MINUTE)] == [1, 0]
    assert there.texts()[1] == "Surge doubled: 36 posts by 36 voices about Northwind Relay since 11:43"


def test_it_tells_two_surges_in_one_message(there: Chat) -> None:
    rival = make_usual(make_brand("Globex", kind="competitor"), now=TUESDAY)
    say(people(18), until=TUESDAY)
    say(people(18, name="other"), until=TUESDAY, brand=rival)
    assert run(TUESDAY) == 1
    assert there.texts() == ["2 surges"]
    lines = [block["text"]["text"] for block in there.heard[0]["blocks"][1:-1]]
    assert [("Surge: 18 posts" in line) for line in lines] == [True, False, False, False] * 2


def test_it_holds_a_second_surge_back_for_a_quarter_of_an_hour(there: Chat) -> None:
    say(people(18), until=TUESDAY)
    run(TUESDAY)
    rival = make_usual(make_brand("Globex", kind="competitor"), now=TUESDAY)
    say(people(18, name="other"), until=TUESDAY + 5 * MINUTE, brand=rival)
    assert [run(TUESDAY + minutes * MINUTE) for minutes in (5, 10, 15, 20)] == [0, 0, 1, 0]


def test_it_tells_nothing_that_began_before_the_receiver(there: Chat, settings: Settings) -> None:
    say(people(18), until=TUESDAY)
    surges.look(TUESDAY)
    with chat() as other:
        allow(settings, there, other)
        make_receiver(other, wants=("surges",), now=TUESDAY + MINUTE)
        run(TUESDAY + 2 * MINUTE)
        assert other.texts() == []
