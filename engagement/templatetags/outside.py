"""Words and signs for those outside the desk: experts who were asked, and support desks that have a case."""

from __future__ import annotations

from django import template
from django.utils import timezone

from engagement import expert_words, support_words, wording
from engagement.notices import wording as notices
from engagement.pages.zones import zone
from listening.records import Say

register = template.Library()


@register.filter
def expert_state(state: str) -> tuple[str, str, str]:
    """Return icon, tone and words of what became of a question."""
    icon, tone, words = expert_words.STATES[state]
    return icon, tone, str(words)


@register.filter
def support_state(state: str) -> tuple[str, str, str]:
    """Return icon, tone and words of how a hand-over stands."""
    icon, tone, words = support_words.STATES[state]
    return icon, tone, str(words)


@register.filter
def trouble(say: Say) -> str:
    """Return why a mail or a webhook was not taken."""
    speak = wording.words if say.code in wording.CODES else notices.trouble
    return speak(say, now=timezone.now(), zone=zone())
