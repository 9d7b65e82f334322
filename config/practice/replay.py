"""Replays the practice world: a clock runs through thirteen weeks, and everything behind it is the real thing.

An in-process simulator plays the networks at the replayed time; sources are leased and polled by the pipeline, threads
read, changes taken in, and the people of the practice company act by the same verbs as everybody else.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User

from config.practice import staff, storage
from dashboards import reports
from engagement import actions as desk
from engagement import intake
from engagement.actions import members, tokens
from engagement.errors import Refused, Stale
from engagement.models import Member
from engagement.records import PRIVATE
from engagement.storage import open_mentions
from listening import actions, pipeline
from listening.checking import check_next_due
from listening.connectors.x.facts import PROPOSED_CAP_MICROS
from listening.http import Door, allowed
from listening.simulator.server import Simulator
from listening.simulator.world.model import SourcePlan, World
from listening.simulator.xids import user_id
from listening.storage import raw

COARSE, FINE, FINEST = timedelta(hours=24), timedelta(hours=3), timedelta(minutes=20)
FEEDS_EVERY = timedelta(hours=48)
X_EVERY = timedelta(days=5)  # its search reaches back seven days
"""Past weeks are polled coarsely, the last days finely: what a newcomer looks at has honest times."""

AT_THE_DESK = (
    (timedelta(minutes=40), timedelta(minutes=35)),
    (timedelta(hours=2, minutes=30), timedelta(minutes=100)),
)
"""When, after each look at the networks, people have worked at the desk, and over how long: cases are taken first, then
answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """What a newcomer needs to get in."""

    email: str
    password: str
    token: str


class Moment:
    """The replayed time, as a clock."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def ticks(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the instants at which the replay looks: daily, at the end every three hours, at last every 20 minutes."""
    at = start
    while at < end:
        yield at
        left = end - at
        at += COARSE if left > timedelta(days=3) else FINE if left > timedelta(hours=6) else FINEST
    yield end


def shifts(at: datetime, until: datetime) -> list[tuple[datetime, timedelta]]:
    """Return when people have worked at the desk between two looks at the networks, and over how long."""
    return [(at + after, over) for after, over in AT_THE_DESK if at + after < until]


def within(shift: datetime, over: timedelta, case_id: int) -> datetime:
    """Return when in a shift a case had its turn: not all at once, and the same in every replay."""
    return shift - over * (case_id * 37 % 100 / 100)


def replay(world: World, *, say: Callable[[str], None]) -> Welcome:
    """Found the practice company and live through its weeks. ``say`` is told of every fourth week that has passed."""
    moment = Moment(world.start)
    welcome = _found(world)
    with Simulator(world, port=0, now=moment) as simulator:
        door = Door(allow=allowed([f"127.0.0.1:{simulator.port}"]))
        way = pipeline.Way(session=door.session, base_url=_addresses(simulator.base).__getitem__)
        instants = list(ticks(world.start, world.epoch))
        for number, (at, until) in enumerate(zip(instants, [*instants[1:], world.epoch], strict=True)):
            moment.at = at
            _live(world, moment, way)
            for shift, over in shifts(at, until):
                _work(world, shift, over)
            if number % 28 == 0:
                say(f"    {at:%d %B}")
    for source in world.sources:
        every = timedelta(seconds=source.interval)
        storage.set_pace(source.network, source.name, every=every, now=world.epoch)
    return welcome


def _addresses(base: str) -> dict[str, str]:
    return {"hackernews": f"{base}/hn", "feeds": base, "x": f"{base}/x"}


