"""Routing as plain forms: teams, rules with their order and trial, and who has time."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement.models import Availability, Case, Member, RoutingRule, Team
from tests.engagement.assigning.rows import complained, make_rule, make_team
from tests.factories import make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
HERE = "/settings/routing/"


def browser(role: str = "manager") -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user(role, name="Ana Ruiz"))
    return client


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def order() -> list[str]:
    return list(RoutingRule.objects.filter(removed_at=None).order_by("place", "id").values_list("flag", flat=True))


def test_it_makes_a_team_and_a_rule_that_is_off_until_somebody_switches_it_on() -> None:
    client, leo = browser(), make_user(name="Leo Beck")
    assert "No rules yet" in read(client.get(HERE))
    client.post(f"{HERE}teams/", {"name": " EU  support ", "people": [leo.member.pk]})
    team = Team.objects.get(name="EU support")
    client.post(f"{HERE}rules/", {"flag": "complaint", "language": "de", "team": team.pk})
    rule = RoutingRule.objects.get()
    assert not rule.on
    shown = read(client.get(HERE))
    assert "Complaint · in German" in shown
    assert "Leo Beck" in shown
    client.post(f"{HERE}rules/{rule.pk}/on/")
    assert RoutingRule.objects.get().on


def test_it_says_what_is_missing_and_saves_nothing() -> None:
    client, team = browser(), make_team()
    nothing = client.post(f"{HERE}rules/", {"team": team.pk})
    assert (nothing.status_code, "at least one condition" in read(nothing)) == (422, True)
    assert client.post(f"{HERE}rules/", {"flag": "praise", "team": 0}).status_code == 422
    assert "a team of this name" in read(client.post(f"{HERE}teams/", {"name": team.name.upper()}))
    assert not RoutingRule.objects.exists()


def test_it_orders_rules_and_takes_moves_back() -> None:
    client, team = browser(), make_team()
    rules = [make_rule(team, flag=flag) for flag in ("complaint", "question", "praise")]
    client.post(f"{HERE}rules/{rules[2].pk}/up/")
    assert order() == ["complaint", "praise", "question"]
    client.post(f"{HERE}rules/{rules[2].pk}/down/")
    assert "first already" in read(client.post(f"{HERE}rules/{rules[0].pk}/up/", follow=True))
    assert order() == ["complaint", "question", "praise"]


def test_it_takes_an_edit_and_a_removal_back() -> None:
    client, rule = browser(), make_rule(make_team())
    page = f"{HERE}rules/{rule.pk}/"
    assert f"{page}back/" in read(client.post(page, {"flag": "praise", "team": rule.team_id}, follow=True))
    assert order() == ["praise"]
    client.post(f"{page}back/")
    assert order() == ["complaint"]
    assert f"{page}restore/" in read(client.post(f"{page}remove/", follow=True))
    assert (order(), client.get(page).status_code) == ([], 404)
    client.post(f"{page}restore/")
    assert (order(), RoutingRule.objects.get().on) == (["complaint"], True)


def test_it_keeps_a_team_that_a_rule_names_and_brings_a_removed_one_back() -> None:
    client, rule = browser(), make_rule(make_team())
    page = f"{HERE}teams/{rule.team_id}/"
    assert "Rule 1 gives cases to this team" in read(client.post(f"{page}remove/", follow=True))
    client.post(f"{HERE}rules/{rule.pk}/remove/")
    client.post(f"{page}remove/")
    assert client.get(page).status_code == 404
    assert client.post(f"{HERE}rules/{rule.pk}/restore/").status_code == 404  # its team is gone
    client.post(f"{page}restore/")
    assert client.get(page).status_code == 200


def test_it_saves_when_somebody_has_time() -> None:
    client, leo = browser(), make_user(name="Leo Beck")
    page = f"{HERE}people/{Member.objects.get(user=leo).pk}/"
    sent = {"most_open": 3, "starts": "09:00", "ends": "00:00", "days": [0, 4], "back_on": "2099-12-24"}
    client.post(page, sent)
    kept = Availability.objects.get()
    assert (kept.most_open, kept.starts, kept.ends, kept.days) == (3, 540, 1440, [0, 4])
    assert "away, back Thu 24 Dec 2099" in read(client.get(HERE))
    assert 'value="00:00"' in read(client.get(page))
    wrong: dict[str, Any]
    for wrong in ({"ends": ""}, {"days": []}, {"ends": "08:00"}, {"most_open": -1}):
        assert client.post(page, sent | wrong).status_code == 422
    assert Availability.objects.get().most_open == 3


def test_it_tests_a_rule_before_it_is_on_after_those_before_it() -> None:
    client, now = browser(), timezone.now()
    leo, ana = make_user(name="Leo Beck"), make_user(name="Kim Oh")
    for n in range(12):
        complained(now - timedelta(days=n))
    complained(now - timedelta(days=31))
    complained(now, flags=["question"], network="reddit")
    complained(now, language="de")
    make_rule(make_team(ana), language="de")
    rule = make_rule(make_team(leo, ana), on=False)
    shown = read(client.get(f"{HERE}rules/{rule.pk}/?test=1"))
    assert "would have caught 12 cases" in shown
    assert "of the 14 that needed a decision" in shown
    assert "A rule before it takes 1 more" in " ".join(shown.split()) or "Rules before it take 1 more" in shown
    assert shown.count('<a href="/cases/') == 10
    assert "Waited until" in shown  # some days are a weekend's


def test_it_tests_a_rule_in_as_many_queries_for_many_cases() -> None:
    client, rule = browser(), make_rule(make_team(make_user()), on=False)
    counts = []
    for n in (2, 9):
        for _ in range(n):
            complained(timezone.now())
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{HERE}rules/{rule.pk}/?test=1")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_it_shows_on_the_case_why_it_is_whose_it_is_and_how_much_was_unrouted() -> None:
    client, leo = browser(), make_user(name="Leo Beck")
    make_rule(make_team(leo, name="EU support"))
    Availability.objects.create(member=leo.member, most_open=9, starts=0, ends=1440, days=list(range(7)))
    now = timezone.now()
    case, other = complained(now), complained(now, flags=["question"])
    line = "Rule 1, EU support: Leo Beck, the only one of them in hours with room"
    assert read(client.get(f"/cases/{case.pk}/")).count(line) == 2  # beside it, and in its history
    assert "No rule caught it, so it is nobody’s" in read(client.get(f"/cases/{other.pk}/"))
    assert "Unrouted: 50 % in the last seven days. No rule caught 1 of 2 cases." in read(client.get(HERE))
    client.post(f"/cases/{case.pk}/assign/", {"assignee": "", "next": "/"})
    assert read(client.get(f"/cases/{case.pk}/")).count(line) == 1
    assert Case.objects.get(pk=case.pk).assignee is None


def test_it_is_closed_to_those_who_only_triage() -> None:
    assert browser("marketer").get(HERE).status_code == 403


def test_it_escapes_what_people_wrote() -> None:
    nasty = "<script>alert(1)</script>"
    client, rule = browser(), make_rule(make_team(make_user(name=nasty), name=nasty))
    make_mention(nasty)
    complained(timezone.now(), text=nasty, author=nasty)
    for page in (HERE, f"{HERE}rules/{rule.pk}/?test=1", f"{HERE}teams/{rule.team_id}/"):
        assert nasty not in client.get(page).content.decode()
