"""Looks at one part of an installation at a time and says in a line what is wrong and what to do."""

from __future__ import annotations

import os
import pyexpat
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import kombu
import redis
from django.conf import settings
from django.db import Error as DatabaseError

from config import storage
from config.addresses import host_of, is_local, port_of
from config.celery import app
from config.supervisor import keyring, names, postgres, valkey
from config.supervisor.layout import LayoutError
from listening.storage import rescoring

OLDEST_POSTGRES = 170000  # transaction_timeout came with 17
FRESH_TICK = 30.0
RESTED = timedelta(minutes=10)
SAFE_EXPAT = (2, 8, 0)  # CVE-2026-41080: hash flooding by hostile feeds
LITTLE_DISK, NO_DISK = 2_000_000_000, 500_000_000


@dataclass(frozen=True)
class Finding:
    """What was seen of one part. ``do`` says what to do about it and is empty if there is nothing to do."""

    level: Literal["ok", "warning", "error"]
    part: str
    says: str
    do: str = ""


def examine(now: float) -> Iterator[Finding]:
    """Look at every part, one finding or more for each. ``now`` is a Unix time."""
    looks: list[Callable[[], Finding]] = [data_directory, secrets, engines, database, schema, broker]
    for look in looks:
        yield look()
    yield worker()
    yield beat(now)
    yield scoring(now)
    yield disk(shutil.disk_usage(settings.BASE_DIR if not settings.DATA_DIR.exists() else settings.DATA_DIR).free)
    yield entrance()
    yield expat(pyexpat.version_info)


def data_directory() -> Finding:
    """Look whether DATA_DIR is there and ours."""
    part, data = "data directory", settings.DATA_DIR
    if not data.is_dir():
        return Finding("error", part, f"{data} does not exist", "run `manage.py setup`, or set DATA_DIR")
    if not os.access(data, os.W_OK | os.X_OK):
        return Finding("error", part, f"{data} cannot be written", "run as the account that owns it")
    return Finding("ok", part, str(data))


def secrets() -> Finding:
    """Look whether the secrets are there and nobody else can read them."""
    part, file = "secrets", settings.PLACE.secrets
    try:
        kept = keyring.read(file)
    except keyring.KeyringError as reason:
        return Finding("error", part, str(reason), "run as the account that owns it")
    if kept and not keyring.is_private(file):
        return Finding("error", part, f"{file} can be read by others", f"chmod 600 {file}")
    if not settings.SECRET_KEY or not any(settings.CREDENTIAL_KEYS):
        return Finding("error", part, "SECRET_KEY or CREDENTIAL_KEYS is not set", "run `manage.py setup`")
    return Finding("ok", part, f"{file}, private" if kept else "from the environment")


def engines() -> Finding:
    """Look whether the embedded engines, if they are used, have binaries for this machine."""
    part, used = "engines", []
    try:
        if settings.DATABASE_IS_EMBEDDED:
            postgres.binaries(settings.PLACE, settings.PG_BIN)
            used.append("embedded Postgres")
        if settings.BROKER_IS_EMBEDDED:
            valkey.binary()
            used.append("embedded Valkey")
    except (postgres.NoPostgres, valkey.NoValkey, LayoutError) as reason:
        return Finding("error", part, str(reason), "run `make install`")
    return Finding("ok", part, ", ".join(used) or "all servers are external")


def database() -> Finding:
    """Look whether Postgres answers and is new enough."""
    part = "database"
    try:
        version = storage.database_version()
    except DatabaseError as reason:
        do = "is `manage.py up` running?" if settings.DATABASE_IS_EMBEDDED else "look at DATABASE_URL"
        return Finding("error", part, f"no answer ({first_line(reason)})", do)
    told = f"Postgres {version // 10000}.{version % 10000}"
    if version < OLDEST_POSTGRES:
        return Finding("error", part, told, "Postgres 17 or newer is needed")
    return Finding("ok", part, told)


def schema() -> Finding:
    """Look whether every migration has run."""
    part = "schema"
    try:
        pending = storage.pending_migrations()
    except DatabaseError:
        return Finding("error", part, "unknown, because the database does not answer", "see above")
    if pending:
        return Finding("error", part, f"{len(pending)} migrations have not run", "run `manage.py migrate`")
    return Finding("ok", part, "current")


def broker() -> Finding:
    """Look whether Valkey or Redis answers and never throws messages away."""
    part = "broker"
    try:
        version, policy = storage.broker_version(), storage.broker_eviction()
    except redis.RedisError as reason:
        do = "is `manage.py up` running?" if settings.BROKER_IS_EMBEDDED else "look at REDIS_URL"
        return Finding("error", part, f"no answer ({first_line(reason)})", do)
    if policy not in ("", "noeviction"):
        return Finding("warning", part, f"maxmemory-policy is {policy}", "set it to noeviction")
    return Finding("ok", part, version)


