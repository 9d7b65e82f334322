"""The first-run token: random, kept hashed in one private file, good once and for an hour."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

LIFETIME = 3600.0


def place(data_dir: Path) -> Path:
    """Return where the token of the installation in ``data_dir`` is kept."""
    return data_dir / "setup-token"


def issue(path: Path, *, now: float) -> str:
    """Make a token, replacing an earlier one, and return it: only its hash is kept. ``now`` is a Unix time."""
    secret = secrets.token_urlsafe(32)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({"sha256": _digest(secret), "expires": now + LIFETIME}, file)
    fresh.rename(path)
    return secret


def link(base_url: str, secret: str) -> str:
    """Return the address of the setup page with ``secret`` in it."""
    return f"{base_url}/setup/?token={secret}"


def is_good(path: Path, secret: str, *, now: float) -> bool:
    """Return whether ``secret`` is the current token and neither spent nor expired. Does not spend it."""
    try:
        kept = json.loads(path.read_text())
    except FileNotFoundError:
        return False
    fits = hmac.compare_digest(kept["sha256"], _digest(secret))
    return bool(fits and now < kept["expires"])


def spend(path: Path, secret: str, *, now: float) -> bool:
    """Return whether ``secret`` was good, and make sure that it never is again: of two at once one gets True."""
    if not is_good(path, secret, now=now):
        return False
    taken = path.with_name(f"{path.name}.{_digest(secret)[:16]}.spent")
    try:
        path.rename(taken)
    except FileNotFoundError:
        return False
    taken.unlink(missing_ok=True)
    return True


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
