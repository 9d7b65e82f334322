"""Requests as JSON lines: one object a line, as the filters of scoring and of answers read them. Pure."""

from __future__ import annotations

import json
from typing import Any


class BadLine(ValueError):
    """A line that is not a request; its message is the code that the answer carries."""


def parsed(line: bytes) -> dict[str, Any]:
    """Return the object on a line. Raises ``BadLine``: ``not_utf8``, ``not_json``, ``not_an_object``."""
    try:
        row = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise BadLine("not_utf8") from None
    except (ValueError, RecursionError):  # also: integers of thousands of digits
        raise BadLine("not_json") from None
    if not isinstance(row, dict):
        raise BadLine("not_an_object")
    return row


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
