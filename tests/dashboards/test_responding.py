"""The response report against a slow recount, on random data."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards.metrics import responding
from dashboards.metrics.questions import around, standing
from dashboards.metrics.response_rows import NUMBERS
from dashboards.responses.records import NOBODY, Figures, Scope, Spread
from dashboards.weeks import week_at
from engagement.models import Case, Clock
from listening.models import Mention, Question
from tests.dashboards import slow_responses as slow
from tests.dashboards.responded import HOUR, START, case_of, clock_of, question, replied, world
from tests.factories import NOW, make_brand, make_installation, make_user

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
SCOPE = Scope(since=START - timedelta(days=2), until=NOW)
RANDOM = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def report(scope: Scope = SCOPE, by: str = "network") -> Any:
    return responding.report(scope, by=by, brands=[id_ for id_, _name in responding.our_brands()], now=NOW)


def listed(number: str, scope: Scope = SCOPE, **more: Any) -> Any:
    brands = [id_ for id_, _name in responding.our_brands()]
    return responding.listed(number, scope, brands=brands, now=NOW, **more)


def lived(seed: int, n: int = 40) -> None:
    Question.objects.all().delete()
    Case.objects.all().delete()
    Mention.objects.all().delete()
    make_installation()
    brands = [make_brand(), make_brand("Northwind Cloud"), make_brand("Hookyard", kind="competitor")]
    world(Random(seed), brands=brands, owners=[make_user(), make_user()], n=n)


def told(spread: Spread) -> tuple[int, float | None, float | None]:
    return spread.n, spread.half, spread.most


def same(figures: Figures, asked: dict[str, Any], owed: dict[str, Any]) -> None:
    assert (figures.asked, figures.verifiable, figures.met) == (asked["asked"], asked["verifiable"], asked["met"])
    assert Counter(figures.fates) == asked["fates"]
    assert told(figures.public) == asked["public"]
    assert {each.bucket: each.n for each in figures.exposure if each.n} == asked["seen"]
    assert {each.bucket: pytest.approx(each.hours) for each in figures.exposure if each.n} == asked["hours"]
    assert (figures.clocks, Counter(figures.clock_fates)) == (owed["clocks"], owed["fates"])
    assert [told(each) for each in (figures.first, figures.next, figures.public_next)] == [
        owed["first"],
        owed["next"],
        owed["public_next"],
    ]


@RANDOM
@given(seed=st.integers(0, 10**6))
def test_it_counts_what_a_slow_recount_counts(seed: int) -> None:
    lived(seed)
    asked = slow.questions(SCOPE.since, SCOPE.until, keep=lambda each: True, now=NOW)
    owed = slow.clocks(SCOPE.since, SCOPE.until, keep=lambda each: True, now=NOW)
    same(report().all, asked, owed)


@RANDOM
@given(seed=st.integers(0, 10**6), network=st.sampled_from(["hackernews", "reddit", "x"]))
def test_a_group_is_the_report_narrowed_to_it(seed: int, network: str) -> None:
    lived(seed)
    asked = slow.questions(SCOPE.since, SCOPE.until, keep=lambda each: each.mention.network == network, now=NOW)
    owed = slow.clocks(SCOPE.since, SCOPE.until, keep=lambda each: each.case.network == network, now=NOW)
    found = report()
    same(found.groups.get(network, Figures()), asked, owed)
    same(report(replace(SCOPE, network=network)).all, asked, owed)


@pytest.mark.parametrize("by", ["network", "class", "brand", "person", "account"])
def test_every_group_is_what_its_own_filter_counts(by: str) -> None:
    lived(3)
    found = report(by=by)
    assert sum(each.clocks for each in found.groups.values()) == found.all.clocks
    assert sum(each.asked for each in found.groups.values()) == found.all.asked
    for key, figures in found.groups.items():
        if not key and by != "person":
            continue
        name = {"class": "kind"}.get(by, by)
        value: Any = (key or NOBODY) if by != "brand" else int(key)
        assert report(replace(SCOPE, **{name: value}), by=by).all == figures


def counts(figures: Figures) -> dict[str, int]:
    reach = {f"reach-{each.bucket}": each.n for each in figures.exposure}
    clocks = {"in-time" if fate == "met" else fate: n for fate, n in figures.clock_fates.items()}
    spreads = {"first": figures.first.n, "next": figures.next.n, "next-public": figures.public_next.n}
    whole = {"asked": figures.asked, "shared": figures.settled, "verifiable": figures.verifiable, "met": figures.met}
    return {
        **figures.fates,
        **clocks,
        **reach,
        **spreads,
        **whole,
        "clocks": figures.clocks,
        "decided": figures.decided,
    }


@RANDOM
@given(seed=st.integers(0, 10**6), person=st.sampled_from(["", NOBODY]), kind=st.sampled_from(["", "about_us"]))
def test_every_number_opens_as_many_cases_as_it_counts(seed: int, person: str, kind: str) -> None:
    lived(seed, n=25)
    scope = replace(SCOPE, person=person, kind=kind)
    found = counts(report(scope).all)
    assert set(found) == set(NUMBERS)
    for number in NUMBERS:
        n, rows = listed(number, scope)
        assert (number, n, len(rows)) == (number, found[number], found[number])


@pytest.mark.parametrize("seed", [4, 11])
def test_the_week_and_the_report_tell_the_same_of_what_waits_and_what_we_answered(seed: int) -> None:
    lived(seed)
    week, zone = week_at(NOW, BERLIN), BERLIN
    found = standing(around([week], zone=zone), week, zone=zone, now=NOW)
    asks = set(Question.objects.filter(wants="answer").values_list("mention_id", flat=True))

    def of(*numbers: str) -> set[int]:
        scope = replace(SCOPE, since=week.starts(zone))
        return {row.mention for number in numbers for row in listed(number, scope)[1]} & asks

    this_week = {each.pk: each.mention_id for each in Question.objects.filter(asked_at__gte=week.starts(zone))}
    over = set(Question.objects.filter(state__in=["expired", "resolved_by_asker"]).values_list("mention_id", flat=True))
    assert {this_week[each.pk] for each in found.waiting if each.pk in this_week} == of("nobody", "competitors") - over
    assert {this_week[each.pk] for each in found.answered if each.pk in this_week} == of("us")
    assert {this_week[each.pk] for each in found.stale if each.pk in this_week} == of("stale")


def test_what_was_answered_privately_is_in_no_public_number() -> None:
    for disposition in ("answered_privately", ""):
        case_of(question().mention, disposition=disposition)
    figures = report().all
    assert (figures.fates["private"], figures.verifiable, sum(each.n for each in figures.exposure)) == (1, 1, 1)


def test_a_late_answer_stays_late() -> None:
    asked = question("answered_by_us", wait=HOUR)
    case = case_of(asked.mention)
    row = clock_of(case, took=2 * HOUR)
    assert report().all.clock_fates["met"] == 1
    Clock.objects.filter(pk=row.pk).update(breach_at=row.opened_at + 9 * HOUR, breached_at=row.opened_at + HOUR)
    assert report().all.clock_fates == {"met": 0, "late": 1, "running": 0, "dropped": 0, "exempt": 0}


def test_what_was_closed_after_its_breach_stays_late() -> None:
    case = case_of(question().mention)
    clock_of(case, took=5 * HOUR, ended="closed")
    assert report().all.clock_fates["late"] == 1


def test_an_answer_at_the_very_instant_is_in_time() -> None:
    clock_of(case_of(question().mention), took=4 * HOUR)
    assert report().all.clock_fates["met"] == 1


def test_what_cannot_be_seen_is_never_counted_as_unanswered() -> None:
    question("unverified")
    question("unanswered", stale_at=NOW - HOUR)
    figures = report().all
    assert (figures.fates["nobody"], figures.fates["unverified"], figures.fates["stale"]) == (0, 1, 1)
    assert (figures.settled, figures.verifiable) == (0, 0)
    assert not any(each.n for each in figures.exposure)


def test_unknown_reach_is_told_apart_and_never_none() -> None:
    question(at=NOW - 3 * HOUR)
    question(at=NOW - 2 * HOUR, author_followers=0)
    question(at=NOW - 4 * HOUR, reach={"views": 5_000})
    found = {each.bucket: (each.n, each.hours, each.points) for each in report().all.exposure if each.n}
    assert found == {"under-100": (1, 2.0, 2.0), "under-10000": (1, 4.0, 12.0), "unknown": (1, 3.0, None)}


def test_the_first_reply_counts_where_the_asker_came_back() -> None:
    asked = question("reopened", asker_spoke_at=NOW - HOUR)
    replied(asked, after=HOUR / 2)
    replied(asked, after=2 * HOUR)
    for _each in range(9):
        replied(question("unanswered"), after=HOUR)
    figures = report().all
    assert (figures.met, figures.verifiable, figures.public.n) == (10, 10, 10)
    assert listed("met")[0] == 10
    assert figures.public.half == 3600.0


def test_a_complaint_that_met_our_reply_crosses_as_a_question_does() -> None:
    replied(question("unanswered", flag="complaint", wants="reply"), after=HOUR)
    question("unanswered", flag="complaint", wants="reply")
    found = report(by="class")
    assert (found.all.met, found.all.verifiable) == (1, 2)
    assert {key: each.asked for key, each in found.groups.items()} == {"complaint": 2}


def test_a_holding_line_is_no_real_reply() -> None:
    replied(question("acknowledged"), after=HOUR, meaning="holding")
    figures = report().all
    assert (figures.met, figures.verifiable) == (0, 1)


def test_it_says_no_percentile_of_few() -> None:
    for _each in range(9):
        clock_of(case_of(question("answered_by_us").mention), took=HOUR)
    assert report().all.first == Spread(n=9)
    clock_of(case_of(question("answered_by_us").mention), took=2 * HOUR)
    assert report().all.first == Spread(n=10, half=3600.0, most=3600.0)


@pytest.mark.parametrize("n", [5, 60])
def test_it_takes_two_queries_whatever_there_is(n: int, django_assert_num_queries: Any) -> None:
    lived(1, n=n)
    with django_assert_num_queries(2):
        responding.report(SCOPE, by="class", brands=[1], now=NOW)


def test_a_list_is_cut_into_pages_newest_first() -> None:
    asked = [question(at=NOW - hours * HOUR) for hours in range(1, 6)]
    n, rows = listed("nobody", start=3, limit=200)
    assert (n, [row.mention for row in rows]) == (5, [each.mention_id for each in asked[3:]])
