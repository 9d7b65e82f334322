"""Takes in what listening changed: opens, updates and closes cases, in one transaction with the claim.

``Change`` rows are claimed with ``SKIP LOCKED`` and deleted in the same transaction, so a crash loses and doubles
nothing; the number of queries does not depend on the size of the batch.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import chain

from django.db import connection

from engagement.intake import assigning, clockrows, contacts, deciding, gathering
from engagement.intake.gathering import hold
from engagement.intake.groups import Group
from engagement.models import Case, CaseItem, Event
from engagement.storage import save_cases, save_events, save_feed, storing
from listening.models import Change

__all__ = ["follow", "hold", "take_in"]


def take_in(*, now: datetime, limit: int = 500) -> int:
    """Take in at most ``limit`` changes and return how many were claimed; 0 means that nothing waits."""
    with storing():
        changes = list(Change.objects.select_for_update(skip_locked=True).order_by("id")[:limit])
        if not changes:
            return 0
        world = _world(changes, (), now)
        groups = deciding.decide(world, now)
        given = assigning.offer(groups, world.policies.in_force.calendar, now)
        _write(groups, now)
        assigning.save(given)
        if any(change.kind == Change.Kind.DELETED for change in changes):
            contacts.forget_gone()
        _forget(changes)
        return len(changes)


def follow(case_id: int, mention_ids: Collection[int], *, now: datetime) -> tuple[Case, list[Event]]:
    """Let a case follow at once what a person has just decided of its mentions, by the rules of every intake.

    Runs in the transaction of the person's verb, which holds the mentions (``hold``) and the case. Returns the case and
    the product's own steps, unsaved: they are part of the person's step, and so is the new version.
    """
    changes = list(Change.objects.select_for_update(skip_locked=True).filter(mention_id__in=mention_ids).order_by("id"))
    world = _world(changes, mention_ids, now)
    version = world.cases[case_id].version
    groups = deciding.decide(world, now)
    own = next(group for group in groups if group.case.pk == case_id)
    steps, own.events, own.case.version = own.events, [], version
    _write(groups, now)
    _forget(changes)
    assigning.look_again(own.case, now)
    return own.case, steps


def _world(changes: list[Change], corrected: Collection[int], now: datetime) -> gathering.World:
    world = gathering.gather(changes, corrected)
    world.policies = clockrows.policies(chain.from_iterable(world.clocks.values()), now=now)
    return world


def _forget(changes: list[Change]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM listening_change WHERE id = ANY(%s)", [[change.id for change in changes]])


def _write(groups: list[Group], now: datetime) -> None:
    save_cases([group.case for group in groups if group.dirty])
    CaseItem.objects.bulk_create(
        [
            CaseItem(case_id=group.case.pk, mention_id=mention_id, brand_id=brand_id)
            for group in groups
            for mention_id, brand_id in group.new_items
        ]
    )
    for group in groups:
        for event in group.events:
            event.case_id = group.case.pk
    save_events([event for group in groups for event in group.events])
    clockrows.save_clocks(row for group in groups for row in group.touched)
    save_feed([item for group in groups for item in deciding.feed_of(group, now)])
