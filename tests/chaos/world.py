"""What is said while processes are killed, by whom it can be read, and how badly the networks behave meanwhile."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from listening.simulator.faults import Fault, FaultPlan, read_fault
from listening.simulator.world.model import Feed, Item, World, world_of
from tests.chaos.founding import COMPANY

FEEDS = 20
ENTRIES = 800  # of a feed at most: its reader takes no more than a thousand of one document
LIVE_FOR = timedelta(minutes=10)  # of the world's time, over which the newest items become visible
LIVE_MOST = 800  # fewer than a search of Hacker News gives at once, so that sweeps overlap by all of them
SAYINGS = (
    "Slides of talk {n} about {us} are online.",
    "Notes from the meetup: {us} handled delivery {n} in the drill.",
    "Release {n} of our bridge works with {us} out of the box.",
)
"""None of them is owed an answer: threads are read one by one, and a few of them are enough."""

QUESTION, QUESTIONS = "Has anybody compared {us} with the others? Asking for team {n}.", 0.02


class Weather(FaultPlan):
    """Instead of a script: 5 % of requests answer 429, 5 % 5xx, 2 % are reset, 5 % repeat a page or shuffle it.

    ``share`` says how much of the live time has passed: the world goes on as the test does, however slow the machine.
    """

    def __init__(self, seed: int, epoch: datetime) -> None:
        super().__init__()
        self.calm = True
        self.share = 0.0
        self.asked = 0
        self.struck: Counter[str] = Counter()
        self._epoch = epoch
        self._random = Random(seed)

    def now(self) -> datetime:
        """Return the world's time."""
        return self._epoch + LIVE_FOR * self.share

    def strike(self, path: str, method: str) -> Fault | None:
        with self._lock:
            chance = self._random.random()
            name = next((name for below, name in BAD if chance < below), None)
            self.asked += not self.calm
            if self.calm or name is None:
                return None
            self.struck[name] += 1
        more = {"retry_after": 1} if name == "429" else {}
        return read_fault({"fault": name, **more})


BAD = (
    (0.05, "429"),
    (0.07, "500"),
    (0.085, "502_html"),
    (0.10, "503_json"),
    (0.12, "reset"),
    (0.145, "duplicate_page"),
    (0.17, "out_of_order"),
)


def noisy_world(mentions: int, *, seed: int, epoch: datetime) -> tuple[World, set[tuple[str, str]]]:
    """Return a world and the ids (network, id) of its mentions of us: a fifth in feeds, the rest on Hacker News.

    Every feed also holds items that do not speak of us. Half of what stands in feeds, and of Hacker News a quarter but
    at most ``LIVE_MOST``, appears while we look.
    """
    random = Random(seed)
    in_feeds = mentions // 5
    on_hacker_news = mentions - in_feeds
    past = {"hackernews": on_hacker_news - min(LIVE_MOST, on_hacker_news // 4), "feeds": in_feeds // 2}

    def moment(network: str, number: int) -> datetime:
        live = number >= past[network]
        return epoch + LIVE_FOR * random.random() if live else _old(random, epoch)

    items = [_said(random, number, moment("hackernews", number)) for number in range(on_hacker_news)]
    boards = max(FEEDS, in_feeds // ENTRIES)
    items += [_entry(random, number, moment("feeds", number), boards) for number in range(in_feeds)]
    truth = {(item.network, item.id) for item in items}
    others = range(in_feeds, in_feeds + 5 * boards)
    items += [_entry(random, number, _old(random, epoch), boards, us=False) for number in others]
    window = mentions  # nothing scrolls out: what a feed no longer shows cannot be asked of anybody
    feeds = tuple(
        Feed(name=f"board{n}", format=("rss", "atom")[n % 2], title=f"B {n}", window=window) for n in range(boards)
    )
    return world_of(items, epoch=epoch, feeds=feeds), truth


def _old(random: Random, epoch: datetime) -> datetime:
    return epoch - timedelta(seconds=7_200 + random.random() * 25 * 86_400)


def _words(random: Random, number: int, us: str) -> str:
    saying = QUESTION if random.random() < QUESTIONS else random.choice(SAYINGS)
    return saying.format(us=us, n=number)


def _said(random: Random, number: int, at: datetime) -> Item:
    at = at.replace(microsecond=0)
    return Item(
        id=str(40_000_000 + number),
        network="hackernews",
        kind="story",
        author=f"reader{random.randrange(5_000)}",
        title=_words(random, number, COMPANY),
        text="",
        created_at=at,
        visible_at=at,
        points=random.randrange(90),
    )


def _entry(random: Random, number: int, at: datetime, boards: int, *, us: bool = True) -> Item:
    at = at.replace(microsecond=0)
    place = f"board{number % boards}"
    return Item(
        id=f"tag:{place}.example,2026:{number}",
        network="feeds",
        place=place,
        kind="entry",
        author=f"writer{random.randrange(500)}",
        title=f"Entry {number}",
        text=_words(random, number, COMPANY if us else "Northwind weather"),
        created_at=at,
        visible_at=at,
        url=f"https://{place}.example/{number}",
    )
