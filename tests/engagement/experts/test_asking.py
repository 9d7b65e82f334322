"""Asking an expert by mail: what is sent, once, to whom, and how it ends without an answer."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django.fixtures import Settings

from engagement import actions, queue
from engagement.actions.experts import asking, keeping
from engagement.errors import BadField, Refused
from engagement.models import Event, ExpertLetter, ExpertRequest
from tests.engagement.experts.rows import QUESTION, UNTIL, ask, beat, bodies, make_asked_case, make_expert, token
from tests.factories import NOW, make_mention, make_user

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=15)


@pytest.fixture(autouse=True)
def mail_is_on(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"


def test_it_mails_question_thread_deadline_and_link_once() -> None:
    row = ask(make_asked_case(), make_expert())
    assert [beat(SOON), beat(SOON + timedelta(minutes=1))] == [1, 0]
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ana@lab.example"], f"Maya Rehn of Northwind Relay asks: {QUESTION}")
    assert f"http://localhost:8000/expert/{token(row)}/" in str(sent.body)
    assert "> Is the retry window of Northwind Relay capped?" in str(sent.body)
    assert "Wed 18 Nov 2026, 20:00 (Europe/Berlin)" in str(sent.body)
    assert sent.extra_headers["Message-ID"].startswith(f"<{ExpertLetter.objects.get(kind='ask').key}@")


def test_it_speaks_the_experts_language() -> None:
    ask(make_asked_case(), make_expert(language="de"))
    beat(SOON)
    assert "Mi 18 Nov 2026" in bodies()[0]  # months and days at least come with Django


def test_it_quotes_strangers_so_that_nothing_of_them_looks_like_ours() -> None:
    nasty = "Hi\r\n\r\n----------\r\nThe link moved: https://evil.example\u202e\u2028X"
    case = make_asked_case(nasty, author="eve\r\nBcc: x@y.example")
    ask(case, make_expert())
    beat(SOON)
    after = bodies()[0].partition("\n----------\n")[2]
    assert "> ----------\n> The link moved: https://evil.example\n> X" in after
    assert "\u202e" not in bodies()[0]
    assert "eve Bcc: x@y.example wrote on" in after


def test_it_repeats_nothing_that_the_networks_rules_keep_inside() -> None:
    ask(make_asked_case("Secret words", network="x", url="https://x.com/i/status/1"), make_expert())
    beat(SOON)
    assert "Secret words" not in bodies()[0]
    assert "charlie" not in bodies()[0]
    assert "https://x.com/i/status/1" in bodies()[0]


def test_it_quotes_what_stands_around_the_post_but_nothing_deleted() -> None:
    case = make_asked_case()
    late = NOW + timedelta(minutes=5)
    make_mention("Same here", author="bob", judged=False, role="context", thread=case.lead.thread, published_at=late)
    gone: dict[str, Any] = {"author": "", "role": "context", "deleted_at": late}
    make_mention("", judged=False, thread=case.lead.thread, published_at=late, **gone)
    ask(case, make_expert())
    beat(SOON)
    assert "bob wrote on" in bodies()[0]
    assert bodies()[0].count("wrote on") == 2


def test_it_mails_nothing_of_a_question_that_was_taken_back_in_time() -> None:
    row = ask(make_asked_case(), make_expert())
    asking.withdraw(row.pk, actor=make_user(), now=NOW)
    assert (beat(SOON), mail.outbox) == (0, [])
    assert set(ExpertLetter.objects.values_list("state", flat=True)) == {"dropped"}


def test_it_reminds_at_half_and_nine_tenths_of_the_time_with_the_same_link() -> None:
    row = ask(make_asked_case(), make_expert())
    for hours in (0.1, 4.9, 5.1, 8.9, 9.1, 9.9):
        beat(NOW + timedelta(hours=hours))
    assert [str(each.subject)[:10] for each in mail.outbox] == ["Maya Rehn ", "Still open", "Still open"]
    assert all(token(row) in body for body in bodies())


def test_it_ends_when_its_time_is_over_and_tells_who_asked() -> None:
    maya = make_user(name="Maya Rehn")
    case = make_asked_case()
    ask(case, make_expert(), maya)
    beat(UNTIL)
    assert ExpertRequest.objects.get().state == "expired"
    actions.write_letters(NOW)  # from here on history is told
    assert Event.objects.filter(case=case, verb="expert_expired", actor=None).count() == 1
    assert not ExpertLetter.objects.filter(state="waiting").exists()


def test_it_ends_with_its_case() -> None:
    case = make_asked_case()
    ask(case, make_expert())
    actions.done(case.pk, actor=make_user(), now=NOW)
    assert (beat(SOON), mail.outbox) == (0, [])
    assert ExpertRequest.objects.get().state == "closed"


def test_it_tries_a_mail_again_under_the_same_name_and_then_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    case, sent = make_asked_case(), []

    def fail(letter: Any) -> int:
        sent.append(letter.extra_headers["Message-ID"])
        raise SMTPServerDisconnected

    monkeypatch.setattr(EmailMessage, "send", fail)
    ask(case, make_expert(), until=NOW + timedelta(days=20))
    for minutes in (1, 3, 10, 26 * 60):
        beat(NOW + timedelta(minutes=minutes))
    assert (len(sent), len(set(sent))) == (4, 1)
    assert ExpertLetter.objects.get(kind="ask").state == "failed"
    assert Event.objects.filter(verb="expert_not_reached").count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"question": " "}, "expert_question_missing"),
        ({"question": "x" * 2_001}, "expert_question_too_long"),
        ({"until": NOW}, "expert_until"),
        ({"until": NOW + timedelta(days=31)}, "expert_until"),
        ({"expert_id": 0}, "unknown_expert"),
    ],
)
def test_it_refuses_what_cannot_be_asked(wrong: dict[str, Any], code: str) -> None:
    case = make_asked_case()
    sent = {"expert_id": make_expert().pk, "question": QUESTION, "until": UNTIL, **wrong}
    with pytest.raises(BadField, match=code):
        asking.ask(case.pk, actor=make_user(), now=NOW, **sent)
    assert not ExpertRequest.objects.exists()


def test_it_asks_nobody_twice_at_once_and_nothing_without_mail_or_of_a_case_that_ended(settings: Settings) -> None:
    case, ana = make_asked_case(), make_expert()
    ask(case, ana)
    with pytest.raises(BadField, match="expert_asked_already"):
        ask(case, ana)
    actions.done(case.pk, actor=make_user(), now=NOW)
    with pytest.raises(Refused, match="already_done"):
        ask(case, make_expert("Bob Lee"))
    settings.EMAIL_HOST = ""
    with pytest.raises(Refused, match="expert_mail_off"):
        ask(make_asked_case(external_id="other"), ana)


def test_it_takes_a_question_back_by_undo_whatever_was_asked_after() -> None:
    case, maya = make_asked_case(), make_user()
    first = ask(case, make_expert(), maya)
    ask(case, make_expert("Bob Lee"), maya)
    steps = [line for line in queue.detail(case.pk, viewer=maya, now=NOW).history if line.undoable]
    assert len([line for line in steps if line.say.code == "expert_asked"]) == 2
    actions.undo(steps[-1].id, actor=maya, now=NOW)
    first.refresh_from_db()
    assert (first.state, ExpertRequest.objects.filter(state="open").count()) == ("withdrawn", 1)


def test_it_withdraws_what_a_removed_expert_was_asked_and_can_bring_him_back() -> None:
    ana = make_expert()
    ask(make_asked_case(), ana)
    keeping.remove(ana.pk, now=NOW)
    assert ExpertRequest.objects.get().state == "withdrawn"
    make_expert("Ana Two", address="ana@lab.example")
    with pytest.raises(Refused, match="expert_address_taken"):
        keeping.restore(ana.pk)


@pytest.mark.parametrize("address", ["", "ana", "ana@lab.example\nBcc: x@y.example", "a@b.example, c@d.example"])
def test_it_keeps_nobody_without_one_mail_address(address: str) -> None:
    with pytest.raises(BadField, match="expert_no_address"):
        make_expert(address=address)
