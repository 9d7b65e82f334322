"""Turns a question to an expert into a mail, in the expert's language. Touches no table.

What strangers wrote is quoted behind ``>``, below our own words and link, without characters that cannot be seen.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement.experts.records import Asked, Quoted
from engagement.notices.records import Message
from engagement.notices.shapes import one_line
from engagement.notices.wording import network

LINE = 1_000  # characters of one line of a quote
LINES = 40  # of one post
SUBJECT = 100


def message(asked: Asked, *, kind: str, link: str, key: str, zone: ZoneInfo) -> Message:
    """Return the mail that asks, or reminds. ``link`` is the one-time link, ``key`` names the mail."""
    with translation.override(asked.language):
        who = by(asked)
        subject = _("%(who)s asks: %(question)s") if kind == "ask" else _("Still open: %(who)s asks: %(question)s")
        return Message(
            headline=subject % {"who": one_line(who, SUBJECT), "question": one_line(asked.question)},
            url=link,
            action=_("Answer"),
            key=key,
            text="\n".join(_lines(asked, who, kind, link, zone)),
        )


def by(asked: Asked) -> str:
    """Return who asks: ``Maya Rehn of Northwind Relay``."""
    name = asked.asker or _("A colleague")
    return _("%(name)s of %(company)s") % {"name": name, "company": asked.company} if asked.company else name


def moment(asked: Asked, zone: ZoneInfo) -> str:
    """Return until when an answer helps, with its zone."""
    return f"{date_format(asked.until.astimezone(zone), 'D j M Y, H:i')} ({zone.key})"


def _lines(asked: Asked, who: str, kind: str, link: str, zone: ZoneInfo) -> list[str]:
    place = network(asked.network)
    opening = (
        _("%(who)s needs your help to answer a post on %(network)s.")
        if kind == "ask"
        else _("%(who)s still hopes for your help to answer a post on %(network)s.")
    )
    return [
        _("Hello %(name)s,") % {"name": one_line(asked.expert)},
        "",
        opening % {"who": one_line(who, SUBJECT), "network": place},
        "",
        _("The question:"),
        *plain(asked.question),
        "",
        _("Please answer, or say that you cannot, until %(until)s:") % {"until": moment(asked, zone)},
        link,
        "",
        _("You need no account. The link is yours alone, and works once."),
        _("Nothing is published by it: a colleague reads your text before anything goes out."),
        "",
        "----------",
        *_context(asked, place, zone),
        "",
    ]


def _context(asked: Asked, place: str, zone: ZoneInfo) -> list[str]:
    where = [_("The post: %(url)s") % {"url": one_line(asked.url, LINE)}] if asked.url else []
    if not asked.posts:
        gone = _("What was written on %(network)s may not be repeated here: its rules keep it there, or it is gone.")
        return [gone % {"network": place}, *where]
    lines = [
        _("Written on %(network)s. These are other people's words, not ours.") % {"network": place},
        *where,
    ]
    for post in asked.posts:
        lines += ["", _head(post, zone), *(f"> {line}".rstrip() for line in plain(post.text))]
    return lines


def _head(post: Quoted, zone: ZoneInfo) -> str:
    name = one_line(post.author, SUBJECT) or _("Unknown author")
    who = _("%(name)s (us)") % {"name": name} if post.ours else name
    return _("%(name)s wrote on %(at)s:") % {"name": who, "at": date_format(post.at.astimezone(zone), "D j M Y, H:i")}


def plain(text: str) -> list[str]:
    """Return the lines of a text, each without characters that cannot be seen, and not more than a mail can bear."""
    lines = [one_line(line, LINE) for line in text.splitlines()]
    return [*lines[:LINES], "…"] if len(lines) > LINES else lines
