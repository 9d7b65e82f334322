"""Every fault of the simulator on every network: a named state while it lasts, and nothing lost once it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from listening.models import PollRun
from listening.simulator.faults import OPTIONS
from tests.listening.connectors.contract.cases import CASES, OUTCOMES, Case
from tests.listening.connectors.contract.conftest import Play
from tests.listening.connectors.contract.player import CALM, QUICK, assert_whole, item

SLOW = ("slow_first_byte", "drip")
BLINKS = 3  # every second request fails, so often
every_fault = pytest.mark.parametrize(
    ("case", "fault"), [(case, fault) for case in CASES for fault in sorted(OPTIONS)],
    ids=lambda value: getattr(value, "network", value),
)  # fmt: skip


def test_it_knows_what_every_fault_comes_to() -> None:
    assert set(OUTCOMES) == set(OPTIONS)
    assert {fault for case in CASES for fault in case.outcomes} <= set(OPTIONS)


@every_fault
def test_it_names_a_fault_that_lasts_and_loses_nothing_by_it(play: Play, case: Case, fault: str) -> None:
    player = play(case, item(case, 100, minutes=10), limits=QUICK if fault in SLOW else CALM)
    player.script(fault=fault, times=0)
    assert player.poll() == case.outcome(fault)
    player.simulator.plan.clear()
    player.limits = CALM
    player.settle()
    assert_whole(player)


@every_fault
def test_it_loses_nothing_where_every_second_answer_is_at_fault(play: Play, case: Case, fault: str) -> None:
    player = play(case, item(case, 100, minutes=10), limits=QUICK if fault in SLOW else CALM)
    for blink in range(BLINKS):
        player.script(fault=fault, nth=1 + 2 * blink)
    for _ in range(BLINKS):
        player.poll()
        player.turn(minutes=16)
    player.simulator.plan.clear()
    player.limits = CALM
    player.settle()
    assert_whole(player)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.network)
def test_it_waits_longer_the_longer_it_fails(play: Play, case: Case) -> None:
    player = play(case)
    player.script(fault="503_json", times=0)
    waits = [player.poll()[2] for _ in range(4)]
    assert waits == [timedelta(seconds=30 * 2**tries) for tries in range(4)]
    assert player.poll()[:2] == ("blocked", "http_503")
    player.simulator.plan.clear()
    player.settle()
    assert_whole(player)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.network)
def test_it_tells_of_every_poll_what_became_of_it(play: Play, case: Case) -> None:
    player = play(case)
    for fault in ("500", "429", "401"):
        player.script(fault=fault, times=0)
        player.poll()
        player.simulator.plan.clear()
    player.poll()
    outcomes = PollRun.objects.order_by("id").values_list("outcome", flat=True)
    assert list(outcomes) == ["transient", "rate_limited", "auth", "ok"]
