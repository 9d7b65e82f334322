"""Gives what a batch brought to people, by the rules. Some queries a batch, one where no rule is on.

Offered is what is somebody's work, open, nobody's, and of which no person has said whose it is; and what comes back to
somebody who is away, if the rules had given it to him. What a new version of the scoring says of old posts gives away
nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from engagement.assigning import Choice, Colleague, Rule, caught, choose, given, kept
from engagement.intake import staffing
from engagement.intake.groups import Group
from engagement.models import Assignment, Case, Event
from engagement.sla import Calendar
from engagement.storage import plain
from listening.models import Change

VERB = "route"


@dataclass(slots=True)
class Desk:
    """The rules that are on and the people behind them, whose load grows with every case that is given."""

    rules: Sequence[Rule]
    people: dict[int, Colleague]

    def give(self, rule: Rule | None, now: datetime) -> Choice:
        """Choose who gets a case, and remember that he has it."""
        choice = choose(rule, self.people, now)
        if choice.who is not None:
            self.people = given(self.people, choice.who)
        return choice


def offer(groups: Collection[Group], company: Calendar, now: datetime) -> list[Assignment]:
    """Give the cases of a batch to people, in memory; return the rows to be written once the cases have ids.

    The more urgent a case the sooner it is given. Runs in the intake's transaction, which holds the cases.
    """
    wanted = [group for group in groups if _is_work(group)]
    rows = staffing.standing_rules() if wanted else []
    rules = [rule for rule, row in zip(staffing.rules_of(rows), rows, strict=True) if row.on]
    if not rules:
        return []
    staffing.one_at_a_time()
    known = [group.case.pk for group in wanted if group.case.pk]
    by_hand, former = staffing.chosen(known), Assignment.objects.in_bulk(known)
    holders = {group.case.assignee_id for group in wanted if group.case.assignee_id}
    people = staffing.colleagues({each for rule in rules for each in rule.people} | holders, company)
    desk = Desk(rules, people)
    mentions = [mention for group in wanted for mention in group.mentions]
    companies = staffing.authors(mentions)
    queries = staffing.queries_of([each.id for each in mentions], rules)
    written = []
    for group in sorted(wanted, key=lambda each: -each.case.sort_key):
        case, by_person = group.case, group.case.pk in by_hand
        if by_person or (case.assignee_id and kept(case.assignee_id, by_a_person=by_person, people=people, now=now)):
            continue
        facts = staffing.facts_of(case, group.alive or group.mentions, companies, queries)
        choice, row = desk.give(caught(rules, facts), now), former.get(case.pk)
        if _is_news(case, choice, row):
            _step(group, choice, now)
        written.append(taken(case, choice, row, now))
    return written


def taken(case: Case, choice: Choice, former: Assignment | None, now: datetime) -> Assignment:
    """Return the row of a choice, unsaved."""
    row = former or Assignment(case=case, at=now)
    row.rule_id, row.colleague_id = choice.rule.id if choice.rule else None, choice.who.id if choice.who else None
    row.waiting, row.say = choice.waits, {"code": choice.say.code, "params": plain(choice.say.params)}
    if choice.who is not None:
        row.given_at = now
    return row


def save(rows: Sequence[Assignment]) -> None:
    """Write what became of cases, which have their ids by now. One query, none without rows."""
    for row in rows:
        row.case_id = row.case.pk
    if rows:
        Assignment.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["case"],
            update_fields=["rule", "colleague", "waiting", "say", "given_at"],
        )


def event_of(choice: Choice, before: int | None, now: datetime) -> Event:
    """Return the step that says who got a case, and why; it can be undone where it gave the case to somebody else."""
    who = choice.who.id if choice.who else None
    params = {"code": choice.say.code, "params": plain(choice.say.params), "citations": []}
    return Event(verb=VERB, at=now, params=params, before={"assignee_id": before} if who != before else {})


def look_again(case: Case, now: datetime) -> None:
    """Let the next intake offer a case that a person's word has just made somebody's work. At most two queries."""
    if case.work and case.status == Case.Status.OPEN and case.assignee_id is None and staffing.are_on():
        Change.objects.create(kind=Change.Kind.JUDGED, mention_id=case.lead_id, at=now)


def _is_work(group: Group) -> bool:
    case = group.case
    if group.is_old_news or not case.work or case.status != Case.Status.OPEN:
        return False
    return case.assignee_id is None or any(event.verb == "returned" for event in group.events)


def _is_news(case: Case, choice: Choice, former: Assignment | None) -> bool:
    """Say whether the history is to tell of it. That no rule caught a case of nobody's is no step, nor that it still
    waits for the same team."""
    if case.assignee_id != (choice.who.id if choice.who else None):
        return True
    return choice.rule is not None and (former is None or former.rule_id != choice.rule.id)


def _step(group: Group, choice: Choice, now: datetime) -> None:
    case, before = group.case, group.case.assignee_id
    case.assignee_id = choice.who.id if choice.who else None
    case.version += 1
    group.events.append(event_of(choice, before, now))
    case.changed_at, group.dirty = now, True
