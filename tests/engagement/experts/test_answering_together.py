"""Two at once by the same link, and two senders of the same mail and hand-over: one counts."""

from __future__ import annotations

from functools import partial

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from engagement.actions.experts import answering, sending
from engagement.actions.experts.answering import Gone
from engagement.actions.support import sending as support
from engagement.models import HandOver, Reply
from tests.engagement.experts.rows import ask, make_asked_case, make_expert, token
from tests.engagement.letters.rows import HOUR
from tests.engagement.notices.chat import chat
from tests.engagement.notices.rows import allow
from tests.engagement.support.rows import hand_over, make_desk
from tests.engagement.test_intake_together import together
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_takes_one_of_two_answers_that_come_at_once(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    plain = token(ask(make_asked_case(), make_expert()))

    def answers(text: str) -> int:
        try:
            answering.answer(plain, text=text, now=NOW + HOUR)
        except Gone:
            return 0
        return 1

    took = together(partial(answers, "Seven days."), partial(answers, "Eight days."))
    assert (sorted(took), Reply.objects.count()) == ([0, 1], 1)


def test_it_mails_and_hands_over_once_whoever_sends(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    with chat() as there:
        allow(settings, there)
        case = make_asked_case()
        ask(case, make_expert())
        hand_over(case, make_desk(there))
        soon = NOW + HOUR / 60
        beats = [partial(sending.send, lambda: soon), partial(support.send, lambda: soon)]
        together(*beats, *beats)
    assert (len(mail.outbox), len(there.heard), HandOver.objects.get().state) == (1, 1, "sent")
