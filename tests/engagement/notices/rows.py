"""Makers of receivers, sources and work for tests of alerts."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from pytest_django.fixtures import Settings

from engagement.actions import receivers
from engagement.intake import take_in
from engagement.models import Case, Receiver
from tests.engagement.notices.chat import Chat
from tests.factories import NOW, make_change, make_mention

_numbers = count(1)
LATER = NOW + timedelta(minutes=2)
"""When the work that came in at ``NOW`` has settled."""


def allow(settings: Settings, *chats: Chat) -> None:
    """Open the door to these chat servers and no others."""
    settings.OUTBOUND_ALLOW = [f"127.0.0.1:{each.port}" for each in chats]


def make_receiver(
    chat: Chat, *, kind: str = "slack", wants: tuple[str, ...] = ("sources", "work"), **more: Any
) -> Receiver:
    """Return a receiver at the chat server, added a minute before ``NOW``."""
    values = {"name": f"#social {next(_numbers)}", "address": chat.url(), "now": NOW - timedelta(minutes=1), **more}
    return receivers.add(kind=kind, wants=wants, **values)


def make_work(text: str = "Deliveries of Northwind Relay run late", *, at: datetime = NOW, **more: Any) -> Case:
    """Return a case of Engage that came in at ``at``."""
    mention = make_mention(text, flags=["complaint"], published_at=at - timedelta(hours=1), **more)
    make_change(mention, at=at)
    take_in(now=at)
    return Case.objects.get(lead=mention)
