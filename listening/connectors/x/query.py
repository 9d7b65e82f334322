"""The terms of our queries as recent search wants them: 512 characters a query, OR between terms. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from listening.connectors.x.facts import QUERY_MAX

_BARE = re.compile(r"[@#]\w+")
_HANDLE = re.compile(r"\w{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """One query and the terms that it finds."""

    text: str
    terms: tuple[str, ...]


def searches(terms: Sequence[str], *, username: str = "") -> tuple[Search, ...]:
    """Return the queries that together find all ``terms``.

    Retweets are left out. So is what mentions or comes from ``username``: mentions are read for a fifth of the price.
    A term that X cannot be asked for (no letter, or too long for a query) is in none of them: see ``unsayable``.
    """
    tail = _tail(username)
    room = QUERY_MAX - len(tail) - 2  # two brackets
    found: list[Search] = []
    words: list[str] = []
    held: list[str] = []
    for term in terms:
        word = asked_for(term)
        if not word or len(word) > room:
            continue
        if len(" OR ".join([*words, word])) > room:
            found.append(_search(words, held, tail))
            words, held = [], []
        words.append(word)
        held.append(term)
    return (*found, _search(words, held, tail)) if words else tuple(found)


def unsayable(terms: Sequence[str], *, username: str = "") -> tuple[str, ...]:
    """Return the terms that no query can ask X for. They are matched in what other terms find, and nowhere else."""
    asked = {term for search in searches(terms, username=username) for term in search.terms}
    return tuple(term for term in terms if term not in asked)


def asked_for(term: str) -> str:
    """Return a term as X is asked for it, ``""`` if it cannot be. X knows no beginnings of words: the stem goes out."""
    plain = " ".join(term.removesuffix("*").replace('"', " ").split())
    if not any(mark.isalnum() for mark in plain):
        return ""
    return plain if _BARE.fullmatch(plain) else f'"{plain}"'


def _search(words: Sequence[str], terms: Sequence[str], tail: str) -> Search:
    return Search(text=f"({' OR '.join(words)}){tail}", terms=tuple(terms))


def _tail(username: str) -> str:
    handle = username.removeprefix("@")
    ours = f" -@{handle} -from:{handle}" if _HANDLE.fullmatch(handle) else ""
    return f" -is:retweet{ours}"
