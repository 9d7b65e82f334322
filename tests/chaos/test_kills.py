"""Nothing is lost and nothing doubled, whatever is killed while mentions come in; and a stall ends within a minute."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

import pytest
import redis

from config.addresses import cache_url, embedded_redis_url
from config.supervisor import keyring
from config.supervisor.layout import layout
from config.supervisor.watchdog import TICK_KEY
from listening.simulator.server import Simulator
from tests.chaos.ledger import Ledger
from tests.chaos.worker import children_of
from tests.chaos.world import Weather, noisy_world
from tests.installation import PROJECT, Installation, running, until

MENTIONS = int(os.environ.get("WELLHEARD_SOAK_MENTIONS", "1000"))
KILLS = int(os.environ.get("WELLHEARD_SOAK_KILLS", "4"))
SEED = int(os.environ.get("WELLHEARD_SOAK_SEED", "20261121"))
DRAINED_WITHIN = 90 + MENTIONS / 50  # seconds after the last kill, on a machine that others use too
PAUSE = (1.0, 4.0)  # seconds between two kills, at random
RESTARTS = 5
RESUMED_WITHIN = 60

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(180 + KILLS * 8 + DRAINED_WITHIN)]

PARTS = {
    "worker": " worker ",
    "beat": " beat ",
    "web": "granian",
    "valkey": "valkey-server",
    "postgres": "postgres",
}


def find(installation: Installation, name: str) -> int | None:
    """Return the process of a part that the supervisor started, None while it is down."""
    rows = {}
    for pid in children_of(installation.process.pid):
        rows[pid] = installation.descendants().get(pid, "")
    return next((pid for pid, argv in rows.items() if PARTS[name] in argv), None)


def kill(installation: Installation, name: str, random: Random) -> bool:
    """SIGKILL a part or, for ``pool``, one process that carries the worker's tasks out. False while it is down."""
    pid = find(installation, "worker" if name == "pool" else name)
    if pid is not None and name == "pool":
        pid = random.choice(children_of(pid) or [0]) or None
    if pid is None:
        return False
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def broker(installation: Installation) -> redis.Redis:
    place = layout(installation.data)
    password = keyring.read(place.secrets)["VALKEY_PASSWORD"]
    return redis.Redis.from_url(cache_url(embedded_redis_url(str(place.valkey_socket), password)), socket_timeout=2)


def flush(installation: Installation) -> bool:
    try:
        with broker(installation) as client:
            return bool(client.flushall())
    except redis.RedisError:
        return False


def tick(installation: Installation) -> float:
    """Return when a worker last ran what beat sent (Unix time), 0 if the broker does not know."""
    try:
        with broker(installation) as client:
            return float(client.get(TICK_KEY) or 0)
    except redis.RedisError:
        return 0.0


