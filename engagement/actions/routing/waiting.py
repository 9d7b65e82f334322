"""Gives away what a rule caught while nobody of its team had time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from engagement.actions.policies import in_force
from engagement.assigning import Colleague, Rule, choose, given, has_room, is_in_hours
from engagement.intake import staffing
from engagement.intake.assigning import event_of, save, taken
from engagement.models import Assignment, Case, Event, RoutingRule
from engagement.storage import save_cases, save_events, storing, touch_feed
from listening.models import Change

BATCH = 500

_FREE = Q(case__status=Case.Status.OPEN, case__assignee=None)


def give_waiting(now: datetime) -> int:
    """Give cases that wait for a team to those of it who have time by now; return how many. One batch a call.

    The most urgent first. A case that somebody holds is left for the next look, and one that is done, or of which a
    person has said whose it is, waits no longer. What waits for a rule that is off or removed by now is offered to the
    others with the next intake.
    """
    waiting = Assignment.objects.filter(waiting=True)
    if not waiting.exists():
        return 0
    calendar = in_force().calendar
    with storing():
        waiting.filter(Q(case__status=Case.Status.DONE) | Q(case__assignee__isnull=False)).update(waiting=False)
        _offer_again(now)
        rules = _rules(set(waiting.filter(_FREE).values_list("rule_id", flat=True).distinct()))
        ids = {each for rule in rules for each in rule.people}
        wanted = _wanted(rules, staffing.colleagues(ids, calendar), now)
        if not wanted:
            return 0
        held = Case.objects.filter(pk__in=wanted, status=Case.Status.OPEN, assignee=None).order_by("pk")
        cases = list(held.select_for_update(skip_locked=True))
        staffing.one_at_a_time()
        by_hand = staffing.chosen([case.pk for case in cases])
        waiting.filter(pk__in=by_hand).update(waiting=False)
        free = [case for case in cases if case.pk not in by_hand]
        return _give(free, rules, staffing.colleagues(ids, calendar), now)


def _offer_again(now: datetime) -> None:
    """Let the next intake offer what waits for a rule that gives nothing away any more."""
    standing = RoutingRule.objects.filter(on=True, removed_at=None)
    left = Assignment.objects.filter(_FREE, waiting=True).exclude(rule__in=standing).order_by("pk")
    leads = dict(left.values_list("pk", "case__lead_id")[:BATCH])
    if leads:
        Assignment.objects.filter(pk__in=leads).update(waiting=False)
        Change.objects.bulk_create(
            [Change(kind=Change.Kind.JUDGED, mention_id=each, at=now) for each in leads.values()]
        )


def _rules(wanted: set[int]) -> list[Rule]:
    rows = staffing.standing_rules() if wanted else []
    on = {row.pk for row in rows if row.on}
    return [rule for rule in staffing.rules_of(rows) if rule.id in wanted & on]


def _wanted(rules: Sequence[Rule], people: Mapping[int, Colleague], now: datetime) -> list[int]:
    """Return the most urgent cases of each rule for which somebody has time, as many as they take. A query a rule."""
    found: list[int] = []
    for rule in rules:
        team = (people[each] for each in rule.people if each in people)
        room = sum(each.most - each.open for each in team if has_room(each) and is_in_hours(each, now))
        if room:
            rows = Assignment.objects.filter(_FREE, waiting=True, rule_id=rule.id).order_by("-case__sort_key", "pk")
            found += rows.values_list("pk", flat=True)[: min(room, BATCH)]
    return found


def _give(cases: Sequence[Case], rules: Sequence[Rule], people: dict[int, Colleague], now: datetime) -> int:
    by_id = {rule.id: rule for rule in rules}
    rows = Assignment.objects.filter(waiting=True).in_bulk([case.pk for case in cases])
    changed: list[tuple[Case, Assignment, Event]] = []
    for case in sorted(cases, key=lambda each: (-each.sort_key, each.pk)):
        row = rows.get(case.pk)
        choice = choose(by_id.get(row.rule_id or 0), people, now) if row else None
        if row is None or choice is None or choice.who is None:
            continue
        people = given(people, choice.who)
        event = event_of(choice, None, now)
        event.case_id = case.pk
        case.assignee_id, case.changed_at = choice.who.id, now
        case.version += 1
        changed.append((case, taken(case, choice, row, now), event))
    save_cases([case for case, _, _ in changed])
    save([row for _, row, _ in changed])
    save_events([event for _, _, event in changed])
    touch_feed([case.pk for case, _, _ in changed], now)
    return len(changed)
