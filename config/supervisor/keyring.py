"""The secrets of an installation: made once at random, kept in one file that only its owner may read."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.fernet import Fernet

NAMES = (
    "SECRET_KEY",
    "CREDENTIAL_KEYS",
    "POSTGRES_PASSWORD",
    "POSTGRES_SUPERUSER_PASSWORD",
    "VALKEY_PASSWORD",
)
_HEAD = """# Made by `manage.py setup`. Keep it private and keep a copy with your backups:
# without CREDENTIAL_KEYS the stored network credentials cannot be opened again.
"""


class KeyringError(Exception):
    """The file of secrets is missing, unreadable or open to others; the message says what to do."""


def fresh() -> dict[str, str]:
    """Return a new random secret for each of ``NAMES``."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "CREDENTIAL_KEYS": Fernet.generate_key().decode(),
        "POSTGRES_PASSWORD": secrets.token_urlsafe(24),
        "POSTGRES_SUPERUSER_PASSWORD": secrets.token_urlsafe(24),
        "VALKEY_PASSWORD": secrets.token_urlsafe(24),
    }


def dumped(values: Mapping[str, str]) -> str:
    """Return ``values`` as the text of an environment file."""
    return _HEAD + "".join(f"{name}={value}\n" for name, value in values.items())


def write(path: Path, values: Mapping[str, str]) -> None:
    """Write ``values`` to a new file with mode 0600. Raises ``FileExistsError``: secrets are never overwritten."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        os.fchmod(handle, 0o600)
        file.write(dumped(values))
        file.flush()
        os.fsync(handle)


def with_keys(path: Path, first: Sequence[str] = (), last: Sequence[str] = ()) -> list[str]:
    """Put keys before and behind the CREDENTIAL_KEYS in ``path``; return them all, the newest first.

    The file is replaced whole, so that a crash leaves the old one or the new one. Raises ``KeyringError``.
    """
    kept = read(path)
    if not kept:
        raise KeyringError(f"{path} is not there: run `manage.py setup` first")
    old = [key for key in kept.get("CREDENTIAL_KEYS", "").split(",") if key]
    keys = list(dict.fromkeys([*first, *old, *last]))
    fresh_file = path.with_suffix(".new")
    fresh_file.unlink(missing_ok=True)
    write(fresh_file, {**kept, "CREDENTIAL_KEYS": ",".join(keys)})
    fresh_file.rename(path)
    return keys


def read(path: Path) -> dict[str, str]:
    """Return the secrets in ``path``, or nothing if there is no such file. Raises ``KeyringError``."""
    try:
        text = path.read_text()
    except FileNotFoundError:
        return {}
    except PermissionError:
        raise KeyringError(f"{path} cannot be read by this account: run as the one that ran `setup`") from None
    return parsed(text)


def parsed(text: str) -> dict[str, str]:
    """Return the names and values of what ``dumped`` wrote."""
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def is_private(path: Path) -> bool:
    """Return whether nobody but the owner may read ``path``."""
    return not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
