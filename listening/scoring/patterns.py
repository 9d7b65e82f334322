"""The small language in which rules are written, and its compilation to linear-time regular expressions.

A phrase is a row of items, each matching one whole word of the lower-cased text, within one sentence:

- ``fast|quick`` one of these words; ``log_in`` a fixed run of words
- ``work+`` the word and its regular forms (works, worked, working); ``drop++`` doubles the consonant (dropped)
- ``{not}`` the words of a named set; ``migrat*`` a stem with the usual suffixes; ``ƀ*`` the filled-in name of a brand
- ``?a|?the`` optional; ``..3`` up to three words of any kind
- ``^`` the start of a sentence or clause; ``$?`` a "?" right after

Every phrase has items that must be there, so a phrase is only tried on texts that hold a word of each. Repetition is
bounded or possessive and never nested, so matching takes time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final

from listening.scoring.prepared import OURS, THEIRS

_SEPARATOR = r"[^\w.!?\n']{1,4}"
_WORD = r"[\w']{1,40}+"
_END = r"(?![\w'])"
_START_OF_CLAUSE = r"\b(?:(?<![^.!?\n:;,)(\"-])|(?<=[.!?\n:;,)(\"-] ))(?<!\w-)"
_CONTINUED = re.compile(r"\|\n\s*")
_WORDS = re.compile(r"[\w']+")
_VOWELS = "aeiou"

_SUFFIXES = [
    "",
    "s",
    "e",
    "es",
    "d",
    "ed",
    "er",
    "ers",
    "ing",
    "ion",
    "ions",
    "ation",
    "al",
    "able",
    "ment",
    "ments",
    "ful",
    "fully",
    "ly",
    "le",
    "les",
    "y",
    "ies",
    "ity",
    "ive",
    "ized",
    "ised",
]
MOST_PAIRS: Final = 600
MARKS: Final = (OURS, THEIRS)

_COMMON = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "can",
        "do",
        "for",
        "from",
        "get",
        "got",
        "had",
        "has",
        "have",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "just",
        "me",
        "my",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "so",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "too",
        "up",
        "us",
        "was",
        "we",
        "what",
        "when",
        "which",
        "who",
        "will",
        "with",
        "you",
        "your",
    ]
)


Pair = tuple[str, str]
Piece = str | tuple[str, ...]
"""A part of a pattern as it is, or the alternatives of an item."""


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One way to say something, and what a text must hold before the pattern is worth trying."""

    pieces: tuple[Piece, ...]
    needs: tuple[frozenset[str], ...] = ()
    """Sets of words, the rarest first: a match has a word of each."""
    hints: tuple[str, ...] = ()
    """For a shape, which has no ``needs``: a match holds one of these strings."""
    clues: tuple[frozenset[str | Pair], ...] = ()
    """``needs`` told more narrowly: pairs of neighbouring words where a match has such, which are much rarer."""
    opens: frozenset[str] = frozenset()
    """The first words of the first item that must be there; none if a match may begin otherwise."""
    before: int = 0
    """How many tokens of optional items may stand before that item."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The ``pieces`` compiled: when first tried, since all of them take half a second and few are."""
        return _compiled(self)


