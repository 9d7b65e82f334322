"""Weeks that were counted as the ingest counts them, for tests of dashboards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from engagement.intake import take_in
from listening.models import Brand, Judgement, Mention, PollRun, Question
from listening.records import mask_of
from listening.storage.judgements import add_counts
from tests.factories import (
    make_brand,
    make_change,
    make_installation,
    make_mention,
    make_own_post,
    make_question,
    make_source,
    make_thread,
)

ZONE = ZoneInfo("Europe/Berlin")
TEXTS = {
    "complaint": (
        "EU endpoints 22 minutes behind again, and the status page is a wall of green",
        "TypeError after upgrading to 4.2: verify throws on a missing timestamp header",
        "Third time this month Northwind Relay deliveries run late",
    ),
    "question": (
        "Is the retry window on Northwind Relay really capped at 24 h on the Team plan?",
        "Does anyone know if Relay signs payloads with Ed25519 yet?",
    ),
    "praise": ("Credit to the Relay team: asked about ordering at 9, had a diagram by 9:40",),
    "": ("We moved three services to Northwind Relay last month", "Notes from the webhook meetup"),
}
AUTHORS = ("@renata_voss", "tobias_dk", "pgrau", "priya-raghavan", "@ines.builds", "samir", "hanne")


def counted(
    at: datetime, *, brand: Brand | None = None, flags: Sequence[str] = (), text: str = "", **more: object
) -> Mention:
    """Return a new mention, judged and counted on its day of the company's zone."""
    brand = brand or make_brand()
    text = text or TEXTS[next((flag for flag in flags if flag in TEXTS), "")][0]
    mention = make_mention(text, brand=brand, flags=flags, published_at=at, **more)  # type: ignore[arg-type]
    day = at.astimezone(ZONE).date()
    Judgement.objects.filter(mention=mention, brand=brand).update(counted_day=day, counted_flags=mask_of(tuple(flags)))
    add_counts(
        Counter({(brand.pk, day.isoformat(), mention.network): 1}),
        Counter({(brand.pk, day.isoformat(), flag): 1 for flag in flags}),
    )
    return mention


def ask(at: datetime, *, answered_after: timedelta | None = None, **more: object) -> Question:
    """Return a question about us that was asked, counted, and answered after a while or not at all."""
    thread = make_thread()
    mention = counted(at, flags=["question"], thread=thread, **more)  # type: ignore[arg-type]
    if answered_after is None:
        return make_question(mention)
    evidence = make_own_post(thread=thread, published_at=at + answered_after)
    return make_question(mention, state="answered_by_us", evidence=evidence)


def live_through(rng: Random, *, weeks: int, until: datetime, a_day: int = 6) -> None:
    """Fill weeks before ``until`` with mentions of us and two rivals, questions and answers, at random."""
    make_installation()
    own, rivals = make_brand(), [make_brand("Hookyard", kind="competitor"), make_brand("Pipewright", kind="competitor")]
    for back in range(weeks * 7):
        for _each in range(rng.randrange(a_day // 2, a_day + a_day // 2)):
            at = until - timedelta(days=back, minutes=rng.randrange(24 * 60))
            flags = rng.choice([["complaint"], ["question"], ["complaint", "question"], ["praise"], [], [], []])
            if flags == ["question"]:
                ask(at, answered_after=rng.choice([None, timedelta(minutes=rng.randrange(1, 3_000))]), brand=own)
            else:
                kind = flags[0] if flags else ""
                counted(at, brand=own, flags=flags, text=rng.choice(TEXTS[kind]), author=rng.choice(AUTHORS))
            counted(at, brand=rng.choice(rivals), flags=rng.choice([["complaint"], []]))


def poll(at: datetime, *, reads: int = 9, fails: int = 1) -> None:
    """Write what two sources' polls did: one read all the time, one was blocked."""
    well = make_source(name="Hacker News")
    blind = make_source(name="Reviews", network="feeds", kind="feed")
    terms = {"fetched": 20, "kept": 5, "duplicate": 10, "rejected": 3, "own": 1, "withheld": 1}
    for _each in range(reads):
        PollRun.objects.create(source=well, started_at=at, ended_at=at, outcome="ok", **terms)
    for _each in range(fails):
        PollRun.objects.create(source=blind, started_at=at, ended_at=at, outcome="Permanent")


def open_cases(now: datetime) -> None:
    """Let the queue take in every mention, so that posts have their cases."""
    for mention in Mention.objects.filter(role="mention"):
        make_change(mention, at=now)
    while take_in(now=now):
        pass


def instant(text: str) -> datetime:
    """Return an instant from ISO words in the company's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)
