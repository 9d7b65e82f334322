"""What feeds give, cost and forbid."""

from __future__ import annotations

from datetime import date, timedelta

from listening.connectors.contract import Facts
from listening.policy import policy_of

FACTS = Facts(
    network="feeds",
    label="Feeds and podcasts",
    checked=date(2026, 11, 21),
    needs_key="nothing",
    costs="free",
    rules="publishers ask for conditional requests and no more than their stated frequency; both are kept",
    gives="titles, texts, authors and dates of RSS, RDF, Atom, JSON Feed and podcasts; no replies, no counts",
    source_kinds=("feed",),
    interval=timedelta(minutes=30),
    threads=False,
    reply_mode="open_native",
    policy=policy_of("feeds"),
)
