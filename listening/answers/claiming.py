"""Tells whether an account says of itself that it belongs to us. Pure: a bio and our names in, the claiming words out.

A name alone claims nothing, customers and fans write it too: it takes a role beside it, our handle or our domain. What
is over ("ex-", "formerly") or no work for us ("fan of") claims nothing either. A claim is a hint to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

READ: Final = 500
"""Characters of a bio that are read: X allows 160, Mastodon 500."""

LONGEST: Final = 80
"""Characters of a claim that are kept: nobody needs the rest of somebody's bio."""

BETWEEN: Final = 5
"""Words that may stand between a role and the name: "head of growth and brand at Acme"."""

_PART = re.compile(r"[\n|•·;!?—–]+|\.(?=\s|$)|\s-\s")  # what stands apart in a bio
_CLAUSE = re.compile(r"[,/]")
_WORD = re.compile(r"\w[\w'’-]*")
_ROLE = re.compile(
    r"(?<![\w-])(?:(?:co-?)?founder|c[efimopt]o|chief|president|director|vp|head|lead(?:s|ing)?|manager|engineer(?:ing)?"
    r"|dev(?:eloper|rel)?|advocate|evangelist|support|success|sales|market(?:ing|er)|product|design(?:er)?|security|sre"
    r"|community|growth|ops|operations|research(?:er)?|writer|docs|analyst|architect|consultant|maintainer|staff|team"
    r"|employee|intern|recruiter|work(?:s|ing)?|build(?:s|ing)?|mak(?:er|es|ing)|run(?:s|ning)?|official"
    r"|mitarbeiter(?:in)?|gründer(?:in)?|entwickler(?:in)?|leiter(?:in)?|arbeite)(?![\w-])",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(?<!\w)(?:ex(?=[\s-])|former(?:ly)?|previous(?:ly)?|prev|past|once|used to|was|were|worked|left|retired|alum\w*"
    r"|not|never|unofficial|parody|fans?|loves?|lovers?|loving|hat(?:e|es|er|ing)|enthusiast|addict|survivor|veteran"
    r"|(?:customer|user)s?(?!\s+(?:success|support|care|experience|research|education|engagement|marketing))"
    r"|partner|reseller|shareholder|investor|certified|ehemals|früher|kunde|kundin)(?!\w)",
    re.IGNORECASE,
)
_NOW = re.compile(r"(?<!\w)(?:now|currently|today|presently|jetzt|aktuell|heute)(?!\w)", re.IGNORECASE)
_YEARS = re.compile(r"\W{0,3}(?:19|20)\d\d\s*[-–]\s*(?:19|20)?\d\d(?!\d)")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_THEIRS: Final = frozenset(
    {"on", "with", "using", "via", "through", "from", "about", "against", "beyond", "like", "mit", "auf", "über"}
)
"""Words before the name that make us somebody's tool or topic, not his employer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What of ours a bio may name: ``names`` of brands and products, ``handles`` there without @, ``domains``."""

    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


def ours_of(terms: Iterable[str], *, handles: Iterable[str]) -> Ours:
    """Sort the spellings of our brands into names, handles and domains."""
    spelt = [each.strip() for each in terms]
    tagged = (each.lstrip("@") for each in (*handles, *(each for each in spelt if each.startswith("@"))))
    return Ours(
        names=tuple(each for each in spelt if not each.startswith("@") and not _DOMAIN.fullmatch(each)),
        handles=tuple(tagged),
        domains=tuple(each for each in spelt if _DOMAIN.fullmatch(each)),
    )


def claim_in(bio: str, ours: Ours) -> str:
    """Return the words of a bio that claim us, at most ``LONGEST`` characters; "" if it claims nothing."""
    naming, telling = _patterns(ours)
    for part, after in _parts(bio[:READ]):
        for found in naming.finditer(part) if naming else ():
            if (claimed := _with_a_role(part, found)) and not _denied(part, found, after):
                return _shown(claimed)
        for found in telling.finditer(part) if telling else ():
            if not _is_topic(part, found) and not _denied(part, found, after):
                return _shown(part[_clause_start(part, found) : found.end()])
    return ""


@lru_cache(maxsize=64)
def _patterns(ours: Ours) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return what finds a bare name, and what finds a handle or a domain."""
    naming = _either(ours.names)
    handles, domains = _either(ours.handles), _either(ours.domains)
    telling = [
        *([rf"(?<![\w.])@{handles}(?!\w|[-.]\w)"] if handles else []),
        *([rf"(?<![\w.-])(?:[\w.+-]+@)?(?:[\w-]+\.)*{domains}(?!\w|[-.]\w)"] if domains else []),
    ]
    return (
        re.compile(rf"(?<![\w@#./-]){naming}(?!\w|[-.]\w)", re.IGNORECASE) if naming else None,
        re.compile("|".join(telling), re.IGNORECASE) if telling else None,
    )


def _either(words: Iterable[str]) -> str:
    listed = sorted({each.strip().casefold() for each in words} - {""}, key=lambda each: (-len(each), each))
    said = [r"\s+".join(map(re.escape, each.split())) for each in listed]
    return f"(?:{'|'.join(said)})" if said else ""


def _parts(bio: str) -> Iterator[tuple[str, str]]:
    """Yield what stands apart in a bio, each with all that follows it."""
    start = 0
    for stop in _PART.finditer(bio):
        yield bio[start : stop.start()], bio[stop.start() :]
        start = stop.end()
    yield bio[start:], ""


def _clause_start(part: str, found: re.Match[str]) -> int:
    return max((stop.end() for stop in _CLAUSE.finditer(part, 0, found.start())), default=0)


def _clause_end(part: str, found: re.Match[str]) -> int:
    stop = _CLAUSE.search(part, found.end())
    return stop.start() if stop else len(part)


def _is_topic(part: str, found: re.Match[str]) -> bool:
    before = _WORD.findall(part[: found.start()])
    return bool(before) and before[-1].casefold() in _THEIRS


def _with_a_role(part: str, found: re.Match[str]) -> str:
    """Return a name with the role beside it in the same clause; "" without one."""
    if _is_topic(part, found):
        return ""
    for role in _ROLE.finditer(part, _clause_start(part, found), found.start()):
        if len(_WORD.findall(part[role.end() : found.start()])) <= BETWEEN:
            return part[role.start() : found.end()]
    after = _ROLE.search(part, found.end(), _clause_end(part, found))
    if after and len(_WORD.findall(part[found.end() : after.start()])) <= 2:
        return part[found.start() : after.end()]
    return ""


def _denied(part: str, found: re.Match[str], after: str) -> bool:
    """Say whether a claim is taken back: by a word of its clause, by the head of the list it ends, or by years."""
    start = _clause_start(part, found)
    if _OVER.search(part, start, _clause_end(part, found)) or _YEARS.match(part[found.end() :] + after):
        return True
    said = [each.end() for each in _OVER.finditer(part, 0, start)]
    # "Formerly Globex, Acme" goes on with what was; "ex-Globex, now Acme" and "ex-Globex, engineer at Acme" do not.
    return bool(said) and not _NOW.search(part, said[-1]) and not _ROLE.search(part, start, found.start())


def _shown(words: str) -> str:
    return " ".join(words.split())[:LONGEST].rstrip()
