"""The networks that the contract suite is run over. A new connector joins all of it by one `Case` here.

A case says what the simulator holds and where it plays the network. It names no behaviour: those are the tests beside
it, and every one of them runs for every case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from listening.simulator.world import Account, Feed, Item
from listening.simulator.x import snowflake
from tests.listening.connectors.xnet import OUR_ID, OURS, SECRET

NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
COMPANY = "Northwind Relay"
HACKER_NEWS = "listening.connectors.hackernews.fetch"
HELD = 25
"""Items that the simulator holds to begin with, one every 20 minutes back from ``NOW``."""

Outcome = tuple[str, str, timedelta]
"""What a poll ends in: the source's state, the code of the reason, and the wait until the next poll (0: never)."""

NEVER, SHORT, HOUR, PROBE = timedelta(0), timedelta(seconds=30), timedelta(hours=1), timedelta(hours=6)
EVERY = timedelta(minutes=5)
FINE = ("ok", "", EVERY)
NOT_JSON = ("degraded", "not_json", SHORT)
CIRCLE = ("degraded", "same_cursor", SHORT)
NO_FEED = ("blocked", "not_a_feed", PROBE)

OUTCOMES: Mapping[str, Outcome] = {
    "401": ("sign_in_expired", "unauthorized", NEVER),
    "402": ("out_of_budget", "budget_exhausted", HOUR),
    "429": ("degraded", "rate_limited", SHORT),
    "429_date": ("degraded", "rate_limited", SHORT),
    "500": ("degraded", "http_500", SHORT),
    "502_html": ("degraded", "http_502", SHORT),
    "503_html": ("degraded", "http_503", SHORT),
    "503_json": ("degraded", "http_503", SHORT),
    "slow_first_byte": ("degraded", "timeout", SHORT),
    "drip": ("degraded", "timeout", SHORT),
    "truncated": ("degraded", "truncated", SHORT),
    "reset": ("degraded", "connection_broken", SHORT),
    "wrong_type": FINE,
    "html_page": NOT_JSON,
    "gzip_bomb": ("blocked", "too_large", PROBE),
    "duplicate_page": FINE,
    "same_cursor": FINE,
    "out_of_order": FINE,
    "late": FINE,
    "delete": FINE,
    "redirect": ("blocked", "address_private", PROBE),
    "redirect_loop": ("blocked", "too_many_redirects", PROBE),
    "empty_body": NOT_JSON,
    "not_json": NOT_JSON,
    "empty_page": FINE,
}
"""What a fault that lasts comes to, unless the network's case says otherwise."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One network. ``written`` makes its item of a number, the time it was written and when it can first be read."""

    network: str
    root: str  # the path under which the simulator plays it: faults strike there
    written: Callable[[int, datetime, datetime], Item]
    pages: int  # that ``HELD`` items make, with ``small`` pages
    base: str = ""  # what its base address has after the simulator's own
    kind: str = "search"
    params: Mapping[str, Any] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)
    small: Mapping[str, int] = field(default_factory=dict)  # constants that size pages, made small for the test
    window: bool = False  # it shows all it has at every poll, as a feed does
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    feeds: tuple[Feed, ...] = ()
    accounts: tuple[Account, ...] = ()

    def outcome(self, fault: str) -> Outcome:
        return self.outcomes.get(fault) or OUTCOMES[fault]


def words(number: int) -> str:
    return f"Our team of {number} people moved to {COMPANY} in week {number % 52}, and build {number} went well."


def entry(number: int, at: datetime, visible_at: datetime) -> Item:
    """Return an entry of a board."""
    return Item(
        id=f"tag:board.example,2026:{number}", network="feeds", place="board", kind="entry", author=f"writer{number}",
        title=f"Entry {number}", text=words(number), created_at=at, visible_at=visible_at,
        url=f"https://board.example/{number}",
    )  # fmt: skip


def story(number: int, at: datetime, visible_at: datetime) -> Item:
    """Return a story of Hacker News. Its ids grow with the time at which it can be read."""
    minutes = int((visible_at - NOW).total_seconds() // 60)
    id_ = str(40_000_000 + 10 * minutes + number % 10)
    return Item(
        id=id_, network="hackernews", kind="story", author=f"reader{number}", title=words(number), text="",
        created_at=at, visible_at=visible_at, root=id_, points=3,
    )  # fmt: skip


def tweet(number: int, at: datetime, visible_at: datetime) -> Item:
    """Return a post of X; every fifth is addressed to our account, and found among its mentions only."""
    id_ = snowflake(at, number)
    to = f"@{OURS} " if number % 5 == 0 else ""
    return Item(
        id=id_, network="x", kind="post", author=f"poster{number}", text=to + words(number), created_at=at,
        visible_at=visible_at, root=id_,
    )  # fmt: skip


CASES = (
    Case(
        network="feeds", root="/feeds/", written=entry, pages=1, kind="feed", params={"url": "/feeds/board"},
        window=True, feeds=(Feed(name="board", format="atom", title="The board", window=100),),
        outcomes={"html_page": NO_FEED, "not_json": NO_FEED, "empty_body": ("degraded", "empty_body", SHORT)},
    ),
    Case(
        network="hackernews", root="/hn/", base="/hn", written=story, pages=3,
        small={f"{HACKER_NEWS}.HITS": 10, f"{HACKER_NEWS}.WALK_START": 60},
    ),
    Case(
        network="x", root="/x/", base="/x", written=tweet, pages=3, secret=SECRET,
        params={"user_id": OUR_ID, "username": OURS, "monthly_cap_micros": 100_000_000},
        small={"listening.connectors.x.fetch.PAGE_MAX": 10},
        accounts=(Account(network="x", external_id=OUR_ID, handle=OURS, brand="northwind"),),
        outcomes={
            "402": ("out_of_budget", "credits_depleted", HOUR), "duplicate_page": CIRCLE, "same_cursor": CIRCLE,
            "empty_page": CIRCLE,
        },
    ),
)  # fmt: skip
"""One entry a network: the only line to add for a new connector."""
