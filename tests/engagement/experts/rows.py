"""Makers of cases, experts and questions to them, and the beat that mails."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core import mail

from engagement import links
from engagement.actions.experts import asking, keeping, sending
from engagement.experts.storage import PURPOSE
from engagement.intake import take_in
from engagement.models import Case, Expert, ExpertRequest
from tests.factories import NOW, make_change, make_installation, make_mention, make_thread, make_user

UNTIL = NOW + timedelta(hours=10)
QUESTION = "How long is the retry window on the EU cluster?"


def make_asked_case(text: str = "Is the retry window of Northwind Relay capped?", **more: Any) -> Case:
    """Return an open case of a complaint in a thread."""
    make_installation()
    values = {"flags": ["complaint"], "thread": make_thread(), "published_at": NOW, "seen_at": NOW, **more}
    mention = make_mention(text, **values)
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.get(lead=mention)


def make_expert(name: str = "Ana Ruiz", **more: Any) -> Expert:
    values = {"address": f"{name.split()[0].lower()}@lab.example", "knows": "retries", "language": "en", **more}
    return keeping.add(name=name, now=NOW, **values)


def ask(
    case: Case, expert: Expert, actor: User | None = None, *, question: str = QUESTION, until: datetime = UNTIL
) -> ExpertRequest:
    """Ask, and return the request."""
    asker = actor or make_user(name="Maya Rehn")
    asking.ask(case.pk, expert_id=expert.pk, question=question, until=until, actor=asker, now=NOW)
    return ExpertRequest.objects.latest("pk")


def token(row: ExpertRequest) -> str:
    """Return the token of the link that the expert is mailed."""
    return links.token(PURPOSE, row.key)


def beat(now: datetime) -> int:
    """End what is over, and mail what is due."""
    asking.end_over(now)
    return sending.send(lambda: now)


def bodies() -> list[str]:
    return [str(each.body) for each in mail.outbox]
