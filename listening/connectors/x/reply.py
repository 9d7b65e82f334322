"""Answer on X: whether X allows it, what it costs, and the one request that does it. Never sends twice by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from listening.connectors.contract import Answerable, Plan, Posted, ReplyWay
from listening.connectors.x.client import USER_KEYS, Desk
from listening.connectors.x.facts import PRICES
from listening.connectors.x.ids import id_of
from listening.errors import AuthError, BudgetExhausted, Permanent, Transient
from listening.http import Session
from listening.money import next_month

# X bills what it would turn into a link: an address with a scheme, or a bare host with a known ending.
_LINK = re.compile(r"https?://\S|\b(?:[a-z0-9-]+\.)+(?:[a-z]{2,24})\b(?!\.)", re.IGNORECASE)


def can_reply(to: Answerable, *, account_id: str) -> ReplyWay:
    """Return how to answer ``to``: by API only where its author mentioned or quoted the account that would answer.

    Rule of self-serve tiers since 2026-02-23. ``account_id`` is "" where the key stands for no account.
    """
    link = f"https://x.com/intent/post?in_reply_to={id_of(to.external_id)}"
    if not account_id:
        return ReplyWay(mode="open_native", reason="reply.no_account_key", url=link)
    if account_id not in (*to.addressed, to.quoted_author):
        return ReplyWay(mode="open_native", reason="reply.not_summoned", url=link)
    return ReplyWay(
        mode="api",
        reason="reply.summoned",
        url=link,
        price_micros=PRICES.summoned_reply,
        link_price_micros=PRICES.create_with_link,
    )


def account_of(secret: Mapping[str, str]) -> str:
    """Return the id of the account that a key writes as: X puts it before the first dash of the access token."""
    if not all(secret.get(name) for name in USER_KEYS):
        return ""
    return id_of(secret["access_token"].partition("-")[0])


def price_of(text: str) -> int:
    """Return what a reply costs in micros: 13 times as much or more with a link."""
    return PRICES.create_with_link if _LINK.search(text) else PRICES.summoned_reply


def post_reply(
    session: Session, plan: Plan, *, to: str, text: str, key: str, now: datetime, base_url: str = ""
) -> Posted:
    """Send a reply and return its id and cost.

    ``key`` is the idempotency key of the caller's outbox. X takes none: after ``Transient`` the outbox has to look
    for the reply in the thread before it asks again. Raises ``Permanent("forbidden")`` where the author did not
    summon us, ``Permanent("duplicate")`` where X has it already, ``AuthError`` and ``BudgetExhausted``.
    """
    if not key:
        raise Permanent("no_idempotency_key")
    if plan.allowance_micros is None:
        raise BudgetExhausted("no_cap")
    cost = price_of(text)
    if plan.allowance_micros < cost:
        raise BudgetExhausted("cap_reached", resume_at=next_month(now))
    desk = Desk(session=session, secret=plan.secret, now=now, base_url=base_url)
    if not desk.speaks:
        raise AuthError("no_account_key")
    answer = desk.ask(
        lambda client, _user: client.create_tweet(text=text, in_reply_to_tweet_id=to, user_auth=True), as_user=True
    )
    data = answer.body.get("data") if isinstance(answer.body, dict) else None
    posted = id_of(data.get("id")) if isinstance(data, dict) else ""
    if not posted:
        raise Transient("no_id_of_reply")
    return Posted(external_id=posted, cost_micros=cost)
