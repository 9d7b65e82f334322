"""A desk with work on it: the mentions, sources and queries that browser tests look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engagement.intake import take_in
from engagement.models import Case
from listening.models import PollRun, Source
from listening.records import Say
from tests.factories import (
    make_brand,
    make_change,
    make_mention,
    make_own_post,
    make_query,
    make_question,
    make_source,
    make_thread,
    make_user,
)

TEXTS = (
    ("mira_holt", ("complaint",), "Third time this month Northwind Relay deliveries run 20+ minutes late, no status."),
    ("tobias_dk", ("question", "churn_risk"), "Is the retry window of Northwind Relay really capped at 24 h?"),
    (
        "pgrau",
        ("question", "buying_intent"),
        "We compared Northwind Relay with Hookyard. Does anyone run it in the EU?",
    ),
    ("u_sandro_b", ("complaint", "question"), "The replay button in Northwind Relay skips events that failed. Why?"),
    ("priya", ("complaint",), "TypeError after upgrading Northwind Relay to 4.2: verify throws on a missing header"),
    ("hanne", ("question",), "Is the EU-only region of Northwind Relay covered by the new data agreement?"),
    ("samir", ("buying_intent",), "Moving our shop to ERP glue off Pipewright. Northwind Relay any good?"),
    ("integration_notes", ("inaccuracy",), "Webhook relays compared: Northwind Relay has no dead-letter queue."),
)


def furnish(*, now: datetime | None = None) -> list[Case]:
    """Fill the desk and return its cases of Engage, the first row first."""
    now = now or datetime.now(UTC)
    brand = make_brand()
    query = make_query(brand=brand, name="Our brand", expression='"Northwind Relay"')
    for age, (author, flags, text) in enumerate(TEXTS):
        at = now - timedelta(hours=3 * age + 1)
        mention = make_mention(
            text, brand=brand, flags=flags, author=author, published_at=at, query=query, thread=make_thread()
        )
        if "question" in flags:
            make_question(mention, brand=brand, audience="direct")
        make_change(mention, at=now)
    answered(now)
    praise = make_mention("Credit to the team of Northwind Relay", flags=["praise"], query=query, published_at=now)
    heard = make_mention("I read about Northwind Relay", query=query, published_at=now)
    for mention in (praise, heard):
        make_change(mention, at=now)
    take_in(now=now)
    make_user(name="Bob Stone")
    make_sources(now)
    cases = Case.objects.filter(lane="engage", status="open")
    return list(cases.order_by("-sort_key", "-id"))


def fill_lane(wanted: int) -> None:
    """Bring complaints in until Engage holds so many open cases."""
    now = datetime.now(UTC)
    for n in range(wanted - Case.objects.filter(lane="engage", status="open").count()):
        text = f"Northwind Relay dropped event {n} of our import again"
        make_change(make_mention(text, author=f"author_{n}", flags=["complaint"], published_at=now), at=now)
    take_in(now=now)


def answered(now: datetime) -> None:
    """Store a question that our account has answered."""
    thread = make_thread()
    asked = make_mention("Does Northwind Relay sign payloads?", flags=["question"], thread=thread, author="kaalto")
    evidence = make_own_post("Yes, with Ed25519.", thread=thread, published_at=now - timedelta(hours=1))
    make_change(asked, question=make_question(asked, state="answered_by_us", evidence=evidence), at=now)


def make_sources(now: datetime) -> None:
    """Store sources in different states, with the polls that prove their numbers."""
    well = make_source(name="Hacker News", state="ok", last_ok_at=now, next_poll_at=now + timedelta(minutes=5))
    reason = {"code": "forbidden", "params": Say(code="forbidden").params}
    make_source(name="Reviews", network="feeds", kind="feed", state="blocked", reason=reason, next_poll_at=now)
    make_source(name="Old blog", network="feeds", kind="feed", state=Source.State.RETIRED)
    terms = {"fetched": 96, "kept": 8, "duplicate": 71, "rejected": 15, "own": 2, "withheld": 0}
    PollRun.objects.create(source=well, started_at=now, ended_at=now, outcome="ok", **terms)
