"""The way out: what each answer of the other side means, and that its address never shows."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from engagement.notices import delivering, shapes
from engagement.notices.delivering import deliver, own_word
from engagement.notices.records import Message
from listening import http
from listening.errors import AuthError, Forbidden, ListeningError, Permanent, RateLimited, Transient
from tests.engagement.notices.chat import KEY, Chat, chat
from tests.engagement.notices.rows import allow
from tests.factories import NOW

MESSAGE = Message(headline="A test", url="https://wh.example/", action="Open")


def sent(settings: Settings, there: Chat, kind: str = "slack", path: str = f"/hooks/{KEY}") -> Any:
    allow(settings, there)
    return deliver(kind, {"url": there.url(path)}, MESSAGE, now=NOW)


@pytest.mark.parametrize(("kind", "answer"), [("slack", "ok"), ("mattermost", "ok\n"), ("teams", "")])
def test_it_hands_over_json_and_hears_that_it_was_taken(settings: Settings, kind: str, answer: str) -> None:
    with chat((202 if kind == "teams" else 200, answer, {})) as there:
        assert sent(settings, there, kind).host == "127.0.0.1"
    assert there.heard == [shapes.BODIES[kind](MESSAGE)]


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (400, Permanent, "http_400"),
        (401, AuthError, "unauthorized"),
        (403, Permanent, "forbidden"),
        (404, Permanent, "not_found"),
        (410, Permanent, "gone"),
        (429, RateLimited, "rate_limited"),
        (500, Transient, "http_500"),
        (503, Transient, "http_503"),
        (302, Permanent, "redirected"),
    ],
)
def test_it_knows_what_a_status_means(settings: Settings, status: int, error: type[ListeningError], code: str) -> None:
    with chat((status, "ECHO", {"Location": "/elsewhere"})) as there, pytest.raises(error) as caught:
        sent(settings, there)
    assert caught.value.code == code
    assert KEY not in f"{caught.value} {caught.value.detail}"
    assert len(there.heard) == 1


def test_it_does_not_take_a_web_page_for_a_webhook(settings: Settings) -> None:
    with chat((200, "<html>Sign in</html>", {})) as there, pytest.raises(Permanent, match="answered_otherwise"):
        sent(settings, there)


def test_it_hears_how_long_to_wait(settings: Settings) -> None:
    with chat((429, "", {"Retry-After": "90"})) as there, pytest.raises(RateLimited) as caught:
        sent(settings, there)
    assert caught.value.reset_at is not None
    assert (caught.value.reset_at - NOW).total_seconds() == 90


def test_it_does_not_wait_for_ever(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "LIMITS", http.Limits(connect=0.5, idle=0.5, deadline=0.5))
    begun = time.monotonic()
    with chat(hangs=threading.Event()) as there, pytest.raises(Transient, match="timeout"):
        sent(settings, there)
    assert time.monotonic() - begun < 3


def test_it_asks_no_private_address_unless_allowed(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = []
    with chat() as there, pytest.raises(Forbidden):
        deliver("slack", {"url": there.url()}, MESSAGE, now=NOW)
    assert there.heard == []


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("no_service", "no_service"),
        ("channel_is_archived", "channel_is_archived"),
        ('{"id":"web.incoming_webhook.invalid.app_error","message":"x"}', "web.incoming_webhook.invalid.app_error"),
        ('{"error":{"code":"DirectApiAuthorizationRequired","message":"x"}}', "DirectApiAuthorizationRequired"),
        ("<html>hello</html>", ""),
        ('{"error":"T0zq7"}', ""),
        ("[" * 5_000, ""),
        ("12", ""),
        ("my_secret_key", ""),
        (f"no such hook: /hooks/{KEY}", ""),
    ],
)
def test_it_keeps_of_an_answer_only_a_known_kind_of_word(body: str, word: str) -> None:
    assert own_word(body, f"https://chat.example/hooks/MY_SECRET_KEY/{KEY}") == word


def test_it_mails_only_where_mail_is_on(settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    with pytest.raises(Permanent, match="mail_off"):
        deliver("mail", {"addresses": "ann@example.com"}, MESSAGE, now=NOW)
    settings.EMAIL_HOST = "mail.example"
    deliver("mail", {"addresses": "ann@example.com bob@example.com"}, MESSAGE, now=NOW)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["ann@example.com", "bob@example.com"], "A test")


@pytest.mark.parametrize(
    ("failure", "error", "code"),
    [
        (ConnectionRefusedError("no"), Transient, "mail_failed"),
        (TimeoutError("slow"), Transient, "mail_failed"),
        (ValueError('Invalid address "a@b..c"'), Permanent, "mail_address"),
    ],
)
def test_it_tries_mail_again_unless_no_mail_can_hold_the_address(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, failure: Exception, error: type[ListeningError], code: str
) -> None:
    def fail(*_: object) -> int:
        raise failure

    settings.EMAIL_HOST = "mail.example"
    monkeypatch.setattr(mail.EmailMessage, "send", fail)
    with pytest.raises(error, match=code):
        deliver("mail", {"addresses": "ann@example.com"}, MESSAGE, now=NOW)
