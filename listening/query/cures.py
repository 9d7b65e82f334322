"""What to write instead of a query that cannot be understood. A cure is only offered if it parses. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from listening.query.errors import QueryError
from listening.query.grammar import parse

STEPS = 8
"""Mistakes that are mended in one query. One with more is better written anew."""

_OPERATOR_LAST = re.compile(r"(?:^|(?<=[\s()]))(?:AND|OR|NOT|NEAR(?:/\S*)?)\s*$")
_OPERATOR_FIRST = re.compile(r"(?:AND|OR|NEAR(?:/[^\s()]*)?)(?=$|[\s()])\s*")
_RUN = re.compile(r"[^\s()]*")
_WORD_BEFORE = re.compile(r"(?:\"[^\"]*\"|`[^`]*`|[^\s()\"`]+)(?=\s*$)")
_SIGNS = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR", "!": "NOT"}


def cure(expression: str, error: QueryError) -> str:
    """Return the expression with its mistakes mended as little as possible, "" where no cure is known.

    ``error`` is what ``parse`` raised for ``expression``. What is returned parses.
    """
    for _ in range(STEPS):
        mend = _MENDS.get(error.code)
        if mend is None:
            return ""
        mended = mend(expression, error).strip()
        if mended == expression:
            return ""
        expression = mended
        try:
            parse(expression)
        except QueryError as next_error:
            error = next_error
        else:
            return expression
    return ""


def _at_end(sign: str) -> Callable[[str, QueryError], str]:
    return lambda text, error: text.rstrip() + sign


def _without(length: int) -> Callable[[str, QueryError], str]:
    return lambda text, error: text[: error.position] + text[error.position + length :]


def _without_group(text: str, error: QueryError) -> str:
    close = re.compile(r"[)）]").search(text, error.position)
    return text[: error.position] + " " + text[close.end() if close else len(text) :]


def _without_quotes(text: str, error: QueryError) -> str:
    return text[: error.position] + " " + re.sub(r"^.[^\"“”„＂`]*.", "", text[error.position :])


def _operand(text: str, error: QueryError) -> str:
    """Take out the operator that lacks a word: the one at the mistake, or the one before a closing parenthesis."""
    before, after = text[: error.position], text[error.position :]
    dangling = _OPERATOR_LAST.search(before)
    if dangling:
        kept = before[: dangling.start()].rstrip()
        return kept + after if after.startswith((")", "）")) or not after else f"{kept} {after.lstrip()}"
    return before + _OPERATOR_FIRST.sub("", after, count=1)


def _near_number(text: str, error: QueryError) -> str:
    return text[: error.position] + _RUN.sub("NEAR/3", text[error.position :], count=1)


def _near_range(text: str, error: QueryError) -> str:
    run = _RUN.match(text, error.position)
    number = run.group() if run else ""
    nearest = "1" if number.startswith("-") or not number.strip("0") else error.hint
    return text[: error.position] + _RUN.sub(nearest, text[error.position :], count=1)


def _near_chain(text: str, error: QueryError) -> str:
    shared = _WORD_BEFORE.search(text[: error.position])
    return f"{text[: error.position]}AND {shared.group()} {text[error.position :]}" if shared else text


def _star(text: str, error: QueryError) -> str:
    if text[error.position - 1 : error.position].strip('"“”„＂`( \t\n'):
        return text[: error.position] + _RUN.sub("*", text[error.position :], count=1)
    word = _RUN.match(text, error.position)
    within = word.group().find("*", 1) if word else -1
    if text[error.position : error.position + 1] != "*" and within > 0:
        return text[: error.position + within + 1] + _RUN.sub("", text[error.position + within + 1 :], count=1)
    return text[: error.position] + text[error.position + 1 :]


def _sign(text: str, error: QueryError) -> str:
    return text[: error.position] + _SIGNS[error.hint] + text[error.position + len(error.hint) :]


def _not(text: str, error: QueryError) -> str:
    return f"{text[: error.position]}NOT {text[error.position + 1 :]}"


def _double_quotes(text: str, error: QueryError) -> str:
    return text[: error.position] + re.sub(r"^['‘]([^'‘’\"]*)['’]?", r'"\1"', text[error.position :])


def _as_words(text: str, error: QueryError) -> str:
    return text[: error.position] + re.sub(r"^([^\s()\"`]+)", r'"\1"', text[error.position :])


def _close_up(text: str, error: QueryError) -> str:
    return text[: error.position] + text[error.position :].lstrip()


def _without_run(text: str, error: QueryError) -> str:
    return text[: error.position] + _RUN.sub("", text[error.position :], count=1)


_MENDS: dict[str, Callable[[str, QueryError], str]] = {
    "bad_character": _without(1),
    "unclosed_quote": _at_end('"'),
    "unclosed_backtick": _at_end("`"),
    "unclosed_group": _at_end(")"),
    "unopened_group": _without(1),
    "empty_group": _without_group,
    "empty_phrase": _without_quotes,
    "missing_term": _operand,
    "missing_end": _operand,
    "near_number": _near_number,
    "near_range": _near_range,
    "near_chain": _near_chain,
    "star_alone": _without(1),
    "star_position": _star,
    "no_letters": _without_run,
    "minus": _not,
    "plus": _without(1),
    "operator_sign": _sign,
    "single_quote": _double_quotes,
    "unknown_field": _as_words,
    "empty_field": _close_up,
}
