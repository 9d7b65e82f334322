"""Corrections as plain forms and as fragments: who may send them, and what the pane then says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from engagement.intake import take_in
from engagement.models import Case, Member
from listening.models import Brand, Label
from listening.storage import context
from tests.factories import NOW, make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def case() -> Case:
    context.forget()
    make_installation()
    make_change(make_mention(flags=["complaint"], unsure=["praise"]))
    take_in(now=NOW)
    return Case.objects.get()


def browser(role: str = "marketer", **more: Any) -> Client:
    client = Client()
    client.force_login(make_user(role, **more))
    return client


def send(case: Case, say: str, *, client: Client | None = None, headers: Any = None, **more: Any) -> Any:
    sent = {"version": case.version, "say": say, **more}
    return (client or browser()).post(f"/cases/{case.pk}/correct/", sent, headers=headers)


def pane(case: Case, client: Client) -> str:
    return client.get(f"/cases/{case.pk}/", headers={"HX-Request": "true"}).content.decode()


def test_it_corrects_without_javascript_and_says_so(case: Case) -> None:
    client = browser()
    answer = send(case, "complaint:no", client=client, next=f"/cases/{case.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/")
    page = client.get(answer["Location"]).content.decode()
    assert "Corrected: Not a complaint. Moved from Engage to Monitor" in page


def test_it_answers_a_toast_with_undo_and_the_row_as_it_is_now(case: Case) -> None:
    words = send(case, "complaint:no", headers={"HX-Request": "true"}).content.decode()
    assert "Corrected: Not a complaint" in words
    assert "/undo/" in words
    assert f'id="case-{case.pk}"' in words


@pytest.mark.parametrize(
    ("say", "value"), [("spam:yes", True), ("complaint:no", False), ("relevant:no", False), ("complaint:yes", True)]
)
def test_it_takes_every_answer(say: str, value: bool, case: Case) -> None:
    assert send(case, say).status_code == 302
    assert Label.objects.values_list("head", "value").get() == (say.partition(":")[0], value)


@pytest.mark.parametrize(
    "say", ["", "complaint", "complaint:maybe", "nonsense:yes", "Complaint:yes", "complaint:yes\n"]
)
def test_it_takes_nothing_else(say: str, case: Case) -> None:
    answer = send(case, say, headers={"HX-Request": "true"})
    assert (answer.status_code, Label.objects.count()) == (422, 0)


@pytest.mark.parametrize("role", sorted(set(Member.Role.values) - {"owner", "manager", "marketer", "agency"}))
def test_it_lets_readers_read_and_not_correct(role: str, case: Case) -> None:
    client = browser(role)
    assert send(case, "complaint:no", client=client).status_code == 403
    assert "/correct/" not in pane(case, client)
    assert not Label.objects.exists()


def test_it_says_what_each_key_would_say(case: Case) -> None:
    client = browser()
    words = pane(case, client)
    assert words.index("Not a complaint") < words.index("It is a question") < words.index("Wrong flag?")
    assert 'name="say" value="complaint:no" data-key="c"' in words
    assert 'name="say" value="question:yes" data-key="q"' in words
    assert words.count('aria-pressed="mixed"') == 1
    assert 'value="praise:no"' in words


def test_it_offers_undo_to_who_said_so_and_taking_back_to_others(case: Case) -> None:
    alice, bob = browser(name="Alice Hale"), browser(name="Bob Stone")
    send(case, "complaint:no", client=alice)
    assert "Take back" not in pane(case, alice)
    words = pane(case, bob)
    assert "Alice Hale" in words
    assert 'name="say" value="complaint:nothing"' in words
    send(Case.objects.get(), "complaint:nothing", client=bob)
    assert Case.objects.values_list("lane", flat=True).get() == "engage"


def test_it_shows_hostile_names_as_words(case: Case) -> None:
    Brand.objects.update(name=NASTY)
    client = browser(name=NASTY)
    send(case, "relevant:no", client=client)
    words = pane(case, client)
    assert NASTY not in words
    assert words.count("&lt;script&gt;") >= 4


def test_it_writes_once_what_is_sent_twice(case: Case) -> None:
    client = browser()
    assert [send(case, "complaint:no", client=client).status_code for _ in range(2)] == [302, 302]
    assert Label.objects.count() == 1


def test_it_answers_409_when_a_colleague_was_first(case: Case) -> None:
    client = browser()
    client.post(f"/cases/{case.pk}/claim/", {"version": case.version})
    answer = send(case, "complaint:no", client=client)
    assert answer.status_code == 409
    assert b'name="say" value="complaint:no"' in answer.content
