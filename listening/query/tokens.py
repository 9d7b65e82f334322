"""The characters of a query become tokens. Knows quotes and stars, not precedence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from listening.query.errors import QueryError
from listening.query.normal import KIND, SIGN, fold
from listening.query.tree import FIELDS

MAX_BYTES = 4096
MAX_NEAR = 100

QUOTES = '"“”„＂'  # phones and word processors type the others
_OPEN, _CLOSE = "(（", ")）"
_BREAKS = re.escape(QUOTES + _OPEN + _CLOSE + "`")
_BLANK = re.compile(r"\s*")
_RUN = re.compile(rf"[^\s{_BREAKS}]+")
_PHRASE = re.compile(rf"[^{QUOTES}]*")
_EXACT = re.compile(r"[^`]*")
_FIELD = re.compile(r"([A-Za-z]+):(?!//)")
_OPERATOR_SIGNS = frozenset(["&", "&&", "|", "||", "!"])


class Kind(Enum):
    """What a token is. ``WORD`` covers phrases and exact terms; ``FIELD`` stands before the word it belongs to."""

    WORD = "word"
    FIELD = "field"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    OPEN = "("
    CLOSE = ")"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A token, where it starts, and its text: the word, the field's name or NEAR's number."""

    kind: Kind
    position: int
    text: str = ""
    exact: bool = False


def check_size(text: str) -> None:
    """Raise ``QueryError`` at the first character that is not allowed or no longer fits into ``MAX_BYTES``."""
    size = 0
    for position, char in enumerate(text):
        category = unicodedata.category(char)
        if category == "Cs" or (category == "Cc" and not char.isspace()):
            raise QueryError("bad_character", position, f"U+{ord(char):04X}")
        size += len(char.encode())
        if size > MAX_BYTES:
            raise QueryError("too_long", position, str(MAX_BYTES))


def tokenise(text: str) -> list[Token]:
    """Return the tokens of a query, an ``END`` last. Each character is looked at a fixed number of times."""
    check_size(text)
    tokens: list[Token] = []
    position = _skip_blanks(text, 0)
    while position < len(text):
        char = text[position]
        if char in _OPEN:
            tokens.append(Token(Kind.OPEN, position, char))
            position += 1
        elif char in _CLOSE:
            tokens.append(Token(Kind.CLOSE, position, char))
            position += 1
        elif char in QUOTES or char == "`":
            position = _quoted(text, position, tokens)
        else:
            position = _run(text, position, tokens)
        position = _skip_blanks(text, position)
    tokens.append(Token(Kind.END, len(text)))
    return tokens


def _skip_blanks(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _quoted(text: str, position: int, tokens: list[Token]) -> int:
    exact = text[position] == "`"
    match = (_EXACT if exact else _PHRASE).match(text, position + 1)
    if match is None or match.end() == len(text):
        raise QueryError("unclosed_backtick" if exact else "unclosed_quote", position)
    words = match.group().split()
    if not words:
        raise QueryError("empty_phrase", position)
    start = position + 1
    for word in words:
        start = text.index(word, start)
        _check_stars(word, start)
        start += len(word)
    _check_letters(words, position)
    tokens.append(Token(Kind.WORD, position, " ".join(words), exact))
    return match.end() + 1


def _run(text: str, position: int, tokens: list[Token]) -> int:
    match = _RUN.match(text, position)
    run = match.group() if match else ""
    end = position + len(run)
    if run in ("AND", "OR", "NOT"):
        tokens.append(Token(Kind[run], position, run))
    elif run == "NEAR" or run.startswith("NEAR/"):
        tokens.append(Token(Kind.NEAR, position, _near_number(run, position)))
    elif field := _FIELD.match(run):
        _field(text, position, field, tokens)
        if field.end() < len(run):
            _word(run[field.end() :], position + field.end(), tokens)
    else:
        _word(run, position, tokens)
    return end


def _near_number(run: str, position: int) -> str:
    number = run[5:]
    if not re.fullmatch(r"-?[0-9]+", number):
        raise QueryError("near_number", position)
    digits = number.lstrip("0")
    if digits.startswith("-") or not digits or len(digits) > 3 or int(digits) > MAX_NEAR:
        raise QueryError("near_range", position + 5, str(MAX_NEAR))
    return digits


def _field(text: str, position: int, field: re.Match[str], tokens: list[Token]) -> None:
    name, after = field.group(1).lower(), position + field.end()
    if name not in FIELDS:
        raise QueryError("unknown_field", position, field.group())
    following = text[after : after + 1]
    if following and following in _OPEN:
        raise QueryError("field_group", after, f"{name}:")
    if not following or following.isspace() or following in _CLOSE:
        raise QueryError("empty_field", after, f"{name}:")
    tokens.append(Token(Kind.FIELD, position, name))


def _word(word: str, position: int, tokens: list[Token]) -> None:
    if word in _OPERATOR_SIGNS:
        raise QueryError("operator_sign", position, word)
    if word[1:2].isalpha() and word[0] in "-!":
        raise QueryError("minus", position)
    if word[1:2].isalpha() and word[0] == "+":
        raise QueryError("plus", position)
    if word[0] in "'‘":
        raise QueryError("single_quote", position)
    _check_stars(word, position)
    _check_letters([word], position)
    tokens.append(Token(Kind.WORD, position, word))


def _check_stars(word: str, position: int) -> None:
    star = word.find("*")
    if star == 0:
        raise QueryError("star_alone" if word == "*" else "star_position", position)
    if star > 0 and star != len(word) - 1:
        raise QueryError("star_position", position + star)


def _check_letters(words: list[str], position: int) -> None:
    """Refuse a term of nothing but punctuation; a word such as ``&`` within a phrase is fine."""
    if all(KIND[char] == SIGN or char == "_" for word in words for char in fold(word)):
        raise QueryError("no_letters", position, " ".join(words)[:40])
