"""The morning card above Engage: a greeting, what came meanwhile, and where to begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement import queue
from engagement.models import Member
from engagement.queue.morning import Morning

NOON, EVENING = time(12), time(18)
MOST = timedelta(days=7)  # who was away longer is told of a week
FRIDAY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The card in words. ``url`` is "" where nothing is due soon."""

    greeting: str
    words: str
    action: str = ""
    url: str = ""


def card(member: Member, left_at: datetime | None, *, now: datetime, zone: ZoneInfo) -> Card | None:
    """Return the card for a reader who was last here at ``left_at``; None if he put it away today or nothing is to
    be said. One query."""
    local = now.astimezone(zone)
    if member.greeted_on == local.date():
        return None
    if left_at is not None and left_at.astimezone(zone).date() == local.date():
        left_at = member.seen_queue_at  # here since this morning: what counts is the day before
    since, by = away_since(left_at, local), deadline(local)
    found = queue.morning(since=since, by=by, now=now, reader=member.user_id, today=local.date())
    if not found.heard and not found.owed and not found.tasks:
        return None
    return Card(
        greeting=greeting(local, member.user.first_name or member.user.get_username()),
        words=" ".join(sentences(found, since, local)),
        action=action(found.due, by),
        url=f"/?{urlencode({'lane': 'engage', 'due_by': by.isoformat()})}" if found.due else "",
    )


def away_since(left_at: datetime | None, local: datetime) -> datetime:
    """Return since when the reader is told: since he was last here, a week at most; else since six in the evening of
    the working day before. ``local`` is now in his zone."""
    if left_at is not None:
        return max(left_at.astimezone(local.tzinfo), local - MOST)
    day = local.date() - timedelta(days=1)
    while day.weekday() > FRIDAY:
        day -= timedelta(days=1)
    return datetime.combine(day, EVENING, local.tzinfo)


def deadline(local: datetime) -> datetime:
    """Return by when the card counts what is due: noon, in the afternoon midnight."""
    if local.time() < NOON:
        return datetime.combine(local.date(), NOON, local.tzinfo)
    return datetime.combine(local.date() + timedelta(days=1), time(), local.tzinfo)


def greeting(local: datetime, name: str) -> str:
    """Return the greeting of the hour."""
    if local.time() < NOON:
        return _("Good morning, %(name)s.") % {"name": name}
    if local.time() < EVENING:
        return _("Good afternoon, %(name)s.") % {"name": name}
    return _("Good evening, %(name)s.") % {"name": name}


def sentences(found: Morning, since: datetime, local: datetime) -> list[str]:
    """Return what the card says after the greeting; a number of nothing is left out."""
    near = since.date() >= local.date() - timedelta(days=1)
    at = date_format(since, "H:i" if near else "D H:i")
    heard = ngettext("%(n)s heard since %(at)s.", "%(n)s heard since %(at)s.", found.heard)
    said = [heard % {"n": found.heard, "at": at}]
    if found.owed:
        owed = ngettext("%(n)s needs an answer", "%(n)s need an answer", found.owed) % {"n": found.owed}
        late = ngettext("%(n)s is late", "%(n)s are late", found.late) % {"n": found.late}
        said.append(f"{owed}, {late}." if found.late else f"{owed}.")
    else:
        said.append(_("Nobody waits for an answer."))
    if found.returned:
        said.append(ngettext("%(n)s returned.", "%(n)s returned.", found.returned) % {"n": found.returned})
    if found.tasks:
        tasks = ngettext("%(n)s of your tasks is due.", "%(n)s of your tasks are due.", found.tasks)
        said.append(tasks % {"n": found.tasks})
    return said


def action(due: int, by: datetime) -> str:
    """Return the words of the link to what is due."""
    if by.time() == NOON:
        return ngettext("Start with %(n)s due by noon", "Start with %(n)s due by noon", due) % {"n": due}
    return ngettext("Start with %(n)s due today", "Start with %(n)s due today", due) % {"n": due}
