"""Turns the lines of a letter, or of a channel's notice about clocks, into a message. Touches no table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement import wording
from engagement.letters.deciding import in_order
from engagement.letters.records import GRAVEST_FIRST, HANDLED, Told
from engagement.notices.records import Line, Message, Title
from engagement.notices.shapes import one_line
from engagement.notices.wording import named, network

SHOWN = 12
"""How many lines one message shows; the headline counts them all."""

TITLE, SHORT_TITLE = 60, 40  # characters of a post's first words, so that what is said of it stays on the line


def message(
    told: Iterable[Told], titles: Mapping[int, Title], *, base_url: str, now: datetime, zone: ZoneInfo, personal: bool
) -> Message:
    """Return the message of these lines. ``titles`` are those of the cases by id; ``personal`` is for one person, who
    is led to his settings."""
    lines = in_order(told)
    shown = [_line(each, titles.get(each.case_id), base_url, now, zone) for each in lines[:SHOWN]]
    more = len(lines) - len(shown)
    if more:
        shown.append(Line(text=ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}, url=f"{base_url}/"))
    if personal:
        shown.append(Line(text=_("What you are told, and when"), url=f"{base_url}/settings/notifications/"))
    return Message(headline=headline(lines), lines=tuple(shown), url=f"{base_url}/", action=_("Open the queue"))


def headline(lines: Iterable[Told]) -> str:
    """Return how many of each kind, the gravest first: ``2 overdue, 1 due soon``."""
    counts = Counter(each.kind for each in lines)
    return ", ".join(_counted(kind, counts[kind]) for kind in GRAVEST_FIRST if counts[kind])


def _counted(kind: str, n: int) -> str:
    words: Mapping[str, Callable[[], str]] = {
        "escalated": lambda: ngettext("%(n)d long overdue", "%(n)d long overdue", n),
        "breached": lambda: ngettext("%(n)d overdue", "%(n)d overdue", n),
        "warned": lambda: ngettext("%(n)d due soon", "%(n)d due soon", n),
        "returned": lambda: ngettext("%(n)d came back", "%(n)d came back", n),
        "mention": lambda: ngettext("%(n)d note to you", "%(n)d notes to you", n),
        "expert": lambda: ngettext("%(n)d word from an expert", "%(n)d words from experts", n),
        "handled": lambda: ngettext("%(n)d handled", "%(n)d handled", n),
    }
    return words[kind]() % {"n": n}


def _line(told: Told, title: Title | None, base_url: str, now: datetime, zone: ZoneInfo) -> Line:
    whole = named(title) if title else _("A post that is gone")
    words = {
        "title": one_line(whole, SHORT_TITLE if told.kind == HANDLED else TITLE),
        "at": wording.moment(told.at, now=now, zone=zone),
        "due": wording.moment(told.due_at, now=now, zone=zone) if told.due_at else _("soon"),
        "by": told.by,
    }
    phrases = {
        "escalated": _("Twice the time was used up %(at)s: %(title)s"),
        "breached": _("Overdue since %(at)s: %(title)s"),
        "warned": _("Due %(due)s: %(title)s"),
        "returned": _("Came back: %(title)s"),
        "mention": _("A note from %(by)s: %(title)s"),
    }
    if told.kind == "expert" and told.say is not None:
        text = _("%(what)s: %(title)s") % {**words, "what": wording.words(told.say, now=now, zone=zone)}
    else:
        text = phrases[told.kind] % words if told.kind in phrases else _handled(told, words, now, zone)
    return Line(text=text, url=f"{base_url}/cases/{told.case_id}/")


def _handled(told: Told, words: Mapping[str, str], now: datetime, zone: ZoneInfo) -> str:
    """Say who answered where and when, or what else became of it."""
    say = told.say
    if say is None:
        return _("Handled: “%(title)s”") % words
    handle, at = str(say.params.get("handle") or ""), say.params.get("at")
    if say.code in ("we_answered", "we_answered_before_we_saw_it") and handle and at:
        when = wording.moment(datetime.fromisoformat(str(at)), now=now, zone=zone)
        found = {**words, "by": handle, "network": network(told.network), "at": when}
        return _("Handled: “%(title)s”, %(by)s replied on %(network)s (%(at)s)") % found
    what = {**words, "what": wording.words(say, now=now, zone=zone)}
    if told.by:
        return _("Handled: “%(title)s”, %(what)s (%(by)s, %(at)s)") % what
    return _("Handled: “%(title)s”, %(what)s (%(at)s)") % what
