"""The pytest plugin that starts one Postgres and one Valkey for all workers, by the supervisor's own code.

The controlling process starts them before Django reads its settings; xdist's workers inherit the addresses. Each
worker has its own test database (pytest-django) and its own pair of Valkey databases. Sockets are closed but for
loopback.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from config.addresses import embedded_database_url, embedded_redis_url
from config.supervisor import keyring
from config.supervisor.engines import start_postgres, start_valkey
from config.supervisor.layout import layout, prepare
from config.supervisor.process import Child

LOOPBACK = ["127.0.0.1", "::1", "localhost"]
IDLE = ("--collect-only", "--co", "--help", "-h", "--version", "-V", "--fixtures", "--markers")

_running: list[Child] = []
_home: list[Path] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Put the environment of the tests in place, engines included unless nothing will run."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        number = 2 + 2 * int(worker.removeprefix("gw"))
        os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("db=0", f"db={number}")
        return
    set_environment()
    if not any(flag in args for flag in IDLE):
        start()


def set_environment() -> None:
    """Set every variable that settings read, so that neither the shell nor an installation beside leaks in."""
    os.environ.update(
        SECRET_KEY=keyring.fresh()["SECRET_KEY"],
        CREDENTIAL_KEYS=keyring.fresh()["CREDENTIAL_KEYS"],
        BASE_URL="http://localhost:8000",
        PORT="8000",
        STATIC_ROOT="",
        DATABASE_URL="postgresql:///none",
        DATABASE_REPLICA_URL="",
        REDIS_URL="unix:///none?db=0",
        OUTBOUND_ALLOW="",
        HACKERNEWS_BASE_URL="",
        FEEDS_BASE_URL="",
        TRUSTED_PROXIES="0",
        DEBUG="0",
        LOG_LEVEL="INFO",
    )
    home = Path(tempfile.mkdtemp(prefix="wellheard-tests-"))
    _home.append(home)
    os.environ["DATA_DIR"] = str(home / "data")


def start(*, durable: bool = False) -> None:
    """Start both engines in the folder that ``set_environment`` made, and say in the environment where they are."""
    home = _home[-1]
    home.chmod(0o711)
    place = layout(home / "data", os.environ.get("PG_USER", "nobody"))
    prepare(place)
    secrets = keyring.fresh()
    _running.append(start_postgres(place, secrets, pg_bin=os.environ.get("PG_BIN", ""), for_tests=not durable))
    _running.append(start_valkey(place, secrets, for_tests=True))
    os.environ["DATABASE_URL"] = embedded_database_url(str(place.postgres_sockets), secrets["POSTGRES_PASSWORD"])
    os.environ["REDIS_URL"] = embedded_redis_url(str(place.valkey_socket), secrets["VALKEY_PASSWORD"])


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started and remove its files."""
    stop()


def stop() -> None:
    """Stop the engines that this process started and remove their files."""
    while _running:
        _running.pop().stop()
    while _home:
        shutil.rmtree(_home.pop(), ignore_errors=True)


@pytest.fixture(autouse=True)
def only_loopback() -> object:
    """Close every socket but those to this machine, for each test."""
    socket_allow_hosts(LOOPBACK, allow_unix_socket=True)
    yield
    enable_socket()
