"""CSV that no spreadsheet runs. Pure.

What a spreadsheet might take for a formula gets an apostrophe in front (OWASP, CSV injection), and so does what would
stand at the head of a cell if the file were cut at semicolons, tabs or line ends, as spreadsheets do where the comma
separates decimals. Import takes the same apostrophes away, so an export that comes back is unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# A whole run of what importers skip or cut at, in front of a sign. Full-width signs count in East Asian spreadsheets.
_HEAD = re.compile(r"""(?<![\s"';])[\s"';]*+(?=[=+\-@＝＋－＠])""")
_CUT = re.compile(r"[;\t\r\n]")
_GUARDED_CUT = re.compile(r"([;\t\r\n])'")


def inert_cell(value: object) -> str:
    """Return ``value`` as text that no spreadsheet evaluates; ``None`` is empty, numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    return _HEAD.sub(_guard, str(value))


def live_cell(value: str) -> str:
    """Undo ``inert_cell``."""
    return _HEAD.sub(_unguard, value)


def _guard(head: re.Match[str]) -> str:
    first = "'" if head.start() == 0 else ""
    return first + _CUT.sub(r"\g<0>'", head[0])


def _unguard(head: re.Match[str]) -> str:
    run = head[0].removeprefix("'") if head.start() == 0 else head[0]
    return _GUARDED_CUT.sub(r"\1", run)


def inert_row(values: Iterable[object]) -> str:
    """Return one line of CSV (RFC 4180, ``\\r\\n``) with every cell inert and quoted."""
    return ",".join('"{}"'.format(inert_cell(value).replace('"', '""')) for value in values) + "\r\n"
