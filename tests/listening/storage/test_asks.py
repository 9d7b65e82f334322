"""A week's list is drawn once, holds still, asks nothing twice, and never touches what may not be learnt from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from listening.actions import Conflict, Refused, asks, corrections
from listening.models import Ask, Judgement, Label
from listening.records import FLAGS
from listening.storage import context
from tests.factories import NOW, make_brand, make_installation, make_judgement, make_mention, make_user
from tests.listening.storage.judging import scored

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
NEXT_WEEK = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def installation() -> None:
    context.forget()
    make_installation()
    make_brand()


@pytest.fixture
def alice() -> User:
    return make_user("marketer", name="Alice Park")


def stock(many: int, **more: Any) -> None:
    """Store posts of which a third are flagged as complaints."""
    for number in range(many):
        flags = ["complaint"] if number % 3 == 0 else []
        make_mention(f"Deliveries are late, part {number}", flags=flags, **more)


def drawn() -> list[int]:
    return [each.mention_id for each in asks.asked_this_week(now=LATER)]


def test_it_draws_twenty_five_and_holds_still() -> None:
    stock(60)
    first = drawn()
    stock(20)
    assert drawn() == first
    assert len(set(first)) == 25


def test_it_fills_up_while_there_is_little() -> None:
    stock(6)
    first = drawn()
    stock(60)
    assert len(first) == 6
    assert drawn()[:6] == first
    assert len(drawn()) == 25


@pytest.mark.parametrize(
    "more",
    [
        {"network": "x"},
        {"network": "linkedin"},
        {"role": "context"},
        {"scored": False},
        {"relevance": 0.0},
        {"relevance": 0.4},
        {"published_at": NOW - timedelta(days=29)},
        {"deleted_at": NOW, "text": "", "author_handle": ""},
    ],
)
def test_it_never_draws_what_it_must_not(more: dict[str, Any]) -> None:
    text = more.pop("text", "Late again")
    values = {"author": "charlie", **more}
    if "author_handle" in more:
        values["author"] = ""
    make_mention(text, **values)
    assert drawn() == []


def test_it_never_draws_for_a_brand_that_is_put_away() -> None:
    stock(3, brand=make_brand("Hookyard", archived_at=NOW))
    assert drawn() == []


def test_it_keeps_how_a_post_was_drawn_and_what_scoring_said(alice: User) -> None:
    stock(60)
    for each in asks.asked_this_week(now=LATER):
        asks.answer(each.id, value=True, actor=alice, now=LATER)
    labels = list(Label.objects.values_list("chosen", "was", "scorer", "user_id"))
    assert {chosen for chosen, *_ in labels} >= {"random_on", "random_off"}
    assert all(was is (chosen == "random_on") for chosen, was, *_ in labels if chosen.startswith("random"))
    assert {(scorer, user) for *_, scorer, user in labels} == {("test", alice.pk)}


def test_it_asks_in_german_what_is_doubtful_in_german() -> None:
    german, english = ({flag: cut.on for flag, cut in context.cuts()[each].items()} for each in ("de", "en"))
    flag = max(FLAGS, key=lambda each: abs(german[each] - english[each]))
    for percent in range(1, 100):
        mention = make_mention("Northwind Relay liefert wieder", language="de", judged=False)
        make_judgement(mention, unsure=[flag], probabilities={flag: percent / 100})
    asks.asked_this_week(now=LATER)
    drawn = Ask.objects.filter(chosen="uncertain", head=flag).values_list("chance", flat=True)
    assert len(drawn) >= 2
    assert all(abs(chance - german[flag]) < abs(chance - english[flag]) for chance in drawn if chance)


def test_it_lets_an_answer_hold_at_once_and_takes_it_back(alice: User) -> None:
    stock(1)
    [ask] = asks.asked_this_week(now=LATER)
    bit = Judgement.objects.get().scored_on_mask
    asks.answer(ask.id, value=not ask.was, actor=alice, now=LATER)
    assert Judgement.objects.get().decided_mask
    asks.take_back(ask.id, actor=alice, now=LATER)
    judgement = Judgement.objects.get()
    assert (judgement.decided_mask, judgement.on_mask) == (0, bit)
    assert [each.outcome for each in asks.asked_this_week(now=LATER)] == ["open"]


def test_it_asks_no_post_in_two_weeks(alice: User) -> None:
    stock(40)
    first = asks.asked_this_week(now=LATER)
    for number, each in enumerate(first):
        asks.answer(each.id, value=[True, False, None][number % 3], actor=alice, now=LATER)
    following = asks.asked_this_week(now=NEXT_WEEK)
    assert len(following) == 15
    assert not {each.mention_id for each in first} & {each.mention_id for each in following}


def test_it_leaves_what_nobody_judged_to_a_later_week() -> None:
    stock(30)
    asks.asked_this_week(now=LATER)
    assert len(asks.asked_this_week(now=NEXT_WEEK)) == 25
    assert set(Ask.objects.values_list("week", flat=True)) == {"2026-W48"}


def test_it_refuses_a_second_answer(alice: User) -> None:
    stock(1)
    [ask] = asks.asked_this_week(now=LATER)
    asks.answer(ask.id, value=None, actor=alice, now=LATER)
    with pytest.raises(Conflict):
        asks.answer(ask.id, value=True, actor=alice, now=LATER)
    assert not Label.objects.exists()


def test_it_lets_nobody_take_back_what_another_said(alice: User) -> None:
    stock(1)
    [ask] = asks.asked_this_week(now=LATER)
    asks.answer(ask.id, value=True, actor=alice, now=LATER)
    with pytest.raises(Refused):
        asks.take_back(ask.id, actor=make_user(name="Bob Stone"), now=LATER)


def test_it_counts_a_correction_as_the_answer_where_the_post_is_drawn(alice: User) -> None:
    mention = make_mention("Late again", flags=["complaint"])
    corrections.correct(mention.id, brand_id=make_brand().id, head="complaint", value=False, actor=alice, now=NOW)
    stock(3)
    asks.asked_this_week(now=LATER)
    known = Ask.objects.get(mention=mention, head="complaint")
    assert (known.place, known.outcome, known.answer, known.was, known.chosen) == (
        None, "answered", False, True, "random_on",
    )  # fmt: skip


def test_it_counts_a_correction_made_while_the_post_waits(alice: User) -> None:
    stock(2)
    ask = asks.asked_this_week(now=LATER)[0]
    brand = make_brand().id
    corrections.correct(ask.mention_id, brand_id=brand, head=ask.flag, value=True, actor=alice, now=LATER)
    assert ask.id not in {each.id for each in asks.asked_this_week(now=LATER)}
    assert Ask.objects.get(id=ask.id).answer is True


def test_it_drops_a_post_that_scoring_sees_otherwise_by_now() -> None:
    mention = make_mention("Late again", flags=["complaint"])
    week = asks.week_of(NOW, ZoneInfo("UTC"))
    values = {"head": "complaint", "chosen": "random_on", "was": True, "scorer": "test", "at": NOW}
    ask = Ask.objects.create(week=week, place=1, mention=mention, brand=make_brand(), **values)
    assert [each.id for each in asks.asked_this_week(now=LATER)] == [ask.id]
    scored(mention, on=0)
    assert ask.id not in {each.id for each in asks.asked_this_week(now=LATER)}


def test_it_draws_more_for_whoever_wants_more() -> None:
    stock(60)
    first = drawn()
    assert asks.ask_more(now=LATER) == 25
    assert drawn()[:25] == first
    assert len(set(drawn())) == 50
    assert asks.ask_more(now=LATER) == 10


def test_it_needs_as_few_queries_for_many_as_for_few(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    stock(40)
    drawn()
    with django_assert_num_queries(9):  # with the savepoint around the test's transaction, and the context's stamp
        drawn()
