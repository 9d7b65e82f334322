"""What runs in an installation, with which command line and environment. Starts nothing."""

from __future__ import annotations

import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from config.addresses import host_of, is_local
from config.supervisor.layout import Layout
from config.supervisor.process import Program
from config.supervisor.storage import WORKER
from config.supervisor.web import serves

PROJECT = Path(__file__).resolve().parents[2]
QUEUES = "celery,listening,engagement,dashboards"
WEB_WORKERS, WEB_THREADS, WORKER_PROCESSES = 2, 4, 2
# A worker that is told to stop gives its tasks this long, then hands them back to the queue.
SOFT_SHUTDOWN = 2


@dataclass(frozen=True)
class Plan:
    """One run of an installation. ``environment`` is complete: the children inherit nothing else.

    ``own_database`` and ``own_broker`` say which engines are ours to run; ``epoch`` (ISO, UTC) is set in the demo only
    and is the end of its thirteen weeks.
    """

    place: Layout
    environment: Mapping[str, str]
    base_url: str
    bind: str
    port: int
    own_database: bool
    own_broker: bool
    pg_bin: str = ""
    epoch: str = ""

    @property
    def is_demo(self) -> bool:
        """Whether the practice company runs."""
        return bool(self.epoch)

    @property
    def simulator_port(self) -> int:
        """The port of the simulated networks: fixed, because the demo's feeds are stored with it."""
        return self.port + 1


def bind_address(base_url: str, port: int, chosen: str) -> str:
    """Return the address to listen at.

    ``chosen`` (`BIND`) wins. Otherwise only this machine may connect, unless `BASE_URL` names this very port on
    another host, which says that browsers come here directly and not through a proxy.
    """
    if chosen:
        return chosen
    parts = urlsplit(base_url)
    direct = parts.scheme == "http" and (parts.port or 80) == port
    return "0.0.0.0" if direct and not is_local(base_url) else "127.0.0.1"  # noqa: S104  # nosec B104: BASE_URL asks for it


def demo_environment(simulator_port: int) -> dict[str, str]:
    """Return what points the connectors at the simulator, and lets the door reach it and nothing else private."""
    root = f"http://127.0.0.1:{simulator_port}"
    return {
        "OUTBOUND_ALLOW": f"127.0.0.1:{simulator_port}",
        "HACKERNEWS_BASE_URL": f"{root}/hn",
        "FEEDS_BASE_URL": root,
        "X_BASE_URL": f"{root}/x",
        # Servers and address of a real installation must not leak into the demo from an .env file.
        "DATABASE_URL": "",
        "DATABASE_REPLICA_URL": "",
        "REDIS_URL": "",
    }


def manage(*arguments: str) -> tuple[str, ...]:
    """Return the command line of one of our commands."""
    return (sys.executable, str(PROJECT / "manage.py"), *arguments)


def one_shot(plan: Plan, name: str, *arguments: str) -> Program:
    """Return a command of ours that runs to its end."""
    return _program(plan, name, manage(*arguments), stop=((signal.SIGTERM, 2.0),))


def simulator(plan: Plan) -> Program:
    """Return the server that plays the networks."""
    port = str(plan.simulator_port)
    argv = (sys.executable, "-m", "listening.simulator", "--port", port, "--epoch", plan.epoch)
    return _program(plan, "simulator", argv, stop=((signal.SIGTERM, 1.0),), listens=("127.0.0.1", plan.simulator_port))


def web(plan: Plan) -> Program:
    """Return the web server: Granian, because it served the queue page 1.6 times as fast as gunicorn's threads."""
    argv = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--no-access-log"),
        *("--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "2"),
        *("--host", plan.bind, "--port", str(plan.port), "config.wsgi:application"),
    )
    looked_at = "127.0.0.1" if plan.bind == "0.0.0.0" else plan.bind  # noqa: S104  # nosec B104: compared only
    return _program(
        plan,
        "web",
        argv,
        stop=((signal.SIGTERM, 3.0),),
        listens=(looked_at, plan.port),
        path="/healthz",
    )


def worker(plan: Plan) -> Program:
    """Return the Celery worker. TERM lets tasks end, QUIT hands them back after ``SOFT_SHUTDOWN`` seconds."""
    argv = (
        *_celery("worker", "--concurrency", str(WORKER_PROCESSES), "--queues", QUEUES),
        *("--without-gossip", "--without-mingle", "--hostname", "worker@%h"),
    )
    stop = ((signal.SIGTERM, 1.0), (signal.SIGQUIT, SOFT_SHUTDOWN + 1.0))
    more = {"SOFT_SHUTDOWN": str(SOFT_SHUTDOWN), "PGAPPNAME": WORKER}
    return _program(plan, "worker", argv, stop=stop, more=more)


def beat(plan: Plan) -> Program:
    """Return the scheduler. Its schedule lives in memory: every entry may be said at any time and twice."""
    argv = _celery("beat", "--scheduler", "celery.beat:Scheduler", "--pidfile", "")
    return _program(plan, "beat", argv, stop=((signal.SIGTERM, 1.0),))


def _celery(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "-A", "config.celery", arguments[0], "-l", "INFO", *arguments[1:])


_ARITHMETIC = {"OPENBLAS_NUM_THREADS": "1"}
"""Processes share the cores as it is: what scoring reads with numpy is too small to be worth more than one."""


def _program(
    plan: Plan,
    name: str,
    argv: tuple[str, ...],
    *,
    stop: tuple[tuple[signal.Signals, float], ...],
    listens: tuple[str, int] | None = None,
    path: str = "/",
    more: Mapping[str, str] | None = None,
) -> Program:
    limits = {} if name == "web" else {"STATEMENT_TIMEOUT": "60"}
    host = host_of(plan.base_url)
    return Program(
        name=name,
        argv=argv,
        ready=(lambda: serves(*listens, host=host, path=path)) if listens else None,
        stop=stop,
        orphan_signal=stop[-1][0],
        env={**_ARITHMETIC, **plan.environment, **limits, **(more or {})},
        log=plan.place.logs / f"{name}.log",
        cwd=PROJECT,
    )
