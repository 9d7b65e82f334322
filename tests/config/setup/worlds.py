"""Small worlds for setting up: a company whose name is a common word, and one that nobody mentions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import zip_longest

from django.test import override_settings

from listening import pipeline
from listening.simulator.server import Simulator
from listening.simulator.world import Feed, Item, World, world_of

US = (
    ("mira_holt", "Crisp chat widget drops messages on Safari. Is anybody from Crisp here?"),
    ("tobias_dk", "Does Crisp let you export the whole inbox? I can't find it in their docs."),
    ("pgrau", "We moved our support inbox from Hookyard to Crisp last month, no regrets."),
    ("hanne", "Crisp raised the price of the chat widget again, we are leaving."),
    ("samir", "Is there a self-hosted support inbox like Crisp for small teams?"),
    ("priya", "The Crisp support inbox ate two of our tickets this week."),
    ("dmarsh", "Show me a chat widget that loads faster than Crisp, please."),
    ("kaalto", "Crisp answered our support ticket within the hour, impressive."),
)
NOT_US = (
    ("ridgewalk", "A crisp autumn morning, perfect for a long run."),
    ("cook42", "Bake the potatoes until the skin is crisp and golden."),
    ("typeface", "Text looks crisp on the new screen, fonts at last."),
    ("cook43", "Roast the potatoes in goose fat and they stay crisp."),
    ("lens", "Crisp pictures even at night, the lens is superb."),
    ("appleman", "A crisp apple a day, straight from the tree."),
    ("cook44", "Salt the potatoes early or they never get crisp."),
    ("screens", "The screen is crisp and bright, battery is so-so."),
    ("editor", "Short sentences, crisp prose, no adverbs."),
    ("cook45", "Leave the potatoes alone in the pan until crisp."),
    ("winter", "Crisp air, snow on the hills, nobody around."),
    ("bank", "He paid with a crisp hundred dollar bill."),
    ("kettle", "A crisp packet from 1983 washed ashore."),
    ("sound", "The new speakers have a crisp sound on the screen as well."),
)


LATER = timedelta(minutes=90)


def crisp_world(now: datetime) -> World:
    """Return eight posts about Crisp the company among fourteen that use its name as a word, within a month.

    ``LATER`` after ``now`` somebody complains.
    """
    told = [said for pair in zip_longest(NOT_US, US) for said in pair if said]
    items = [story(number, author, text, now - timedelta(days=number)) for number, (author, text) in enumerate(told)]
    items.append(story(-1, "mira_holt", "The Crisp chat widget is broken again and support is silent", now + LATER))
    return world_of(items, epoch=now, feeds=FEEDS)


def silent_world(now: datetime) -> World:
    """Return a world in which nobody says the name."""
    return world_of([story(1, "charlie", "Nothing of yours here.", now)], epoch=now, feeds=FEEDS)


FEEDS = (Feed(name="board", format="rss", title="The board"),)


def story(number: int, author: str, text: str, at: datetime) -> Item:
    """Return a story: the higher its number the older."""
    number = 40_000_000 - number
    return Item(
        id=str(number),
        network="hackernews",
        kind="story",
        author=author,
        title=text,
        text="",
        created_at=at - timedelta(hours=1),
        visible_at=at - timedelta(hours=1),
        root=str(number),
        points=2,
    )


@contextmanager
def playing(world: World, now: Callable[[], datetime] | None = None) -> Iterator[Simulator]:
    """Serve a world where the product looks for Hacker News; feeds stand under the simulator's own address.

    The world's time stands still at its epoch unless ``now`` tells it.
    """
    with Simulator(world, now=now or (lambda: world.epoch)) as simulator:
        allowed = [f"127.0.0.1:{simulator.port}"]
        with override_settings(HACKERNEWS_BASE_URL=f"{simulator.base}/hn", OUTBOUND_ALLOW=allowed):
            yield simulator


def poll(now: datetime) -> int:
    """Poll what is due until nothing is, and read the threads of what was found. Returns the number of polls."""
    polls = 0
    while pipeline.poll_next_due(lambda: now):
        polls += 1
    while pipeline.read_next_due_thread(lambda: now):
        pass
    return polls
