"""What a query is matched against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A post as the query language sees it. Spans are offsets into ``text``.

    ``text`` is the whole: the title, a blank line and the body, or the body alone; its first ``title_length``
    characters are the title. ``author`` may hold handle and name, blank between. ``lang`` is BCP-47.
    """

    text: str
    title_length: int = 0
    author: str = ""
    source: str = ""
    lang: str = ""
    type: str = ""
    links: tuple[str, ...] = ()

    def field(self, name: str) -> tuple[str, ...]:
        """Return the values of a field other than the title."""
        if name == "link":
            return self.links
        if name == "author":
            return (self.author,)
        if name == "source":
            return (self.source,)
        return (self.lang,) if name == "lang" else (self.type,)
