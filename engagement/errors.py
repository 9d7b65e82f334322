"""What can go wrong when somebody acts on the queue, and nothing else. Pure.

Codes are stable; pages and API turn them into words with ``engagement.wording``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engagement.records import HistoryLine


class EngagementError(Exception):
    """Base of every error of this room. ``code`` is stable, ``params`` fill the words."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Any] = params or {}


class Refused(EngagementError):
    """The verb does not fit the case or its arguments are wrong; nothing was changed."""


class BadField(Refused):
    """One field of what was sent is wrong: ``field`` names it. Nothing was changed."""

    def __init__(self, field: str, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code, params)
        self.field = field


class Stale(EngagementError):
    """Somebody else changed the case first; nothing was changed.

    ``version`` is the case's present version; ``changes`` say who did what when, the newest first.
    """

    def __init__(self, case_id: int, version: int, changes: tuple[HistoryLine, ...]) -> None:
        super().__init__("changed_meanwhile", {"case": case_id})
        self.case_id = case_id
        self.version = version
        self.changes = changes


class Unknown(EngagementError):
    """There is no such case, event or person."""

    def __init__(self, what: str, id: int) -> None:  # noqa: A002 - the field's own word
        super().__init__(f"unknown_{what}", {"id": id})


class BadFilter(EngagementError):
    """A parameter of the queue's address is unknown or its value is not one of the allowed."""

    def __init__(self, parameter: str, code: str, value: str = "") -> None:
        super().__init__(code, {"parameter": parameter, "value": value})
        self.parameter = parameter
        self.value = value
