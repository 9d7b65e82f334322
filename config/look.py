"""Template tags of the look, known to every template: icons and the marks of networks, flags and initials."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from lucide.templatetags.lucide import lucide

register = template.Library()

# Lucide carries no trademarks, and two shapes of ours it does not know. Drawn on its 24 unit grid with its stroke.
OWN: Mapping[str, str] = {
    "hackernews": '<rect x="3" y="3" width="18" height="18" rx="3"/><path d="m8 7.5 4 5.2 4-5.2M12 12.7V17"/>',
    "x-mark": '<path d="M4 4h4.2L20 20h-4.2zM4.3 20l6.6-7M13.2 10.6 19.5 4"/>',
    "linkedin": '<rect x="3" y="3" width="18" height="18" rx="3"/>'
    '<path d="M7.5 11v5.5M7.5 7.3v.2M11.5 16.5V11M11.5 13.5c0-3.2 5-3.4 5 0v3"/>',
    "bluesky": '<path d="M12 11C10.4 7.4 6.5 4.2 4 4c-1.6.2-1.4 5.6.6 8 1 1.2 2.4 1.5 3.9 1-3 .8-3.4 3-1.4 5 2.4 2.3 '
    '4.2 0 4.9-2.4.7 2.4 2.5 4.7 4.9 2.4 2-2 1.6-4.2-1.4-5 1.5.5 2.9.2 3.9-1 2-2.4 2.2-7.8.6-8-2.5.2-6.4 3.4-8 7z"/>',
    "half": '<circle cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 0 0 18z" fill="currentColor"/>',
    "up": '<path d="M12 5 21 19H3z" fill="currentColor"/>',
    "down": '<path d="M12 19 21 5H3z" fill="currentColor"/>',
    "same": '<circle cx="12" cy="12" r="6" fill="currentColor"/>',
    "house": '<path d="M4 9c1.5 0 1.8 7 4 7s2.2-6 4-6 1.8 6 4 6 2.5-7 4-7"/>',
}

NETWORKS: Mapping[str, str] = {
    "feeds": "rss",
    "hackernews": "hackernews",
    "ingest": "clipboard-paste",
    "x": "x-mark",
    "linkedin": "linkedin",
    "bluesky": "bluesky",
    "reddit": "bot",
    "github": "git-branch",
    "stackexchange": "messages-square",
    "discourse": "messages-square",
    "mastodon": "messages-square",
    "reviews": "star",
    "alerts": "bell",
    "mail": "mail",
}

# flag -> (icon, tone, word)
FLAGS: Mapping[str, tuple[str, str, Promise]] = {
    "complaint": ("message-square-warning", "bad", _("Complaint")),
    "unanswered_question": ("circle-question-mark", "info", _("Unanswered question")),
    "question": ("circle-question-mark", "info", _("Question")),
    "suggestion": ("lightbulb", "primary", _("Suggestion")),
    "praise": ("heart", "good", _("Praise")),
    "buying_intent": ("tag", "good", _("Buying intent")),
    "churn_risk": ("door-open", "warn", _("Churn risk")),
    "inaccuracy": ("equal-not", "warn", _("Inaccuracy")),
    "spam": ("ban", "grey", _("Spam")),
}


@lru_cache(maxsize=512)
def drawing(name: str, size: int, tone: str) -> SafeString:
    """Return the inline SVG of an icon; the only place where markup is declared safe: it holds nobody's text."""
    css = f"icon {tone}".strip()
    if name in OWN:
        head = f'<svg width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        body = f' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" class="{css}" aria-hidden="true">'
        return mark_safe(f"{head}{body}{OWN[name]}</svg>")  # noqa: S308  # nosec B308 B703
    return mark_safe(lucide(name, size=size, **{"class": css, "aria-hidden": "true"}))  # noqa: S308  # nosec B308 B703


@register.simple_tag
def icon(name: str, size: int = 14, tone: str = "") -> SafeString:
    """Draw a Lucide icon, or one of ours, ``size`` pixels wide; ``tone`` is a class: good, warn, bad, info, muted."""
    return drawing(name, size, tone)


@register.simple_tag
def network_mark(network: str, size: int = 16) -> SafeString:
    """Draw the mark of a network, a globe for one we have no mark for."""
    return drawing(NETWORKS.get(network, "globe"), size, "")


@register.simple_tag
def flag_icon(flag: str, size: int = 14) -> SafeString:
    """Draw a flag's icon in its colour."""
    name, tone, _word = FLAGS[flag]
    return drawing(name, size, tone)


@register.filter
def flag_word(flag: str) -> str:
    """Return the word for a flag."""
    return str(FLAGS[flag][2])


@register.filter
def flag_words(flags: tuple[str, ...]) -> str:
    """Return the words of several flags in one line."""
    return ", ".join(str(FLAGS[flag][2]) for flag in flags)


@register.filter
def flag_tone(flag: str) -> str:
    """Return the colour class of a flag; a plain match has its own."""
    return FLAGS[flag][1] if flag in FLAGS else "match"


@register.filter
def percent(share: float | None) -> str:
    """Show a share of 0..1 as whole per cent with a narrow unit space; unknown is a dash."""
    return "–" if share is None else f"{round(share * 100)} %"


@register.filter
def signed(number: float) -> str:
    """Show a number with its sign and one decimal, the minus a true one."""
    return f"{number:+.1f}".replace("-", "−")


@register.filter
def initials(name: str) -> str:
    """Return at most two initials of a name or an address."""
    words = [word for word in name.replace("@", " ").replace(".", " ").split() if word]
    return "".join(word[0] for word in words[:2]).upper() or "?"


@register.simple_tag
def meter(share: float, tick: float | None = None) -> SafeString:
    """Draw a 4 px bar filled to ``share`` (0..1) in the current colour, with a tick; an SVG, as style is not inline."""
    width = round(max(0.0, min(1.0, share)) * 100, 1)
    mark = format_html('<rect class="tick" x="{}" y="-3" width="0.6" height="7"/>', tick * 100) if tick else ""
    return format_html(
        '<svg class="meter" viewBox="0 0 100 4" preserveAspectRatio="none" overflow="visible" aria-hidden="true">'
        '<rect class="rest" width="100" height="4"/><rect class="fill" width="{}" height="4"/>{}</svg>',
        width,
        mark,
    )
