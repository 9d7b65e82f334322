"""Cut a feed down to what feedparser can take before feedparser sees it. Pure; runs in the child process only.

feedparser 6.0.14 is quadratic in long authors (40 KB cost 11 s) and in attributes (100,000 cost 25 s), unbounded in
items, and character references outside Unicode raise out of ``parse()``. This pass is linear; it knows tags, not feeds.
"""

from __future__ import annotations

import re

ITEM_LIMIT = 1_000
FIELD_LIMIT = 65_536  # characters of one field of an item
AUTHOR_LIMIT = 500
TAG_LIMIT = 16_384
DEPTH_LIMIT = 200

_ITEMS = frozenset({"item", "entry"})
_ROOTS = frozenset({"rss", "feed", "rdf"})
_AUTHORS = frozenset(
    {"author", "creator", "publisher", "contributor", "managingeditor", "webmaster", "owner", "name", "email"}
)
_FIRST_ELEMENT = re.compile(r"<\w")
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_TAG = re.compile(r"""<(/?)([A-Za-z_][\w:.\-]*+)((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)>""")
_SLOPPY_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.\-]*+)([^<>]*+)>")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class EntitiesDeclared(ValueError):
    """The document declares entities of its own; such a document is refused unread."""


def _resolve(match: re.Match[str]) -> str:
    """Keep a reference to a character that XML allows, else put U+FFFD in its place."""
    digits = match[1] or match[2]
    if len(digits.lstrip("0")) > 7:
        return "\ufffd"
    code = int(digits, 16 if match[1] else 10)
    if code > 0x10FFFF or _NOT_XML.match(chr(code)):
        return "\ufffd"
    return match[0]


def trim(document: str) -> str:
    """Return ``document`` with bounded items, fields, tags and depth. Raises ``EntitiesDeclared``."""
    first = _FIRST_ELEMENT.search(document)
    if _ENTITY.search(document, 0, first.start() if first else len(document)):
        raise EntitiesDeclared
    document = _REFERENCE.sub(_resolve, _NOT_XML.sub("\ufffd", document))
    return _Trimmer(document).run()


class _Trimmer:
    def __init__(self, document: str) -> None:
        self.document = document
        self.out: list[str] = []
        self.items = 0
        self.item_start: int | None = None  # where the open item begins in ``out``
        self.level = 0  # elements open inside the item, or since the last one
        self.room = FIELD_LIMIT
        self.author = ""  # the author element that bounds the room
        self.root_closed = False

    def run(self) -> str:
        at = 0
        while at < len(self.document):
            start = self.document.find("<", at)
            if start < 0:
                self.text(self.document[at:])
                break
            self.text(self.document[at:start])
            at = self.markup(start)
        if self.item_start is not None and not self.root_closed:
            del self.out[self.item_start :]  # the document broke off inside this item
        return "".join(self.out)

    def text(self, words: str) -> None:
        kept = words[: self.room]
        self.room -= len(kept)
        self.out.append(kept)

    def markup(self, start: int) -> int:
        """Take what begins at ``start`` with a less-than sign and return the index after it."""
        document = self.document
        if document.startswith("<![CDATA[", start):
            end = document.find("]]>", start)
            kept = document[start + 9 : len(document) if end < 0 else end][: self.room]
            self.room -= len(kept)
            self.out.append(f"<![CDATA[{kept}]]>")
            return len(document) if end < 0 else end + 3
        for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<!", ">")):
            if document.startswith(opening, start):
                end = document.find(closing, start)
                if opening == "<?" and end >= 0 and not self.out:
                    self.out.append(document[start : end + 2])
                return len(document) if end < 0 else end + len(closing)
        tag = _TAG.match(document, start) or _SLOPPY_TAG.match(document, start)
        if not tag:
            self.text("<")
            return start + 1
        return self.close(tag) if tag[1] else self.open(tag)

    def open(self, tag: re.Match[str]) -> int:
        name = tag[2].lower().rpartition(":")[2]
        if name in _ITEMS:
            self.items += 1
            if self.items > ITEM_LIMIT:
                return self.after_last_item(tag)
            self.item_start, self.level, self.author = len(self.out), 0, ""
        elif not tag[3].endswith("/"):
            self.level += 1
        if self.level > DEPTH_LIMIT:
            return tag.end()
        if self.item_start is None or self.level <= 1:
            self.room, self.author = FIELD_LIMIT, ""
        if name in _AUTHORS and not self.author:
            self.room, self.author = min(self.room, AUTHOR_LIMIT), name
        whole = tag[0] if len(tag[0]) <= TAG_LIMIT else f"<{tag[2]}{'/' if tag[3].endswith('/') else ''}>"
        self.out.append(whole)
        return tag.end()

    def close(self, tag: re.Match[str]) -> int:
        name = tag[2].lower().rpartition(":")[2]
        self.root_closed |= name in _ROOTS
        if name in _ITEMS:
            self.item_start, self.level = None, 0
        elif self.level > DEPTH_LIMIT:
            self.level -= 1
            return tag.end()
        else:
            self.level = max(0, self.level - 1)
        if name in _ITEMS or self.level == 0 or name == self.author:
            self.room, self.author = FIELD_LIMIT, ""
        self.out.append(tag[0][:TAG_LIMIT])
        return tag.end()

    def after_last_item(self, tag: re.Match[str]) -> int:
        """Skip every further item at once."""
        closing = f"</{tag[2]}>"
        last = self.document.rfind(closing)
        return last + len(closing) if last > tag.end() else len(self.document)
