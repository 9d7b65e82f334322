"""Reads the written pool: what people say in the practice world, in plain text files beside this module.

A draft begins with ``= channel tokens…``, then an optional ``# title`` line, its text, and its scripted replies
(``> speaker delay text``; ``speaker~`` marks a reply that does not answer, ``asker+`` a thank-you, ``asker-`` "that did
not help"). Tokens: brand keys (``nw`` is the practice company, several joined by commas); flags ``q s p b x i spam``
and ``c:reason``; the audience; ``+`` or ``-`` for the sentiment; ``@a..b`` a window in days from the epoch; ``ev=name``
with ``0.3h`` for an event and the hours since its start; ``noise=kind``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"

FLAG_TOKENS = {
    "q": "question",
    "s": "suggestion",
    "p": "praise",
    "b": "buying_intent",
    "x": "churn_risk",
    "i": "inaccuracy",
    "spam": "spam",
}
REASONS = {"login": "account", "billing": "pricing", "docs": "usability"}
"""The pool's shorter names for the reasons that scoring knows."""
AUDIENCES = ("direct", "about", "category", "rival")
BRAND_KEYS = ("nw", "hookyard", "pipewright", "tidegate", "quillmesh", "latchpost")
_REPLY = re.compile(r"> (?P<who>[a-z]+)(?:\.(?P<name>[a-z]+))?(?P<mark>[~+-]?) (?P<delay>(?:\d+[dhm])+) (?P<text>.+)")
_DELAY = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A scripted reply. ``who`` is us, rival, peer or asker; ``name`` the colleague or the rival's brand key."""

    who: str
    name: str
    mark: str
    delay: timedelta
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One post of the pool before it has a time, a place and an author."""

    channel: str
    brands: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    reason: str = ""
    audience: str = ""
    sentiment: int = 0
    window: tuple[float, float] | None = None
    event: str = ""
    event_hours: float = 0.0
    noise: str = ""
    title: str = ""
    text: str
    replies: tuple[Reply, ...] = field(default=())
    handmade: bool = True


class PoolError(ValueError):
    """A line of the pool that cannot be read; says which file and line."""


def _delay(text: str) -> timedelta:
    return sum((timedelta(**{_UNITS[unit]: int(count)}) for count, unit in _DELAY.findall(text)), timedelta())


def _header(line: str) -> dict[str, object]:
    """Return the fields that a header line sets. Raises ``PoolError`` for a token that means nothing."""
    channel, *tokens = line[2:].split()
    found: dict[str, object] = {"channel": channel}
    flags: set[str] = set()
    for word in tokens:
        if all(part in BRAND_KEYS for part in word.split(",")):
            found["brands"] = tuple("northwind" if part == "nw" else part for part in word.split(","))
        elif word in FLAG_TOKENS:
            flags.add(FLAG_TOKENS[word])
        elif word.startswith("c:"):
            flags.add("complaint")
            found["reason"] = REASONS.get(word[2:], word[2:])
        elif word in AUDIENCES:
            found["audience"] = word
        elif word in ("+", "-"):
            found["sentiment"] = 1 if word == "+" else -1
        elif match := re.fullmatch(r"@(-?[\d.]+)\.\.(-?[\d.]+)", word):
            found["window"] = (float(match[1]), float(match[2]))
        elif word.startswith("ev="):
            found["event"] = word[3:]
        elif match := re.fullmatch(r"([\d.]+)h", word):
            found["event_hours"] = float(match[1])
        elif word.startswith("noise="):
            found["noise"] = word[6:]
        else:
            raise PoolError(f"unknown token {word!r} in {line!r}")
    if "sentiment" not in found:
        found["sentiment"] = _mood(flags)
    if "question" in flags and "audience" not in found:
        found["audience"] = "about"
    return found | {"flags": frozenset(flags)}


def _mood(flags: set[str]) -> int:
    if flags & {"complaint", "churn_risk"}:
        return -1
    return 1 if "praise" in flags else 0


def _reply(line: str) -> Reply:
    match = _REPLY.fullmatch(line)
    if match is None:
        raise PoolError(f"not a reply: {line!r}")
    return Reply(
        who=match["who"],
        name=match["name"] or "",
        mark=match["mark"],
        delay=_delay(match["delay"]),
        text=match["text"],
    )


def _draft(lines: list[str]) -> Draft:
    title, body, replies = "", [], []
    for line in lines[1:]:
        if line.startswith("# "):
            title = line[2:].strip()
        elif line.startswith("> "):
            replies.append(_reply(line))
        elif line.strip():
            body.append(line.strip())
    fields = _header(lines[0])
    if not (body or title):
        raise PoolError(f"says nothing: {lines[0]!r}")
    return Draft(title=title, text="\n\n".join(body), replies=tuple(replies), **fields)  # type: ignore[arg-type]


@cache
def drafts(name: str) -> tuple[Draft, ...]:
    """Return the drafts of ``texts/<name>.txt`` in order. Raises ``PoolError`` naming the line that is wrong."""
    blocks: list[list[str]] = []
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            blocks.append([line])
        elif line.strip():
            if not blocks:
                raise PoolError(f"{name}: text before the first header: {line!r}")
            blocks[-1].append(line)
    return tuple(_draft(block) for block in blocks)


@cache
def lines(name: str) -> dict[str, tuple[str, ...]]:
    """Return the ``kind | text`` lines of a file, grouped by kind."""
    found: dict[str, list[str]] = {}
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        kind, bar, text = line.partition(" | ")
        if bar:
            found.setdefault(kind.strip(), []).append(text.strip())
    return {kind: tuple(texts) for kind, texts in found.items()}


@cache
def stories() -> tuple[str, ...]:
    """Return the headlines under which people talk on Hacker News."""
    text = (TEXTS / "stories.txt").read_text(encoding="utf-8")
    return tuple(line[2:].strip() for line in text.splitlines() if line.startswith("# "))


@cache
def handles() -> tuple[str, ...]:
    """Return the names of everybody who belongs to no company."""
    return tuple((TEXTS / "handles.txt").read_text(encoding="utf-8").split())


def first_words(text: str) -> str:
    """Return the beginning of a text as link boards make a title of it."""
    sentence = text.split(". ")[0].split("? ")[0]
    if len(sentence) <= 90:
        return sentence.rstrip(".") + ("?" if text.startswith(f"{sentence}?") else "")
    return sentence[:88].rsplit(" ", 1)[0] + "…"
