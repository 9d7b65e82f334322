"""What the pages of routing read: rules, teams, who has time, what no rule caught, and what a rule would have done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count, Q

from engagement.actions.policies import in_force
from engagement.assigning import Colleague, Rule, Share, Taken, Trial, caught, choose, given
from engagement.errors import Unknown
from engagement.history import say_of
from engagement.intake import staffing
from engagement.models import Assignment, Case, Member, RoutingRule, Team
from listening.models import Mention, Query
from listening.records import Say
from listening.text import whole

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)
LOOKED_AT = 3_000  # cases of a trial
SHOWN = 10
_EXCERPT = 160  # characters
_NO_LIMIT = 10**6
_ASKED = ("created_at", "lead_id", "flags_mask", "brand_ids", "network", "language")


def rules() -> list[RoutingRule]:
    """Return the rules in their order."""
    return staffing.standing_rules()


def rule(rule_id: int) -> RoutingRule:
    """Return one rule. Raises ``Unknown``."""
    found = next((row for row in staffing.standing_rules() if row.pk == rule_id), None)
    if found is None:
        raise Unknown("rule", rule_id)
    return found


def queries() -> list[tuple[int, str]]:
    """Return (id, name with its brand's) of the queries that a rule may ask for."""
    rows = Query.objects.filter(active=True).select_related("brand").order_by("brand__name", "name")
    return [(row.pk, f"{row.brand.name}: {row.name}") for row in rows]


def teams() -> list[Team]:
    """Return the teams by name, with their people. Three queries."""
    rows = Team.objects.filter(removed_at=None).order_by("name")
    return list(rows.prefetch_related("people__user"))


def team(team_id: int) -> Team:
    """Return one team. Raises ``Unknown``."""
    found = Team.objects.filter(pk=team_id, removed_at=None).prefetch_related("people__user").first()
    if found is None:
        raise Unknown("team", team_id)
    return found


def people() -> list[tuple[Member, Colleague]]:
    """Return everybody who may sign in, by name, with what he has open and when he works."""
    rows = Member.objects.filter(user__is_active=True).select_related("user", "availability")
    members = list(rows.order_by("user__first_name", "user__last_name", "id"))
    found = staffing.colleagues([each.user_id for each in members], in_force().calendar)
    return [(each, found[each.user_id]) for each in members]


def member(member_id: int) -> Member:
    """Return one colleague with when he works. Raises ``Unknown``."""
    found = Member.objects.filter(pk=member_id, user__is_active=True).select_related("user", "availability").first()
    if found is None:
        raise Unknown("member", member_id)
    return found


def share(now: datetime) -> Share:
    """Return how many cases of the last seven days no rule caught. One query."""
    offered = Assignment.objects.filter(at__gt=now - WEEK)
    counts = offered.aggregate(offered=Count("pk"), unrouted=Count("pk", filter=Q(rule=None)))
    return Share(offered=counts["offered"], unrouted=counts["unrouted"])


def waiting() -> int:
    """Return how many cases wait for somebody of their team. One query."""
    rows = Assignment.objects.filter(waiting=True, case__status=Case.Status.OPEN, case__assignee=None)
    return rows.count()


def why(case: Case) -> Say | None:
    """Return why the rules gave a case to whom it belongs, or to nobody yet; None if they did not, or a person did
    something else. ``case.assignment`` is loaded."""
    row = getattr(case, "assignment", None)
    if row is None or row.colleague_id != case.assignee_id:
        return None
    if row.colleague_id is None and (case.status == Case.Status.DONE or (row.rule_id and not row.waiting)):
        return None
    return say_of(row.say)


def trial(rule_id: int, now: datetime) -> Trial:
    """Return what a rule, on or off, would have done in the last 30 days, after those before it that are on.

    Only cases that were somebody's work count, and of these the newest ``LOOKED_AT``. They are given by turns to those
    of the team who were in hours when they came: what people had open then is not known. Some queries, however many
    cases. Raises ``Unknown``.
    """
    rows = staffing.standing_rules()
    at = next((index for index, row in enumerate(rows) if row.pk == rule_id), None)
    if at is None:
        raise Unknown("rule", rule_id)
    ordered = staffing.rules_of(rows)
    tried, earlier = ordered[at], [each for each, row in zip(ordered[:at], rows, strict=False) if row.on]
    since = now - MONTH
    work = Case.objects.filter(work=True, created_at__gt=since).only(*_ASKED).order_by("-created_at")
    cases = list(work[: LOOKED_AT + 1])
    capped, cases = len(cases) > LOOKED_AT, cases[:LOOKED_AT]
    mentions = staffing.mentions_of([case.pk for case in cases])
    spoken = [each for found in mentions.values() for each in found]
    companies = staffing.authors(spoken)
    queries = staffing.queries_of([each.id for each in spoken], [*earlier, tried])
    mine, before = [], 0
    for case in cases:
        facts = staffing.facts_of(case, mentions.get(case.pk, ()), companies, queries)
        if tried.catches(facts):
            if caught(earlier, facts):
                before += 1
            else:
                mine.append(case)
    names = _names(tried, mine)
    counted = Counter(name for name in names if name)
    return Trial(
        since=since,
        of=len(cases),
        capped=capped,
        caught=len(mine),
        before=before,
        names=tuple(counted.most_common()),
        closed=names.count(""),
        newest=_newest(mine[:SHOWN], names),
    )


def _names(tried: Rule, cases: Sequence[Case]) -> list[str]:
    """Return who would have got each of the cases, the newest first, "" for nobody."""
    found = staffing.colleagues(tried.people, in_force().calendar)
    here = {each: replace(who, open=0, most=_NO_LIMIT, back_on=None, turn=0) for each, who in found.items()}
    names = []
    for case in reversed(cases):
        choice = choose(tried, here, case.created_at)
        if choice.who:
            here = given(here, choice.who)
        names.append(choice.who.name if choice.who else "")
    return names[::-1]


def _newest(cases: Sequence[Case], names: Sequence[str]) -> tuple[Taken, ...]:
    leads = Mention.objects.in_bulk([case.lead_id for case in cases])
    return tuple(_taken(case, leads[case.lead_id], name) for case, name in zip(cases, names, strict=False))


def _taken(case: Case, lead: Mention, name: str) -> Taken:
    text = whole(lead.title, lead.text).strip()
    return Taken(
        case_id=case.pk,
        network=case.network,
        author=lead.author_handle or lead.author_name,
        text=text if len(text) <= _EXCERPT else text[:_EXCERPT].rstrip() + "…",
        came_at=case.created_at,
        name=name,
    )
