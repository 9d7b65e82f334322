"""Where an installation keeps its files. Knows paths and owners, starts nothing.

One data directory holds everything: secrets, the Postgres cluster, Valkey's append-only file, logs, collected static
files. Only the sockets may live elsewhere, because the kernel allows a socket's path 104 bytes (macOS; 108 on Linux).
"""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_LIMIT = 103
_LONGEST_SOCKET = "pg/.s.PGSQL.5432.lock"
_ROOT = 0


class LayoutError(Exception):
    """A directory of the installation is not what it must be; the message says what to do."""


@dataclass(frozen=True)
class Account:
    """The system account that Postgres runs as when we are root (it refuses to run as uid 0)."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Layout:
    """The paths of one installation. ``account`` is set only when Postgres must run under another uid."""

    data: Path
    sockets: Path
    postgres: Path
    account: Account | None

    @property
    def cluster(self) -> Path:
        """Postgres' own data directory."""
        return self.postgres / "cluster"

    @property
    def postgres_sockets(self) -> Path:
        """The directory of Postgres' socket; Postgres' account owns it."""
        return self.sockets / "pg"

    @property
    def valkey(self) -> Path:
        """Valkey's data directory."""
        return self.data / "valkey"

    @property
    def valkey_socket(self) -> Path:
        """Valkey's socket."""
        return self.sockets / "valkey" / "valkey.sock"

    @property
    def logs(self) -> Path:
        """One file per child process."""
        return self.data / "logs"

    @property
    def static(self) -> Path:
        """What `collectstatic` gathered."""
        return self.data / "static"

    @property
    def secrets(self) -> Path:
        """What `manage.py setup` wrote."""
        return self.data / "secrets.env"


def layout(data_dir: str | os.PathLike[str], pg_user: str = "nobody") -> Layout:
    """Return the paths for ``data_dir``. Touches nothing, so that every process of an installation agrees.

    Raises ``LayoutError`` if we are root and there is no account ``pg_user``.
    """
    data = Path(data_dir).absolute()
    account = _account(pg_user) if os.geteuid() == _ROOT else None
    reachable = account is None or may_enter(data, account)
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    sockets = data / "run"
    if not reachable or len(os.fsencode(sockets / _LONGEST_SOCKET)) > SOCKET_PATH_LIMIT:
        sockets = Path("/tmp") / f"wellheard-{os.geteuid()}-{digest}"  # noqa: S108  # nosec B108: prepare() checks its owner
    postgres = data / "pg" if reachable else Path("/var/lib/wellheard") / digest
    return Layout(data=data, sockets=sockets, postgres=postgres, account=account)


def _account(name: str) -> Account:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise LayoutError(f"no account {name!r} on this machine: set PG_USER to one that exists") from None
    if entry.pw_uid == _ROOT:
        raise LayoutError("PG_USER must not be root: Postgres refuses to run as root")
    return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)


def may_enter(path: Path, account: Account) -> bool:
    """Return whether ``account`` can walk down to ``path``; parts that do not exist yet will be made so."""
    resolved = path.resolve()
    for part in (resolved, *resolved.parents):
        if not part.exists() or part == resolved:
            continue
        found = part.stat()
        if found.st_uid == account.uid:
            allowed = found.st_mode & stat.S_IXUSR
        elif found.st_gid == account.gid:
            allowed = found.st_mode & stat.S_IXGRP
        else:
            allowed = found.st_mode & stat.S_IXOTH
        if not allowed:
            return False
    return True


def prepare(place: Layout) -> None:
    """Make the directories with the right owners and modes. Raises ``LayoutError`` if one belongs to somebody else."""
    passage = 0o711 if place.account else 0o700
    for parent in reversed([p for p in place.data.parents if not p.exists()]):
        parent.mkdir(mode=0o755, exist_ok=True)
        parent.chmod(0o755)
    for path in (place.data, place.sockets):
        _own_directory(path, passage)
    for path in (place.valkey, place.logs, place.valkey_socket.parent):
        _own_directory(path, 0o700)
    if place.account and place.postgres.parent != place.data:
        place.postgres.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    for path in (place.postgres, place.postgres_sockets):
        _own_directory(path, 0o700, place.account)


def _own_directory(path: Path, mode: int, account: Account | None = None) -> None:
    path.mkdir(mode=mode, exist_ok=True)
    found = path.lstat()
    owners = {os.geteuid(), account.uid} if account else {os.geteuid()}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise LayoutError(f"{path} belongs to somebody else: remove it or choose another DATA_DIR")
    path.chmod(mode)
    if account and found.st_uid != account.uid:
        os.chown(path, account.uid, account.gid)
