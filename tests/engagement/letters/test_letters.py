"""Clock to mailbox: who is told what, in one message, when, and what is dropped because somebody handled it."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from engagement import actions
from engagement.letters import storage
from engagement.models import Alert, Case, Letter, Member
from tests.engagement.letters.rows import DUE, HOUR, MINUTE, TWICE, WARNS, beat, last_lines, mails, make_owed
from tests.factories import NOW, make_installation, make_user

pytestmark = pytest.mark.django_db
NIGHT = {"from": "12:30", "to": "14:30", "days": [0, 1, 2, 3, 4, 5, 6], "critical": False}
"""Quiet hours in Berlin around a warning at 13:00 and a breach at 14:00."""


@pytest.fixture(autouse=True)
def _world(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    make_installation()
    actions.write_letters(NOW - MINUTE)  # the first look, behind which everything is news


@pytest.fixture
def ana() -> Any:
    return make_user(name="Ana Park")


@pytest.fixture
def lead() -> Any:
    return make_user("manager", name="Lena Lead")


def test_it_warns_the_holder_alone(ana: Any, lead: Any) -> None:
    make_owed(holder=ana)
    assert [beat(WARNS - MINUTE), beat(WARNS), beat(WARNS + 20 * MINUTE)] == [0, 1, 0]
    assert (mails(ana), mails(lead)) == (["1 due soon"], [])
    assert last_lines(ana) == ["Due 14:00: Deliveries of Northwind Relay run late", "What you are told, and when"]


def test_it_tells_a_breach_to_the_lead_too_and_an_escalation_to_the_owner(ana: Any, lead: Any) -> None:
    owner = make_user("owner", name="Olga Owner")
    make_owed(holder=ana)
    beat(DUE)
    assert (mails(ana), mails(lead), mails(owner)) == (["1 overdue"], ["1 overdue"], [])
    beat(TWICE)
    assert (mails(ana)[1:], mails(lead)[1:], mails(owner)) == (["1 long overdue"],) * 3


def test_it_tells_the_owner_where_nobody_else_leads(ana: Any) -> None:
    owner = make_user("owner", name="Olga Owner")
    make_owed()
    beat(WARNS)
    assert (mails(ana), mails(owner)) == ([], ["1 due soon"])


def test_it_puts_everything_that_is_due_into_one_message(ana: Any) -> None:
    for n in range(3):
        make_owed(f"Northwind Relay is late, number {n}", holder=ana)
    beat(NOW + 24 * HOUR)  # a day without power: each has warned, breached and escalated
    assert mails(ana) == ["3 long overdue"]
    assert len(last_lines(ana)) == 4
    assert Alert.objects.filter(person=ana, state="told").count() == 9


def test_it_sends_one_message_in_fifteen_minutes_and_the_rest_with_the_next(ana: Any) -> None:
    make_owed(holder=ana)
    beat(WARNS)
    second = make_owed("A second one of Northwind Relay", holder=ana)
    actions.note(second.pk, text="@ana.park please", actor=make_user(), now=WARNS + 3 * MINUTE)
    for minute in (1, 4, 14, 15, 16, 20):
        beat(WARNS + minute * MINUTE)
    assert mails(ana) == ["1 due soon", "1 due soon, 1 note to you"]
    first, later = Letter.objects.order_by("id").values_list("sent_at", flat=True)
    assert first
    assert later
    assert later - first >= timedelta(minutes=15)


def test_it_tells_what_was_held_back_when_the_quiet_time_ends(ana: Any) -> None:
    Member.objects.filter(user=ana).update(quiet=NIGHT)
    make_owed(holder=ana)
    make_owed("Another of Northwind Relay", holder=ana)
    for at in (WARNS, DUE, DUE + 29 * MINUTE):
        beat(at)
        assert mails(ana) == []
    beat(DUE + 30 * MINUTE)
    assert mails(ana) == ["2 overdue"]


def test_it_drops_what_was_answered_before_it_was_told(ana: Any) -> None:
    Member.objects.filter(user=ana).update(quiet=NIGHT)
    case = make_owed(holder=ana)
    beat(DUE)
    actions.done(case.pk, disposition="answered", actor=make_user(), now=DUE + MINUTE)
    beat(DUE + HOUR)
    assert mails(ana) == []
    assert set(Alert.objects.filter(person=ana).values_list("state", "why")) == {("dropped", "handled")}


@pytest.mark.parametrize("verb", ["wait", "snooze"])
def test_it_tells_nothing_of_what_waits_for_the_asker(ana: Any, verb: str) -> None:
    Member.objects.filter(user=ana).update(quiet=NIGHT)
    case = make_owed(holder=ana)
    beat(DUE)
    more = {"until": DUE + 9 * HOUR} if verb == "snooze" else {}
    getattr(actions, verb)(case.pk, actor=make_user(), now=DUE + MINUTE, **more)
    beat(DUE + HOUR)
    assert len(mails(ana)) == (verb == "snooze")  # a clock goes on while its case is snoozed


def test_it_says_in_the_next_message_who_handled_what_was_told(ana: Any) -> None:
    case = make_owed(holder=ana)
    beat(DUE)
    bob = make_user(name="Bob Stone")
    actions.done(case.pk, disposition="answered", actor=bob, now=DUE + 2 * MINUTE)
    sent = [minute for minute in (2, 3, 14, 15, 16, 31) if beat(DUE + minute * MINUTE)]
    assert (sent, mails(ana)) == ([15], ["1 overdue", "1 handled"])
    assert last_lines(ana)[0] == "Handled: “Deliveries of Northwind Relay run late”, Done: Answered (Bob Stone, 14:02)"


def test_it_does_not_tell_him_what_he_did_himself(ana: Any) -> None:
    case = make_owed(holder=ana)
    beat(DUE)
    actions.done(case.pk, disposition="answered", actor=ana, now=DUE + 2 * MINUTE)
    beat(DUE + HOUR)
    assert mails(ana) == ["1 overdue"]


def test_it_does_not_follow_up_on_a_case_that_is_open_again(ana: Any) -> None:
    case, bob = make_owed(holder=ana), make_user()
    beat(DUE)
    undo = actions.done(case.pk, disposition="answered", actor=bob, now=DUE + MINUTE).undo
    beat(DUE + 2 * MINUTE)
    actions.undo(undo or 0, actor=bob, now=DUE + 3 * MINUTE)
    beat(DUE + HOUR)
    assert mails(ana) == ["1 overdue"]


def test_it_tells_the_holder_nothing_of_what_is_anothers_now(ana: Any) -> None:
    Member.objects.filter(user=ana).update(quiet=NIGHT)
    case = make_owed(holder=ana)
    beat(DUE)
    actions.assign(case.pk, assignee_id=make_user().pk, actor=make_user(), now=DUE + MINUTE)
    beat(DUE + HOUR)
    assert mails(ana) == []


@pytest.mark.parametrize(("muted", "subjects"), [(["warned"], ["1 overdue"]), (["warned", "breached"], [])])
def test_it_tells_only_what_he_wants(ana: Any, muted: list[str], subjects: list[str]) -> None:
    Member.objects.filter(user=ana).update(muted=muted)
    make_owed(holder=ana)
    beat(WARNS)
    beat(DUE)
    assert mails(ana) == subjects


def test_it_tells_that_a_case_came_back_to_who_has_it(ana: Any, lead: Any) -> None:
    case = make_owed(holder=ana)
    actions.wait(case.pk, actor=ana, now=NOW + MINUTE)
    beat(NOW + MINUTE)
    make_owed("And another thing about Northwind Relay", thread=case.lead.thread)
    Case.objects.filter(pk=case.pk).update(status="open")
    case.events.create(verb="returned", at=NOW + 2 * MINUTE, params={"code": "wrote_again", "params": {}})
    beat(NOW + 2 * MINUTE)
    assert (mails(ana), mails(lead)) == (["1 came back"], [])


def test_it_tells_a_colleague_whom_a_note_names_but_not_its_writer(ana: Any) -> None:
    bob = make_user(name="Bob Stone")
    case = make_owed()
    actions.note(case.pk, text="@ana can you look? cc @bob, not mail@ana", actor=bob, now=NOW + MINUTE)
    beat(NOW + MINUTE)
    assert (mails(ana), mails(bob)) == (["1 note to you"], [])
    assert last_lines(ana)[0] == "A note from Bob Stone: Deliveries of Northwind Relay run late"


def test_it_writes_nothing_where_mail_is_off_and_tells_nothing_of_it_later(ana: Any, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    make_owed(holder=ana)
    assert beat(DUE) == 0
    settings.EMAIL_HOST = "mail.example"
    assert (beat(DUE + MINUTE), Alert.objects.count()) == (0, 0)


def test_it_tells_nothing_to_who_may_not_sign_in(ana: Any, lead: Any) -> None:
    type(ana).objects.filter(pk=ana.pk).update(is_active=False)
    make_owed(holder=ana)
    beat(DUE)
    assert (mails(ana), mails(lead)) == ([], ["1 overdue"])


def test_it_says_no_words_that_must_stay_inside(ana: Any) -> None:
    make_owed(holder=ana, network="x")
    beat(DUE)
    assert all("late" not in line for line in last_lines(ana))


def test_it_tries_again_under_the_same_name_and_tells_what_came_meanwhile_later(
    ana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []
    send = EmailBackend.send_messages

    def fails(self: Any, messages: Any) -> Any:
        tries.append(messages[0].extra_headers["Message-ID"])
        if len(tries) < 3:
            raise smtplib.SMTPServerDisconnected("gone")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", fails)
    make_owed(holder=ana)
    sent = [minute for minute in (0, 1, 2, 5, 6, 7) if beat(WARNS + minute * MINUTE)]
    assert (sent, mails(ana), len(set(tries))) == ([6], ["1 due soon"], 1)


def test_it_sends_nothing_of_a_letter_whose_case_was_answered_while_mail_was_down(
    ana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_owed(holder=ana)
    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("down")))
        beat(DUE)
    actions.done(case.pk, disposition="answered", actor=make_user(), now=DUE + MINUTE)
    beat(DUE + 2 * MINUTE)
    assert (mails(), Letter.objects.get().state) == ([], "dropped")


def test_it_holds_a_letter_back_when_quiet_hours_began_meanwhile(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Member.objects.filter(user=ana).update(quiet=NIGHT | {"from": "14:01"})
    make_owed(holder=ana)
    with monkeypatch.context() as down:
        down.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("down")))
        beat(DUE)
    beat(DUE + 5 * MINUTE)
    assert mails() == []
    beat(DUE + 31 * MINUTE)
    assert mails(ana) == ["1 overdue"]


def test_it_gives_up_after_a_day(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("down")))
    make_owed(holder=ana)
    for hour in (0, 1, 5, 12, 23, 24, 27):
        beat(TWICE + hour * HOUR)
    assert Letter.objects.order_by("id")[0].state == "failed"
    assert not mail.outbox


@pytest.mark.parametrize("people", [2, 100])
def test_it_writes_and_claims_letters_in_as_many_queries_for_a_hundred_people(people: int) -> None:
    case = make_owed()
    actions.tell_time(DUE)
    step = case.events.get(verb="breached")
    users = User.objects.bulk_create([User(username=f"p{n}", email=f"p{n}@northwind.example") for n in range(people)])
    Member.objects.bulk_create([Member(user=each, role="marketer", created_at=NOW) for each in users])
    told = {"kind": "breached", "case": case, "event": step, "at": DUE, "created_at": DUE}
    Alert.objects.bulk_create([Alert(person=each, **told) for each in users])
    actions.write_letters(NOW)
    Letter.objects.all().delete()
    with CaptureQueriesContext(connection) as written:
        assert actions.write_letters(NOW + MINUTE) == people
    with CaptureQueriesContext(connection) as claimed:
        assert len(storage.claim(NOW + MINUTE, limit=100)) == people
    assert (len(written), len(claimed)) == (18, 4)


def test_it_forgets_what_is_long_over_but_not_when_he_was_told_last(ana: Any) -> None:
    case = make_owed(holder=ana)
    beat(DUE)
    actions.done(case.pk, actor=ana, now=DUE + MINUTE)
    beat(DUE + 2 * MINUTE)
    storage.forget_old(DUE + timedelta(days=31))
    assert (Alert.objects.count(), Letter.objects.count()) == (0, 1)


def test_it_writes_in_the_language_of_its_reader(ana: Any, lead: Any) -> None:
    Member.objects.filter(user=ana).update(language="de")
    make_owed(holder=ana)
    beat(DUE)
    assert (mails(ana), mails(lead)) == (["1 überfällig"], ["1 overdue"])
