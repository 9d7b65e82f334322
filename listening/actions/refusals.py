"""Why a verb was not carried out."""

from __future__ import annotations


class Refused(Exception):
    """A verb could not be carried out. ``field`` names the input at fault, or is "" for the whole."""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class Conflict(Refused):
    """The same idempotency key came with another body."""
