"""Do not engage as plain forms: beside a case, on the list, its way back, and what a nasty name may do."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from engagement.actions import hands_off
from engagement.intake import take_in
from engagement.models import Case, DoNotEngage
from tests.factories import make_change, make_installation, make_mention, make_thread, make_user

pytestmark = pytest.mark.django_db
HERE = "/settings/do-not-engage/"
NASTY = "<script>alert(1)</script>"


def browser(role: str = "marketer") -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user(role, name="Ana Ruiz"))
    return client


def complained(author: str = "charlie") -> Case:
    now = timezone.now()
    mention = make_mention(flags=["complaint"], author=author, thread=make_thread(), published_at=now, seen_at=now)
    make_change(mention, at=now)
    take_in(now=now)
    return Case.objects.get()


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_it_is_listed_beside_a_case_and_shown_there_with_its_reason() -> None:
    client, case = browser(), complained()
    page = f"/cases/{case.pk}/"
    until = (timezone.localtime() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    sent = {"subject": "account", "reason": "Their lawyers", "until": until, "next": page}
    answer = client.post(f"{page}do_not_engage/", sent, follow=True)
    assert "Do not engage charlie until" in read(answer)
    shown = read(client.get(page))
    assert "<b>Do not engage</b>: this account until" in shown
    assert ". Ana Ruiz: <bdi" in shown
    assert "Nobody is to engage" in shown  # the team clock says that it stands still, and why
    entry = DoNotEngage.objects.get()
    client.post(f"{page}may_engage_again/", {"entry": entry.pk, "next": page})
    assert "<b>Do not engage</b>:" not in read(client.get(page))


def test_it_says_what_is_missing_and_lists_nobody() -> None:
    client, case = browser(), complained()
    page = f"/cases/{case.pk}/"
    sent = {"subject": "account", "reason": "Late", "until": "2020-01-01T10:00", "next": page}
    assert "It has to end in the future" in read(client.post(f"{page}do_not_engage/", sent, follow=True))
    client.post(f"{page}do_not_engage/", {"subject": "account", "reason": "", "next": page})
    assert not DoNotEngage.objects.exists()


def test_it_lists_a_handle_ends_it_and_takes_both_back() -> None:
    client = browser()
    added = read(client.post(HERE, {"handle": "@Press_Desk", "reason": "All of it goes to PR"}, follow=True))
    assert "Do not engage: press_desk." in added
    assert "every network" in added
    entry = DoNotEngage.objects.get()
    assert f"{HERE}{entry.pk}/restore/" in read(client.post(f"{HERE}{entry.pk}/end/", follow=True))
    assert "ended by Ana Ruiz" in read(client.get(HERE))
    assert "is on the list again" in read(client.post(f"{HERE}{entry.pk}/restore/", follow=True))
    entry.refresh_from_db()
    assert entry.ended_at is None


def test_it_puts_what_is_wrong_beside_its_field() -> None:
    answer = browser().post(HERE, {"handle": "@", "reason": "x"})
    assert (answer.status_code, "is no handle" in read(answer)) == (422, True)


def test_it_answers_404_for_what_is_not_on_the_list() -> None:
    client = browser()
    assert (
        client.post(f"{HERE}999999999/end/").status_code == client.post(f"{HERE}999999999/restore/").status_code == 404
    )


def test_it_only_reads_for_those_who_do_not_triage() -> None:
    client = browser("executive")
    hands_off.list_handle(network="", handle="eve", reason="Legal", until=None, actor=make_user(), now=timezone.now())
    shown = read(client.get(HERE))
    assert ("Legal" in shown, "Put on the list" in shown, f"{HERE}1/end/" in shown) == (True, False, False)
    assert client.post(HERE, {"handle": "bob", "reason": "x"}).status_code == 403


def test_it_shows_a_nasty_name_and_reason_as_text() -> None:
    client, case = browser(), complained(NASTY)
    page = f"/cases/{case.pk}/"
    client.post(f"{page}do_not_engage/", {"subject": "account", "reason": NASTY, "next": page})
    for address in (page, HERE):
        assert NASTY not in client.get(address).content.decode()
