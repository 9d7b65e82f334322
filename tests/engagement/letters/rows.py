"""Makers of cases with clocks, and the beats that carry them to a mailbox or a channel."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import mail

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case
from tests.factories import NOW, make_change, make_mention

SECONDS = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
WARNS, DUE, TWICE = NOW + 3 * HOUR, NOW + 4 * HOUR, NOW + 8 * HOUR
"""When a complaint on Hacker News that was seen at ``NOW`` (09:00 UTC, 10:00 in Berlin) is told of."""


def make_owed(text: str = "Deliveries of Northwind Relay run late", *, holder: Any = None, **more: Any) -> Case:
    """Return a case that somebody is owed an answer to since ``NOW``."""
    mention = make_mention(text, flags=["complaint"], published_at=NOW, seen_at=NOW, **more)
    make_change(mention)
    take_in(now=NOW)
    case = Case.objects.get(lead=mention)
    if holder is not None:
        actions.claim(case.pk, actor=holder, now=NOW)
    return case


def beat(now: datetime) -> int:
    """Look at the clocks and at history as beat makes workers do, twice so that steps are settled, and send."""
    actions.tell_time(now)
    actions.write_letters(now)
    settled = now + 15 * SECONDS
    actions.write_letters(settled)
    taken = actions.send_letters(lambda: settled)
    actions.notice(settled)
    return taken + actions.tell(lambda: settled)


def mails(to: Any = None) -> list[str]:
    """Return the subjects that came, to this person or to all."""
    return [str(each.subject) for each in mail.outbox if to is None or each.to == [to.email]]


def last_lines(to: Any) -> list[str]:
    """Return the lines of the last mail to a person, without addresses."""
    body = next(str(each.body) for each in reversed(mail.outbox) if each.to == [to.email])
    return [line[2:] for line in body.splitlines() if line.startswith("- ")]
