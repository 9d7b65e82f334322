"""Notices a worker that lives, has work waiting and does nothing: Celery may stop consuming after a broker reset."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import redis

from config.addresses import cache_url, message_url

LOOK_EVERY = 5.0
# No task may run longer than 240 s, so a worker that is merely busy ticks again before this is over.
STUCK_AFTER = 300.0
QUEUES = ("celery", "listening", "engagement", "dashboards")
TICK_KEY = "wellheard:1:tick"


def is_stuck(*, waiting: int, tick_age: float | None, watched_for: float) -> bool:
    """Return whether the worker is stuck. ``tick_age`` and ``watched_for`` are in seconds."""
    if not waiting or watched_for < STUCK_AFTER:
        return False
    return tick_age is None or tick_age > STUCK_AFTER


@dataclass
class Watchdog:
    """Asks the broker now and then. ``environment`` holds `REDIS_URL`; ``since`` is when the watch began."""

    environment: Mapping[str, str]
    since: float
    last_look: float = 0.0

    def finds_the_worker_stuck(self, now: float) -> bool:
        """Return whether the worker must be restarted; after a yes the watch begins afresh."""
        if now - self.last_look < LOOK_EVERY:
            return False
        self.last_look = now
        url = self.environment["REDIS_URL"]
        try:
            with (
                redis.Redis.from_url(message_url(url), socket_timeout=1) as queues,
                redis.Redis.from_url(cache_url(url), socket_timeout=1) as cache,
            ):
                waiting = sum(int(queues.llen(queue)) for queue in QUEUES)
                tick = cache.get(TICK_KEY)
        except redis.RedisError:
            return False  # A broker that is away is not the worker's fault.
        age = None if tick is None else time.time() - float(tick)
        if not is_stuck(waiting=waiting, tick_age=age, watched_for=now - self.since):
            return False
        self.since = now
        return True
