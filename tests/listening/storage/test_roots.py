"""A comment that was read by itself joins its conversation when the network names it, with what it asks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from listening.models import Mention, Question, Thread
from listening.records import Author, Post
from listening.storage import context, posts
from listening.storage.posts import Intake
from tests.factories import NOW, make_brand, make_installation, make_query

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company() -> None:
    make_installation()
    make_query(brand=make_brand(), expression='"Northwind Relay"')
    context.forget()


def post(id_: str, *, root: str = "", author: str = "charlie") -> Post:
    return Post(
        network="hackernews",
        external_id=id_,
        author=Author(external_id=author, handle=author),
        text="How long is the retry window of Northwind Relay?",
        created_at=NOW - timedelta(hours=1),
        root_id=root,
        kind="comment",
    )


def store(*given: Post, in_thread: bool = False) -> None:
    how = Intake(source_id=None, now=NOW, threads=True, in_thread=in_thread, keep_raw=False)
    posts.store(given, context.load(), how)


def places() -> dict[str, str]:
    return dict(Mention.objects.values_list("external_id", "thread__external_id"))


def test_it_moves_with_its_question_and_the_conversation_is_read_at_once() -> None:
    store(post("2"), post("3", author="dora"))
    assert places() == {"2": "2", "3": "3"}
    Thread.objects.update(next_read_at=None)
    store(post("2", root="1"), in_thread=True)
    assert places() == {"2": "1", "3": "3"}
    assert [each.external_id for each in Thread.objects.filter(next_read_at=NOW)] == ["1"]
    assert sorted(Question.objects.values_list("thread__external_id", flat=True)) == ["1", "3"]


def test_it_keeps_one_question_of_an_asker_who_has_two_there() -> None:
    store(post("2"), post("3"), post("4", root="1"))
    first = Question.objects.get(mention__external_id="4")
    store(post("2", root="1"), post("3", root="1"), in_thread=True)
    assert set(places().values()) == {"1"}
    assert [each.pk for each in Question.objects.all()] == [first.pk]


def test_it_keeps_the_older_of_two_questions_that_move_together() -> None:
    store(post("2"), post("3"))
    store(post("2", root="1"), post("3", root="1"), in_thread=True)
    assert [each.mention.external_id for each in Question.objects.all()] == ["2"]


def test_a_poll_moves_nothing() -> None:
    store(post("2"))
    store(post("2", root="1"))
    assert places() == {"2": "2"}
