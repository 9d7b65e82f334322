"""Keeps children running: notices deaths, starts again with growing pauses, stops all in reverse order.

Knows nothing of what the children are, and reads no clock: ``now`` is in monotonic seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
STOP_TO_RESTART = 5.0
# A child that ran this long was well; its next failure starts counting afresh.
WELL_AFTER = 60.0


class Keepable(Protocol):
    """What the keeper needs of a child."""

    @property
    def name(self) -> str:
        """The word shown to the person at the terminal."""

    @property
    def ready_within(self) -> float:
        """Seconds after which a child that is not ready counts as failed."""

    def start(self) -> None:
        """Start it; raises ``OSError`` if that is impossible."""

    def is_alive(self) -> bool:
        """Return whether it runs."""

    def is_ready(self) -> bool:
        """Return whether it does its work."""

    def stop(self, *, within: float) -> None:
        """End it and whatever it left behind, in about ``within`` seconds; 0 kills at once."""


def pause_after(failures: int) -> float:
    """Return the seconds to wait before the next start after ``failures`` failures in a row (1 or more)."""
    return float(min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 16)))


@dataclass
class Kept:
    """One child and what happened to it lately."""

    child: Keepable
    started: float
    is_up: bool = True
    failures: int = 0
    start_again: float | None = None


@dataclass
class Keeper:
    """The children in the order they were started. ``say`` gets a line for every change."""

    say: Callable[[str], None]
    kept: list[Kept] = field(default_factory=list)

    def add(self, child: Keepable, *, now: float) -> None:
        """Keep a child that is running and ready."""
        self.kept.append(Kept(child=child, started=now))

    def look(self, now: float) -> None:
        """Look at every child once and do what is due. Never waits, never raises for a child's sake."""
        for one in self.kept:
            if one.start_again is not None:
                if now >= one.start_again:
                    self._start(one, now)
            elif not one.child.is_alive():
                self._failed(one, now, "ended")
            elif not one.is_up:
                self._look_at_starting(one, now)
            elif one.failures and now - one.started > WELL_AFTER:
                one.failures = 0

    def running_for(self, name: str, now: float) -> float | None:
        """Return the seconds since the child called ``name`` was started; None if it is down."""
        started = [one.started for one in self.kept if one.child.name == name and one.start_again is None]
        return now - started[0] if started else None

    def restart(self, name: str, reason: str, *, now: float) -> None:
        """End the child called ``name`` and start it again after its pause."""
        for one in self.kept:
            if one.child.name == name and one.start_again is None:
                self._failed(one, now, reason)

    def stop(self, *, allowed: Callable[[int], float]) -> None:
        """Stop every child, the last one first.

        ``allowed`` is asked before each how many seconds it may take, and is told how many come after it.
        """
        while self.kept:
            one = self.kept.pop()
            if one.start_again is None:
                one.child.stop(within=allowed(len(self.kept)))

    def _start(self, one: Kept, now: float) -> None:
        one.start_again, one.is_up, one.started = None, False, now
        try:
            one.child.start()
        except OSError as reason:
            self._failed(one, now, f"cannot start ({reason.strerror})")

    def _look_at_starting(self, one: Kept, now: float) -> None:
        if one.child.is_ready():
            one.is_up = True
            self.say(f"{one.child.name} is back")
        elif now - one.started > one.child.ready_within:
            self._failed(one, now, "is not ready in time")

    def _failed(self, one: Kept, now: float, reason: str) -> None:
        if one.is_up and now - one.started > WELL_AFTER:
            one.failures = 0
        one.failures += 1
        one.is_up = False
        one.child.stop(within=STOP_TO_RESTART if one.child.is_alive() else 0.0)
        pause = pause_after(one.failures)
        one.start_again = now + pause
        self.say(f"{one.child.name} {reason}; starting it again in {pause:g} s (its log says why)")
