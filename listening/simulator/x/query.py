"""Reads the queries of X's recent search as X does, and refuses what it refuses. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

QUERY_MAX = 512
_TOKEN = re.compile(r'\s*(?:(?P<open>\()|(?P<close>\))|(?P<word>-?(?:\w+:)?"[^"]*"|[^\s()"]+))')
_OPERATORS = ("from", "to", "conversation_id", "lang", "is", "has", "url")
_IS = ("retweet", "reply", "quote")
_WORD = re.compile(r"\w+")


class WrongQuery(ValueError):
    """A query that X answers with 400; the message says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a query is asked of: one post."""

    text: str
    author: str
    conversation: str
    kind: str = "post"


Test = Callable[[Subject], bool]


def read_query(text: str) -> Test:
    """Return the test that ``text`` stands for. Raises ``WrongQuery``."""
    if not text or len(text) > QUERY_MAX:
        raise WrongQuery(f"query must be from 1 to {QUERY_MAX} characters")
    tokens: list[str] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise WrongQuery(f"no viable alternative at character {text[at]!r} (at position {at})")
        tokens.append(match[0].strip())
        at = match.end()
    if all(part.startswith(("-", "is:")) for part in tokens if part not in ("(", ")")):
        raise WrongQuery("there must be at least one operator that stands alone")
    test, rest = _any_of(tokens)
    if rest:
        raise WrongQuery(f"mismatched input {rest[0]!r}")
    return test


def _any_of(tokens: list[str]) -> tuple[Test, list[str]]:
    test, tokens = _all_of(tokens)
    tests = [test]
    while tokens and tokens[0] == "OR":
        test, tokens = _all_of(tokens[1:])
        tests.append(test)
    return lambda subject: any(one(subject) for one in tests), tokens


def _all_of(tokens: list[str]) -> tuple[Test, list[str]]:
    tests: list[Test] = []
    while tokens and tokens[0] not in (")", "OR"):
        if tokens[0] in ("(", "-("):
            inner, tokens = _any_of(tokens[1:])
            if not tokens:
                raise WrongQuery("missing ')'")
            tests.append(inner)
            tokens = tokens[1:]
        else:
            tests.append(_one(tokens[0]))
            tokens = tokens[1:]
    if not tests:
        raise WrongQuery("a word is missing")
    return lambda subject: all(one(subject) for one in tests), tokens


def _one(token: str) -> Test:
    if token.startswith("-"):
        inner = _one(token[1:])
        return lambda subject: not inner(subject)
    name, colon, value = token.partition(":")
    if colon and not token.startswith('"'):
        return _operator(name, value)
    if "*" in token and not token.startswith('"'):
        raise WrongQuery("wildcards are not supported")
    if token.startswith("@"):
        handle = token[1:].casefold()
        return lambda subject: handle in handles_in(subject.text)
    words = _words(token)
    if not words:
        raise WrongQuery(f"{token} holds nothing to look for")
    return lambda subject: _holds(_words(subject.text), words)


def _operator(name: str, value: str) -> Test:
    if name not in _OPERATORS or not value:
        raise WrongQuery(f"Reference to invalid operator '{name}'")
    if name == "is" and value not in _IS:
        raise WrongQuery(f"Reference to invalid operator 'is:{value}'")
    match name:
        case "from":
            return lambda subject: subject.author.casefold() == value.casefold()
        case "conversation_id":
            return lambda subject: subject.conversation == value
        case "is":
            return lambda subject: subject.kind == value
    raise WrongQuery(f"'{name}' is not played here")


def handles_in(text: str) -> list[str]:
    """Return the handles that a text mentions, in small letters and in order."""
    return [handle.casefold() for handle in re.findall(r"(?<!\w)@(\w{1,15})", text)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _holds(words: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(words[at : at + size] == wanted for at in range(len(words) - size + 1))
