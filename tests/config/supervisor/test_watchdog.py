"""When a worker counts as stuck."""

from __future__ import annotations

import pytest

from config.supervisor.watchdog import STUCK_AFTER, is_stuck


@pytest.mark.parametrize(
    ("waiting", "tick_age", "watched_for", "stuck"),
    [
        (3, STUCK_AFTER + 1, STUCK_AFTER + 1, True),
        (3, None, STUCK_AFTER + 1, True),
        (0, STUCK_AFTER + 1, STUCK_AFTER + 1, False),
        (3, 5.0, STUCK_AFTER + 1, False),
        (3, STUCK_AFTER + 1, 10.0, False),
    ],
)
def test_it_restarts_a_worker_with_work_waiting_and_no_sign_of_life(
    waiting: int, tick_age: float | None, watched_for: float, stuck: bool
) -> None:
    assert is_stuck(waiting=waiting, tick_age=tick_age, watched_for=watched_for) is stuck