def worker() -> Finding:
    """Look whether a worker answers."""
    part = "worker"
    try:
        answers = app.control.ping(timeout=2)
    except (kombu.exceptions.OperationalError, redis.RedisError, OSError):
        return Finding("error", part, "unknown, because the broker does not answer", "see above")
    if not answers:
        return Finding("error", part, "none answers", "start one: `manage.py up`, or the worker service")
    return Finding("ok", part, ", ".join(sorted(name for answer in answers for name in answer)))


def beat(now: float) -> Finding:
    """Look how long ago a worker ran what beat sent: an old tick means that one of the two stands still."""
    part = "beat"
    try:
        age = storage.tick_age(now)
    except redis.RedisError:
        return Finding("error", part, "unknown, because the broker does not answer", "see above")
    if age is None or age > FRESH_TICK:
        seen = "never" if age is None else f"{age:.0f} s ago"
        return Finding("error", part, f"last tick: {seen}", "is beat running? does the worker hang?")
    return Finding("ok", part, f"last tick {age:.0f} s ago")


def scoring(now: float) -> Finding:
    """Look how far stored posts have been read again with the scoring that runs, and whether that goes on."""
    part, moment = "scoring", datetime.fromtimestamp(now, UTC)
    try:
        found = rescoring.progress(moment)
    except DatabaseError:
        return Finding("error", part, "unknown, because the database does not answer", "see above")
    if found is None:
        return Finding("ok", part, "nothing was looked at yet")
    if found.finished_at is not None:
        return Finding("ok", part, f"{found.version}; all stored posts were read with it")
    told = f"{found.version}; {found.done:,} of {found.total:,} stored posts were read again with it"
    if moment - found.worked_at > RESTED:
        since = f"none since {found.worked_at:%-d %B, %H:%M} UTC"
        return Finding("warning", part, f"{told}, {since}", "look at the worker; everything else comes before it")
    return Finding("ok", part, told)


def disk(free: int) -> Finding:
    """Judge the ``free`` bytes where the data is."""
    part, told = "disk", f"{free / 1e9:.1f} GB free"
    if free < NO_DISK:
        return Finding("error", part, told, "Postgres stops when the disk is full: make room")
    if free < LITTLE_DISK:
        return Finding("warning", part, told, "make room soon")
    return Finding("ok", part, told)


def address(base_url: str, proxies: int, *, port: int, bind: str, known: Callable[[str], bool]) -> Finding:
    """Judge how browsers are to come in; the first thing that keeps them out is told.

    ``port`` and ``bind`` are where the web server listens. ``known`` says whether a host name can be looked up.
    """
    part, host = "BASE_URL", host_of(base_url)
    https, direct = base_url.startswith("https://"), not proxies
    if not known(host.strip("[]")):
        do = "give it an address in your DNS or in /etc/hosts of every machine, or correct BASE_URL"
        return Finding("warning", part, f"nothing here knows an address for {host}", do)
    if https and direct:
        do = "set TRUSTED_PROXIES=1 if one proxy that sets X-Forwarded-Proto stands before it"
        return Finding("warning", part, f"{base_url}, but no proxy is trusted to say that a request was https", do)
    if direct and port_of(base_url) != port:
        do = f"set BASE_URL=http://{host}:{port}, or TRUSTED_PROXIES=1 if a proxy stands before it"
        return Finding("warning", part, f"{base_url} means port {port_of(base_url)}; the web server has {port}", do)
    if is_local(base_url):
        return Finding("ok", part, base_url)
    if direct and bind in ("localhost", "127.0.0.1", "::1"):
        return Finding("warning", part, f"{base_url}, but BIND={bind} lets only this machine connect", "unset BIND")
    if not https:
        do = "put a proxy with TLS before it and set BASE_URL to https://…"
        return Finding("warning", part, f"{base_url} sends passwords in the clear", do)
    return Finding("ok", part, base_url)


def entrance() -> Finding:
    """Look at BASE_URL as the settings have it."""
    if settings.BASE_URL_FAULT:
        return Finding("error", "BASE_URL", settings.BASE_URL_FAULT, "correct it and restart")
    return address(
        settings.BASE_URL, settings.TRUSTED_PROXIES, port=settings.PORT, bind=settings.BIND, known=names.known
    )


def expat(version: tuple[int, int, int]) -> Finding:
    """Judge the XML parser that Python was built with; hostile feeds meet it first."""
    told = "expat " + ".".join(map(str, version))
    if version < SAFE_EXPAT:
        do = "feeds are parsed in a limited process; a newer Python or system library closes CVE-2026-41080"
        return Finding("warning", "XML parser", f"{told} is older than 2.8.0", do)
    return Finding("ok", "XML parser", told)


def first_line(reason: BaseException) -> str:
    """Return the first line of an error: the rest is advice about servers that are not ours."""
    return (str(reason).strip().splitlines() or [type(reason).__name__])[0]
