"""Starts an installation in order, keeps it running, and stops it in reverse: what `manage.py up` does."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from config.supervisor import engines, lock, marks, plan, port
from config.supervisor.keeper import Keeper
from config.supervisor.layout import prepare
from config.supervisor.plan import Plan
from config.supervisor.process import Child, Program, StartFailed, Ties
from config.supervisor.watch import Watch
from config.supervisor.watchdog import Watchdog

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_WITHIN = 8.0
GLANCE = 0.2
LOG_LIMIT = 2_000_000
LOGS_KEPT = 3


class Stopping(Exception):
    """Somebody asked for the end while things were still starting."""


class House:
    """One run. ``say`` shows a line at the terminal; ``welcome`` is called once when everything runs."""

    def __init__(
        self,
        chosen: Plan,
        secrets: Mapping[str, str],
        *,
        say: Callable[[str], None],
        welcome: Callable[[], None],
    ) -> None:
        self.plan = chosen
        self.secrets = secrets
        self.say = say
        self.welcome = welcome
        self.keeper = Keeper(say)
        self.asked_to_stop = 0
        self.ties = Ties()

    def run(self) -> None:
        """Run until asked to stop. Raises ``Locked``, or ``StartFailed`` if the first start did not succeed."""
        prepare(self.plan.place)
        with lock.held(self.plan.place.data) as for_children, self._listening_for_the_end():
            watch = Watch((for_children,))
            self.ties = Ties(inherited=(for_children,), watch=watch)
            try:
                rotate_logs(self.plan.place.logs)
                self._begin()
                self.welcome()
                self._keep()
            except Stopping:
                pass
            except subprocess.CalledProcessError:
                raise StartFailed(f"initdb failed: read {self.plan.place.logs / 'postgres.log'}") from None
            finally:
                self._stop()
                watch.close()

    def _begin(self) -> None:
        place, between = self.plan.place, self._tend
        port.check_free(self.plan.bind, self.plan.port, "PORT")
        if self.plan.is_demo:
            port.check_free("127.0.0.1", self.plan.simulator_port, "PORT (the networks are played at the next one)")
        if self.plan.own_database:
            with self._step("postgres"):
                found = engines.start_postgres(
                    place, self.secrets, pg_bin=self.plan.pg_bin, ties=self.ties, between=between
                )
                self.keeper.add(found, now=time.monotonic())
        if self.plan.own_broker:
            with self._step("valkey"):
                found = engines.start_valkey(place, self.secrets, ties=self.ties, between=between)
                self.keeper.add(found, now=time.monotonic())
        self._migrate()
        self._collect_static()
        if self.plan.is_demo:
            self._start(plan.simulator(self.plan))
            self._found_practice_company()
        for program in (plan.web(self.plan), plan.worker(self.plan), plan.beat(self.plan)):
            self._start(program)

    def _migrate(self) -> None:
        """Bring the schema up to date. Somebody else's server may have been changed behind our back: always there."""
        note, mark = self.plan.place.data / "schema.made-from", marks.schema(plan.PROJECT)
        if self.plan.own_database and marks.is_current(note, mark):
            return
        self._do("schema", "migrate", "--no-input")
        marks.remember(note, mark)

    def _collect_static(self) -> None:
        note, mark = self.plan.place.static / ".made-from", marks.static_files(plan.PROJECT)
        if marks.is_current(note, mark):
            return
        self._do("static files", "collectstatic", "--no-input", "--clear", "--ignore", "rest_framework")
        marks.remember(note, mark)

    def _found_practice_company(self) -> None:
        """Let the practice company live through its weeks, once. It writes the welcome when it has come to the end."""
        if self.plan.own_database and (self.plan.place.data / "welcome.json").exists():
            return
        self.say("  thirteen weeks of a practice company; the first time takes a minute or more:")
        self._do("practice company", "demo_world", "--epoch", self.plan.epoch, aloud=True)

    def _do(self, name: str, *arguments: str, aloud: bool = False) -> None:
        program = plan.one_shot(self.plan, arguments[0], *arguments)
        news = News(program.log)

        def tend() -> None:
            self._tend()
            for line in news.lines() if aloud else []:
                self.say(f"  {line}")

        with self._step(name):
            Child(program, self.ties).run_to_end(between=tend)

    def _start(self, program: Program) -> None:
        with self._step(program.name, "ready" if program.ready else "started"):
            child = Child(program, self.ties)
            with engines.stopped_if_it_fails(child):
                child.start()
                child.wait_until_ready(between=self._tend)
            self.keeper.add(child, now=time.monotonic())

    @contextmanager
    def _step(self, name: str, done: str = "ready") -> Iterator[None]:
        self._heed()
        began = time.monotonic()
        yield
        self.say(f"  {name:<18} {done} after {time.monotonic() - began:.1f} s")

    def _heed(self) -> None:
        if self.asked_to_stop:
            raise Stopping

    def _tend(self) -> None:
        self._heed()
        self.keeper.look(time.monotonic())

    def _keep(self) -> None:
        watchdog = Watchdog(self.plan.environment)
        while not self.asked_to_stop:
            now = time.monotonic()
            self.keeper.look(now)
            if watchdog.finds_the_worker_stuck(now, self.keeper.running_for("worker", now)):
                self.keeper.restart("worker", "has work waiting and does nothing", now=now)
            time.sleep(GLANCE)

    def _stop(self) -> None:
        if not self.keeper.kept:
            return
        began = time.monotonic()
        self.say("Stopping …")
        self.keeper.stop(allowed=lambda after: self._allowed(time.monotonic() - began, after))
        self.say(f"Stopped after {time.monotonic() - began:.1f} s.")

    def _allowed(self, elapsed: float, after: int) -> float:
        # A second Ctrl-C means now. Otherwise one slow child must leave the ones after it their second.
        return 0.0 if self.asked_to_stop > 1 else max(0.0, STOP_WITHIN - elapsed - after)

    @contextmanager
    def _listening_for_the_end(self) -> Iterator[None]:
        def note(number: int, frame: FrameType | None) -> None:
            self.asked_to_stop += 1

        before = {number: signal.signal(number, note) for number in ENDINGS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class News:
    """What a log gets from now on."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.read = log.stat().st_size if log.exists() else 0

    def lines(self) -> list[str]:
        """Return the whole lines that have come since the last look."""
        if not self.log.exists():
            return []
        with self.log.open("rb") as file:
            file.seek(self.read)
            whole, newline, _ = file.read().rpartition(b"\n")
        self.read += len(whole) + len(newline)
        return whole.decode(errors="replace").splitlines()


def rotate_logs(folder: Path) -> None:
    """Move logs that have grown past ``LOG_LIMIT`` bytes aside, keeping ``LOGS_KEPT`` older ones of each."""
    for log in folder.glob("*.log"):
        if log.stat().st_size < LOG_LIMIT:
            continue
        for number in range(LOGS_KEPT, 0, -1):
            older = log.with_name(f"{log.name}.{number - 1}") if number > 1 else log
            if older.exists():
                older.rename(log.with_name(f"{log.name}.{number}"))
