"""How the search index of Hacker News finds things: all words, the last one as a prefix, with typos forgiven. Pure.

Rules as the index documents them: one typo from four letters on, two from eight; quotes make a phrase, exact and in
order; a comment is also found by the title of its story, which is why every hit has to be matched again locally.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"\w+")
_PART = re.compile(r'"([^"]*)"|(\S+)')
ONE_TYPO_FROM, TWO_TYPOS_FROM = 4, 8


@dataclass(frozen=True, slots=True)
class Needle:
    """One part of a query: words that must stand side by side. ``prefix`` holds for the last word only."""

    words: tuple[str, ...]
    exact: bool
    prefix: bool


@lru_cache(maxsize=262_144)
def words_of(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def needles(query: str, *, prefix_type: str = "prefixLast") -> tuple[Needle, ...]:
    """Return the parts of a query; an unquoted part like ``a-b.c`` is several words of their own."""
    found: list[Needle] = []
    for match in _PART.finditer(query):
        if match[1] is not None:
            if words := words_of(match[1]):
                found.append(Needle(words, exact=True, prefix=False))
        else:
            found += [Needle((word,), exact=False, prefix=False) for word in words_of(match[2])]
    if prefix_type == "prefixAll":
        return tuple(Needle(n.words, n.exact, prefix=not n.exact) for n in found)
    if found and prefix_type == "prefixLast" and not found[-1].exact:
        found[-1] = Needle(found[-1].words, exact=False, prefix=True)
    return tuple(found)


def matches(wanted: tuple[Needle, ...], texts: tuple[str, ...], *, typos: bool) -> bool:
    """Return whether every part is found in at least one of the texts."""
    return all(any(_found(needle, words_of(text), typos=typos) for text in texts) for needle in wanted)


def _found(needle: Needle, words: tuple[str, ...], *, typos: bool) -> bool:
    size = len(needle.words)
    if needle.exact:
        return any(words[at : at + size] == needle.words for at in range(len(words) - size + 1))
    word = needle.words[0]
    if word in words:
        return True
    if needle.prefix and any(other.startswith(word) for other in words):
        return True
    return typos and any(_close(word, other, needle.prefix) for other in words)


@lru_cache(maxsize=65536)
def _close(word: str, other: str, prefix: bool) -> bool:
    allowed = 2 if len(word) >= TWO_TYPOS_FROM else 1 if len(word) >= ONE_TYPO_FROM else 0
    if allowed == 0 or word[0] != other[0]:
        # The first letter counts double in the index's ranking; a wrong one never gets a short word through.
        return False
    ends = {other, other[: len(word)]} if prefix else {other}
    return any(abs(len(word) - len(end)) <= allowed and _distance(word, end) <= allowed for end in ends)


def _distance(one: str, two: str) -> int:
    """Return the number of insertions, deletions, substitutions and swaps of neighbours between two words."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, left in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, right in enumerate(two, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == two[j - 2] and one[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
