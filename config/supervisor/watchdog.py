"""Notices a worker that lives, has work waiting and does nothing: Celery may stop consuming after a broker reset.

Three things are signs of work, and any of them spares the worker: a tick that it ran, a statement that it sent to
Postgres, and a lease that it took or renewed (after that it may be waiting for a network, which is silent).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import psycopg2
import redis

from config.addresses import cache_url, message_url
from config.supervisor import storage

LOOK_EVERY = 3.0
STUCK_AFTER = 30.0
"""Six ticks of beat. With the looks and the start of a new worker a stall costs less than a minute."""

LONGEST_WAIT = 60.0
"""Seconds after which whoever holds a lease has renewed it: the door ends a request within 30 s, and what came is
parsed within 20 s."""

BOOT = 120.0
"""A new worker that has not ticked yet may still be loading; a slow machine must not restart it for ever."""

QUEUES = ("celery", "listening", "engagement", "dashboards")
TICK_KEY = "wellheard:1:tick"


def is_stuck(
    *,
    waited_for: float,
    running_for: float,
    tick_age: float | None,
    quiet_for: float | None,
    leased_for: float | None,
) -> bool:
    """Return whether the worker is stuck. Times are in seconds.

    ``waited_for`` is how long every look has found work in the queues; ``quiet_for`` how long the worker has sent
    Postgres nothing, None if it is not connected; ``leased_for`` the age of the youngest lease, None if none is held.
    A lease that is older than the worker is that of a dead one.
    """
    booted = running_for > BOOT or (tick_age is not None and tick_age < running_for)
    silent = [age is None or age > STUCK_AFTER for age in (tick_age, quiet_for)]
    waiting_for_a_network = leased_for is not None and leased_for < min(running_for, LONGEST_WAIT)
    return waited_for > STUCK_AFTER and booted and all(silent) and not waiting_for_a_network


@dataclass
class Watchdog:
    """Asks the broker now and then. ``environment`` holds `REDIS_URL` and `DATABASE_URL`."""

    environment: Mapping[str, str]
    last_look: float = 0.0
    waiting_since: float | None = None

    def finds_the_worker_stuck(self, now: float, running_for: float | None) -> bool:
        """Return whether the worker, up for ``running_for`` seconds (None: it is down), must be restarted.

        ``now`` is in monotonic seconds. After a yes the watch begins afresh.
        """
        if now - self.last_look < LOOK_EVERY:
            return False
        self.last_look = now
        seen = self._broker()
        if running_for is None or seen is None or not seen[0]:
            self.waiting_since = None
            return False
        self.waiting_since = now if self.waiting_since is None else self.waiting_since
        waited_for, tick_age = now - self.waiting_since, seen[1]
        # Postgres is asked only if the broker's side alone would say yes.
        seen_by_broker = partial(is_stuck, waited_for=waited_for, running_for=running_for, tick_age=tick_age)
        if not seen_by_broker(quiet_for=None, leased_for=None):
            return False
        try:
            quiet_for, leased_for = storage.signs_of_work(self.environment["DATABASE_URL"])
        except psycopg2.Error:
            return False  # A database that is away is not the worker's fault either.
        stuck = seen_by_broker(quiet_for=quiet_for, leased_for=leased_for)
        if stuck:
            self.waiting_since = None
        return stuck

    def _broker(self) -> tuple[int, float | None] | None:
        """Return how many messages wait and the age of the last tick; None if the broker is away."""
        url = self.environment["REDIS_URL"]
        try:
            with (
                redis.Redis.from_url(message_url(url), socket_timeout=1) as queues,
                redis.Redis.from_url(cache_url(url), socket_timeout=1) as cache,
            ):
                waiting = sum(int(queues.llen(queue)) for queue in QUEUES)
                tick = cache.get(TICK_KEY)
        except redis.RedisError:
            return None
        return waiting, None if tick is None else max(0.0, time.time() - float(tick))
