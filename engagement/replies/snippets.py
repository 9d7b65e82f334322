"""Snippets: words that are written often, called by a slash and their key, with blanks that the case fills. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

VARIABLES: Final = ("name", "product", "link", "me", "company")
"""Blanks: the asker's handle, our product, a link to what answers, who writes, and our company."""

KEY: Final = re.compile(r"\A[a-z0-9][a-z0-9-]{0,39}\Z")
_BLANK: Final = re.compile(r"\{([a-z]{1,20})\}")
_CALL: Final = re.compile(r"(?<![\w/:.])/([a-z0-9][a-z0-9-]{0,39})\b(?![/.\w])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A text under a key. ``id`` is its row."""

    key: str
    title: str
    text: str
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A text with its blanks filled. ``missing`` are those that the case does not know: they stay as they are."""

    text: str
    missing: tuple[str, ...] = ()


def unknown_blanks(text: str) -> tuple[str, ...]:
    """Return the blanks of a snippet that nothing can fill."""
    return tuple(dict.fromkeys(name for name in _BLANK.findall(text) if name not in VARIABLES))


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Return ``text`` with its blanks filled once: what a value holds is never taken for a blank."""
    missing = [name for name in _BLANK.findall(text) if name in VARIABLES and not values.get(name)]
    filled = _BLANK.sub(lambda blank: values.get(blank[1]) or blank[0], text)
    return Filled(text=filled, missing=tuple(dict.fromkeys(missing)))


def blanks(text: str) -> tuple[str, ...]:
    """Return the blanks that are still open in a text that is about to be sent."""
    return tuple(dict.fromkeys(name for name in _BLANK.findall(text) if name in VARIABLES))


def found(typed: str, snippets: Iterable[Snippet]) -> tuple[Snippet, ...]:
    """Return the snippets that ``/typed`` may mean: keys that begin so first, then titles that hold it."""
    wanted = typed.removeprefix("/").casefold()
    known = tuple(snippets)
    first = [each for each in known if each.key.startswith(wanted)]
    return (*first, *(each for each in known if each not in first and wanted in each.title.casefold()))


def expand(text: str, snippets: Iterable[Snippet], values: Mapping[str, str]) -> Filled:
    """Return ``text`` with every ``/key`` that names a snippet replaced by it; other slashes stay."""
    known = {each.key: each for each in snippets}
    missing: list[str] = []

    def put(call: re.Match[str]) -> str:
        snippet = known.get(call[1])
        if snippet is None:
            return call[0]
        filled = fill(snippet.text, values)
        missing.extend(filled.missing)
        return filled.text

    return Filled(text=_CALL.sub(put, text), missing=tuple(dict.fromkeys(missing)))
