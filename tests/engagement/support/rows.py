"""Makers of support desks and of cases handed to them, and a desk that reports."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from engagement import links
from engagement.actions.support import desks, handing, sending
from engagement.models import Case, HandOver, SupportDesk
from engagement.support import signing
from engagement.support.storage import PURPOSE
from tests.engagement.notices.chat import Chat
from tests.factories import NOW, make_user

SECRET = "whsec_" + "c2VjcmV0" * 6
SECONDS = 15


def make_desk(chat: Chat | None = None, name: str = "Zendesk bridge", **more: Any) -> SupportDesk:
    """Return a desk at the server, or at an address that nobody asks."""
    address = chat.url() if chat else "https://93.184.216.34/hooks/1"
    return desks.add(name=name, now=NOW, **{"address": address, "secret": SECRET, **more})[0]


def hand_over(case: Case, desk: SupportDesk, actor: User | None = None, *, note: str = "Paying customer") -> HandOver:
    """Hand over, and return the row."""
    by = actor or make_user(name="Maya Rehn")
    handing.hand_over(case.pk, desk_id=desk.pk, note=note, actor=by, now=NOW)
    return HandOver.objects.latest("pk")


def beat(now: datetime) -> int:
    return sending.send(lambda: now)


def address(row: HandOver) -> str:
    """Return the address at which the desk reports."""
    return f"/api/v1/support/{links.token(PURPOSE, row.key)}/"


def signed(body: bytes, *, at: datetime, webhook_id: str = "r1", secret: str = SECRET) -> dict[str, str]:
    return signing.headers(secret, webhook_id=webhook_id, at=at, body=body)


def report(row: HandOver, at: datetime, *, webhook_id: str = "", secret: str = SECRET, **said: Any) -> Any:
    """Report as the desk does, and return the answer."""
    body = json.dumps(said).encode()
    headers = signed(body, at=at, webhook_id=webhook_id or f"r-{said.get('state')}", secret=secret)
    return Client().post(address(row), body, content_type="application/json", headers=headers)
