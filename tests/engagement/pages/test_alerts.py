"""The alerts page: what it shows, what it never shows, and each of its forms."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from engagement import actions
from engagement.models import Receiver
from tests.engagement.notices.chat import KEY, Chat, chat
from tests.engagement.notices.rows import allow, make_receiver
from tests.factories import make_installation, make_source, make_user

pytestmark = pytest.mark.django_db
HERE = "/settings/alerts/"


@pytest.fixture
def there(settings: Settings) -> Any:
    make_installation()
    settings.EMAIL_HOST = ""
    with chat() as found:
        allow(settings, found)
        yield found


@pytest.fixture
def alice(there: Chat) -> Client:
    client = Client()
    client.force_login(make_user("manager"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client) -> str:
    return client.get(HERE).content.decode()


def form(there: Chat, **more: Any) -> dict[str, Any]:
    return {"kind": "slack", "name": "#social", "address": there.url(), "wants": ["sources", "work"], **more}


def did(client: Client, verb: str) -> str:
    return client.post(f"{HERE}{Receiver.objects.get().pk}/{verb}/", follow=True).content.decode()


def test_it_says_what_it_is_for_and_that_mail_is_off(alice: Client) -> None:
    text = page(alice)
    assert "Nobody is told yet" in text
    assert "Mail is off. A chat webhook does the same" in text
    assert 'value="mail"' not in text


def test_it_offers_mail_where_mail_is_on(alice: Client, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    text = page(alice)
    assert 'value="mail"' in text
    assert "Mail is off" not in text


def test_it_adds_tries_switches_and_removes(alice: Client, there: Chat) -> None:
    added = alice.post(HERE, form(there), follow=True).content.decode()
    assert "Send a test to #social" in added
    assert "Nothing told yet" in added
    assert "answered “ok”" in did(alice, "test")
    assert "Works, last told just now" in page(alice)
    assert "is told nothing any more" in did(alice, "off")
    assert "is told again" in did(alice, "on")
    assert "Removed #social" in did(alice, "remove")
    assert "Nobody is told yet" in page(alice)
    assert len(there.heard) == 1


def test_it_shows_of_an_address_only_host_and_last_four(alice: Client, there: Chat) -> None:
    text = alice.post(HERE, form(there), follow=True).content.decode()
    assert f"127.0.0.1 …{KEY[-4:]}" in text
    assert KEY not in text
    refused = alice.post(HERE, form(there)).content.decode()
    assert "There is a receiver of this name already." in refused
    assert KEY not in refused


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"wants": []}, "This field is required."),
        ({"kind": "mail"}, "Select a valid choice"),
        ({"address": "http://10.0.0.7/hooks/aaaaaaaaaaaa"}, "Allow it in OUTBOUND_ALLOW"),
        ({"address": "#social"}, "Only http and https"),
    ],
)
def test_it_keeps_the_form_and_says_what_is_wrong(
    alice: Client, there: Chat, wrong: dict[str, Any], words: str
) -> None:
    answer = alice.post(HERE, form(there, **wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Receiver.objects.exists()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            (404, "no_service", {}),
            "There is no webhook at this address (404). Make a new one and add it. It says: ",
        ),
        ((400, "<b>bad</b>", {}), "It refused the message (400). The webhook may be gone, or be of another kind."),
        ((200, "<html>", {}), "Something answered there, but not a webhook of this kind."),
        ((429, "", {}), "It asks us to wait (429)."),
        ((500, "", {}), "It answered with the status 500."),
        ((302, "", {"Location": "/"}), "The address leads elsewhere."),
    ],
)
def test_it_says_what_the_other_side_answered(alice: Client, there: Chat, answer: Any, words: str) -> None:
    there.answers[:] = [answer]
    make_receiver(there)
    text = did(alice, "test")
    assert f"The test did not get through. {words}" in text
    assert text.count(words) == 2  # said once, and shown beside the receiver from now on


def test_it_shows_what_waits_and_what_was_given_up(alice: Client, there: Chat) -> None:
    there.answers[:] = [(404, "", {}), (503, "", {})]
    make_receiver(there)
    for _ in range(3):
        make_source(state="blocked")
    actions.notice(timezone.now())
    actions.tell(timezone.now)
    text = page(alice)
    assert "1 given up in the last 7 days" in text
    assert "2 wait, tried again at" in text


def test_it_knows_no_other_verb_and_no_receiver_that_is_gone(alice: Client, there: Chat) -> None:
    make_receiver(there)
    assert alice.post(f"{HERE}{Receiver.objects.get().pk}/explode/").status_code == 404
    assert alice.post(f"{HERE}999999/test/").status_code == 404


def test_it_costs_as_many_queries_however_many_receivers(alice: Client, there: Chat) -> None:
    counts = []
    for more in (1, 11):
        for _ in range(more):
            make_receiver(there)
        with CaptureQueriesContext(connection) as asked:
            page(alice)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ["marketer", "executive", "auditor"])
def test_it_is_for_those_who_set_things_up(there: Chat, role: str) -> None:
    client = Client()
    client.force_login(make_user(role), backend="django.contrib.auth.backends.ModelBackend")
    assert (client.get(HERE).status_code, client.post(HERE, form(there)).status_code) == (403, 403)
    assert "/settings/alerts/" not in client.get("/settings/").content.decode()
