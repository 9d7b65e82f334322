"""The words on replies as plain forms and as fragments, and what the pane shows of the evidence."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from engagement.intake import take_in
from engagement.models import Case
from listening.models import Question, ReplyWord
from listening.storage import context
from tests.factories import NOW, make_brand, make_change, make_installation, make_user
from tests.listening.storage.speaking import asked, decided, list_account, reply

pytestmark = pytest.mark.django_db
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def case() -> Case:
    """Return a case that Dora has replied to and that we have put off."""
    context.forget()
    make_installation()
    make_brand()
    list_account("alice")
    question = asked()
    reply(question, "Same here.", author="dora")
    reply(question, "We'll look into it.", author="alice", minutes=30)
    decided(question)
    make_change(question.mention, question=question)
    take_in(now=NOW)
    return Case.objects.get()


def browser(role: str = "marketer") -> Client:
    client = Client()
    client.force_login(make_user(role, name="Maya Rehn"))
    return client


def first_reply() -> int:
    return int(Question.objects.get().evidences[0]["mention"])


def send(case: Case, verb: str, client: Client, headers: Any = None, **sent: Any) -> Any:
    values = {"version": Case.objects.get(pk=case.pk).version, "next": f"/cases/{case.pk}/", **sent}
    return client.post(f"/cases/{case.pk}/{verb}/", values, headers=headers, follow=headers is None)


def pane(case: Case, client: Client) -> str:
    return client.get(f"/cases/{case.pk}/", headers={"HX-Request": "true"}).content.decode()


def test_it_shows_every_reply_with_what_it_was_taken_for(case: Case) -> None:
    words = pane(case, browser())
    assert "Our reply promises an answer, but gives none." in words
    assert words.index("has the same question") < words.index("promises an answer, gives none")
    assert 'class="good">us</span>' in words
    assert 'class="">somebody else</span>' in words
    assert 'class="decides"' in words
    assert "Checked" in words


def test_it_says_so_without_javascript_and_undoes_from_the_history(case: Case) -> None:
    client = browser()
    page = send(case, "reply", client, say=f"{first_reply()}:yes").content.decode()
    assert "Said that the reply of dora answers it. Now: Answered by somebody else" in page
    assert "Maya Rehn says so" in page
    step = Case.objects.get().events.get(verb="reply")
    client.post(f"/events/{step.pk}/undo/", {"next": "/"})
    assert Question.objects.get().state == "acknowledged"


def test_it_answers_a_toast_with_undo(case: Case) -> None:
    words = send(case, "reply", browser(), {"HX-Request": "true"}, say=f"{first_reply()}:no").content.decode()
    assert "Said that the reply of dora is no answer" in words
    assert "/undo/" in words


def test_it_names_a_colleague_and_says_how_many_changed(case: Case) -> None:
    page = send(case, "colleague", browser(), reply_id=first_reply()).content.decode()
    assert "dora is a colleague." in page
    assert 'class="">somebody else</span>' not in page


def test_it_notes_a_reply_on_the_network(case: Case) -> None:
    assert "read in 1, 3 and 10 minutes" in send(case, "replied", browser()).content.decode()


def test_it_ends_as_answered_privately_with_the_reason_in_sight(case: Case) -> None:
    client = browser()
    end = {"disposition": "answered_privately"}
    assert "Say where and what" in send(case, "done", client, **end).content.decode()
    page = send(case, "done", client, note=NASTY, **end).content.decode()
    assert "Answered privately" in page
    assert "left out of public numbers" in page
    assert "until answered privately" in page
    assert NASTY not in page


@pytest.mark.parametrize("say", ["", "1", "1:maybe", "x:yes", "1:yes\n", "99999999999999999999:yes"])
def test_it_takes_nothing_else(say: str, case: Case) -> None:
    answer = send(case, "reply", browser(), {"HX-Request": "true"}, say=say)
    assert (answer.status_code, ReplyWord.objects.count()) == (422, 0)


@pytest.mark.parametrize("verb", ["reply", "colleague", "replied"])
def test_it_lets_readers_read_and_say_nothing(verb: str, case: Case) -> None:
    client = browser("executive")
    assert send(case, verb, client, {"HX-Request": "true"}).status_code == 403
    words = pane(case, client)
    assert "has the same question" in words
    assert f"/{verb}/" not in words


def test_it_says_why_nothing_is_known_and_what_is_stale(case: Case) -> None:
    client = browser()
    Question.objects.update(stale_at=NOW)
    assert "Stale:" in pane(case, client)
    Question.objects.update(state="unverified", rule="auth", evidence=None, evidences=[], checked_at=None)
    words = pane(case, client)
    assert "Cannot see replies, so nothing is claimed: sign-in expired." in words
    assert "Not checked yet." in words
