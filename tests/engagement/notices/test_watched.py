"""Alerts about watched people: told once, in batches, to those who want them, wherever the case stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from engagement import actions
from engagement.models import Case, Receiver
from tests.engagement.companies.rows import heard, make_person
from tests.engagement.notices.chat import Chat, chat
from tests.engagement.notices.rows import LATER, allow, make_receiver
from tests.factories import NOW, make_installation

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def there(settings: Settings) -> Any:
    make_installation()
    for author in ("charlie", "dora", "emil"):
        make_person(author, watched="journalist")
    with chat() as found:
        allow(settings, found)
        yield found


def run(now: Any) -> int:
    actions.notice(now)
    return actions.tell(lambda: now)


def test_it_tells_a_first_word_with_a_link_to_its_case(there: Chat) -> None:
    make_receiver(there, wants=("watched",))
    case = heard("I am writing about Northwind Relay")
    assert [run(NOW), run(LATER), run(LATER + timedelta(days=1))] == [0, 1, 0]
    assert there.texts() == ["A watched person spoke of us"]
    assert f"/cases/{case.pk}/|I am writing about Northwind Relay>" in there.heard[0]["blocks"][1]["text"]["text"]


def test_it_tells_it_of_a_complaint_in_engage_to_those_who_want_only_this(there: Chat) -> None:
    make_receiver(there, wants=("watched",))
    heard(flags=["complaint"])
    assert run(LATER) == 1
    assert there.texts() == ["A watched person spoke of us"]


def test_it_tells_nobody_who_does_not_want_it_and_nothing_of_others(there: Chat) -> None:
    make_receiver(there, wants=("sources", "work"))
    heard()
    assert run(LATER) == 0
    Receiver.objects.update(wants=["watched"])
    Case.objects.all().delete()
    heard(author="stranger")
    assert run(LATER) == 0


def test_it_tells_several_in_one_message_and_the_next_a_quarter_of_an_hour_later(there: Chat) -> None:
    make_receiver(there, wants=("watched",))
    heard()
    heard(author="dora")
    assert run(LATER) == 1
    heard(author="emil", published_at=NOW)
    Case.objects.filter(lead__author_key="emil").update(changed_at=LATER + MINUTE)
    Case.objects.get(lead__author_key="emil").events.update(at=LATER + MINUTE)
    assert [run(LATER + 5 * MINUTE), run(LATER + 16 * MINUTE)] == [0, 1]
    assert there.texts() == ["2 watched people spoke of us", "A watched person spoke of us"]


def test_it_tells_nothing_of_a_case_that_is_done_already(there: Chat) -> None:
    make_receiver(there, wants=("watched",))
    heard()
    Case.objects.update(status="done", disposition="no_reply_needed", closed_at=NOW)
    assert run(LATER) == 0
