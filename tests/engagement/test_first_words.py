"""A watched person's first word about us, and each after 30 quiet days, opens a case in Monitor, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement.intake import take_in
from engagement.models import Case, Event
from engagement.routing import Facts, route
from tests.engagement.companies.rows import heard, make_person, taken
from tests.factories import NOW, make_brand, make_change, make_mention, make_thread

DAY = timedelta(days=1)


def words(case: Case) -> list[int]:
    said = Event.objects.filter(case=case, verb="watched_spoke").order_by("id")
    return [mention for event in said for mention in event.params["citations"]]


def facts(**more: Any) -> Facts:
    return Facts(**{"brand_kind": "own", "published_at": NOW, "watched": "journalist", **more})


@pytest.mark.parametrize(
    "more", [{}, {"on": frozenset({"praise"})}, {"unsure": frozenset({"complaint"})}, {"scored": False}]
)
def test_it_puts_a_first_word_before_us_in_monitor(more: dict[str, Any]) -> None:
    routed = route(facts(**more))
    assert (routed.lane, routed.work, routed.say.code) == ("monitor", True, "watched")
    assert routed.say.params == {"watched": "journalist"}
    assert routed.parts["account"] == [8, 20]


def test_it_still_owes_him_an_answer() -> None:
    assert route(facts(on=frozenset({"complaint"}))).lane == "engage"


@pytest.mark.parametrize(
    "more", [{"brand_kind": "competitor"}, {"relevance": 0.1}, {"on": frozenset({"spam"})}, {"watched": ""}]
)
def test_it_takes_no_word_about_others_for_one_about_us(more: dict[str, Any]) -> None:
    routed = route(facts(**more))
    assert (routed.work, routed.parts["account"]) == (False, [0, 20])


def test_it_says_that_a_key_account_is_owed_an_answer() -> None:
    routed = route(facts(on=frozenset({"complaint"}), key_account=True))
    assert routed.say.params == {"flag": "complaint", "audience": "", "key": True}
    assert routed.parts["account"] == [20, 20]


@pytest.mark.django_db
def test_it_opens_a_case_with_the_first_word_and_with_no_other_for_thirty_days() -> None:
    make_person(watched="journalist")
    first = heard(published_at=NOW - 40 * DAY)
    second = heard(published_at=NOW - 11 * DAY)
    third = heard(published_at=NOW + 20 * DAY)
    assert [(case.lane, case.work) for case in (first, second, third)] == [
        ("monitor", True),
        ("monitor", False),
        ("monitor", True),
    ]
    assert first.routed == {"code": "watched", "params": {"watched": "journalist"}}
    assert (words(first), words(second), words(third)) == ([first.lead_id], [], [third.lead_id])


@pytest.mark.django_db
def test_it_says_so_once_whatever_comes_again() -> None:
    make_person(watched="analyst")
    case = heard()
    for _ in range(2):
        make_change(case.lead)
        take_in(now=NOW)
    case.refresh_from_db()
    assert (words(case), case.work) == ([case.lead_id], True)


@pytest.mark.django_db
def test_it_tells_the_first_of_two_words_that_come_together() -> None:
    make_person(watched="analyst")
    late, early = make_mention(published_at=NOW - DAY), make_mention(published_at=NOW - 2 * DAY)
    make_change(late)
    case = taken(early)
    assert words(case) == [early.pk]
    assert Event.objects.filter(verb="watched_spoke").count() == 1


@pytest.mark.django_db
def test_it_says_it_of_a_complaint_in_engage_too() -> None:
    make_person(watched="journalist")
    case = heard(flags=["complaint"])
    assert (case.lane, words(case)) == ("engage", [case.lead_id])


@pytest.mark.django_db
def test_it_counts_words_about_competitors_for_nothing() -> None:
    make_person(watched="journalist")
    rival = make_brand("Hookyard", kind="competitor")
    about_them = heard(brand=rival, published_at=NOW - 3 * DAY)
    about_us = heard(published_at=NOW - DAY)
    assert (about_them.work, about_us.work) == (False, True)
    assert (words(about_them), words(about_us)) == ([], [about_us.lead_id])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("watched_at", "found_late"),
    [(NOW + DAY, False), (NOW - 100 * DAY, True)],
    ids=["before he was watched", "found late"],
)
def test_it_does_not_take_old_words_for_news(watched_at: datetime, found_late: bool) -> None:
    make_person(watched="analyst", watched_at=watched_at)
    case = heard(found_late=found_late)
    assert (case.work, words(case)) == (False, [])


@pytest.mark.django_db
def test_it_is_not_deceived_by_a_handle() -> None:
    make_person(watched="analyst")
    assert not heard(author="somebody", author_handle="charlie").work
    assert not heard(network="x").work


@pytest.mark.django_db
def test_it_hears_him_in_a_case_of_his_that_is_open() -> None:
    make_person(watched="analyst")
    thread = make_thread()
    first = heard(thread=thread, published_at=NOW - 45 * DAY)
    later = make_mention(thread=thread, published_at=NOW - DAY)
    assert taken(later).pk == first.pk
    assert words(first) == [first.lead_id, later.pk]


@pytest.mark.django_db
def test_it_asks_the_same_however_many_came() -> None:
    for n in range(4):
        make_person(f"w{n}", watched="analyst")
    counts = []
    for start, stop in ((0, 1), (1, 2), (2, 4)):
        for n in range(start, stop):
            make_change(make_mention(author=f"w{n}"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            take_in(now=NOW)
        counts.append(len(asked))
    assert counts[1] == counts[2]  # the first one also writes the default policy
