"""The Labels page asks one post at a time, tells what scoring thought only afterwards, and works without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from listening.models import Ask, Judgement, Label
from listening.storage import context
from tests.factories import make_brand, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db

REASON = {"flag": "complaint", "rule": "late", "start": 15, "end": 19, "weight": 1.0, "text": "late"}


@pytest.fixture
def alice() -> User:
    context.forget()
    make_installation()
    make_brand()
    return make_user("marketer", name="Alice Park")


@pytest.fixture
def desk(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def post(text: str = "Deliveries are late again") -> None:
    """Store a post of an hour ago that scoring takes for a complaint."""
    mention = make_mention(text, flags=["complaint"], published_at=timezone.now() - timedelta(hours=1))
    Judgement.objects.filter(mention=mention).update(reasons=[REASON])


def ask_only(flag: str = "complaint") -> Ask:
    """Let the one post that is drawn be asked about this flag, which scoring holds to be on."""
    Ask.objects.update(head=flag, was=True, chosen="random_on", chance=0.9)
    return Ask.objects.get()


def page(client: Client) -> str:
    return " ".join(client.get("/labels/").content.decode().split())


def test_it_does_not_lead_before_the_answer(desk: Client) -> None:
    post()
    page(desk)
    ask_only()
    shown = page(desk)
    assert "Is this a complaint about Northwind Relay?" in shown
    assert "Deliveries are late again" in shown
    assert "1 of 1" in shown
    assert "why-span" not in shown
    assert "Scoring:" not in shown


def test_it_tells_what_scoring_thought_after_the_answer(desk: Client) -> None:
    post()
    page(desk)
    ask = ask_only()
    answered = desk.post(f"/labels/{ask.pk}/answer/", {"answer": "no"}, follow=True).content.decode()
    assert "You: no complaint." in answered
    assert "Scoring: a complaint, 90 % sure" in " ".join(answered.split())
    assert '<span class="why-span bad">late</span>' in answered
    assert "You and scoring agreed on 0 of 1." in answered
    assert "All 1 judged. Next ones on Monday." in answered
    assert Label.objects.get().value is False


def test_it_answers_a_script_with_the_part_that_follows(desk: Client) -> None:
    post()
    page(desk)
    ask = ask_only()
    answer = desk.post(f"/labels/{ask.pk}/answer/", {"answer": "skip"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "1 was skipped." in page(desk)
    assert not Label.objects.exists()


def test_it_takes_the_last_answer_back(desk: Client) -> None:
    post()
    page(desk)
    ask = ask_only()
    desk.post(f"/labels/{ask.pk}/answer/", {"answer": "yes"})
    desk.post(f"/labels/{ask.pk}/undo/")
    assert "1 of 1" in page(desk)
    assert list(Label.objects.order_by("id").values_list("value", flat=True)) == [True, None]


def test_it_says_that_somebody_was_quicker(desk: Client) -> None:
    post()
    page(desk)
    ask = ask_only()
    bob = Client()
    bob.force_login(make_user(name="Bob Stone"))
    bob.post(f"/labels/{ask.pk}/answer/", {"answer": "yes"})
    shown = desk.post(f"/labels/{ask.pk}/answer/", {"answer": "no"}, follow=True).content.decode()
    assert "Somebody judged this post a moment ago. Nothing was changed." in shown
    assert Label.objects.get().value is True


def test_it_says_that_there_is_nothing_yet(desk: Client) -> None:
    assert "Nothing to judge yet" in page(desk)


def test_it_explains_the_asking_only_where_it_asks(desk: Client) -> None:
    assert "so that they do not lead you" not in page(desk)
    post()
    assert "so that they do not lead you" in page(desk)


def test_it_takes_no_other_answer(desk: Client) -> None:
    assert desk.post("/labels/1/answer/", {"answer": "maybe"}).status_code == 404
    assert desk.post("/labels/1/answer/", {"answer": "yes"}).status_code == 302  # it is not there: told on the page
