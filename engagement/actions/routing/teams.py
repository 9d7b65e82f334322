"""Teams: people who answer for each other, named once, and where cases go by rules."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from engagement.errors import BadField, Refused, Unknown
from engagement.intake import staffing
from engagement.models import Member, Team

NAME_LIMIT = 60  # characters
MOST_TEAMS = 50


def add_team(name: str, members: Collection[int], *, now: datetime) -> Team:
    """Add a team of these members. Raises ``BadField`` for its name and ``Refused`` if there are too many."""
    with transaction.atomic():
        staffing.one_at_a_time()
        if Team.objects.filter(removed_at=None).count() >= MOST_TEAMS:
            raise Refused("teams_too_many", {"limit": MOST_TEAMS})
        team = Team.objects.create(name=_named(name), created_at=now)
        team.people.set(_members(members))
    return team


def change_team(team_id: int, name: str, members: Collection[int]) -> Team:
    """Give a team another name and other people. Cases that they have stay with them."""
    with transaction.atomic():
        staffing.one_at_a_time()
        team = _standing(team_id)
        team.name = _named(name, besides=team_id)
        team.save(update_fields=["name"])
        team.people.set(_members(members))
    return team


def remove_team(team_id: int, *, now: datetime) -> Team:
    """Remove a team to which no rule gives cases. Refused as ``team_in_use``."""
    with transaction.atomic():
        staffing.one_at_a_time()
        team = _standing(team_id)
        for number, rule in enumerate(staffing.standing_rules(), start=1):
            if rule.team_id == team_id:
                raise Refused("team_in_use", {"rule": number})
        team.removed_at = now
        team.save(update_fields=["removed_at"])
    return team


def restore_team(team_id: int) -> Team:
    """Bring a removed team back with its people. Raises ``BadField`` if its name was given away meanwhile."""
    with transaction.atomic():
        staffing.one_at_a_time()
        team = Team.objects.filter(pk=team_id).first()
        if team is None:
            raise Unknown("team", team_id)
        _named(team.name, besides=team_id)
        team.removed_at = None
        team.save(update_fields=["removed_at"])
    return team


def _standing(team_id: int) -> Team:
    team = Team.objects.filter(pk=team_id, removed_at=None).first()
    if team is None:
        raise Unknown("team", team_id)
    return team


def _named(name: str, *, besides: int = 0) -> str:
    kept = " ".join(name.replace("\x00", "").split())
    if not kept:
        raise BadField("name", "team_name_missing")
    if len(kept) > NAME_LIMIT:
        raise BadField("name", "team_name_too_long", {"limit": NAME_LIMIT})
    if Team.objects.filter(name__iexact=kept, removed_at=None).exclude(pk=besides).exists():
        raise BadField("name", "team_name_taken")
    return kept


def _members(ids: Collection[int]) -> list[Member]:
    return list(Member.objects.filter(pk__in=ids))
