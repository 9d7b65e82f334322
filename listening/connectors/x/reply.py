"""Answer on X: whether X allows it, what it costs, and the one request that does it. Never sends twice by itself."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from listening.connectors.contract import Plan
from listening.connectors.x.client import Desk
from listening.connectors.x.facts import PRICES
from listening.connectors.x.ids import id_of
from listening.errors import AuthError, BudgetExhausted, Permanent, Transient
from listening.http import Session
from listening.money import next_month

# X bills what it would turn into a link: an address with a scheme, or a bare host with a known ending.
_LINK = re.compile(r"https?://\S|\b(?:[a-z0-9-]+\.)+(?:[a-z]{2,24})\b(?!\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a mention can be answered: "api", or "link" with the code of the reason and the address to answer at."""

    mode: str
    reason: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A reply that X took."""

    external_id: str
    cost_micros: int


def can_reply(
    post_id: str,
    *,
    mentioned_ids: Collection[str],
    quoted_author_id: str,
    own_ids: Collection[str],
    speaks: bool,
) -> Way:
    """Return how to answer ``post_id``: by API only where its author mentioned or quoted one of ``own_ids``.

    Rule of self-serve tiers since 2026-02-23; ``speaks`` says whether the key stands for an account.
    """
    link = f"https://x.com/intent/post?in_reply_to={id_of(post_id)}"
    if not speaks:
        return Way(mode="link", reason="reply.no_account_key", url=link)
    if not {*mentioned_ids, quoted_author_id} & ({*own_ids} - {""}):
        return Way(mode="link", reason="reply.not_summoned", url=link)
    return Way(mode="api")


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
