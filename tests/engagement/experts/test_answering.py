"""What comes back by the link: once, in time, as a draft that nobody sends without approval."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from pytest_django.fixtures import Settings

from engagement import actions, links
from engagement.actions.experts import answering, asking
from engagement.actions.experts.answering import Gone
from engagement.actions.replies import clicks, drafts, house
from engagement.errors import BadField, Refused
from engagement.models import Event, ExpertRequest, Reply
from engagement.queue import outside
from tests.engagement.experts.rows import UNTIL, ask, make_asked_case, make_expert, token
from tests.engagement.letters.rows import SECONDS
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
ANSWER = "Maya from Northwind Relay here: the retry window is capped at seven days."


@pytest.fixture(autouse=True)
def mail_is_on(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"


def asked() -> ExpertRequest:
    return ask(make_asked_case(), make_expert())


def test_it_becomes_a_draft_a_step_in_the_history_and_ends_the_link() -> None:
    row = asked()
    answering.answer(token(row), text=f"{ANSWER}\r\n", now=LATER)
    row.refresh_from_db()
    reply = Reply.objects.get()
    assert (row.state, row.text, row.laid) == ("answered", ANSWER, True)
    assert (reply.text, reply.state, reply.expert, reply.second) == (ANSWER, "draft", "Ana Ruiz", "second.role")
    step = Event.objects.get(verb="expert_answered")
    assert (step.actor, step.params["note"]) == (None, ANSWER)
    assert Event.objects.get(verb="ask_expert").before == {}  # an undo that would only be refused is not offered
    with pytest.raises(Gone):
        answering.answer(token(row), text="Another answer", now=LATER)
    assert Reply.objects.get().text == ANSWER


def test_it_takes_the_same_words_twice_for_a_double_click() -> None:
    row = asked()
    for _ in range(2):
        answering.answer(token(row), text=ANSWER, now=LATER)
    assert Event.objects.filter(verb="expert_answered").count() == 1


@pytest.mark.parametrize("end", ["expired", "withdrawn", "case", "declined", "swept"])
def test_it_is_dead_once_it_is_over(end: str) -> None:
    row, when = asked(), LATER
    if end in ("expired", "swept"):
        when = UNTIL
    if end == "swept":
        asking.end_over(UNTIL)
    elif end == "withdrawn":
        asking.withdraw(row.pk, actor=make_user(), now=NOW)
    elif end == "case":
        actions.done(row.case_id, actor=make_user(), now=NOW)
    elif end == "declined":
        answering.decline(token(row), reason="Not my field", now=NOW)
    with pytest.raises(Gone):
        answering.answer(token(row), text=ANSWER, now=when)
    with pytest.raises(Gone):
        answering.decline(token(row), reason="No time", now=when)
    assert not Reply.objects.exists()


def test_it_opens_to_no_guess() -> None:
    row = asked()
    right = token(row)
    other = links.token("support", row.key)
    for wrong in (
        other,
        right[:-1] + ("0" if right[-1] != "0" else "1"),
        row.key.hex,
        f"{row.key.hex}.",
        "",
        "x" * 500,
    ):
        with pytest.raises(Gone):
            answering.answer(wrong, text=ANSWER, now=LATER)


def test_it_keeps_nothing_by_which_the_link_could_be_made() -> None:
    row = asked()
    assert bytes(row.digest) == hashlib.sha256(token(row).encode()).digest()
    kept = " ".join(map(str, ExpertRequest.objects.values().get().values()))
    assert token(row).partition(".")[2] not in kept


def test_it_never_goes_out_without_a_second_person_whoever_edits_it() -> None:
    row, maya, bob = ask(make_asked_case(thread=None), make_expert()), make_user(), make_user()
    for each in (maya, bob):
        house.accept(1, actor=each, now=NOW)
    answering.answer(token(row), text=ANSWER, now=LATER)
    edited = drafts.save(row.case_id, text=f"{ANSWER} Sorry.", acknowledged=True, version=1, actor=maya, now=LATER)
    assert edited is not None
    click = clicks.Click(case_id=row.case_id, version=edited.version, way="by_hand", opened=LATER)
    clicks.send(click, actor=maya, now=LATER)
    waiting = Reply.objects.get()
    assert (waiting.state, waiting.second) == ("waiting", "second.role")
    again = clicks.Click(case_id=row.case_id, version=waiting.version, way="by_hand", opened=LATER)
    with pytest.raises(Refused, match="author_approves"):
        clicks.send(again, actor=maya, now=LATER)
    assert Reply.objects.get().state == "waiting"


def test_it_cannot_even_be_written_down_as_approved_by_nobody() -> None:
    answering.answer(token(asked()), text=ANSWER, now=LATER)
    with pytest.raises(IntegrityError, match="reply_of_an_expert_was_approved"):
        Reply.objects.update(state="approved", way="api", clicked_at=LATER)


def test_it_overwrites_no_draft_and_waits_beside_it_until_somebody_uses_it() -> None:
    row, maya = asked(), make_user()
    drafts.save(row.case_id, text="Hello,", acknowledged=None, version=0, actor=maya, now=NOW)
    answering.answer(token(row), text=ANSWER, now=LATER)
    assert Reply.objects.get().text == "Hello,"
    assert [each.usable for each in outside.outside(row.case_id).experts] == [True]
    answering.use(row.pk, actor=maya, now=LATER)
    reply = Reply.objects.get()
    assert (reply.text, reply.expert) == (f"Hello,\n\n{ANSWER}", "Ana Ruiz")
    with pytest.raises(Refused, match="expert_over"):
        answering.use(row.pk, actor=maya, now=LATER)


def test_it_takes_a_no_with_its_reason() -> None:
    row = asked()
    with pytest.raises(BadField, match="expert_reason_missing"):
        answering.decline(token(row), reason=" ", now=LATER)
    answering.decline(token(row), reason="Ask Leo", now=LATER)
    row.refresh_from_db()
    assert (row.state, row.text, Reply.objects.count()) == ("declined", "Ask Leo", 0)


@pytest.mark.parametrize(("text", "code"), [(" ", "expert_answer_missing"), ("x" * 5_001, "expert_answer_too_long")])
def test_it_refuses_an_empty_or_endless_answer_and_leaves_the_link_alive(text: str, code: str) -> None:
    row = asked()
    with pytest.raises(BadField, match=code):
        answering.answer(token(row), text=text, now=LATER)
    answering.answer(token(row), text=ANSWER, now=LATER)


def test_it_tells_who_asked_by_mail() -> None:
    maya = make_user(name="Maya Rehn")
    row = ask(make_asked_case(), make_expert(), maya)
    actions.write_letters(LATER)
    answering.answer(token(row), text=ANSWER, now=LATER)
    for n in range(1, 4):
        actions.write_letters(LATER + n * 20 * SECONDS)
    actions.send_letters(lambda: LATER + 90 * SECONDS)
    (letter,) = [each for each in mail.outbox if each.to == [maya.email]]
    assert str(letter.subject) == "1 word from an expert"
    assert "Ana Ruiz answered; the text waits for approval: Is the retry window" in str(letter.body)
