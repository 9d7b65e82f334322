"""Words and signs for what the queue's records carry: codes come in, the reader's language goes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template import Context

from engagement import reason_words, wording
from engagement.answer_words import SIDES
from engagement.companies.codes import WATCHED
from engagement.labels import AFFIRMED, DENIED, PARTS
from engagement.pages import words
from engagement.pages.zones import zone
from engagement.records import Choice
from listening.records import Say

register = template.Library()

# code of a state sentence or of evidence -> (icon, tone); LOOK.md's list
SIGNS: Mapping[str, tuple[str, str]] = {
    "nobody_answered": ("circle", "ink"),
    "unanswered": ("circle", "ink"),
    "acknowledged": ("half", "warn"),
    "answered_by_peer": ("circle-check", "muted"),
    "answered_by_competitor": ("arrow-left-right", "bad"),
    "resolved_by_asker": ("circle-check", "good"),
    "asked_again": ("undo-2", "warn"),
    "withdrawn": ("x", "muted"),
    "expired": ("lock", "muted"),
    "answered_by_us": ("circle-check", "good"),
    "evidence_unanswered": ("circle", "ink"),
    "evidence_acknowledged": ("half", "warn"),
    "evidence_answered_by_peer": ("circle-check", "muted"),
    "evidence_answered_by_competitor": ("arrow-left-right", "bad"),
    "evidence_resolved_by_asker": ("circle-check", "good"),
    "evidence_reopened": ("undo-2", "warn"),
    "evidence_withdrawn": ("x", "muted"),
    "evidence_expired": ("lock", "muted"),
    "evidence_not_a_question": ("x", "muted"),
    "evidence_answered_by_us": ("circle-check", "good"),
    "evidence_unverified": ("eye-off", "muted"),
    "cannot_see_replies": ("eye-off", "muted"),
    "says": ("message-square", "ink"),
    "heard": ("ear", "muted"),
    "watched": ("eye", "ink"),
    "maybe_not_about_us": ("circle-question-mark", "muted"),
    "snoozed_until": ("moon", "muted"),
    "waits_for_the_asker": ("hourglass", "muted"),
    "ended": ("check", "good"),
    "deleted_at_source": ("x", "muted"),
}


@register.simple_tag(takes_context=True)
def said(context: Context, say: Say) -> str:
    """Turn a code into the reader's words. Needs ``now`` in the template's context."""
    return wording.words(say, now=context["now"], zone=zone())


@register.filter
def sign(say: Say) -> tuple[str, str]:
    """Return icon and tone of a state: colour, shape and words always go together."""
    return SIGNS.get(say.code, ("dot", "muted"))


@register.filter
def clock_tone(say: Say) -> str:
    """Return the colour of a clock's part of a sentence, "" for every other part: only clocks may take one."""
    if say.code == "clock_overdue":
        return "bad"
    return "warn" if say.code == "clock_due" and say.params.get("state") == "warned" else ""


@register.filter
def ago(at: datetime, now: datetime) -> str:
    """Say how long ago ``at`` was."""
    return wording.ago(at, now)


@register.filter
def is_web(url: str) -> bool:
    """Return whether an address from a network may become a link: http and https only."""
    return urlsplit(url).scheme in ("http", "https") if url else False


@register.filter
def rule_word(rule: str) -> str:
    """Return the name of a rule of scoring as people read it, "" for words that match none."""
    return reason_words.rule(rule)


@register.filter
def network_word(network: str) -> str:
    """Return the name of a network as people write it."""
    return words.network(network)


@register.filter
def status_word(status: str) -> str:
    """Return the word for a status."""
    return wording.status(status)


@register.filter
def disposition_word(disposition: str) -> str:
    """Return the word for an outcome."""
    return wording.disposition(disposition)


@register.filter
def watched_word(kind: str) -> str:
    """Return as what a person is watched."""
    return str(WATCHED.get(kind, kind))


@register.filter
def side_word(side: str) -> str:
    """Return whose a reply is."""
    return str(SIDES.get(side, side))


@register.filter
def part_word(part: Any) -> str:
    """Return the word for a part of the priority."""
    return str(PARTS.get(str(part), part))


@register.filter
def other(choice: Choice) -> str:
    """Return what pressing a flag says: *no* where it is on, else *yes*."""
    return "no" if choice.state == "on" else "yes"


@register.simple_tag
def would_say(choice: Choice) -> str:
    """Return what a person says who presses one of the flags that have a key."""
    return str(DENIED[choice.head] if choice.state == "on" else AFFIRMED[choice.head])


@register.simple_tag
def head_word(choice: Choice, brand: str) -> str:
    """Return the name of what can be said: a flag, or *about* the brand."""
    return wording.decided(choice.head, True, brand)


@register.simple_tag
def said_of(choice: Choice, brand: str) -> str:
    """Return what a person has said."""
    return wording.decided(choice.head, choice.said, brand)
