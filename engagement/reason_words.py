"""The names of scoring's rules, as people read them beside the words that matched. A data table.

The API gives the rules' own names, which do not change with the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

RULES: Mapping[str, str | Promise] = {
    "admiration": _("admires"),
    "answered in the text": _("answered in the text"),
    "asks anyone": _("asks anyone"),
    "asks for a feature": _("asks for a feature"),
    "asks for a way": _("asks for a way"),
    "asks for agreement": _("asks for agreement"),
    "asks how": _("asks how"),
    "asks politely": _("asks politely"),
    "asks the price": _("asks the price"),
    "begs for attention": _("begs for attention"),
    "billing": _("billing"),
    "bug report form": _("a bug report"),
    "considers leaving": _("considers leaving"),
    "contract": _("contract"),
    "crash or bug": _("crash or bug"),
    "demand": _("demands something"),
    "does not work": _("does not work"),
    "emphatic disappointment": _("disappointed"),
    "hard to use": _("hard to use"),
    "headline": _("a headline"),
    "hearsay": _("hearsay"),
    "job advert": _("a job advert"),
    "late or lost": _("late or lost"),
    "leaves": _("leaves"),
    "locked out": _("locked out"),
    "looks for a product": _("looks for a product"),
    "love": _("loves it"),
    "many tags": _("many tags"),
    "missing feature": _("missing feature"),
    "money for nothing": _("easy money"),
    "moves to us": _("moves to us"),
    "negated": _("negated"),
    "negation": _("a negation"),
    "negative words": _("negative words"),
    "news or report": _("news or a report"),
    "no answer from support": _("no answer from support"),
    "no buyer": _("no buyer"),
    "no complaint": _("no complaint"),
    "opens as a question": _("opens as a question"),
    "outage": _("outage"),
    "passage": _("no word stands out"),
    "plain grievance": _("a grievance"),
    "puts right": _("puts something right"),
    "question as a title": _("a question as a title"),
    "question mark": _("a question mark"),
    "question mark with emphasis": _("an emphatic question mark"),
    "quoted complaint": _("a quoted complaint"),
    "resolved": _("resolved"),
    "said to a company": _("said to a company"),
    "sarcastic mark": _("a sign of sarcasm"),
    "sarcastic praise": _("sarcastic praise"),
    "saves effort": _("saves effort"),
    "security": _("security"),
    "should have": _("should have it"),
    "shouted signs": _("shouted"),
    "slow": _("slow"),
    "stays": _("stays"),
    "tells what to do": _("tells what to do"),
    "thanks": _("thanks"),
    "wants no answer": _("wants no answer"),
    "wants to buy": _("wants to buy"),
    "what happened to me": _("what happened to the writer"),
    "would be good": _("would be good"),
}


def rule(name: str) -> str:
    """Return a rule in words; "" where words were weighed that match none."""
    return str(RULES.get(name, ""))
