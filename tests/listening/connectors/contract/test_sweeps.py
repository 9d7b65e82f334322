"""Every network, swept whole, swept for what is new, and swept by workers that die."""

from __future__ import annotations

from typing import Any

import pytest

from listening.connectors.registry import CONNECTORS
from listening.models import PollRun
from listening.storage import sources
from tests.listening.connectors.contract.cases import CASES, FINE, HELD, Case
from tests.listening.connectors.contract.conftest import Play
from tests.listening.connectors.contract.player import Died, assert_whole, item

every = pytest.mark.parametrize("case", CASES, ids=lambda case: case.network)
every_page = pytest.mark.parametrize(
    ("case", "at"), [(case, at) for case in CASES for at in range(1, case.pages + 1)],
    ids=lambda value: getattr(value, "network", value),
)  # fmt: skip


def test_it_plays_every_network_that_is_polled() -> None:
    assert {case.network for case in CASES} == set(CONNECTORS)


@every
def test_it_brings_everything_once(play: Play, case: Case) -> None:
    player = play(case)
    assert player.poll() == FINE
    assert (player.run.pages, player.run.kept) == (case.pages, HELD)
    assert_whole(player)


@every
def test_it_brings_only_what_is_new_the_next_time(play: Play, case: Case) -> None:
    player = play(case, *(item(case, 100 + number, minutes=number) for number in (1, 2, 3)))
    player.poll()
    player.turn(minutes=20)
    assert player.poll() == FINE
    mark = player.items[0].created_at - player.watched.facts.overlap
    again = [one for one in player.items[:HELD] if case.window or one.created_at > mark]
    assert player.run.kept == 3
    assert player.run.fetched <= 3 + len(again) + 1  # where there are two marks, each reads its own post again
    assert_whole(player)


@every
def test_it_loses_nothing_that_was_written_at_the_instant_of_its_mark(play: Play, case: Case) -> None:
    player = play(case, *(item(case, 101 + number, minutes=-20, seen=5) for number in range(5)))
    player.poll()
    player.turn(minutes=20)
    player.poll()
    assert_whole(player)


@every
def test_it_stores_and_judges_nothing_again_where_nothing_is_new(play: Play, case: Case) -> None:
    player = play(case)
    player.poll()
    cursor = player.source.cursor
    for _ in range(3):
        player.turn(minutes=20)
        assert player.poll() == FINE
        assert player.run.kept == 0
    assert len(str(player.source.cursor)) <= len(str(cursor)) + 60
    assert_whole(player)


@every
def test_it_reads_what_is_written_between_two_pages(play: Play, case: Case) -> None:
    player = play(case, *(item(case, 100 + number, minutes=number) for number in range(1, 30)))
    player.between = lambda page: player.turn(minutes=4)
    player.poll()
    player.between = lambda page: None
    player.turn(minutes=30)
    player.settle()
    assert_whole(player)


@every_page
@pytest.mark.parametrize("meanwhile", [(), (3, 25)], ids=["quiet", "busy"])  # what is new may hide what was lost
def test_it_goes_on_where_a_worker_died_after_a_page(
    play: Play, case: Case, at: int, meanwhile: tuple[int, ...]
) -> None:
    player = play(case, *(item(case, 100 + minutes, minutes=minutes) for minutes in meanwhile))
    player.dies(at)
    player.settle()
    assert_whole(player)


@every_page
def test_it_goes_on_where_a_worker_died_while_it_stored_a_page(
    play: Play, case: Case, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    player, saved, seen = play(case), sources.save_cursor, []

    def save_cursor(*args: Any, **named: Any) -> bool:
        seen.append(args)
        if len(seen) == at:
            raise Died
        return saved(*args, **named)

    monkeypatch.setattr(sources, "save_cursor", save_cursor)
    with pytest.raises(Died):
        player.poll()
    player.turn(minutes=6)
    player.settle()
    assert_whole(player)


@every
def test_it_comes_to_its_end_though_every_worker_dies_after_a_page(play: Play, case: Case) -> None:
    player = play(case)
    for _ in range(case.pages + 2):
        player.dies(1)
    player.settle()
    assert_whole(player)
    assert "parked" not in {(run.reason or {}).get("code") for run in PollRun.objects.all()}