def _found(world: World) -> Welcome:
    now = world.start
    own = next(brand for brand in world.brands if brand.kind == "own")
    actions.found_installation(
        company=world.company.name,
        domain=world.company.domain,
        zone=world.company.zone,
        brand_terms=list(own.terms),
        expression=own.expression,
        now=now,
        demo=True,
    )
    raw.make_months(world.epoch)
    brand_ids = {own.key: actions.own_brand()}
    for brand in world.brands:
        if brand.key not in brand_ids:
            row = actions.add_brand(name=brand.name, kind=brand.kind, terms=list(brand.terms), now=now)
            actions.save_query(None, brand_id=row.id, name=brand.name, expression=brand.expression, now=now)
            brand_ids[brand.key] = row.id
    for account in world.accounts:
        actions.add_account(
            brand_id=brand_ids[account.brand],
            network=account.network,
            instance=account.instance,
            external_id=account.external_id,
            handle=account.handle,
            kind=account.kind,
            speaks=account.speaks,
            now=now,
        )
    for source in world.sources:
        if source.network == "x":
            _add_x(source, now)
            continue
        storage.add_source(
            network=source.network,
            kind=source.kind,
            name=source.name,
            instance=source.instance,
            params={"url": source.params["path"]},
            every=COARSE if source.network == "hackernews" else FEEDS_EVERY,
            now=now,
        )
    return _people(world)


def _add_x(source: SourcePlan, now: datetime) -> None:
    """Add X as a person would: with a key, sealed, and a cap. The key opens the simulator and nothing else."""
    handle = source.params["username"]
    secret = dict.fromkeys(("bearer_token", "consumer_key", "consumer_secret", "access_token_secret"), "practice")
    actions.add_paid_search(
        "x",
        name=source.name,
        secret={**secret, "access_token": f"{user_id(handle)}-practice"},
        params={"username": handle},
        monthly_cap_micros=PROPOSED_CAP_MICROS,
        now=now,
    )
    storage.set_pace("x", source.name, every=X_EVERY, now=now)


def _people(world: World) -> Welcome:
    """Make everybody's account. All but the newcomer's have passwords that nobody knows."""
    welcome = Welcome(email="", password=secrets.token_urlsafe(9), token="")
    first: Member | None = None
    for person in world.people:
        password = secrets.token_urlsafe(24) if first else welcome.password
        role = "owner" if first is None else person.role
        member = members.create_member(
            email=person.email, password=password, name=person.name, role=role, now=world.start
        )
        first = first or member
    if first is None:
        raise ValueError("the practice world has no people")
    _row, token = tokens.create_token(first, name="First look", scopes=["read:mentions"], now=world.epoch)
    return Welcome(email=first.user.email, password=welcome.password, token=token)


def _live(world: World, moment: Moment, way: pipeline.Way) -> None:
    now = moment.at
    fine = world.epoch - now <= timedelta(days=3)
    if fine:
        for source in world.sources:
            storage.set_pace(source.network, source.name, every=FINE, now=now)
    while pipeline.poll_next_due(moment, way):
        pass
    while pipeline.read_next_due_thread(moment, way):
        pass
    while intake.take_in(now=now):
        pass
    if fine:
        while check_next_due(moment, open_mentions, way):
            pass
    desk.wake(now)
    desk.end_heard(now)
    _work(world, now)
    reports.freeze_due(now)


def _work(world: World, now: datetime, over: timedelta = timedelta()) -> None:
    hands = [storage.user(person.email) for person in world.people[: staff.HANDS]]
    for case in storage.open_work():
        act = staff.decide(case, now=now, until_quiet=world.epoch - now)
        if act is None or (act.verb == "note" and storage.noted(case.id)):
            continue
        try:
            _do(act, case.id, hands[act.hand], within(now, over, case.id))
        except (Refused, Stale):
            continue


def _do(act: staff.Act, case_id: int, hand: User, now: datetime) -> None:
    if act.verb == "claim":
        desk.claim(case_id, actor=hand, now=now)
    elif act.verb == "note":
        desk.note(case_id, text=act.word, actor=hand, now=now)
    elif act.verb == "snooze":
        desk.snooze(case_id, until=now + timedelta(days=5), actor=hand, now=now)
    elif act.verb == "answered_privately":
        desk.done(case_id, disposition=PRIVATE, note=act.word, actor=hand, now=now)
    elif act.verb == "not_relevant":
        desk.not_relevant(case_id, reason=act.word, actor=hand, now=now)
    else:
        desk.done(case_id, disposition=act.word, actor=hand, now=now)
