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
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from random import Random

import pytest
import redis

from config.addresses import cache_url, embedded_redis_url
from config.supervisor import keyring
from config.supervisor.layout import layout
from config.supervisor.watchdog import LONGEST_WAIT
from listening.simulator.server import Simulator
from tests.chaos.ledger import STORED, Ledger
from tests.chaos.worker import children_of
from tests.chaos.world import Weather, noisy_world
from tests.installation import PROJECT, Installation, running, until

MENTIONS = int(os.environ.get("WELLHEARD_SOAK_MENTIONS", "5000"))
KILLS = int(os.environ.get("WELLHEARD_SOAK_KILLS", "10"))
SEED = int(os.environ.get("WELLHEARD_SOAK_SEED", "20261121"))
DRAINED_WITHIN = 90 + MENTIONS / 50  # seconds after the last kill, on a machine that others use too
PAUSE = (1.0, 3.0)  # seconds between two kills, at random
STORING = ("worker", "pool", "postgres")  # killed in the middle of a transaction where there is one
RESTARTS = int(os.environ.get("WELLHEARD_SOAK_RESTARTS", "3"))
A_FEW = 200  # mentions
RESUMED_WITHIN = 60
UNSTUCK_WITHIN = LONGEST_WAIT + 30  # a worker that stops in the middle of a request is given the time of one

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(300 + KILLS * 20 + DRAINED_WITHIN + RESTARTS * RESUMED_WITHIN)]

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


def kill(installation: Installation, name: str, random: Random, *, when: Callable[[], None] = lambda: None) -> bool:
    """SIGKILL a part or, for ``pool``, one process that carries the worker's tasks out. False while it is down.

    ``when`` returns at the moment for it.
    """
    pid = find(installation, "worker" if name == "pool" else name)
    if pid is not None and name == "pool":
        pid = random.choice(children_of(pid) or [0]) or None
    if pid is None:
        return False
    when()
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