@cache
def _compiled(phrase: Phrase) -> re.Pattern[str]:
    return re.compile("".join([piece if isinstance(piece, str) else _any_of(piece) for piece in phrase.pieces]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One sign of a flag or of its absence: what it weighs is learnt, and stands in the artefact under its name."""

    flag: str
    name: str
    phrases: tuple[Phrase, ...]


def words_of(lower: str) -> frozenset[str]:
    """Return the distinct words of a lower-cased text, as anchors know them; a filled-in brand is its letter."""
    words = _WORDS.findall(lower)
    return frozenset([*words, *(mark for mark in MARKS if mark in lower)])


def forms(word: str, *, doubled: bool = False) -> list[str]:
    """Return ``word`` with its regular -s, -ed and -ing forms."""
    if word.endswith("y") and word[-2] not in _VOWELS:
        return [word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    if word.endswith("e"):
        return [word, word + "s", word + "d", word[:-1] + "ing"]
    stem = word + word[-1] if doubled else word
    plural = "es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s"
    return [word, word + plural, stem + "ed", stem + "ing"]


def _alternatives(item: str, sets: Mapping[str, str]) -> list[str]:
    found: list[str] = []
    for part in item.split("|"):
        if part.startswith("{"):
            for member in sets[part[1:-1]].split():
                found.extend(_alternatives(member, sets))
        elif part.isalpha() and part[0] not in MARKS:
            found.append(part)
        else:
            found.extend(map("_".join, product(*map(_spelled, part.split("_")))))
    return sorted(set(found))


def _is_optional(item: str) -> bool:
    """Raises ``ValueError`` for an item of which only some words are optional."""
    marked = {part.startswith("?") for part in item.split("|")}
    if len(marked) > 1:
        raise ValueError(f"optional in part: {item!r}")
    return True in marked


def _spelled(word: str) -> list[str]:
    if word.endswith("++"):
        return forms(word[:-2], doubled=True)
    if word.endswith("+"):
        return forms(word[:-1])
    if word.endswith("*") and word[0] not in MARKS:
        return [word[:-1] + suffix for suffix in _SUFFIXES]
    return [word]


def _source(alternative: str) -> str:
    words = [word[0] + "++" if word.endswith("*") else re.escape(word) for word in alternative.split("_")]
    return _SEPARATOR.join(words)


def _any_of(alternatives: Iterable[str]) -> str:
    """Return a pattern of the alternatives, longest first, grouped by first letter: a tenth of the branches to try."""
    groups: dict[str, list[str]] = {}
    for alternative in sorted(alternatives, key=len, reverse=True):
        source = _source(alternative)
        grouped = alternative[0].isalpha() and alternative[0] not in MARKS
        head, rest = (source[0], source[1:]) if grouped else ("", source)
        groups.setdefault(head, []).append(rest)
    branches = [f"{head}(?:{'|'.join(rests)})" for head, rests in groups.items()]
    return "(?:" + "|".join(branches) + ")"


def _anchor_words(alternatives: Iterable[str]) -> frozenset[str]:
    """Return one telling word of each alternative."""
    plain = [alternative.replace("*", "") for alternative in alternatives]
    return frozenset(
        [max(one.split("_"), key=lambda word: (word not in _COMMON, len(word))) if "_" in one else one for one in plain]
    )


def _clues(alternatives: Iterable[str], needs: frozenset[str]) -> frozenset[str | Pair]:
    """Return the alternatives of one word and the first two words of the others; ``needs`` if one is a brand."""
    rows = [alternative.split("_") for alternative in alternatives]
    if not all(map(str.isalnum, (word.replace("'", "") for row in rows for word in row))):
        return needs
    return frozenset((row[0], row[1]) if len(row) > 1 else row[0] for row in rows)


def _neighbours(before: Iterable[str], after: Iterable[str]) -> frozenset[str | Pair]:
    """Return the pairs of a last and a first token of two items that follow each other, if they are few."""
    lasts, firsts = {one.split("_")[-1] for one in before}, {one.split("_")[0] for one in after}
    plain = all(word.replace("'", "").isalnum() for word in lasts | firsts - {"?"})
    return frozenset(product(lasts, firsts)) if plain and len(lasts) * len(firsts) <= MOST_PAIRS else frozenset()


def _opening(alternatives: Iterable[str]) -> frozenset[str]:
    """Return the tokens that begin the alternatives, none if one begins with a sign."""
    firsts = [_WORDS.match(alternative.partition("_")[0].replace("*", "")) for alternative in alternatives]
    return frozenset(first[0] for first in firsts if first) if all(firsts) else frozenset()


def phrase(written: str, sets: Mapping[str, str]) -> Phrase:
    """Compile one phrase. Raises ``ValueError`` if all of it is optional, or if it begins with any words."""
    pieces, joint = list[Piece](), r"\b"
    opens, before = frozenset[str](), 0
    needs: list[frozenset[str]] = []
    clues: list[frozenset[str | Pair]] = []
    last: list[str] = []  # the alternatives of the item right before
    for item in written.split():
        if item == "^":
            pieces.append(_START_OF_CLAUSE)
        elif item == "$?":
            pieces.append(r"[^\w.!?\n]{0,3}\?")
            clues.append(_neighbours(last, "?") or frozenset("?"))
        elif item.startswith(".."):
            if not needs:
                raise ValueError(f"nothing stands before the gap of {written!r}")
            pieces.append(rf"(?:{_SEPARATOR}{_WORD}){{0,{int(item[2:])}}}?")
            last = []
        else:
            optional = _is_optional(item)
            alternatives = _alternatives(item.replace("?", ""), sets)
            body = tuple(alternatives)
            if not optional:
                opens = opens if needs else _opening(alternatives)
                needs.append(_anchor_words(alternatives))
                clues.append(_neighbours(last, alternatives) or _clues(alternatives, needs[-1]))
                last = alternatives
                pieces += (joint, body, _END)
                joint = _SEPARATOR
            elif needs:
                pieces += (f"(?:{joint}", body, f"{_END})?")
                last = []
            else:
                pieces += (r"(?:\b", body, f"{_END}{_SEPARATOR})?")
                before += max(len(_WORDS.findall(alternative.replace("_", " "))) for alternative in alternatives)
    if not needs:
        raise ValueError(f"nothing is required in {written!r}")
    anchors = tuple(sorted(needs, key=_commonness))
    return Phrase(tuple(pieces), anchors, clues=tuple(clues), opens=opens, before=before)


def _commonness(anchors: frozenset[str]) -> tuple[int, int]:
    return (len(anchors & _COMMON), len(anchors))


def rule(flag: str, name: str, phrases: str, *, sets: Mapping[str, str] | None = None) -> Rule:
    """Return a rule that matches any of ``phrases`` (one a line; a line that ends in "|" goes on in the next)."""
    known = WORD_SETS | (dict(sets) if sets else {})
    lines = filter(None, map(str.strip, _CONTINUED.sub("|", phrases).splitlines()))
    return Rule(flag=flag, name=name, phrases=tuple(phrase(line, known) for line in lines))


def shape(flag: str, name: str, source: str, *, hints: tuple[str, ...]) -> Rule:
    """Return a rule on the shape of the text, a plain regular expression tried where one of ``hints`` occurs."""
    return Rule(flag=flag, name=name, phrases=(Phrase((source,), hints=hints),))


WORD_SETS: Final[dict[str, str]] = {
    "not": (
        "not never no cannot can't cant won't wont doesn't doesnt don't dont didn't didnt isn't isnt wasn't wasnt "
        "aren't arent haven't havent hasn't hasnt couldn't couldnt wouldn't wouldnt weren't ain't without nothing"
    ),
    "cant": "can't cant cannot can_not couldn't couldnt unable_to not_able_to wasn't_able_to never_able_to no_way_to",
    "fails": (
        "won't wont doesn't doesnt don't dont didn't didnt will_not does_not do_not did_not never no_longer cant can't "
        "cannot isn't_able_to refuses_to fails_to failed_to unable_to"
    ),
    "thing": (
        "app site website page dashboard login sso api sync export import report reports integration webhook webhooks "
        "server service product tool platform feature update version upgrade release build plugin extension editor "
        "search button link form email emails notification notifications file files data system software client "
        "portal account phone device screen battery camera keyboard laptop printer internet wifi connection card order "
        "code it this that they everything"
    ),
    "aux": "is are was were do does did can could will would should has have had",
    "wh": "how what why when where which who whose how's what's where's who's when's",
    "time": "second seconds minute minutes min mins hour hours hrs hr day days week weeks month months year years",
}
