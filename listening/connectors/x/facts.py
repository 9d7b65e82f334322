"""What X gives, costs and forbids. Prices are those of pay-per-use, read on the date below."""

from __future__ import annotations

from datetime import date, timedelta

from listening.connectors.contract import Facts
from listening.connectors.x.ids import NETWORK
from listening.money import Prices
from listening.policy import POLICIES

PROPOSED_CAP_MICROS = 10_000_000
"""Ten dollars a month: what the form proposes. Nothing is asked before somebody agreed to a cap."""

PRICES = Prices(
    checked=date(2026, 11, 21),
    post=5_000,
    owned=1_000,
    user=10_000,
    count=5_000,
    create=15_000,
    create_with_link=200_000,
    summoned_reply=10_000,
)
"""Whether the authors that a page brings along are billed as user reads could not be established; they are counted
as free here. Posts read twice within a UTC day are billed once."""

WINDOW = timedelta(days=7)  # what recent search reaches back
WINDOW_MARGIN = timedelta(minutes=5)  # a start exactly seven days ago is too old once it arrives
SEARCH_EVERY = timedelta(minutes=15)  # mentions are cheap and asked at every poll, searches are not
QUERY_MAX = 512  # characters of a query on self-serve tiers
PAGE_MAX = 100
SEARCH_MIN, MENTIONS_MIN = 10, 5  # the smallest pages there are
LOOKUP_MAX = 100  # ids of one look-up

FACTS = Facts(
    network=NETWORK,
    label="X",
    checked=date(2026, 11, 21),
    needs_key="an app of your own with pay-per-use credits: a bearer token, for replies an access token too",
    costs="$0.005 a post found, $0.001 a post that mentions your account; a monthly cap has to be set",
    rules="deleted and withheld posts go within 24 hours; replies only to who mentioned or quoted you; no training",
    gives="seven days of search, your mentions, conversations; no older posts, retweets are left out",
    source_kinds=("search", "account"),
    interval=timedelta(minutes=5),
    threads=True,
    reply_mode="api",
    policy=POLICIES[NETWORK],
    priced=True,
    handles_move=True,
    overlap=timedelta(minutes=5),  # the search index lags behind
    check_every=timedelta(days=1),  # streams of deletions are for enterprises; X's own deadline is 24 hours
    check_micros=PRICES.post,
    check_batch=LOOKUP_MAX,
)
