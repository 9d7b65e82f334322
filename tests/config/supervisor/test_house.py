"""The order of a run, with children that only write into a journal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.supervisor import engines, house, port
from config.supervisor.house import House, News, rotate_logs
from config.supervisor.layout import Layout
from config.supervisor.plan import Plan
from config.supervisor.process import Program, StartFailed, Ties

journal: list[str] = []
failing: set[str] = set()


class FakeChild:
    ready_within = 1.0

    def __init__(self, program: Program, ties: Ties) -> None:
        self.name = program.name

    def start(self) -> None:
        journal.append(self.name)

    def is_alive(self) -> bool:
        return True

    def is_ready(self) -> bool:
        return True

    def wait_until_ready(self, *, between: Callable[[], None]) -> None:
        between()
        if self.name in failing:
            raise StartFailed(self.name)

    def run_to_end(self, *, between: Callable[[], None]) -> None:
        journal.append(f"run {self.name}")

    def stop(self, *, within: float = 1.0) -> None:
        journal.append(f"stop {self.name}")


class Named:
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., House]:
    journal.clear()
    failing.clear()

    def engine(name: str) -> Callable[..., Any]:
        def start(*args: object, **options: object) -> FakeChild:
            child = FakeChild(Named(name), Ties())  # type: ignore[arg-type]
            child.start()
            return child

        return start

    monkeypatch.setattr(engines, "start_postgres", engine("postgres"))
    monkeypatch.setattr(engines, "start_valkey", engine("valkey"))
    monkeypatch.setattr(house, "Child", FakeChild)
    monkeypatch.setattr(port, "check_free", lambda *args: None)
    place = Layout(data=tmp_path, sockets=tmp_path / "run", postgres=tmp_path / "pg", account=None)
    place.static.mkdir()

    def made(**options: Any) -> House:
        chosen: dict[str, Any] = {"own_database": True, "own_broker": True} | options
        plan = Plan(place=place, environment={}, base_url="http://localhost:1", bind="127.0.0.1", port=1, **chosen)
        built = House(plan, {}, say=lambda line: None, welcome=lambda: setattr(built, "asked_to_stop", 1))
        return built

    return made


def test_it_starts_in_order_and_stops_in_reverse(build: Callable[..., House]) -> None:
    build().run()
    started = ["postgres", "valkey", "run migrate", "run collectstatic", "web", "worker", "beat"]
    assert journal == [*started, "stop beat", "stop worker", "stop web", "stop valkey", "stop postgres"]


def test_it_starts_the_simulator_before_the_practice_company(build: Callable[..., House]) -> None:
    build(epoch="2026-01-05T00:00:00+00:00").run()
    assert journal.index("simulator") < journal.index("run demo_world") < journal.index("web")
    assert journal.index("run migrate") < journal.index("simulator")


@pytest.mark.parametrize(("option", "engine"), [("own_database", "postgres"), ("own_broker", "valkey")])
def test_it_skips_an_engine_that_is_external(build: Callable[..., House], option: str, engine: str) -> None:
    build(**{option: False}).run()
    assert engine not in journal


def test_it_collects_static_files_once(build: Callable[..., House]) -> None:
    build().run()
    journal.clear()
    build().run()
    assert "run collectstatic" not in journal


def test_it_stops_what_it_started_when_a_start_fails(build: Callable[..., House]) -> None:
    failing.add("web")
    with pytest.raises(StartFailed):
        build().run()
    assert journal[-4:] == ["web", "stop web", "stop valkey", "stop postgres"]


def test_it_stops_while_starting_when_asked(build: Callable[..., House]) -> None:
    built = build()
    built.asked_to_stop = 1
    built.run()
    assert journal == []


def test_it_moves_grown_logs_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "LOG_LIMIT", 3)
    for text in ("first", "second", "third", "fourth", "fifth"):
        (tmp_path / "web.log").write_text(text)
        rotate_logs(tmp_path)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        "web.log.1": "fifth",
        "web.log.2": "fourth",
        "web.log.3": "third",
    }


@pytest.mark.parametrize(
    ("asked", "elapsed", "after", "allowed"), [(1, 0.0, 4, 4.0), (1, 7.5, 0, 0.5), (1, 9.0, 0, 0.0), (2, 0.0, 0, 0.0)]
)
def test_it_shares_eight_seconds_among_those_to_stop(
    build: Callable[..., House], asked: int, elapsed: float, after: int, allowed: float
) -> None:
    built = build()
    built.asked_to_stop = asked
    assert built._allowed(elapsed, after) == allowed


def test_it_tells_whole_lines_of_a_log_as_they_come(tmp_path: Path) -> None:
    log = tmp_path / "demo_world.log"
    log.write_text("an earlier run\n")
    news = News(log)
    with log.open("a") as file:
        file.write("22 August\n19 Sep")
        file.flush()
        assert news.lines() == ["22 August"]
        file.write("tember\n")
        file.flush()
        assert news.lines() == ["19 September"]
    assert news.lines() == []
