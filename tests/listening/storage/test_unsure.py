"""A post that is probably about something else is stored and shown, and moves nothing until somebody says *us*."""

from __future__ import annotations

from datetime import timedelta

import pytest

from listening import actions
from listening.models import DayFlags, Judgement, Label, Lesson, Question
from listening.records import PostKey
from listening.storage import context, lessons
from tests.factories import NOW
from tests.listening.storage.test_rematching import crisp, post, store, total

pytestmark = pytest.mark.django_db

__all__ = ["crisp"]

LATER = NOW + timedelta(minutes=5)


def say(number: int, *, us: bool, network: str = "hackernews") -> None:
    key = PostKey(network, "", str(number))
    actions.judge_post(key, brand_id=actions.own_brand(), us=us, user_id=None, now=NOW)


def judged(n: int, *, network: str = "hackernews") -> None:
    """Store and judge posts in which only *warehouse* tells that they are not about the company."""
    posts = [
        f"Crisp warehouse news from the north, number {at}" if at % 2 else f"Crisp chat widget, {at}" for at in range(n)
    ]
    store(*(post(at, text, network=network) for at, text in enumerate(posts)))
    for at in range(n):
        say(at, us=not at % 2, network=network)


def test_it_is_stored_and_counts_nothing(crisp: int) -> None:
    store(post(1, "Is a crisp apple better than a soft one?"))
    kept = Judgement.objects.get()
    assert 0 < kept.relevance < 0.5
    assert (kept.counted_day, total(), DayFlags.objects.count(), Question.objects.count()) == (None, 0, 0, 0)


def test_it_counts_and_asks_once_somebody_says_us(crisp: int) -> None:
    store(post(1, "Does anyone know why a crisp apple keeps longer than a soft one?"))
    say(1, us=True)
    assert Judgement.objects.get().relevance == 1.0
    assert (total(), Question.objects.count()) == (1, 1)


def test_it_learns_from_what_people_said_and_stored_posts_feel_it(crisp: int) -> None:
    judged(40)
    store(post(99, "Crisp warehouse opens in the north"))
    before = Judgement.objects.get(mention__external_id="99").relevance
    assert lessons.learn_next(LATER)
    lesson = Lesson.objects.get()
    assert (lesson.judged, lesson.words["warehouse"] < 0) == (40, True)
    assert Judgement.objects.get(mention__external_id="99").relevance < 0.5 <= before
    assert total() == 20


def test_new_posts_are_scored_with_what_was_learnt(crisp: int) -> None:
    judged(40)
    lessons.learn_next(LATER)
    assert context.load().brands[actions.own_brand()].learned is not None
    store(post(99, "Crisp warehouse opens in the north"))
    assert Judgement.objects.get(mention__external_id="99").relevance < 0.5


def test_what_people_said_stands_above_what_was_learnt(crisp: int) -> None:
    judged(40)
    store(post(99, "Crisp warehouse opens in the north"))
    say(99, us=True)
    lessons.learn_next(LATER)
    assert Judgement.objects.get(mention__external_id="99").relevance == 1.0


def test_it_learns_once_from_the_same_labels(crisp: int) -> None:
    judged(24)
    assert lessons.learn_next(LATER)
    assert not lessons.learn_next(LATER)
    say(1, us=True)
    assert lessons.learn_next(LATER)


def test_it_never_learns_where_the_network_forbids_it(crisp: int) -> None:
    judged(40, network="x")
    assert Label.objects.count() == 40
    lessons.learn_next(LATER)
    lesson = Lesson.objects.get()
    assert (lesson.judged, lesson.words, lesson.start) == (0, {}, 0.0)