def found(installation: Installation, feeds: list[str]) -> str:
    """Found the company in a running installation. Returns a token for its API."""
    code = f"from tests.chaos.founding import found; found({feeds!r})"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    ran = subprocess.run(command, env=installation.environment, cwd=PROJECT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()[-1]


@contextmanager
def listening_in(mentions: int) -> Iterator[tuple[Installation, Ledger, Weather, set[tuple[str, str]]]]:
    """Yield an installation that listens to a world, in weather that is calm so far. Nothing is due yet."""
    epoch = datetime.now(UTC)
    world, truth = noisy_world(mentions, seed=SEED, epoch=epoch)
    weather = Weather(SEED, epoch)
    with Simulator(world, now=weather.now) as simulator:
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
    """Return ``KILLS`` names, each part about as often as the others: first what stores, then random order."""
    names = [*PARTS, "pool"]
    others = (names * (KILLS // len(names) + 1))[: KILLS - len(STORING)]
    random.shuffle(others)
    return [*STORING, *others]


@dataclass
class Havoc:
    """What was done to an installation, and when (Unix time)."""

    killed: Counter[str] = field(default_factory=Counter)
    began: float = field(default_factory=time.time)
    died_at: float = 0.0
    last: float = 0.0
    stored_before_the_last: int = 0
    flush_cost: float = 0.0


def work_for(ledger: Ledger, seconds: float, died_at: float) -> None:
    """Let the installation work, with everything due all the while."""
    until_then = time.monotonic() + seconds
    while time.monotonic() < until_then:
        ledger.hurry(died_at)
        time.sleep(0.2)


def catch_in_the_act(ledger: Ledger, died_at: float, patience: float) -> None:
    """Wait until the worker is storing something, ``patience`` seconds at most."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and not ledger.is_storing():
        ledger.hurry(died_at)


def wreak_havoc(installation: Installation, ledger: Ledger, weather: Weather) -> Havoc:
    """Kill ``KILLS`` processes while mentions appear, and flush the broker half way."""
    random, havoc = Random(SEED), Havoc()
    for number, name in enumerate(order_of_kills(random), start=1):
        patience = 30.0  # the first ones hit the past as it comes in by thousands, as soon as a worker has started
        if number > len(STORING):
            patience = 3.0
            work_for(ledger, random.uniform(*PAUSE), havoc.died_at)
        if number == KILLS // 2:
            havoc.flush_cost = costs(ledger, lambda: until(lambda: flush(installation), 60, installation))
        weather.share = number / KILLS
        havoc.stored_before_the_last = ledger.hurry(havoc.died_at) or havoc.stored_before_the_last
        moment = partial(catch_in_the_act, ledger, havoc.died_at, patience) if name in STORING else lambda: None
        until(partial(kill, installation, name, random, when=moment), 60, installation)
        havoc.killed[name] += 1
        havoc.last = time.time()
        if name in STORING:
            time.sleep(0.5)  # the supervisor ends what is left of a worker
            havoc.died_at = time.time()
    return havoc


def drain(ledger: Ledger, mentions: int, died_at: float) -> None:
    """Wait until all is stored and shown, or until it has taken too long."""
    deadline = time.monotonic() + DRAINED_WITHIN
    while time.monotonic() < deadline and not ((ledger.hurry(died_at) or 0) >= mentions and ledger.settled(mentions)):
        time.sleep(0.5)


def assert_as_in_life(installation: Installation, ledger: Ledger, weather: Weather, havoc: Havoc) -> None:
    """Assert that it was a drill: Postgres was durable and had to recover, networks failed, pages overlapped."""
    assert [ledger.ask(f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["on"] * 3
    recovered = (layout(installation.data).logs / "postgres.log").read_text().count("automatic recovery in progress")
    assert recovered >= havoc.killed["postgres"] > 0
    assert {"429", "500", "reset", "duplicate_page"} <= weather.struck.keys()
    assert ledger.ask("SELECT sum(duplicate) FROM listening_pollrun") > 0
    assert havoc.stored_before_the_last < MENTIONS


def tell(ledger: Ledger, weather: Weather, havoc: Havoc) -> None:
    first, last = (ledger.ask(f"SELECT extract(epoch FROM {end}(seen_at))::float8 {STORED}") for end in ("min", "max"))
    print(f"\n{MENTIONS} mentions in {last - first:.0f} s under fire: {MENTIONS / (last - first):.0f} a second")
    print(
        f"the last stored {last - havoc.last:.0f} s after the last kill, all drained {time.time() - havoc.last:.0f} s"
    )
    gaps = ledger.longest_gap(havoc.began), ledger.longest_gap(havoc.last)
    print(f"killed {dict(havoc.killed)}; longest gap {gaps[0]:.0f} s, {gaps[1]:.0f} s after the last kill")
    print(f"FLUSHALL cost {havoc.flush_cost:.0f} s; of {weather.asked} requests failed {dict(weather.struck)}")


def test_it_loses_and_doubles_nothing_whatever_is_killed() -> None:
    with listening_in(MENTIONS) as (installation, ledger, weather, truth):
        weather.calm = False
        havoc = wreak_havoc(installation, ledger, weather)
        drain(ledger, len(truth), havoc.died_at)
        tell(ledger, weather, havoc)
        listed, wrong = ledger.listed(), ledger.wrong()
        assert_as_in_life(installation, ledger, weather, havoc)
    lost, foreign = truth - set(listed), set(listed) - truth
    doubled = {key: times for key, times in listed.items() if times > 1}
    assert (len(lost), len(doubled), len(foreign)) == (0, 0, 0), (sorted(lost)[:5], sorted(foreign)[:5])
    assert wrong == {}


def costs(ledger: Ledger, hurt: Callable[[], None], *, at_most: float = RESUMED_WITHIN) -> float:
    """Hurt an installation that has work; return the seconds until a poll has ended that began afterwards."""
    began = time.time()
    hurt()
    over = time.time()
    while not ledger.polled_since(over):
        assert time.time() - began < at_most
        ledger.hurry(0)
        time.sleep(0.2)
    return time.time() - began


def restart_broker(installation: Installation) -> None:
    """Kill the broker and wait until the supervisor has brought it back."""
    before = installation.output.read_text().count("valkey is back")
    until(lambda: kill(installation, "valkey", Random()), 60, installation)
    until(lambda: installation.output.read_text().count("valkey is back") > before, 60, installation)


def stop_pool(installation: Installation) -> None:
    worker = find(installation, "worker")
    assert worker is not None
    for pid in children_of(worker):
        os.kill(pid, signal.SIGSTOP)


def test_it_works_on_within_a_minute_after_restarts_of_the_broker_and_a_stalled_worker() -> None:
    with listening_in(A_FEW) as (installation, ledger, _weather, _truth):
        costs(ledger, lambda: None)
        began = time.time()
        restarts = [costs(ledger, lambda: restart_broker(installation)) for _ in range(RESTARTS)]
        longest = ledger.longest_gap(began)
        stalled = costs(ledger, lambda: stop_pool(installation), at_most=UNSTUCK_WITHIN)
        assert installation.says("has work waiting and does nothing")
    print(f"\nbroker restarts cost {', '.join(f'{cost:.0f}' for cost in restarts)} s, longest gap {longest:.0f} s")
    print(f"a stalled worker cost {stalled:.0f} s")
    assert longest < RESUMED_WITHIN
