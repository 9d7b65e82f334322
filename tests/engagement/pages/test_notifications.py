"""The pages of notifications: what a person is mailed, quiet hours, and what they say where mail is off."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from engagement.models import Member, Receiver
from tests.engagement.notices.chat import chat
from tests.engagement.notices.rows import allow, make_receiver
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
HERE = "/settings/notifications/"
NIGHT = {"quiet_from": "20:00", "quiet_to": "08:00", "quiet_days": ["0", "4"]}


@pytest.fixture
def alice(settings: Settings) -> Client:
    settings.EMAIL_HOST = "mail.example"
    make_installation()
    client = Client()
    client.force_login(make_user("marketer"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def kept() -> tuple[list[str], Any]:
    member = Member.objects.get()
    return sorted(member.muted), member.quiet


def test_it_tells_everything_and_at_any_time_until_somebody_chooses(alice: Client) -> None:
    text = alice.get(HERE).content.decode()
    assert (kept(), text.count(" checked")) == (([], None), 6 + 7)
    assert "Times are in Europe/Berlin." in text


def test_it_saves_what_somebody_wants_and_when_not(alice: Client) -> None:
    assert alice.post(HERE, {"tells": ["breached", "mention"], **NIGHT, "critical": "on"}).status_code == 302
    muted = ["escalated", "expert", "returned", "warned"]
    assert kept() == (muted, {"from": "20:00", "to": "08:00", "days": [0, 4], "critical": True})
    text = alice.get(HERE).content.decode()
    assert 'value="20:00"' in text
    assert text.count(" checked") == 2 + 2 + 1


def test_it_takes_empty_times_for_no_quiet_hours(alice: Client) -> None:
    alice.post(HERE, {"tells": ["breached"], **NIGHT})
    alice.post(HERE, {"tells": ["breached"], "quiet_days": ["0"]})
    assert kept()[1] is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"quiet_to": ""}, "Give both times, or none."),
        ({"quiet_days": []}, "Choose at least one day"),
        ({"quiet_to": "20:00", "quiet_days": list("0123456")}, "This is always"),
        ({"quiet_from": "25:00"}, "Enter a valid time."),
        ({"tells": ["everything"]}, "Select a valid choice."),
    ],
)
def test_it_says_what_is_wrong_beside_its_field(alice: Client, given: dict[str, Any], words: str) -> None:
    answer = alice.post(HERE, {"tells": ["breached"], **NIGHT, **given})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert kept() == ([], None)


@pytest.mark.parametrize(("role", "words"), [("marketer", "An owner or manager can"), ("owner", "Add a chat channel")])
def test_it_says_that_mail_is_off_and_offers_chat(alice: Client, settings: Settings, role: str, words: str) -> None:
    settings.EMAIL_HOST = ""
    Member.objects.update(role=role)
    text = alice.get(HERE).content.decode()
    assert "Nothing reaches you by mail yet" in text
    assert words in text


def test_it_gives_a_receiver_quiet_hours_and_shows_them(alice: Client, settings: Settings) -> None:
    Member.objects.update(role="manager")
    with chat() as there:
        allow(settings, there)
        row = make_receiver(there)
    address = f"/settings/alerts/{row.pk}/quiet/"
    assert alice.get(address).status_code == 200
    assert alice.post(address, NIGHT, follow=True).content.decode().count("Quiet from 20:00 to 08:00") == 1
    assert Receiver.objects.filter(quiet__days=[0, 4]).exists()
    assert alice.post(address, {**NIGHT, "quiet_to": ""}).status_code == 422


def test_it_knows_no_receiver_that_is_gone(alice: Client) -> None:
    Member.objects.update(role="manager")
    assert alice.get("/settings/alerts/77/quiet/").status_code == 404
