"""Every network with a clock that differs from ours, and the one clock that drives all of a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import requests

from listening.models import Judgement, Mention, PollRun
from tests.listening.connectors.contract.cases import CASES, FINE, NEVER, NOW, SHORT, Case
from tests.listening.connectors.contract.conftest import Play
from tests.listening.connectors.contract.player import assert_whole, item

every = pytest.mark.parametrize("case", CASES, ids=lambda case: case.network)
skewed = pytest.mark.parametrize("skew", [timedelta(minutes=-10), timedelta(minutes=10)], ids=["slow", "fast"])


@every
@skewed
def test_it_loses_nothing_while_our_clock_is_wrong(play: Play, case: Case, skew: timedelta) -> None:
    later = (item(case, 100 + number, minutes=2 * number, seen=2 * number + 3) for number in range(1, 20))
    player = play(case, *later, skew=skew)
    for _ in range(4):
        assert player.poll() == FINE
        player.turn(minutes=16)
    player.poll()
    assert_whole(player)


@every
@skewed
def test_it_loses_nothing_when_our_clock_is_put_right(play: Play, case: Case, skew: timedelta) -> None:
    player = play(case, item(case, 100, minutes=8, seen=10), item(case, 101, minutes=25, seen=28), skew=skew)
    player.poll()
    player.turn(minutes=20)
    player.poll()
    player.skew = NEVER
    player.settle()
    assert_whole(player)


@every
@skewed
@pytest.mark.parametrize("fault", ["429", "429_date"])
def test_it_waits_as_long_as_it_was_asked_to(play: Play, case: Case, skew: timedelta, fault: str) -> None:
    player = play(case, skew=skew)
    player.script(fault=fault, times=0)
    assert player.poll() == ("degraded", "rate_limited", SHORT)


@every
def test_it_takes_the_time_from_one_clock(play: Play, case: Case) -> None:
    far = datetime(2031, 2, 3, 4, 5, tzinfo=UTC)
    player = play(case, moment=far)
    player.items.clear()
    player.poll()
    source, told = player.source, requests.head(player.simulator.base + "/", timeout=5).headers["Date"]
    assert {line["at"] for line in player.simulator.log} == {far.isoformat()}
    assert told == "Mon, 03 Feb 2031 04:05:00 GMT"
    assert (source.last_poll_at, source.last_ok_at) == (far, far)
    assert set(PollRun.objects.values_list("started_at", "ended_at")) == {(far, far)}


@every
def test_it_stamps_what_it_stores_with_that_clock(play: Play, case: Case) -> None:
    player = play(case)
    player.poll()
    assert set(Mention.objects.values_list("seen_at", flat=True)) == {NOW}
    assert set(Judgement.objects.values_list("judged_at", flat=True)) == {NOW}
    assert {one.created_at for one in player.items} == set(Mention.objects.values_list("published_at", flat=True))
