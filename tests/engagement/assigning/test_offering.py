"""Cases become somebody's as they come in: by the rules, by room and hours, and never against a person's word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import actions
from engagement.actions import routing
from engagement.intake import take_in
from engagement.models import Assignment, Case, Company, Event, Person
from listening.models import Change
from tests.engagement.assigning.rows import busy, complained, make_rule, make_team
from tests.factories import NOW, make_brand, make_change, make_judgement, make_mention, make_query, make_user

pytestmark = pytest.mark.django_db
NIGHT = NOW.replace(hour=22)
LATER = NOW + timedelta(hours=1)


def away(user: Any, until: date) -> None:
    routing.save_time(user.member.pk, most_open=8, back_on=until)


def said(case: Case) -> list[str]:
    return [event.params["code"] for event in case.events.filter(verb="route").order_by("id")]


def again(case: Case, now: Any = LATER) -> Case:
    make_change(case.lead, "edited")
    take_in(now=now)
    case.refresh_from_db()
    return case


def test_it_gives_a_case_to_who_has_the_fewest_open_and_says_why() -> None:
    leo, ana = make_user(name="Leo Beck"), make_user(name="Ana Ruiz")
    make_rule(make_team(leo, ana, name="EU support"))
    busy(ana, 1)
    case = complained()
    assert (case.assignee, case.version) == (leo, 2)
    assert case.events.get(verb="route").params["params"] == {
        "rule": 1, "team": "EU support", "id": leo.pk, "name": "Leo Beck",
    }  # fmt: skip
    assert said(case) == ["route_fewest"]


def test_it_gives_a_batch_by_turns() -> None:
    users = [make_user(name=name) for name in ("Leo Beck", "Ana Ruiz", "Kim Oh")]
    make_rule(make_team(*users))
    for _ in range(7):
        make_change(make_mention(flags=["complaint"], author=f"a{_}", published_at=NOW, seen_at=NOW))
    take_in(now=NOW)
    assert sorted(Case.objects.filter(assignee=each).count() for each in users) == [2, 2, 3]


def test_it_never_gives_more_than_somebody_takes() -> None:
    leo = make_user()
    make_rule(make_team(leo))
    busy(leo, 7)
    first, second = complained(), complained()
    assert (first.assignee, second.assignee) == (leo, None)
    assert said(second) == ["route_full"]
    assert second.assignment.waiting


def test_it_takes_the_first_rule_that_is_on_and_counts_as_the_page_does() -> None:
    leo, ana = make_user(), make_user()
    make_rule(make_team(ana), on=False)
    make_rule(make_team(leo))
    make_rule(make_team(ana))
    case = complained()
    assert (case.assignee, case.assignment.say["params"]["rule"]) == (leo, 2)


def test_it_counts_what_no_rule_caught_and_leaves_it_to_nobody() -> None:
    make_rule(make_team(make_user()), flag="praise")
    case = complained()
    row = Assignment.objects.get(case=case)
    assert (case.assignee, row.rule, row.waiting, row.say["code"]) == (None, None, False, "route_none")
    assert (said(case), case.version) == ([], 1)


def test_it_gives_what_waited_once_somebody_is_in_hours() -> None:
    leo = make_user()
    make_rule(make_team(leo))
    case = complained(NIGHT)
    assert (case.assignee, said(case)) == (None, ["route_closed"])
    assert routing.give_waiting(NIGHT + timedelta(hours=2)) == 0
    assert routing.give_waiting(NIGHT + timedelta(hours=12)) == 1
    case.refresh_from_db()
    assert (case.assignee, said(case)) == (leo, ["route_closed", "route_only"])
    assert routing.give_waiting(NIGHT + timedelta(hours=12)) == 0


@pytest.mark.parametrize("end", [routing.remove_rule, lambda rule, **who: routing.switch_rule(rule, on=False, **who)])
def test_it_offers_what_waited_for_a_rule_that_is_gone_to_the_others(end: Callable[..., Any]) -> None:
    leo, ana = make_user(), make_user("owner")
    rule = make_rule(make_team(leo))
    make_rule(make_team(ana))
    case = complained(NIGHT)
    end(rule.pk, actor=ana, now=NIGHT)
    morning = NIGHT + timedelta(hours=12)
    assert routing.give_waiting(morning) == 0
    take_in(now=morning)
    case.refresh_from_db()
    assert case.assignee == ana


def test_it_gives_what_waited_only_as_far_as_there_is_room_the_most_urgent_first() -> None:
    leo = make_user()
    make_rule(make_team(leo))
    routing.save_time(leo.member.pk, most_open=1)
    cases = [complained(NIGHT + timedelta(minutes=n)) for n in range(3)]
    assert routing.give_waiting(NIGHT + timedelta(hours=12)) == 1
    assert Case.objects.get(assignee=leo) == max(cases, key=lambda case: (case.sort_key, -case.pk))


@pytest.mark.parametrize(
    "choose",
    [
        lambda case, leo, ana: actions.assign(case.pk, assignee_id=ana.pk, actor=leo, now=NOW),
        lambda case, leo, ana: actions.assign(case.pk, assignee_id=None, actor=leo, now=NOW),
        lambda case, leo, ana: actions.undo(case.events.get(verb="route").pk, actor=ana, now=NOW),
    ],
)
def test_it_never_overrides_what_a_person_said(choose: Callable[..., Any]) -> None:
    leo, ana = make_user(), make_user()
    make_rule(make_team(leo))
    case = complained()
    choose(case, leo, ana)
    before = Case.objects.get(pk=case.pk).assignee
    if before:
        away(before, date(2027, 1, 1))
    actions.done(case.pk, actor=ana, now=NOW)
    actions.reopen(case.pk, actor=ana, now=NOW)
    assert (again(case).assignee, routing.give_waiting(LATER)) == (before, 0)
    assert said(case) == ["route_only"]


def test_it_leaves_alone_what_waits_once_a_person_said_that_it_is_nobodys() -> None:
    leo = make_user()
    make_rule(make_team(leo))
    case = complained(NIGHT)
    actions.claim(case.pk, actor=make_user(), now=NIGHT)
    actions.assign(case.pk, assignee_id=None, actor=make_user(), now=NIGHT)
    assert routing.give_waiting(NIGHT + timedelta(hours=12)) == 0
    case.refresh_from_db()
    assert (case.assignee, Assignment.objects.get(case=case).waiting) == (None, False)


def wrote_again(case: Case) -> Case:
    """Let the asker bring back a case that waits for him."""
    actions.wait(case.pk, actor=make_user(), now=NOW)
    lead = case.lead
    more: Any = {"thread": lead.thread, "author": lead.author_key, "published_at": LATER, "seen_at": LATER}
    make_change(make_mention("Still broken", flags=["complaint"], **more))
    take_in(now=LATER)
    case.refresh_from_db()
    assert case.status == "open"
    return case


def test_it_lets_what_comes_back_be_his_who_had_it_else_anothers(thread: Any) -> None:
    leo, ana = make_user(name="Leo Beck"), make_user(name="Ana Ruiz")
    make_rule(make_team(leo))
    rule = make_rule(make_team(ana), network="hackernews")
    case = complained(thread=thread)
    busy(leo, 9)
    assert wrote_again(case).assignee == leo
    away(leo, date(2027, 1, 1))
    assert wrote_again(case).assignee is None
    assert said(case)[-1] == "route_away"
    assert rule.place == 2


def test_it_knows_accounts_owners_brands_and_queries() -> None:
    owner, leo, topic = make_user(), make_user(), make_brand("Webhooks", kind="topic")
    query, company = make_query(), Company.objects.create(name="Acme", is_key=True, sales_owner=owner, created_at=NOW)
    Person.objects.create(network="hackernews", external_id="dora", company=company, created_at=NOW)
    team = make_team(leo)
    make_rule(team, account="key", owner_id=owner.pk, brand_id=topic.pk, query_id=query.pk)
    mention = make_mention(flags=["complaint"], author="dora", query=query, published_at=NOW, seen_at=NOW)
    make_judgement(mention, brand=topic)
    make_change(mention)
    take_in(now=NOW)
    assert Case.objects.get(items__mention=mention, items__brand=topic).assignee == leo
    assert complained(author="dora").assignee is None


def test_it_offers_what_a_correction_made_somebodys_work() -> None:
    leo = make_user()
    make_rule(make_team(leo))
    case = complained(flags=[])
    assert not case.work
    actions.correct(case.pk, head="complaint", value=True, actor=make_user(), now=NOW)
    assert Change.objects.count() == 1
    take_in(now=NOW)
    case.refresh_from_db()
    assert case.assignee == leo


def test_it_leaves_alone_what_only_a_new_scoring_says() -> None:
    case = complained()
    make_rule(make_team(make_user()))
    make_change(case.lead, "rescored")
    take_in(now=LATER)
    case.refresh_from_db()
    assert (case.assignee, Assignment.objects.count()) == (None, 0)


def test_it_needs_as_many_queries_for_many_cases_as_for_few() -> None:
    make_rule(make_team(make_user(), make_user()))
    make_rule(make_team(make_user()), query_id=make_query().pk)
    complained()
    counts = []
    for n in (2, 20):
        for number in range(n):
            make_change(make_mention(flags=["complaint"], author=f"b{n}-{number}", published_at=NOW, seen_at=NOW))
        with CaptureQueriesContext(connection) as captured:
            take_in(now=NOW)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Event.objects.filter(verb="route").count() >= 16
