"""A case on X that summons us, an installation that may reply, and the simulator that plays the network."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.auth.models import User

from engagement.actions.replies import clicks, drafts, house, sending
from engagement.actions.replies.clicks import Click
from engagement.intake import take_in
from engagement.models import Case, Reply
from engagement.records import Done
from listening.http import Limits
from listening.models import BrandAccount, Source
from listening.pipeline import Way
from listening.storage import context
from listening.storage.credentials import add_credential
from listening.text import content_hash
from tests.factories import make_brand, make_change, make_installation, make_mention, make_thread, make_user
from tests.listening.connectors.xnet import NOW, OUR_ID, OURS, SECRET, Played, tweet

KEY = "q3uTzJ8DLsJ5LzJr0DCkH4dDAoHVwbIcDqpUvvJcUBw="
SUMMONS = tweet(1, f"@{OURS} deliveries run late, why?", minutes=60)
TEXT = "Maya from Northwind Relay here: deliveries ran late until 08:52."
LATER = NOW + timedelta(minutes=5)
__all__ = ["NOW", "content_hash"]


def open_house(cap: int = 100_000_000) -> User:
    """Found an installation with a key for X that may write, a policy, and somebody who accepted it."""
    context.forget()
    make_installation()
    brand = make_brand()
    params = {"user_id": OUR_ID, "username": OURS, "speaks_for": OUR_ID, "monthly_cap_micros": cap}
    Source.objects.create(
        network="x", kind="search", name="X", params=params, interval_seconds=300, created_at=NOW,
        credential_id=add_credential("x", "X", SECRET, NOW),
    )  # fmt: skip
    BrandAccount.objects.create(brand=brand, network="x", external_id=OUR_ID, handle=OURS, created_at=NOW)
    maya = make_user("marketer", name="Maya Rehn")
    house.accept(1, actor=maya, now=NOW)
    return maya


def make_case(item: Any = SUMMONS, *, flags: tuple[str, ...] = ("complaint",), **more: Any) -> Case:
    """Return the open case of a post on X."""
    values = {
        "network": "x", "external_id": item.id, "url": f"https://x.com/i/status/{item.id}", "author": item.author,
        "addressed": [OUR_ID], "thread": make_thread(network="x", external_id=item.id), "published_at": item.created_at,
        **more,
    }  # fmt: skip
    mention = make_mention(item.text, flags=flags, **values)
    make_change(mention, at=NOW)
    take_in(now=NOW)
    return Case.objects.get(lead=mention)


def write(case: Case, actor: User, text: str = TEXT, *, version: int = 0) -> Reply:
    reply = drafts.save(case.pk, text=text, acknowledged=None, version=version, actor=actor, now=LATER)
    assert reply is not None
    return reply


def click(case: Case, version: int, *, way: str = "api", known: frozenset[str] = frozenset()) -> Click:
    return Click(case_id=case.pk, version=version, way=way, opened=LATER, known=known)


def played_way(net: Played, *, limits: Limits | None = None) -> Way:
    """Return the way to the simulator."""
    net.limits = limits or net.limits
    return Way(session=lambda *, before: net.session(before), base_url=lambda _network: net.base)


def send(case: Case, actor: User, net: Played, *, version: int = 1, now: datetime = LATER, **more: Any) -> Done:
    """Click to send."""
    return clicks.send(click(case, version, **more), actor=actor, now=now, clock=lambda: net.now, way=played_way(net))


def sender(net: Played, now: datetime = LATER) -> Any:
    """Return the program that sends one reply."""
    return partial(sending.send_next, lambda: now, way=played_way(net))


def looker(net: Played, now: datetime) -> Any:
    return partial(sending.look_next, lambda: now, way=played_way(net))


def posts(net: Played) -> int:
    """Return how many posts were sent to the network."""
    return len([line for line in net.asked("/2/tweets") if line["method"] == "POST"])
