"""A query with something to judge: stored posts of the recent past, some about us, some about other Northwinds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import User

from listening import actions
from listening.models import Query
from listening.records import PostKey
from tests.factories import make_brand, make_match, make_mention

EXPRESSION = (
    'northwind AND (relay OR @northwindrelay OR northwindrelay.com OR webhook* OR "event delivery") '
    'NOT ("sample database" OR traders OR hiring)'
)

# network, who, text, what somebody said
POSTS: tuple[tuple[str, str, str, bool | None], ...] = (
    ("reddit", "tobias_dk", "Is the retry window on Northwind Relay really capped at 24 h on the Team plan?", True),
    (
        "hackernews",
        "pgrau",
        "We compared Northwind Relay with Hookyard. Does anyone run it in the EU?",
        True,
    ),
    ("bluesky", "@samir.codes", "Is northwind any good as a relay at about 2M events a day?", True),
    ("github", "orrin-m", "northwind-relay client leaks a goroutine when the webhook target closes early", True),
    ("x", "@fell_runner", "Northwind on the ridge today, our relay team lost four minutes on leg two", False),
    ("stackexchange", "k.aalto", "How do I verify a Northwind signature when the webhook body is gzipped?", None),
    ("x", "@arno_lind", "Finally moved the ERP bridge to Northwind Relay. One afternoon, no drama.", True),
    ("feeds", "Integration Notes", "Webhook relays compared, 2026: Northwind Relay, Hookyard, Pipewright", True),
    ("x", "@hill_club", "Northwind on the ridge again, relay team from the valley came third", False),
    ("x", "@ridge_walk", "Relay team photos from Northwind ridge are up", False),
    ("x", "@valley_run", "Northwind relay team wanted for the ridge next spring", None),
    ("stackexchange", "d_marsh", "Seeding the Northwind sample database for an event relay demo", False),
    ("linkedin", "pasted by Leo", "We are hiring: platform engineer for Northwind Relay customers, remote", True),
    ("x", "@nw_grain", "Northwind traders open a new relay depot near the port", False),
)


def furnish_query(who: User, *, now: datetime | None = None) -> Query:
    """Store the posts, the query in its second version, and what people said of the posts."""
    now = now or datetime.now(UTC)
    brand = make_brand()
    edited = actions.edit_query(
        None, brand_id=brand.pk, name="Our brand", expression="northwind relay", now=now, user_id=who.pk
    )
    for age, (network, author, text, us) in enumerate(POSTS):
        at = now - timedelta(hours=20 * age + 2)
        mention = make_mention(text, brand=brand, network=network, author=author, published_at=at)
        make_match(mention, query=edited.query, spans=[])
        if us is not None:
            key = PostKey(network, "", mention.external_id)
            actions.judge_post(key, brand_id=brand.pk, us=us, user_id=who.pk, now=now)
    return actions.edit_query(
        edited.query.id, brand_id=brand.pk, name="Our brand", expression=EXPRESSION, now=now, user_id=who.pk
    ).query
