"""Every network with pages that come twice, in circles, in the wrong order, too late, or with holes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from listening.connectors.registry import FACTS
from tests.listening.connectors.contract.cases import CASES, FINE, Case
from tests.listening.connectors.contract.conftest import Play
from tests.listening.connectors.contract.player import assert_whole, item, stored

# A sweep that leads in a circle without pages would never end by itself.
pytestmark = pytest.mark.timeout(90, func_only=True)
every = pytest.mark.parametrize("case", CASES, ids=lambda case: case.network)
MOST_REQUESTS = 400  # a walk over single items asks the most


@every
def test_it_takes_items_in_any_order(play: Play, case: Case) -> None:
    player = play(case, item(case, 100, minutes=10), item(case, 101, minutes=9, seen=30))
    player.script(fault="out_of_order", times=0)
    assert player.poll() == FINE
    player.settle()
    assert_whole(player)


@every
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_it_takes_a_page_that_comes_twice(play: Play, case: Case, nth: int) -> None:
    player = play(case, item(case, 100, minutes=10))
    player.script(fault="duplicate_page", nth=nth)
    player.poll()
    player.settle()
    assert_whole(player)


@every
@pytest.mark.parametrize("fault", ["same_cursor", "duplicate_page"])
@pytest.mark.parametrize("nth", [1, 2])
def test_it_ends_by_itself_where_it_is_led_in_a_circle(play: Play, case: Case, fault: str, nth: int) -> None:
    player = play(case, item(case, 100, minutes=10))
    player.script(fault=fault, nth=nth, times=0)
    for _ in range(2):
        player.poll()
        player.turn(minutes=20)
    assert len(player.simulator.log) < MOST_REQUESTS
    player.simulator.plan.clear()
    player.settle()
    assert_whole(player)


@every
def test_it_finds_what_its_network_shows_late(play: Play, case: Case) -> None:
    lag = FACTS[case.network].overlap * 0.8 or timedelta(hours=2)
    at = 15 - lag.total_seconds() / 60
    late = [item(case, number, minutes=at, seen=30) for number in (102, 105)]  # X tells by the number who is addressed
    player = play(case, item(case, 100, minutes=15), item(case, 101, minutes=15), *late)
    player.turn(minutes=20)
    player.poll()
    player.turn(minutes=20)
    player.poll()
    assert {one.id for one in late} <= set(stored())
    assert_whole(player)


@every
def test_it_catches_up_with_a_network_that_lagged_behind(play: Play, case: Case) -> None:
    player = play(case, *(item(case, 100 + number, minutes=5 * number) for number in range(8)))
    player.script(fault="late", seconds=1800, times=3)
    player.turn(minutes=40)
    player.poll()
    player.settle()
    assert_whole(player)


@every
@pytest.mark.parametrize("number", [1, 10, 11])
def test_it_goes_on_past_a_deletion_between_two_pages(play: Play, case: Case, number: int) -> None:
    player = play(case, item(case, 100, minutes=10))
    gone = player.items[number - 1].id
    seen = case.pages == 1  # all that is read before the deletion is stored, whether it still stands or not
    player.script(fault="delete", nth=2, id=gone)
    player.poll()
    kept = gone in stored()
    player.settle()
    assert kept or not seen
    assert_whole(player, without=frozenset() if kept else frozenset({gone}))
