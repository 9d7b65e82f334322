"""The one error that a query can raise. Its words are in ``listening.query.wording``."""

from __future__ import annotations


class QueryError(ValueError):
    """A query that cannot be understood.

    ``code`` is stable (see ``wording``), ``position`` the 0-based offset in code points, equal to the length of the
    query when its end came too early, ``hint`` the piece the message speaks of: a word, a field, a limit.
    """

    def __init__(self, code: str, position: int, hint: str = "") -> None:
        super().__init__(f"{code} at {position}")
        self.code = code
        self.position = position
        self.hint = hint