def found(installation: Installation, feeds: list[str]) -> str:
    """Found the company in a running installation. Returns a token for its API."""
    code = f"from tests.chaos.founding import found; found({feeds!r})"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    ran = subprocess.run(command, env=installation.environment, cwd=PROJECT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()[-1]


@contextmanager
def listening_in() -> Iterator[tuple[Installation, Ledger, Weather, set[tuple[str, str]]]]:
    """Yield an installation that listens to a world of ``MENTIONS`` mentions, in weather that is calm so far."""
    world, truth = noisy_world(MENTIONS, seed=SEED, now=datetime.now(UTC))
    weather = Weather(SEED)
    with Simulator(world, now=lambda: datetime.now(UTC)) as simulator:
        simulator.plan = weather
        reached = {
            "OUTBOUND_ALLOW": f"127.0.0.1:{simulator.port}",
            "HACKERNEWS_BASE_URL": f"{simulator.base}/hn",
            "FEEDS_BASE_URL": simulator.base,
        }
        with running(**reached) as installation:
            token = found(installation, [f"{simulator.base}/feeds/{feed.name}" for feed in world.feeds])
            yield installation, Ledger(installation, token), weather, truth


def order_of_kills(random: Random) -> list[str]:
    """Return ``KILLS`` names, each part as often as the others, in random order."""
    names = [*PARTS, "pool"]
    order = (names * (KILLS // len(names) + 1))[:KILLS]
    random.shuffle(order)
    return order


def wreak_havoc(installation: Installation, ledger: Ledger) -> tuple[Counter[str], float]:
    """Kill ``KILLS`` processes at random moments, flush the broker half way. Returns counts and the last moment."""
    random, killed, died_at = Random(SEED), Counter[str](), 0.0
    for number, name in enumerate(order_of_kills(random)):
        pause = time.monotonic() + random.uniform(*PAUSE)
        while time.monotonic() < pause:
            ledger.hurry(died_at)
            time.sleep(0.2)
        until(lambda name=name: kill(installation, name, random), 60, installation)  # type: ignore[misc]
        killed[name] += 1
        if name in ("worker", "pool", "postgres"):
            time.sleep(0.5)  # the supervisor ends what is left of a worker
            died_at = time.time()
        if number == KILLS // 2:
            until(lambda: flush(installation), 60, installation)
    return killed, died_at


def drain(ledger: Ledger, mentions: int, died_at: float) -> None:
    """Wait until all is stored and shown, or until it has taken too long."""
    deadline = time.monotonic() + DRAINED_WITHIN
    while time.monotonic() < deadline and not ((ledger.hurry(died_at) or 0) >= mentions and ledger.settled(mentions)):
        time.sleep(0.5)


def test_it_loses_and_doubles_nothing_whatever_is_killed() -> None:
    with listening_in() as (installation, ledger, weather, truth):
        began, weather.calm = time.monotonic(), False
        killed, died_at = wreak_havoc(installation, ledger)
        last_kill = time.monotonic()
        drain(ledger, len(truth), died_at)
        drained = time.monotonic()
        listed, wrong = ledger.listed(), ledger.wrong()
        seen = ledger.ask("SELECT extract(epoch FROM max(seen_at) - min(seen_at))::float8 FROM listening_mention")
    print(f"\n{len(truth)} mentions in {seen:.0f} s: {len(truth) / max(seen, 1):.0f} mentions per second under fire")
    print(f"drained {drained - last_kill:.0f} s after the last kill, {drained - began:.0f} s after the first poll")
    print(f"killed: {dict(killed)}; the networks failed: {weather.struck}")
    lost, foreign = truth - set(listed), set(listed) - truth
    doubled = {key: times for key, times in listed.items() if times > 1}
    assert (len(lost), len(doubled), len(foreign)) == (0, 0, 0), (sorted(lost)[:5], sorted(foreign)[:5])
    assert wrong == {}


def costs(installation: Installation, hurt: Callable[[], None]) -> float:
    """Hurt the installation and return the seconds until a worker has run something that beat said afterwards."""
    hurt()
    began = time.time()
    until(lambda: tick(installation) > began, RESUMED_WITHIN, installation)
    return time.time() - began


def restart_broker(installation: Installation) -> None:
    until(lambda: kill(installation, "valkey", Random()), 60, installation)


def stop_pool(installation: Installation) -> None:
    worker = find(installation, "worker")
    assert worker is not None
    for pid in children_of(worker):
        os.kill(pid, signal.SIGSTOP)


def test_it_works_on_within_a_minute_after_restarts_of_the_broker_and_a_stalled_worker() -> None:
    with running() as installation:
        until(lambda: tick(installation) > 0, 60, installation)
        restarts = [costs(installation, lambda: restart_broker(installation)) for _ in range(RESTARTS)]
        stalled = costs(installation, lambda: stop_pool(installation))
        assert installation.says("has work waiting and does nothing")
    print(f"\nbroker restarts cost {', '.join(f'{cost:.0f}' for cost in restarts)} s; a stalled worker {stalled:.0f} s")
