"""Words and signs for what the records of listening carry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.translation import gettext as _

from listening import wording
from listening.connectors.contract import ReplyWay
from listening.models import Source
from listening.records import Say

register = template.Library()

# state -> (icon, tone); LOOK.md, Sources
STATES: Mapping[str, tuple[str, str]] = {
    "new": ("circle-dashed", "muted"),
    "ok": ("circle-check", "good"),
    "degraded": ("half", "warn"),
    "blocked": ("ban", "bad"),
    "sign_in_expired": ("lock", "bad"),
    "out_of_budget": ("clock", "warn"),
    "suspiciously_silent": ("ellipsis", "warn"),
    "retired": ("archive", "muted"),
}


@register.filter
def state_sign(state: str) -> tuple[str, str]:
    """Return icon and tone of a source's state."""
    return STATES[state]


@register.filter
def state_word(state: str) -> str:
    """Return the word for a source's state."""
    return Source.State(state).label


@register.simple_tag(takes_context=True)
def reason_words(context: Context, say: Say) -> str:
    """Return why a source is as it is."""
    return wording.words(say, now=context["now"], zone=timezone.get_current_timezone())


@register.simple_tag
def reply_words(way: ReplyWay, network: str) -> str:
    """Return how a mention can be answered, and what that costs."""
    return wording.reply(way, network)


@register.filter
def term(totals: Mapping[str, int], name: str) -> Any:
    """Return one term of the equation; a dash for a source that was not read, which is not the same as zero."""
    return totals.get(name, "–")


@register.filter
def since(at: datetime | None, now: datetime) -> str:
    """Say how long ago ``at`` was in one unit; a dash for never."""
    if at is None:
        return "–"
    seconds = max(0, int((now - at).total_seconds()))
    for size, unit in ((86400, _("%(n)d d")), (3600, _("%(n)d h")), (60, _("%(n)d min"))):
        if seconds >= size:
            return unit % {"n": seconds // size}
    return _("%(n)d s") % {"n": seconds}
