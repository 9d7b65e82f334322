"""What Hacker News gives, costs and forbids."""

from __future__ import annotations

from datetime import date, timedelta

from listening.connectors.contract import Facts
from listening.policy import policy_of

FACTS = Facts(
    network="hackernews",
    label="Hacker News",
    checked=date(2026, 11, 21),
    needs_key="nothing",
    costs="free; 10,000 searches an hour and address (hn.algolia.com/api)",
    rules="no way to post by program: an answer is written on the site",
    gives="every story and comment with its points, and whole threads; no followers, no reach",
    source_kinds=("search",),
    interval=timedelta(minutes=5),
    threads=True,
    reaches_back=True,
    reply_mode="open_native",
    policy=policy_of("hackernews"),
    overlap=timedelta(minutes=60),  # items appear late in the index and are indexed again when edited
)
