"""What the API's tests share: rows as pull clients see them, and clients that carry a token."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from engagement.actions import tokens
from engagement.models import FeedItem, Member
from listening.models import Mention
from listening.records import mask_of
from tests.factories import NOW, make_mention, make_user

LATER = NOW + timedelta(hours=1)
"""The instant at which the tests of the API ask."""

LIST = "/api/v1/mentions/"


def make_feed(
    mention: Mention | None = None,
    *,
    at: datetime = NOW,
    flags: Iterable[str] = (),
    unsure: Iterable[str] = (),
    ever: Iterable[str] = (),
    **more: Any,
) -> FeedItem:
    """Write what pull clients see of a mention (a new one by default); a former row is replaced."""
    flags, unsure = tuple(flags), tuple(unsure)
    mention = mention or make_mention(flags=flags, unsure=unsure)
    values = {
        "network": mention.network,
        "brand_ids": mention.brand_ids,
        "on_mask": mask_of(flags),
        "unsure_mask": mask_of(unsure),
        "ever_mask": mask_of({*flags, *ever}),
        "status": "open",
        "lane": "engage",
        "changed_at": at,
        **more,
    }
    item, _ = FeedItem.objects.update_or_create(mention=mention, defaults=values)
    return item


def make_token(user: User | None = None, *, scopes: Iterable[str] = ("read:mentions",), **more: Any) -> str:
    """Return the plain text of a new token."""
    member = Member.objects.get(user=user or make_user())
    return tokens.create_token(member, name="test", scopes=tuple(scopes), now=more.pop("now", NOW), **more)[1]


def bearer(token: str) -> Client:
    """Return a REST client that carries the token."""
    return Client(headers={"Authorization": f"Bearer {token}"})


def ids(answer: dict[str, Any]) -> list[int]:
    """Return the ids of the items of a page."""
    return [item["id"] for item in answer["items"]]
