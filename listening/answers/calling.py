"""Whom a post is put to: an account or a name of ours, or somebody else by his handle. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from listening.answers.reading import Reading
from listening.answers.records import account, accounts
from listening.scoring.prepared import term_pattern


def addresses_us_first(reading: Reading, us: Collection[str]) -> bool:
    """Does a post open with our account, to which no headline is written?"""
    return not accounts(us).isdisjoint(reading.addressed[:1])


def addresses_us(reading: Reading, us: Collection[str], names: Collection[str], mentions: Collection[str]) -> bool:
    """Is a post addressed to an account of ours, or to the brand for which it answers, or does it name us?"""
    ours, called = accounts(us), accounts(names)
    addressed = _addressed(reading)
    if ours & (accounts(mentions) | set(addressed)):
        return True
    brands = {_stem(_without_call(name)) for name in ours | called} - {""}
    if any(_stem(handle) in brands for handle in addressed):
        return True
    lower = reading.prose.lower()
    if any(stem in lower for stem in {_stem(name) for name in ours | called} - {""}):
        return True
    named = term_pattern(tuple(sorted(name for name in called if len(name) > 1)))  # also "n8n" and "red hat"
    return named is not None and bool(named.search(reading.prose))


def complains_to(us: Collection[str], text: str, *, mentions: Collection[str], complaint: float | None) -> bool:
    """Does a post that surely complains name an account of ours? It wants a reply then, though it asks nothing."""
    if (complaint or 0.0) < COMPLAINS:
        return False
    handles = accounts(mentions) | {found[1].lower() for found in _HANDLE.finditer(text)}
    return not accounts(us).isdisjoint(handles)


_HANDLE: Final = re.compile(r"(?<![\w@/])@([\w.-]{2,60}(?:@[\w.-]+\w)?)")
COMPLAINS: Final = 0.7
"""The probability of a complaint that is sure enough."""


def addresses_others(reading: Reading, replies_to: str) -> bool:
    """Is it addressed to handles of others? Not by the one that a network writes in front of replies."""
    return any(handle != account(replies_to) for handle in _addressed(reading))


def _addressed(reading: Reading) -> tuple[str, ...]:
    """Return the accounts to which a post is written: that stand in front, or are greeted."""
    greeted = _GREETED.match(reading.prose)
    return reading.addressed or ((account(greeted[1]),) if greeted else ())


_GREETED: Final = re.compile(r"\W*(?:hi|hello|hey|dear)[ ,]+@([\w.-]{1,40}\w)", re.IGNORECASE)
"""Whom a post greets by his handle."""


def _stem(name: str) -> str:
    """Return the part of an account by which texts name us: "acme" of "acme_help", "acmehelps" or "acme@b.social"."""
    first = _OF_CARE.sub("", re.split(r"[@._\- ]", name, maxsplit=1)[0])
    return first if len(first) > 3 else ""


def _without_call(name: str) -> str:
    """Return an account without what calls to it: "acme" of "ask_acme" or "teamacme".

    Of "teamwork" it leaves a word as any other, so only who is addressed is compared with it.
    """
    return _CALL.sub("", name)


_OF_CARE: Final = re.compile(r"(?<=\w{4})(?:helps?|cares?|support|assist|service|team|hq|official)\Z")
"""With what the account that answers for a brand ends, when customers write to the brand itself."""
_CALL: Final = re.compile(r"\A(?:ask|team|hello|the)(?:[._-]|(?=\w{4}))")
"""With what it begins."""
