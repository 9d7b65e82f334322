"""Reads the rules, who has time, and what is known of cases, as ``assigning`` takes them. Some queries a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from django.db import connection
from django.db.models import Count, Max, Q

from engagement import history
from engagement.assigning import MOST_OPEN, Colleague, Facts, Rule
from engagement.models import (
    Assignment,
    Availability,
    Case,
    CaseItem,
    Company,
    Event,
    Member,
    Person,
    RoutingRule,
    Team,
)
from engagement.sla import Calendar
from listening.models import Match, Mention
from listening.records import flags_in

CHOOSING = ("assign", "claim", "engage")
"""Verbs by which a person says whose a case is, also where they change nothing."""

_LOCK = 7341  # of those who give cases away; any number that no other lock uses
_DAYS = 7

Authors = Mapping[tuple[str, str, str], Company]


def one_at_a_time() -> None:
    """Let those who give cases away go one after the other: two at once would count the same room twice.

    Taken after the locks of the cases, and nobody who holds it waits for a case.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def standing_rules() -> list[RoutingRule]:
    """Return the rules that were not removed, in their order. One query."""
    rows = RoutingRule.objects.filter(removed_at=None).select_related("team", "brand", "query", "owner")
    return list(rows.order_by("place", "id"))


def are_on() -> bool:
    """Say whether any rule is on. One query."""
    return RoutingRule.objects.filter(on=True, removed_at=None).exists()


def rules_of(rows: Iterable[RoutingRule]) -> list[Rule]:
    """Return rows in their order as rules, numbered from 1 as people see them. One query, none without rows."""
    rows = list(rows)
    people = _people_of({row.team_id for row in rows}) if rows else {}
    return [
        Rule(
            id=row.pk,
            number=number,
            team_id=row.team_id,
            team=row.team.name,
            people=tuple(people.get(row.team_id, ())),
            flag=row.flag,
            brand=row.brand_id,
            query=row.query_id,
            network=row.network,
            language=row.language,
            account=row.account,
            owner=row.owner_id,
        )
        for number, row in enumerate(rows, start=1)
    ]


def colleagues(ids: Collection[int], company: Calendar) -> dict[int, Colleague]:
    """Return those of these users who may sign in, with what they have open and whose turn it is. Three queries.

    ``company`` is the calendar of who has no hours of his own.
    """
    members = Member.objects.filter(user_id__in=ids, user__is_active=True).select_related("user", "availability")
    mine = Case.objects.filter(status=Case.Status.OPEN, assignee_id__in=ids).order_by()
    load = dict(mine.values_list("assignee_id").annotate(n=Count("id")))
    last = Assignment.objects.filter(colleague_id__in=ids, given_at__isnull=False).order_by()
    at = dict(last.values_list("colleague_id").annotate(last=Max("given_at")))
    turns = {user: turn for turn, user in enumerate(sorted(at, key=lambda user: (at[user], user)), start=1)}
    return {
        member.user_id: _colleague(member, company, open=load.get(member.user_id, 0), turn=turns.get(member.user_id, 0))
        for member in members
    }


def chosen(case_ids: Collection[int]) -> set[int]:
    """Return those of the cases of which a person said whose they are, be it nobody's: rules leave them alone."""
    said = Event.objects.filter(Q(verb__in=CHOOSING) | Q(before__has_key="assignee_id"), actor__isnull=False)
    return set(said.filter(case_id__in=case_ids).values_list("case_id", flat=True))


def authors(mentions: Iterable[Mention]) -> dict[tuple[str, str, str], Company]:
    """Return the companies of these authors, with their owners. One query."""
    keys = {each.author_key for each in mentions if each.author_key}
    if not keys:
        return {}
    known = Person.objects.filter(external_id__in=keys, company__isnull=False, company__removed_at=None)
    return {
        (each.network, each.instance, each.external_id): each.company
        for each in known.select_related("company")
        if each.company is not None
    }


def queries_of(mention_ids: Collection[int], rules: Iterable[Rule]) -> dict[int, set[int]]:
    """Return which of the queries that rules ask for matched which mention. One query, none if no rule asks."""
    wanted = {rule.query for rule in rules if rule.query is not None}
    found: dict[int, set[int]] = defaultdict(set)
    if wanted:
        rows = Match.objects.filter(mention_id__in=mention_ids, query_id__in=wanted)
        for mention, query in rows.values_list("mention_id", "query_id"):
            found[mention].add(query)
    return found


def facts_of(
    case: Case, mentions: Collection[Mention], companies: Authors, queries: Mapping[int, Collection[int]]
) -> Facts:
    """Return what rules look at in a case, from its row and its mentions."""
    found = [companies.get((each.network, each.instance, each.author_key)) for each in mentions]
    known = [each for each in found if each is not None]
    owners = {owner for each in known for owner in (each.marketing_owner_id, each.sales_owner_id)}
    return Facts(
        flags=frozenset(flags_in(case.flags_mask)),
        brands=frozenset(case.brand_ids),
        queries=frozenset(query for each in mentions for query in queries.get(each.id, ())),
        network=case.network,
        language=case.language,
        known_company=bool(known),
        key_account=any(each.is_key for each in known),
        owners=frozenset(owner for owner in owners if owner is not None),
    )


def mentions_of(case_ids: Collection[int]) -> dict[int, list[Mention]]:
    """Return the mentions of these cases, each with what rules ask of it. One query."""
    items = CaseItem.objects.filter(case_id__in=case_ids).order_by("id").select_related("mention")
    fields = ("case_id", "mention__network", "mention__instance", "mention__author_key")
    found: dict[int, dict[int, Mention]] = defaultdict(dict)
    for item in items.only(*fields):
        found[item.case_id][item.mention_id] = item.mention
    return {case: list(mentions.values()) for case, mentions in found.items()}


def calendar_of(kept: Availability | None, zone: str, company: Calendar) -> Calendar:
    """Return when somebody works: his own hours by his own clock, else the company's."""
    if kept is None or kept.starts is None or kept.ends is None:
        return company
    return _own(zone or company.zone, kept.starts, kept.ends, tuple(sorted(kept.days)))


def _colleague(member: Member, company: Calendar, *, open: int, turn: int) -> Colleague:  # noqa: A002 - the queue's word
    kept = getattr(member, "availability", None)
    return Colleague(
        id=member.user_id,
        name=history.who(member.user).name,
        calendar=calendar_of(kept, member.zone, company),
        open=open,
        most=kept.most_open if kept else MOST_OPEN,
        back_on=kept.back_on if kept else None,
        turn=turn,
    )


def _people_of(team_ids: Collection[int]) -> dict[int, list[int]]:
    rows = Team.people.through.objects.filter(team_id__in=team_ids, member__user__is_active=True)
    found: dict[int, list[int]] = defaultdict(list)
    for team, user in rows.order_by("member_id").values_list("team_id", "member__user_id"):
        found[team].append(user)
    return found


@lru_cache(maxsize=256)
def _own(zone: str, starts: int, ends: int, days: tuple[int, ...]) -> Calendar:
    """A calendar takes longer to build than to use."""
    return Calendar(zone=zone, week=tuple(((starts, ends),) if day in days else () for day in range(_DAYS)))
