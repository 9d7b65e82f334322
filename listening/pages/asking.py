"""The words in which a flag is asked about and counted. One table, so that both pages say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """``asks`` names the brand, ``means`` goes on after "Yes if". ``it`` and ``none`` are the two answers,
    ``flags`` are counted in "84 of 100 … were right", ``things`` in "of 100 …"."""

    asks: str | Promise
    means: str | Promise
    it: str | Promise
    none: str | Promise
    flags: str | Promise
    things: str | Promise


WORDS: Mapping[str, Words] = {
    "complaint": Words(
        asks=_("Is this a complaint about %(brand)s?"),
        means=_("the writer was let down, and tells of it or demands something."),
        it=_("a complaint"),
        none=_("no complaint"),
        flags=_("complaint flags"),
        things=_("complaints"),
    ),
    "question": Words(
        asks=_("Does this ask something about %(brand)s?"),
        means=_("the writer wants an answer, with or without a question mark."),
        it=_("a question"),
        none=_("no question"),
        flags=_("question flags"),
        things=_("questions"),
    ),
    "suggestion": Words(
        asks=_("Does this suggest something to %(brand)s?"),
        means=_("the writer would have something changed or added."),
        it=_("a suggestion"),
        none=_("no suggestion"),
        flags=_("suggestion flags"),
        things=_("suggestions"),
    ),
    "praise": Words(
        asks=_("Does this praise %(brand)s?"),
        means=_("the writer is pleased with product, service or people."),
        it=_("praise"),
        none=_("no praise"),
        flags=_("praise flags"),
        things=_("posts of praise"),
    ),
    "buying_intent": Words(
        asks=_("Is the writer about to buy something like %(brand)s?"),
        means=_("the writer looks for a product, or asks for a price, a trial or a demo."),
        it=_("buying intent"),
        none=_("no buying intent"),
        flags=_("buying intent flags"),
        things=_("posts with buying intent"),
    ),
    "churn_risk": Words(
        asks=_("May the writer leave %(brand)s?"),
        means=_("the writer leaves, or thinks of leaving."),
        it=_("a churn risk"),
        none=_("no churn risk"),
        flags=_("churn risk flags"),
        things=_("posts with a churn risk"),
    ),
    "inaccuracy": Words(
        asks=_("Is something doubtful said of %(brand)s here?"),
        means=_("the writer puts a statement right, or repeats a doubtful one."),
        it=_("an inaccuracy"),
        none=_("no inaccuracy"),
        flags=_("inaccuracy flags"),
        things=_("inaccuracies"),
    ),
    "spam": Words(
        asks=_("Is this spam?"),
        means=_("the writer advertises himself, or easy money."),
        it=_("spam"),
        none=_("no spam"),
        flags=_("spam flags"),
        things=_("posts of spam"),
    ),
}


def question(flag: str, brand: str) -> str:
    """Return what is asked of a post."""
    asks = str(WORDS[flag].asks)
    return asks % {"brand": brand} if "%(brand)s" in asks else asks


def answer(flag: str, value: bool) -> str:
    """Return an answer in words: a complaint, no complaint."""
    return str(WORDS[flag].it if value else WORDS[flag].none)


def language(code: str) -> str:
    """Return the name of a language; one that could not be told has a name too."""
    if code in ("", "und"):
        return now_("unknown language")
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def sure(value: bool | None, chance: float | None) -> float | None:
    """Return how sure scoring was of what it said, 0..1: of a flag, or of there being none."""
    return chance if value or chance is None else 1 - chance


def of_hundred(share: float) -> int:
    """Return a share of 0..1 as so many of 100."""
    return round(share * 100)
