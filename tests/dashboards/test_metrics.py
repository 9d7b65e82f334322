"""Numbers against a recount, on weeks lived through at random."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product
from random import Random
from statistics import median

import pytest

from dashboards import metrics
from dashboards.records import NUMBERS, Numbers, PostRow
from dashboards.weeks import Week, week_at
from engagement.intake import take_in
from engagement.models import Case
from listening.models import Judgement, Question
from listening.records import flags_in
from tests.dashboards.history import ZONE, ask, counted, instant, live_through, poll
from tests.factories import NOW, make_brand, make_change, make_installation, make_query

pytestmark = pytest.mark.django_db

WEEK = Week(2026, 46)
AFTER = instant("2026-11-16T07:00")
FIELDS = {"no-reply": "no_reply", "first-response": "responses", "share-of-voice": "voices_n"}


@pytest.fixture(params=[1, 2])
def lived(request: pytest.FixtureRequest) -> datetime:
    """Three weeks before ``NOW``, different with every seed."""
    live_through(Random(request.param), weeks=3, until=NOW)
    return NOW


def all_rows(number: str, week: Week, **more: object) -> tuple[int, list[PostRow]]:
    n, rows = metrics.evidence(number, week, zone=ZONE, now=NOW, limit=10**6, **more)  # type: ignore[arg-type]
    return n, rows


def recount(week: Week) -> dict[str, int]:
    """Count a week the slow way, one judgement after the other."""
    found = dict.fromkeys(("mentions", "complaints", "questions", "voices_n"), 0)
    for row in Judgement.objects.select_related("mention", "brand"):
        if week_at(row.mention.published_at, ZONE) != week:
            continue
        own, flags = row.brand.kind == "own", flags_in(row.on_mask)
        found["voices_n"] += 1
        found["mentions"] += own
        found["complaints"] += own and "complaint" in flags
        found["questions"] += own and "question" in flags
    return found


def test_its_counts_are_those_of_a_slow_recount(lived: datetime) -> None:
    weeks = [week_at(lived, ZONE).back(back) for back in range(4)]
    for week, numbers in metrics.count(weeks, zone=ZONE, now=lived).items():
        assert {name: getattr(numbers, name) for name in recount(week)} == recount(week)
        assert sum(n for _name, _kind, n in numbers.voices) == numbers.voices_n


def test_its_waits_and_medians_are_those_of_a_slow_recount(lived: datetime) -> None:
    for back in range(4):
        week = week_at(lived, ZONE).back(back)
        numbers, until = metrics.numbers(week, zone=ZONE, now=lived), min(week.ends(ZONE), lived)
        took, waits = [], []
        for row in Question.objects.all():
            answered = row.answered_at
            if answered and week_at(answered, ZONE) == week:
                took.append((answered - row.asked_at).total_seconds())
            if until - timedelta(days=30) <= row.asked_at < until and (not answered or answered >= until):
                waits.append((until - row.asked_at).total_seconds())
        assert (numbers.no_reply, numbers.responses) == (len(waits), len(took))
        assert numbers.longest_wait_s == (int(max(waits)) if waits else None)
        assert numbers.first_response_s == (median(took) if took else None)


def test_every_number_has_exactly_its_rows(lived: datetime) -> None:
    for back, number in product(range(4), NUMBERS):
        week = week_at(lived, ZONE).back(back)
        numbers = metrics.numbers(week, zone=ZONE, now=lived)
        n, rows = all_rows(number, week)
        if number == "asked":
            assert n == sum(metrics.became(week, zone=ZONE).values())
        else:
            assert n == getattr(numbers, FIELDS.get(number, number))
        assert len(rows) == n
        assert len({(row.mention, row.brand) for row in rows}) == n


def test_every_bar_has_exactly_its_rows(lived: datetime) -> None:
    week = week_at(lived, ZONE)
    first = metrics.first_day()
    assert first is not None
    for bar in metrics.days(week, first=first):
        of = week_at(datetime(bar.day.year, bar.day.month, bar.day.day, 12, tzinfo=ZONE), ZONE)
        assert all_rows("mentions", of, day=bar.day)[0] == bar.mentions
        assert all_rows("complaints", of, day=bar.day)[0] == bar.complaints
        assert bar.other >= 0


def test_the_days_of_a_week_add_up_to_it(lived: datetime) -> None:
    week = week_at(lived, ZONE).back(1)
    days = metrics.days(week, first=week.back(3).monday)[-7:]
    numbers = metrics.numbers(week, zone=ZONE, now=lived)
    assert sum(day.mentions for day in days) == numbers.mentions
    assert sum(day.complaints for day in days) == numbers.complaints


def count() -> Numbers:
    make_installation()
    return metrics.numbers(WEEK, zone=ZONE, now=AFTER)


def test_it_counts_a_post_on_the_companys_side_of_midnight() -> None:
    counted(instant("2026-11-15T23:59"))
    counted(instant("2026-11-16T00:00"))
    assert count().mentions == 1


def test_a_reply_after_the_week_does_not_undo_that_it_waited() -> None:
    ask(instant("2026-11-15T20:00"), answered_after=timedelta(hours=8))
    assert (count().no_reply, count().responses) == (1, 0)
    assert metrics.numbers(WEEK.back(-1), zone=ZONE, now=AFTER).responses == 1


def test_a_question_stops_waiting_when_nobody_reads_it_any_more() -> None:
    ask(instant("2026-10-16T12:00"))
    assert count().no_reply == 0
    ask(instant("2026-10-17T12:00"))
    assert count().no_reply == 1


def test_it_leaves_out_what_was_not_read_again_in_time_and_says_so() -> None:
    asked = ask(instant("2026-11-10T12:00"))
    Question.objects.filter(pk=asked.pk).update(stale_at=instant("2026-11-10T17:00"))
    assert (count().no_reply, count().left_out) == (0, 1)


@pytest.mark.parametrize(
    ("state", "waiting"),
    [
        ("acknowledged", 1),
        ("reopened", 1),
        ("answered_by_competitor", 1),
        ("answered_by_peer", 0),
        ("resolved_by_asker", 0),
        ("withdrawn", 0),
        ("expired", 0),
        ("not_a_question", 0),
    ],
)
def test_it_counts_who_is_still_owed_an_answer(state: str, waiting: int) -> None:
    at = instant("2026-11-10T12:00")
    settled = at + timedelta(hours=1)
    Question.objects.filter(pk=ask(at).pk).update(
        state=state, answered_at=settled, answered_side="peer", settled_at=None if waiting else settled
    )
    assert (count().no_reply, count().responses) == (waiting, 0)


def test_it_waited_for_as_long_as_nobody_had_answered() -> None:
    asked = ask(instant("2026-11-15T20:00"))
    answered = instant("2026-11-16T06:00")
    Question.objects.filter(pk=asked.pk).update(
        state="answered_by_peer", answered_at=answered, answered_side="peer", settled_at=answered
    )
    assert (count().no_reply, metrics.numbers(WEEK.back(-1), zone=ZONE, now=AFTER).no_reply) == (1, 0)


@pytest.mark.parametrize(("disposition", "waiting"), [("answered_privately", 0), ("no_reply_needed", 1)])
def test_what_was_answered_privately_is_in_no_public_number(disposition: str, waiting: int) -> None:
    asked = ask(instant("2026-11-10T12:00"))
    make_change(asked.mention, question=asked)
    take_in(now=NOW)
    Case.objects.update(status="done", disposition=disposition, closed_at=NOW)
    assert (count().no_reply, count().watched) == (waiting, waiting)


def test_questions_to_rivals_and_unseen_ones_do_not_wait_for_us() -> None:
    one, other = ask(instant("2026-11-10T12:00")), ask(instant("2026-11-10T12:00"))
    Question.objects.filter(pk=one.pk).update(audience="category")
    Question.objects.filter(pk=other.pk).update(state="unverified")
    assert (count().no_reply, count().watched) == (0, 0)


def test_an_archived_brand_keeps_what_was_counted_for_it() -> None:
    brand = make_brand("Hookyard", kind="competitor")
    counted(instant("2026-11-10T12:00"), brand=brand)
    brand.archived_at = AFTER
    brand.save()
    assert count().voices == (("Hookyard", "competitor", 1),)
    assert all_rows("share-of-voice", WEEK)[0] == 1


def test_nothing_measured_is_unknown_not_zero() -> None:
    numbers = count()
    assert (numbers.first_response_s, numbers.share_of_voice, numbers.longest_wait_s) == (None, None, None)


def test_it_tells_a_changed_query_from_a_new_one() -> None:
    at = instant("2026-11-10T12:00")
    make_query(name="Rivals", version=2, created_at=at - timedelta(days=90), changed_at=at)
    make_query(name="New", created_at=at, changed_at=at)
    assert count().rules == (("Rivals", "2026-11-10"),)


def test_it_names_the_sources_that_were_not_read() -> None:
    poll(instant("2026-11-10T12:00"), reads=8, fails=2)
    found = metrics.coverage(WEEK, zone=ZONE)
    assert (found.share, found.blind, found.patchy, found.sources) == (0.8, ("Reviews",), (), 2)
    assert found.terms["fetched"] == sum(n for term, n in found.terms.items() if term != "fetched") == 160


def test_it_shows_a_deleted_post_without_its_words() -> None:
    mention = counted(instant("2026-11-10T12:00"))
    mention.deleted_at, mention.text, mention.author_handle = AFTER, "", ""
    mention.save()
    (row,) = all_rows("mentions", WEEK)[1]
    assert (row.state.code, row.snippet) == ("post_deleted", ())
