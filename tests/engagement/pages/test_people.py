"""The people page and the way in by an invitation, as forms."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from engagement.actions import invitations
from engagement.models import Invitation, Member
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
FORM = {"name": "Bob Reyes", "email": "bob@northwind.example", "password": "correct horse battery"}


@pytest.fixture(autouse=True)
def installation() -> None:
    make_installation()


def browser(role: str = "owner") -> Client:
    client = Client()
    client.force_login(make_user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def invited(client: Client, role: str = "marketer") -> str:
    page = client.post("/settings/people/", {"role": role}).content.decode()
    found = re.search(r"http://localhost:8000(/join/[\w-]{43}/)", page)
    assert found is not None
    return found[1]


def test_it_shows_the_link_once() -> None:
    alice = browser()
    link = invited(alice)
    page = alice.get("/settings/people/").content.decode()
    assert link not in page
    assert "Revoke" in page


def test_it_lets_the_invited_in_and_nobody_after_him() -> None:
    link, bob, eve = invited(browser(), "sales"), Client(), Client()
    assert "Sales" in bob.get(link, follow=True).content.decode()
    eve.get(link)
    assert bob.post("/join/", FORM).headers["Location"] == "/"
    assert bob.get("/settings/").status_code == 200
    assert eve.post("/join/", FORM | {"email": "eve@evil.example"}).status_code == 404
    assert Member.objects.get(user__email="bob@northwind.example").role == "sales"


def test_it_answers_unknown_expired_used_and_revoked_links_alike() -> None:
    owner, now = Member.objects.get(user=make_user("owner")), timezone.now()
    made = [invitations.invite("sales", by=owner, now=now - timedelta(days=days)) for days in (8, 0, 0)]
    invitations.revoke(made[1][0].pk, now=now)
    Invitation.objects.filter(pk=made[2][0].pk).update(used_at=now)
    answers = []
    for plain in ["unknown", *(plain for _row, plain in made)]:
        first, second = Client().get(f"/join/{plain}/"), Client().get("/join/")
        headers = {name: value for name, value in first.headers.items() if name != "Expires"}  # the second it is
        answers.append((first.status_code, headers, second.status_code, second.content))
    assert answers == [answers[0]] * 4
    assert answers[0][2] == 404


def test_it_keeps_the_form_when_the_password_is_weak_or_the_address_taken() -> None:
    bob = Client()
    bob.get(invited(browser()))
    make_user("sales", username="bob@northwind.example")
    weak = bob.post("/join/", FORM | {"email": "carol@northwind.example", "password": "short"})
    taken = bob.post("/join/", FORM)
    assert (weak.status_code, taken.status_code) == (422, 422)
    assert "already here" in taken.content.decode()


def test_it_does_not_use_up_an_invitation_for_who_is_signed_in() -> None:
    alice = browser()
    alice.get(invited(alice))
    assert "You are signed in" in alice.post("/join/", FORM).content.decode()
    assert not Member.objects.filter(user__email="bob@northwind.example").exists()


def test_it_tells_nobody_the_token(caplog: pytest.LogCaptureFixture) -> None:
    link, bob = invited(browser()), Client()
    with caplog.at_level(logging.DEBUG):
        arrived, form = bob.get(link), bob.get("/join/")
        bob.post("/join/", FORM | {"password": "short"})
        Client(enforce_csrf_checks=True).get(link)
    assert link.split("/")[2] not in caplog.text
    assert "/join/…/" in caplog.text
    for answer in (arrived, form):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer.headers["Cache-Control"]


def test_it_revokes_an_invitation() -> None:
    alice = browser()
    link = invited(alice)
    alice.post(f"/settings/invitations/{Invitation.objects.get().pk}/revoke/")
    assert Client().get(link, follow=True).status_code == 404


def test_it_offers_a_manager_no_owners() -> None:
    manager = browser("manager")
    page = manager.get("/settings/people/").content.decode()
    assert 'value="owner"' not in page
    assert "Make a reset link" not in page
    assert manager.post("/settings/people/", {"role": "owner"}).status_code == 422
    assert not Invitation.objects.exists()


def test_it_says_why_it_did_not_do_something() -> None:
    alice, only = browser(), Member.objects.get()
    page = alice.post(f"/settings/people/{only.pk}/role/", {"role": "sales"}, follow=True).content.decode()
    assert "This is the only owner." in page
    assert Member.objects.get().role == "owner"


def test_it_makes_a_link_for_a_colleague_who_forgot() -> None:
    bob = Member.objects.get(user=make_user("marketer", name="Bob Reyes"))
    answer = browser().post(f"/settings/people/{bob.pk}/reset/")
    assert "sets a new password for Bob Reyes" in answer.content.decode()
    assert re.search(r"/accounts/password/reset/key/\w+-[\w-]+/", answer.content.decode())
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_shuts_out_and_lets_in_again() -> None:
    alice, bob = browser(), Member.objects.get(user=make_user("marketer"))
    alice.post(f"/settings/people/{bob.pk}/leave/")
    assert "may not sign in" in alice.get("/settings/people/").content.decode()
    alice.post(f"/settings/people/{bob.pk}/return/")
    assert "may not sign in" not in alice.get("/settings/people/").content.decode()
    assert alice.post("/settings/people/999999999/leave/").status_code == 404
