"""CSV that no spreadsheet runs. Pure.

A cell that a spreadsheet might take for a formula gets an apostrophe in front (OWASP, CSV injection). Such cells lose
it again on import, so an export that comes back is unchanged. Rows quote every cell: unquoted, ``a;=1+1`` would become
two cells where the semicolon separates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Full-width signs count in East Asian spreadsheets; blanks and quotes in front are skipped by some importers.
_FORMULA = re.compile(r"""[\s"']*[=+\-@＝＋－＠]|[\t\r\n]""")


def inert_cell(value: object) -> str:
    """Return ``value`` as text that no spreadsheet evaluates; ``None`` is empty, numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def live_cell(value: str) -> str:
    """Undo ``inert_cell``: the apostrophe in front of what would be a formula is not the writer's."""
    return value[1:] if value.startswith("'") and _FORMULA.match(value, 1) else value


def inert_row(values: Iterable[object]) -> str:
    """Return one line of CSV (RFC 4180, ``\\r\\n``) with every cell inert and quoted."""
    return ",".join('"{}"'.format(inert_cell(value).replace('"', '""')) for value in values) + "\r\n"
