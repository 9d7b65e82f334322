"""Reads what the product says: bare words in templates, every text that goes through gettext, and catalogues."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import DebugLexer, TokenType
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("config", "listening", "engagement", "dashboards")
_SPOKEN = frozenset({"alt", "aria-label", "aria-description", "placeholder", "title", "data-copied", "data-selected"})
_SILENT = frozenset({"code", "script", "style", "svg", "kbd"})
"""What these hold is typed, drawn or run, not said: the name of a key is the same in every language."""

_CLASSES = frozenset({"block width"})
"""Blocks that fill a class, not a page."""

_SAYS_ITSELF = frozenset({"Wellheard", "CSV"})
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_TEXT = r"""u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_CALL = re.compile(rf"\b(?:n?gettext|_)\(\s*{_TEXT}")
_GETTEXT = frozenset({"gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"})


def templates() -> list[Path]:
    """Return every template of ours."""
    return sorted(each for room in ROOMS for each in (ROOT / room).rglob("templates/**/*.html"))


class _Bare(HTMLParser):
    """Collects letters that stand in text or in attributes that are read out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.open.append(tag)
        for name, value in attrs:
            if name in _SPOKEN:
                self.say(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self.open:
            self.say(data)

    def say(self, text: str) -> None:
        """Keep a text with a word in it."""
        if _LETTERS.search(text) and text.strip() not in _SAYS_ITSELF:
            self.found.append(" ".join(text.split()))


def bare_words(source: str) -> list[str]:
    """Return the texts of a template that stand outside of translate tags."""
    kept, inside = [], ""
    for token in DebugLexer(source).tokenize():
        name = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if inside:
            inside = "" if name == f"end{inside}" else inside
        elif name in ("blocktranslate", "blocktrans", "comment"):
            inside = name
        elif token.contents in _CLASSES:
            inside = "block"
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type == TokenType.VAR or name in ("translate", "trans"):
            kept.append("§")
    parser = _Bare()
    parser.feed("".join(kept))
    parser.close()
    return parser.found


def said() -> dict[str, str]:
    """Return every text that goes through gettext, with the file that says it first."""
    found: dict[str, str] = {}
    for path in templates():
        for message in _in_template(path.read_text()):
            found.setdefault(message, str(path.relative_to(ROOT)))
    for path in sorted(each for room in ROOMS for each in (ROOT / room).rglob("*.py")):
        for message in _in_python(path.read_text()):
            found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def _in_template(source: str) -> Iterator[str]:
    for call in _CALL.finditer(templatize(source)):
        yield ast.literal_eval(call[1])


def _in_python(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {
        each.asname or each.name: each.name
        for node in imports
        if node.module == "django.utils.translation"
        for each in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and names.get(node.func.id) in _GETTEXT:
            first = node.args[1 if names[node.func.id].startswith("p") else 0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


@dataclass(slots=True)
class Entry:
    """One message of a catalogue. ``said`` holds the other language by number: of one, of several."""

    context: str = ""
    id: str = ""
    plural: str = ""
    said: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False


_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d)\])? )?(".*")')


def read_po(path: Path) -> list[Entry]:
    """Return the entries of a .po file, without its head and what is obsolete."""
    entries: list[Entry] = []
    for block in re.split(r"\n{2,}", path.read_text()):
        entry, key, number = Entry(fuzzy="\n#, fuzzy" in f"\n{block}"), "", 0
        for line in _LINE.finditer("\n".join(each for each in block.split("\n") if not each.startswith("#"))):
            key, number = (line[1], int(line[2] or 0)) if line[1] else (key, number)
            text = ast.literal_eval(line[3])
            if key == "msgctxt":
                entry.context += text
            elif key == "msgid":
                entry.id += text
            elif key == "msgid_plural":
                entry.plural += text
            else:
                entry.said[number] = entry.said.get(number, "") + text
        if entry.id:
            entries.append(entry)
    return entries
