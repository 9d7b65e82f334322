"""Secret links for people and programs without an account: signed here, good for one row, kept as SHA-256 alone.

A link is a row's key and what only this installation can make of it. So a mail that is tried again holds the same link
without anybody having kept it, and who reads the tables can make none.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid

from django.utils.crypto import salted_hmac

LONGEST = 120  # characters; ours have 97
_NOTHING = bytes(32)


def token(purpose: str, key: uuid.UUID) -> str:
    """Return the token of the row with this key; ``purpose`` keeps a link of one kind from being one of another."""
    signature = salted_hmac(f"engagement.links.{purpose}", key.hex, algorithm="sha256").hexdigest()
    return f"{key.hex}.{signature}"


def digest(plain: str) -> bytes:
    """Return what is kept of a token: 256 bits that cannot be guessed, so a plain SHA-256 cannot be turned back."""
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()


def key_of(plain: str) -> uuid.UUID | None:
    """Return the key that a token names, None if it is none of ours by its shape."""
    named, dot, _signature = plain.partition(".")
    if not dot or len(plain) > LONGEST or len(named) != 32:
        return None
    try:
        return uuid.UUID(hex=named)
    except ValueError:
        return None


def fits(plain: str, kept: bytes | None) -> bool:
    """Say whether a token is the one that was kept, in the same time whatever differs; None of an unknown row."""
    return hmac.compare_digest(digest(plain), kept or _NOTHING) and kept is not None
