"""The mail page tells the truth: what is set, what the server said, and what to do where there is no mail."""

from __future__ import annotations

import socket

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django.fixtures import Settings

from config.mail import pages
from config.mail.address import mail_settings
from config.mail.off import NoMail
from tests.config.mail.post_office import post_office
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(settings: Settings) -> Client:
    set_up(settings, "")
    make_installation()
    client = Client()
    client.force_login(make_user("owner", username="alice"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def set_up(settings: Settings, url: str) -> None:
    for name, value in mail_settings(url).items():
        setattr(settings, name, value)


def tried(client: Client) -> str:
    return client.post("/settings/mail/test/", follow=True).content.decode()


def test_it_says_that_mail_is_off_and_what_goes_by_a_link(alice: Client) -> None:
    page = alice.get("/settings/mail/").content.decode()
    assert "Mail is off" in page
    assert "EMAIL_URL=" in page
    assert "Send a test" not in page


def test_it_never_pretends_to_send_when_mail_is_off(alice: Client) -> None:
    assert "Nothing was sent. Mail is off" in tried(alice)
    with pytest.raises(NoMail):
        EmailMessage("a", "b", to=["ann@example.com"]).send()


def test_it_shows_how_mail_goes_out_and_never_the_password(alice: Client, settings: Settings) -> None:
    set_up(settings, "smtps://ann:hunter2@mail.example")
    page = alice.get("/settings/mail/").content.decode()
    assert "mail.example:465" in page
    assert "ann" in page
    assert "hunter2" not in page


def test_it_sends_a_test_to_who_asks(alice: Client, settings: Settings) -> None:
    with post_office() as (port, heard):
        set_up(settings, f"smtp://127.0.0.1:{port}?tls=off")
        assert "The server took it" in tried(alice)
    assert any(line.startswith("rcpt TO:<alice@northwind.example>") for line in heard)
    assert "Subject: A test from Wellheard" in heard


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"RCPT": "550 no such user"}, "does not take this address: 550 no such user"),
        ({"MAIL": "530 sign in first"}, "The server refused: 530 sign in first"),
        ({"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 go away"}, "user name and password: 535 go away"),
    ],
)
def test_it_says_what_the_server_said(alice: Client, settings: Settings, answers: dict[str, str], words: str) -> None:
    with post_office(answers) as (port, _heard):
        sign_in = "ann:hunter2@" if "AUTH" in answers else ""
        set_up(settings, f"smtp://{sign_in}127.0.0.1:{port}?tls=off")
        page = tried(alice)
    assert "Nothing was sent." in page
    assert words in page


def test_it_says_that_nothing_listens(alice: Client, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    set_up(settings, f"smtp://127.0.0.1:{port}?tls=off")
    assert f"Nothing listens at 127.0.0.1:{port}" in tried(alice)


def test_it_sends_nothing_in_the_clear_where_tls_is_asked_for(alice: Client, settings: Settings) -> None:
    with post_office() as (port, heard):
        set_up(settings, f"smtp://ann:hunter2@127.0.0.1:{port}")
        assert "Nothing was sent" in tried(alice)
    assert not any(line.upper().startswith(("AUTH", "MAIL")) for line in heard)


@pytest.mark.parametrize("failure", [TimeoutError("slow"), socket.gaierror(-2, "no name"), OSError("odd")])
def test_it_names_the_server_when_it_cannot_be_reached(settings: Settings, failure: OSError) -> None:
    set_up(settings, "smtp://mail.example")
    assert "mail.example:587" in pages.why(failure)


def test_it_sends_those_who_forgot_to_an_owner_when_mail_is_off(alice: Client) -> None:
    for answer in (Client().get("/accounts/password/reset/"), Client().post("/accounts/password/reset/", {})):
        assert "Ask an owner for a reset link" in answer.content.decode()
    assert "Ask an owner" in Client().get("/accounts/password/reset/").content.decode()


def test_it_mails_a_reset_link_when_mail_is_on(alice: Client, settings: Settings) -> None:
    with post_office() as (port, heard):
        set_up(settings, f"smtp://127.0.0.1:{port}?tls=off")
        answer = Client().post("/accounts/password/reset/", {"email": "alice@northwind.example"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    assert any("/accounts/password/reset/key/" in line for line in heard)


def test_it_does_not_claim_a_reset_mail_that_no_server_took(alice: Client, settings: Settings) -> None:
    with post_office({"RCPT": "550 no"}) as (port, _heard):
        set_up(settings, f"smtp://127.0.0.1:{port}?tls=off")
        answer = Client().post("/accounts/password/reset/", {"email": "alice@northwind.example"})
    assert answer.status_code == 502
    assert "No mail was sent." in answer.content.decode()
