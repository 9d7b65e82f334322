"""Restarting with growing pauses, stopping in reverse."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from config.supervisor.keeper import Keeper, pause_after


@dataclass
class FakeChild:
    name: str
    journal: list[str]
    ready_within: float = 10.0
    alive: bool = True
    ready: bool = True
    refuses: bool = False
    within: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.journal.append(f"start {self.name}")
        if self.refuses:
            raise OSError(2, "no such file")
        self.alive = True

    def is_alive(self) -> bool:
        return self.alive

    def is_ready(self) -> bool:
        return self.ready

    def stop(self, *, within: float) -> None:
        self.journal.append(f"stop {self.name}")
        self.within.append(within)
        self.alive = False


def keeper_of(*names: str) -> tuple[Keeper, list[FakeChild], list[str]]:
    journal: list[str] = []
    keeper = Keeper(say=journal.append)
    children = [FakeChild(name, journal) for name in names]
    for child in children:
        keeper.add(child, now=0.0)
    return keeper, children, journal


@pytest.mark.parametrize(("failures", "pause"), [(1, 0.5), (2, 1.0), (3, 2.0), (6, 16.0), (7, 30.0), (5000, 30.0)])
def test_it_doubles_the_pause_up_to_half_a_minute(failures: int, pause: float) -> None:
    assert pause_after(failures) == pause


def test_it_leaves_well_children_alone() -> None:
    keeper, _, journal = keeper_of("postgres", "web")
    keeper.look(1.0)
    assert journal == []


def test_it_starts_a_dead_child_again_only_after_the_pause() -> None:
    keeper, [web], journal = keeper_of("web")
    web.alive = False
    keeper.look(5.0)
    keeper.look(5.4)
    assert "start web" not in journal
    keeper.look(5.5)
    assert journal[-1] == "start web"


def test_it_clears_what_a_dead_child_left_before_starting_it_again() -> None:
    keeper, [worker], journal = keeper_of("worker")
    worker.alive = False
    keeper.look(5.0)
    assert journal[0] == "stop worker"
    assert worker.within == [0.0]


def test_it_pauses_longer_after_each_failure() -> None:
    keeper, [web], journal = keeper_of("web")
    for now in (1.0, 1.5, 2.0, 3.0, 3.1):
        web.alive = web.alive and now not in (1.0, 2.0, 3.1)
        keeper.look(now)
    assert [line for line in journal if "again in" in line] == [
        "web ended; starting it again in 0.5 s (its log says why)",
        "web ended; starting it again in 1 s (its log says why)",
        "web ended; starting it again in 2 s (its log says why)",
    ]


def test_it_forgets_failures_of_a_child_that_was_well_for_a_minute() -> None:
    keeper, [web], journal = keeper_of("web")
    for now in (1.0, 1.5, 1.6, 70.0):
        web.alive = now not in (1.0, 70.0)
        keeper.look(now)
    assert journal[-1].startswith("web ended; starting it again in 0.5 s")


def test_it_starts_again_what_does_not_become_ready() -> None:
    keeper, [postgres], journal = keeper_of("postgres")
    postgres.alive = postgres.ready = False
    for now in (1.0, 1.5, 11.0, 11.6):
        keeper.look(now)
    assert "postgres is not ready in time; starting it again in 1 s (its log says why)" in journal


def test_it_goes_on_when_a_child_cannot_be_started() -> None:
    keeper, [web], journal = keeper_of("web")
    web.alive, web.refuses = False, True
    keeper.look(1.0)
    keeper.look(1.5)
    assert journal[-1] == "web cannot start (no such file); starting it again in 1 s (its log says why)"


def test_it_keeps_the_others_while_one_fails() -> None:
    keeper, [postgres, web], journal = keeper_of("postgres", "web")
    postgres.alive = web.alive = False
    keeper.look(1.0)
    keeper.look(1.5)
    assert [line for line in journal if line.startswith("start ")] == ["start postgres", "start web"]


def test_it_says_when_a_child_is_back() -> None:
    keeper, [web], journal = keeper_of("web")
    web.alive = False
    for now in (1.0, 1.5, 1.6):
        keeper.look(now)
    assert journal[-1] == "web is back"


def test_it_stops_in_reverse_order() -> None:
    keeper, _, journal = keeper_of("postgres", "valkey", "web", "worker", "beat")
    keeper.stop(allowed=lambda after: 1.0)
    assert journal == ["stop beat", "stop worker", "stop web", "stop valkey", "stop postgres"]


def test_it_asks_before_each_stop_how_long_it_may_take() -> None:
    keeper, [postgres, web], _ = keeper_of("postgres", "web")
    keeper.stop(allowed=lambda after: 10.0 - after)
    assert (web.within, postgres.within) == ([9.0], [10.0])


def test_it_restarts_a_child_on_request() -> None:
    keeper, _, journal = keeper_of("web", "worker")
    keeper.restart("worker", "hangs", now=100.0)
    keeper.look(100.5)
    assert journal == [
        "stop worker",
        "worker hangs; starting it again in 0.5 s (its log says why)",
        "start worker",
    ]
