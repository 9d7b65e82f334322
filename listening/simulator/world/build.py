"""Builds the practice world for an epoch: the same epoch gives the same world, item for item. Pure.

The pool's drafts get times, places and authors; neutral chatter is put together from whole sentences up to the week's
usual volume; replies follow as scripted; then everything is numbered in the order in which its network saw it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from listening.simulator.world import pool, rhythm
from listening.simulator.world.cast import ACCOUNTS, BRANDS, COMPANY, FEEDS, PEOPLE, SOURCES
from listening.simulator.world.chatter import Chatter
from listening.simulator.world.model import Item, World
from listening.simulator.world.onx import said_on_x
from listening.simulator.world.places import Node, Town
from listening.simulator.world.pool import Draft

SEED = "northwind relay"
HISTORY = ("own_questions", "own_complaints", "own_other", "crisis", "rivals", "category", "noise", "spread")
EVENT_WEEKS_AGO = {"eu": 0, "autumn": 7}
WEEKLY = (62, 80)  # posts a week, the bad Thursdays and all replies aside


def demo_world(epoch: datetime) -> World:
    """Return the practice world whose thirteen weeks end at ``epoch`` (aware). Deterministic.

    Raises ``ValueError`` for a naive ``epoch``: the weekday rhythm would follow the machine's zone.
    """
    if epoch.tzinfo is None:
        raise ValueError("epoch must be aware")
    epoch = epoch.astimezone(UTC).replace(microsecond=0)
    rng = Random(SEED)
    zone = ZoneInfo(COMPANY.zone)
    start = epoch - timedelta(weeks=rhythm.WEEKS)
    dated = _history(rng, epoch, start, zone) + _live(rng, epoch)
    town = Town(rng)
    for at, draft in sorted(dated, key=lambda pair: pair[0]):
        town.settle(at, draft)
    _quirks(rng, town.nodes, epoch)
    return World(
        epoch=epoch,
        start=start,
        company=COMPANY,
        brands=BRANDS,
        accounts=ACCOUNTS,
        people=PEOPLE,
        sources=SOURCES,
        feeds=FEEDS,
        items=_in_order((*town.items(), *said_on_x(epoch, start, zone))),
    )


def _in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (item.visible_at, item.network, item.place, item.id)))


def _history(rng: Random, epoch: datetime, start: datetime, zone: ZoneInfo) -> list[tuple[datetime, Draft]]:
    """Date the drafts of the thirteen weeks and fill each week up with chatter."""
    found = [(_when(rng, draft, epoch, start, zone), draft) for name in HISTORY for draft in pool.drafts(name)]
    chatter = Chatter(rng)
    for week in range(rhythm.WEEKS):
        opening = start + timedelta(weeks=week)
        closing = opening + timedelta(weeks=1)
        written = sum(opening <= at < closing for at, draft in found if not draft.event)
        for _ in range(max(0, rng.randint(*WEEKLY) - written)):
            found.append((rhythm.moment(rng, opening, closing, zone), chatter.draft()))
    return found


def _when(rng: Random, draft: Draft, epoch: datetime, start: datetime, zone: ZoneInfo) -> datetime:
    """Date a draft: by its event (the last Thursday's delay, or the one seven weeks before), its window, or at will."""
    if draft.event:
        began = rhythm.last_thursday(epoch, zone).astimezone(UTC)
        weeks_ago = EVENT_WEEKS_AGO[draft.event]
        return began - timedelta(weeks=weeks_ago) + timedelta(hours=draft.event_hours)
    if draft.window is None:
        return rhythm.moment(rng, start, epoch - timedelta(hours=2), zone)
    first, last = (epoch + timedelta(days=days) for days in draft.window)
    return rhythm.moment(rng, first, last, zone)


def _live(rng: Random, epoch: datetime) -> list[tuple[datetime, Draft]]:
    """Date what is said after the first start: mostly written drafts at first, then chatter with one now and then."""
    waiting = list(pool.drafts("live"))
    chatter = Chatter(rng)
    found: list[tuple[datetime, Draft]] = []
    for at in rhythm.live_moments(rng, epoch):
        age = at - epoch
        share = 0.7 if age < timedelta(minutes=10) else 0.5 if age < timedelta(hours=1) else 0.12
        written = bool(waiting) and rng.random() < share
        found.append((at, waiting.pop(0) if written else chatter.draft()))
    return found


def _quirks(rng: Random, nodes: list[Node], epoch: datetime) -> None:
    """Let some posts be indexed late, edited or deleted, as happens on every network.

    Scripted threads keep their truth: what is answered must not lose the question.
    """
    for node in nodes:
        if node.network == "hackernews" and rng.random() < 0.04 and node.at < epoch:
            node.visible_at = node.at + timedelta(minutes=rng.randint(4, 55))
        if node.truth.handmade or node.truth.speaker != "public":
            continue
        if rng.random() < 0.03:
            node.edited_at = node.visible_at + timedelta(minutes=rng.randint(5, 90))
            node.edited_text = f"{node.text}\n\nEdit: {rng.choice(('spelling', 'clarity', 'a number', 'typo'))}."
        elif rng.random() < 0.025 and not node.has_replies:
            node.deleted_at = node.visible_at + timedelta(minutes=rng.randint(40, 3000))
