"""One network at play: a simulator, a source and the real pipeline between them, all by one clock that tests turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from requests import Session

from listening import pipeline
from listening.connectors import registry
from listening.connectors.contract import Connector, Facts, Plan
from listening.http import Limits
from listening.http.addresses import allowed
from listening.http.door import Door
from listening.models import DayMentions, Judgement, Mention, PollRun, Source
from listening.pipeline import Way
from listening.records import Page, PostKey
from listening.simulator.server import Simulator
from listening.simulator.world import Item, world_of
from listening.storage.credentials import add_credential
from tests.listening.connectors.contract.cases import EVERY, HELD, NEVER, NOW, Case, Outcome

QUICK = Limits(connect=2, idle=0.3, deadline=0.5, inflated=1_000_000)
"""For slow faults: the same limits as in earnest, sixty times shorter."""

CALM = Limits(connect=5, idle=5, deadline=10, inflated=1_000_000)
OLD = timedelta(days=2)
"""How long the source exists: one that is new and finds little would look back a second time."""

ENDLESS = 40
"""More pages than any sweep of these worlds has: a poll that yields so many would never have ended."""


class Died(BaseException):
    """The worker is gone, as by kill −9: nothing catches this."""


@dataclass
class Watched:
    """A connector whose every page is seen. ``between`` runs once a page is stored, before the next is asked for."""

    connector: Connector
    between: Callable[[int], None]
    pages: int = 0

    @property
    def facts(self) -> Facts:
        return self.connector.facts

    def poll(self, session: Session, plan: Plan, *, now: datetime, base_url: str = "") -> Iterator[Page]:
        self.pages = 0
        for page in self.connector.poll(session, plan, now=now, base_url=base_url):
            self.pages += 1
            assert self.pages < ENDLESS, "this sweep has no end"
            yield page
            self.between(self.pages)

    def thread(
        self, session: Session, root: PostKey, *, now: datetime, base_url: str = "", plan: Plan | None = None
    ) -> Page:
        return self.connector.thread(session, root, now=now, base_url=base_url, plan=plan)

    def parse_recorded(self, body: bytes, headers: Mapping[str, str], url: str, *, status: int, now: datetime) -> Page:
        return self.connector.parse_recorded(body, headers, url, status=status, now=now)


def held(case: Case) -> list[Item]:
    """Return what the simulator holds to begin with, newest first."""
    ats = (NOW - timedelta(minutes=20 * number) for number in range(1, HELD + 1))
    return [case.written(number, at, at) for number, at in enumerate(ats, 1)]


def item(case: Case, number: int, *, minutes: float, seen: float | None = None) -> Item:
    """Return one more item, written ``minutes`` after ``NOW`` and to be seen then or ``seen`` minutes after ``NOW``."""
    at = NOW + timedelta(minutes=minutes)
    return case.written(number, at, at if seen is None else NOW + timedelta(minutes=seen))


@dataclass
class Player:
    """A started simulator of ``items`` and the source that listens to it. Whoever makes one stops ``simulator``."""

    case: Case
    items: list[Item]
    moment: datetime = NOW
    skew: timedelta = timedelta(0)
    limits: Limits = CALM
    between: Callable[[int], None] = field(default=lambda page: None)

    def __post_init__(self) -> None:
        case = self.case
        world = world_of(self.items, epoch=NOW, feeds=case.feeds, accounts=case.accounts)
        self.simulator = Simulator(world, now=lambda: self.moment)
        self.simulator.start()
        self.watched = Watched(registry.connector(case.network), lambda page: self.between(page))
        secret = add_credential(case.network, "key", case.secret, self.clock()) if case.secret else None
        self.id = Source.objects.create(
            network=case.network, kind=case.kind, name=case.network, params=dict(case.params), credential_id=secret,
            interval_seconds=int(EVERY.total_seconds()), next_poll_at=self.clock(),
            created_at=self.clock() - OLD,
        ).pk  # fmt: skip

    def clock(self) -> datetime:
        """Our own time: the world's, and wrong by ``skew``."""
        return self.moment + self.skew

    def turn(self, **step: float) -> None:
        self.moment += timedelta(**step)

    def way(self) -> Way:
        door = Door(allow=allowed([f"127.0.0.1:{self.simulator.port}"]), limits=self.limits)
        return Way(session=door.session, base_url=lambda network: self.simulator.base + self.case.base)

    @property
    def source(self) -> Source:
        return Source.objects.get(pk=self.id)

    @property
    def run(self) -> PollRun:
        return PollRun.objects.latest("id")

    def poll(self) -> Outcome:
        """Poll once, whether it is due or not, and return what it came to."""
        Source.objects.filter(pk=self.id).update(next_poll_at=self.clock())
        assert pipeline.poll_next_due(self.clock, self.way())
        source = self.source
        wait = source.next_poll_at - self.clock() if source.next_poll_at else NEVER
        return source.state, (source.reason or {}).get("code", ""), wait

    def dies(self, at: int) -> None:
        """Poll with a worker that dies once page ``at`` is stored, and let its lease run out."""

        def between(page: int) -> None:
            if page == at:
                raise Died

        self.between = between
        try:
            self.poll()
        except Died:
            self.turn(minutes=6)
        finally:
            self.between = lambda page: None

    def settle(self, polls: int = 12) -> None:
        """Let time pass and poll until a sweep ends well, and once more for what came meanwhile."""
        for _ in range(polls):
            self.turn(minutes=20)
            if self.poll()[0] == "ok":
                break
        self.turn(minutes=20)
        assert self.poll()[0] == "ok", self.source.reason

    def script(self, **line: Any) -> None:
        """Add a fault that strikes this network."""
        extra = {"megabytes": 2} if line["fault"] == "gzip_bomb" else {}
        self.simulator.script({"match": self.case.root, **extra, **line})


def stored() -> list[str]:
    return sorted(Mention.objects.filter(role="mention").values_list("external_id", flat=True))


def assert_whole(player: Player, *, without: frozenset[str] = frozenset()) -> None:
    """Assert that all the simulator has shown by now is stored, judged and counted once each: no more, no less."""
    shown = sorted(one.id for one in player.items if one.visible_at <= player.moment and one.id not in without)
    assert stored() == shown
    assert Judgement.objects.count() == len(shown)
    assert sum(DayMentions.objects.values_list("mentions", flat=True)) == len(shown)
