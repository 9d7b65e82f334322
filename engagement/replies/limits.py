"""How long a reply may be, what counts towards it, and how many links it may hold, network by network. Pure.

Where a network does not say how long a reply may be, and others differ, nothing is claimed here. ``source`` says what
was read on the date beside it; none but X's was tried against the network.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

LINKS = 1
"""Links of one reply at most. The house rule (PRODUCT, "Replying"), stricter than any network's."""

LONGEST = 10_000
"""Characters of any draft, whatever the network allows: what a form takes."""

# Possessive, so that no text makes it slow: a host is taken whole, and judged afterwards by its last label.
_LINK: Final = re.compile(r"https?://[^\s<>\"]++|(?<![\w.@-])[\w-]++(?:\.[\w-]++)++(?:/[^\s<>\"]*+)?", re.IGNORECASE)
_ENDING: Final = re.compile(r"[a-z]{2,24}", re.IGNORECASE)
_LIGHT: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_NO_HOST: Final = frozenset({"e.g", "i.e", "z.b", "u.a", "d.h"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a network allows. ``weighs`` is how a text is counted: plain code points, or X's weights.

    ``link`` is what a link counts as, whatever its length; 0 for as long as it is. ``rule`` is the code of a rule of
    the place that a person has to say he keeps, "" for none.
    """

    characters: int
    checked: date
    source: str
    weighs: bool = False
    link: int = 0
    rule: str = ""


_READ: Final = date(2026, 11, 22)
LIMITS: Mapping[str, Limit] = {
    "x": Limit(
        characters=280,
        checked=_READ,
        source="developer.x.com, Counting characters; twitter-text configuration 3",
        weighs=True,
        link=23,
    ),
    "bluesky": Limit(characters=300, checked=_READ, source="atproto, lexicons/app/bsky/feed/post.json: maxGraphemes"),
    "mastodon": Limit(
        characters=500,
        checked=_READ,
        source="fedi.tips, character limits: of a standard server; others allow more, each says so of itself",
        link=23,
    ),
    "reddit": Limit(
        characters=10_000,
        checked=_READ,
        source="not published; what makers of bots report, and that a community may allow less",
        rule="community.reddit",
    ),
    "github": Limit(
        characters=65_536, checked=_READ, source="the API's refusal of a comment, as quoted in danger/danger#424"
    ),
    "discourse": Limit(
        characters=32_000,
        checked=_READ,
        source="discourse, config/site_settings.yml: max_post_length by default; a forum may allow up to 99,000",
        rule="community.forum",
    ),
}

RULES: Mapping[str, str] = {
    "hackernews": "community.hackernews",
    "stackexchange": "community.stackexchange",
    "feeds": "community.forum",
}
"""Rules of places that do not say how long a reply may be."""


def rule_of(network: str) -> str:
    """Return the code of the place's own rule on speaking for a company, "" if none is known."""
    return LIMITS[network].rule if network in LIMITS else RULES.get(network, "")


def links(text: str) -> tuple[str, ...]:
    """Return what networks would make links of: addresses with a scheme, and bare hosts. Versions are none."""
    found = (match[0].rstrip(".,;:!?)]}'\"") for match in _LINK.finditer(text))
    return tuple(each for each in found if _is_link(each))


def _is_link(candidate: str) -> bool:
    if "://" in candidate:
        return True
    host = candidate.partition("/")[0]
    return host.casefold() not in _NO_HOST and _ENDING.fullmatch(host.rpartition(".")[2]) is not None


def length(text: str, network: str) -> int:
    """Return how long the network takes the text to be."""
    limit = LIMITS.get(network)
    if limit is None or not (limit.link or limit.weighs):
        return len(text)
    rest = unicodedata.normalize("NFC", text) if limit.weighs else text
    total = 0
    for each in links(rest) if limit.link else ():
        rest = rest.replace(each, "", 1)
        total += limit.link
    return total + (sum(map(_weight, rest)) if limit.weighs else len(rest))


def most(network: str) -> int | None:
    """Return the network's limit, None where none is known."""
    return LIMITS[network].characters if network in LIMITS else None


def fits(text: str, network: str) -> bool:
    """Say whether the network would take a text of this length."""
    limit = most(network)
    return limit is None or length(text, network) <= limit


def _weight(character: str) -> int:
    point = ord(character)
    return 1 if any(low <= point <= high for low, high in _LIGHT) else 2
