"""Addresses of the queue: every state of the list is one. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

PLACE = ("case", "cursor")
"""Parameters that say where in a list the reader is, not which list it is."""


@dataclass(frozen=True, slots=True)
class Address:
    """The parameters of the queue's address, in order, several values a name allowed."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, lists: Iterable[tuple[str, Iterable[str]]]) -> Address:
        """Return the address for ``QueryDict.lists()``, without empty values."""
        return cls(tuple((name, value) for name, values in lists for value in values if value))

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs that choose the list."""
        return tuple(pair for pair in self.pairs if pair[0] not in PLACE)

    def value(self, name: str) -> str:
        """Return the last value of ``name``, or an empty text."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def query(self) -> str:
        """Return the list's own query string, without place."""
        return urlencode(self.filters)

    def url(self, **changes: str) -> str:
        """Return the address of this list with ``changes``; an empty value removes a parameter."""
        kept = [pair for pair in self.filters if pair[0] not in changes]
        kept += [(name, value) for name, value in changes.items() if value]
        return f"/?{urlencode(kept)}" if kept else "/"

    def without(self, name: str, value: str) -> str:
        """Return the address of this list with one value taken out."""
        kept = [pair for pair in self.filters if pair != (name, value)]
        return f"/?{urlencode(kept)}" if kept else "/"

    def spoken(self, names: Container[str]) -> str | None:
        """Return the address that a typed search means: ``flag:complaint slow`` is a filter and a word. None if the
        search holds only words."""
        typed = self.value("q").split()
        said = [(name, value) for name, sign, value in (word.partition(":") for word in typed) if sign and value]
        said = [(name, value) for name, value in said if name in names]
        if not said:
            return None
        rest = " ".join(word for word in typed if tuple(word.split(":", 1)) not in said)
        kept = [pair for pair in self.filters if pair[0] != "q"] + said + ([("q", rest)] if rest else [])
        return f"/?{urlencode(kept)}"

    @property
    def base(self) -> str:
        """Return the address of this list, ready for one more parameter."""
        query = urlencode([*self.filters, *[pair for pair in self.pairs if pair[0] == "cursor"]])
        return f"/?{query}&" if query else "/?"
