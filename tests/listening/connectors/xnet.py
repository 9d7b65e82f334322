"""X as the simulator plays it, with a connector at work: posts by number, polls that keep their cursor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from requests import Session

from listening.connectors.contract import Plan
from listening.connectors.x.fetch import X
from listening.http import Limits
from listening.http.addresses import allowed
from listening.http.door import Door
from listening.records import Page
from listening.simulator.server import Simulator
from listening.simulator.world import Account, Item, world_of
from listening.simulator.x import snowflake, user_id

NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
OURS = "northwind"
OUR_ID = user_id(OURS)
SECRET = {
    "bearer_token": "AAAAplantedBearer",
    "consumer_key": "plantedConsumerKey",
    "consumer_secret": "plantedConsumerSecret",
    "access_token": f"{OUR_ID}-plantedAccessToken",
    "access_token_secret": "plantedAccessSecret",
}
PLENTY = 100_000_000


def tweet(number: int, text: str = "", *, minutes: float = 0, author: str = "charlie", **fields: Any) -> Item:
    """Return a post written ``minutes`` before `NOW`."""
    at = NOW - timedelta(minutes=minutes)
    id_ = snowflake(at, number)
    item = Item(
        id=id_, network="x", kind="post", author=author, text=text or f"Relay is slow, number {number}", created_at=at,
        visible_at=at, root=id_,
    )  # fmt: skip
    return replace(item, **fields)


def tweets(count: int, *, every: float = 10, text: str = "Relay is slow, number") -> list[Item]:
    return [tweet(number, f"{text} {number}", minutes=number * every) for number in range(1, count + 1)]


@dataclass
class Played:
    """A simulator of X with a clock, and the state that a source would keep between its polls."""

    simulator: Simulator
    moment: datetime = NOW
    skew: timedelta = timedelta(0)
    cursor: Mapping[str, Any] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    allowance: int | None = PLENTY
    terms: tuple[str, ...] = ("relay",)
    params: dict[str, Any] = field(default_factory=dict)
    kind: str = "search"
    limits: Limits = field(default_factory=Limits)
    since: datetime | None = None

    @property
    def base(self) -> str:
        return f"{self.simulator.base}/x"

    @property
    def now(self) -> datetime:
        """Our own clock, which may be wrong."""
        return self.moment + self.skew

    def session(self, before: Callable[[], None] | None = None) -> Session:
        return Door(allow=allowed([f"127.0.0.1:{self.simulator.port}"]), limits=self.limits).session(before=before)

    def plan(self, **changes: Any) -> Plan:
        plan = Plan(
            kind=self.kind, params=self.params, cursor=self.cursor, terms=self.terms, secret=SECRET,
            allowance_micros=self.allowance, since=self.since,
        )  # fmt: skip
        return replace(plan, **changes)

    def poll(self) -> Iterator[Page]:
        """Yield pages; each page's cursor is kept once the page is handed out, as the runner does."""
        for page in X().poll(self.session(), self.plan(), now=self.now, base_url=self.base):
            self.cursor = page.cursor
            self.pages.append(page)
            yield page

    def sweep(self) -> list[str]:
        """Poll to the end and return the ids of this poll."""
        return [post.external_id for page in self.poll() for post in page.posts]

    @property
    def found(self) -> Counter[str]:
        return Counter(post.external_id for page in self.pages for post in page.posts)

    def turn(self, **step: float) -> None:
        self.moment += timedelta(**step)

    def asked(self, part: str = "") -> list[dict[str, Any]]:
        return [line for line in self.simulator.log if part in line["path"]]


def played(*items: Item) -> Played:
    """Return a started simulator; the caller stops it."""
    account = Account(network="x", external_id=OUR_ID, handle=OURS, brand="northwind")
    holder: list[Played] = []
    simulator = Simulator(world_of(items, epoch=NOW, accounts=(account,)), now=lambda: holder[0].moment)
    holder.append(Played(simulator))
    simulator.start()
    return holder[0]
