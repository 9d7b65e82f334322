"""The contact in the pane and on its page as plain forms: found by handle, joined by a click, hostile text is text."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, Contact, Person
from tests.factories import make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
NASTY = '<script>alert(1)</script>"@acme.example'


def browser(role: str = "marketer") -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user(role, name="Leo Kern"))
    return client


def opened(author: str = "mira", network: str = "hackernews", **more: Any) -> Case:
    now = timezone.now()
    mention = make_mention(flags=["complaint"], author=author, network=network, published_at=now, **more)
    make_change(mention, at=now)
    take_in(now=now)
    return Case.objects.get(lead=mention)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_it_keeps_what_the_form_says_and_shows_it_in_the_pane() -> None:
    client, case = browser(), opened()
    said = {"name": "Mira Holt", "role": "CTO", "email": "mira@acme.example", "phone": "+47 1", "note": "Met in Oslo"}
    answer = client.post(f"/cases/{case.pk}/contact/", {**said, "next": f"/cases/{case.pk}/"}, follow=True)
    text = html.unescape(answer.content.decode())
    assert all(word in text for word in said.values())
    assert "Contact changed: name, role, e-mail, phone, note" in text


def test_it_says_why_an_address_is_refused_and_keeps_nothing() -> None:
    client, case = browser(), opened()
    answer = client.post(f"/cases/{case.pk}/contact/", {"email": "mira at acme"}, follow=True)
    assert "is no e-mail address" in html.unescape(answer.content.decode())
    assert not Contact.objects.exists()


def test_it_finds_accounts_by_handle_or_name_and_joins_only_the_one_clicked() -> None:
    client, case = browser(), opened()
    opened("mira", "linkedin")
    other = opened("mh_77", "x", author_name="Mira Holt")
    page = f"/cases/{case.pk}/contact/"
    assert Person.objects.count() == 0
    found = read(client, f"{page}?q=mira")
    assert (found.count("Same person<span"), "mh_77" in found) == (2, True)
    client.post(f"/cases/{case.pk}/same_person/", {"mention": other.lead_id, "next": page})
    assert "mh_77" in read(client, f"/cases/{case.pk}/").partition("The same person:")[2][:900]
    assert set(Person.objects.values_list("network", flat=True)) == {"hackernews", "x"}
    account = Person.objects.get(network="x").pk
    client.post(f"/cases/{case.pk}/not_same_person/", {"account": account, "next": page})
    assert "The same person:" not in read(client, f"/cases/{case.pk}/")


@pytest.mark.parametrize(("words", "n"), [("%", 0), ("_____", 0), ("m", 0), ("nobody", 0), ("MIRA", 1), ("@mir", 1)])
def test_it_takes_what_is_typed_for_letters(words: str, n: int) -> None:
    client, case = browser(), opened("charlie")
    opened("mira", "linkedin")
    assert client.get(f"/cases/{case.pk}/contact/", {"q": words}).content.count(b"Same person<span") == n


def test_it_shows_hostile_text_as_text() -> None:
    client, case = browser(), opened(NASTY)
    other = opened(NASTY, "linkedin", author_name=NASTY)
    client.post(f"/cases/{case.pk}/contact/", {"name": NASTY, "role": NASTY, "phone": NASTY, "note": NASTY})
    client.post(f"/cases/{case.pk}/same_person/", {"mention": other.lead_id})
    for address in (f"/cases/{case.pk}/", f"/cases/{case.pk}/contact/?q=script"):
        assert b"<script>alert" not in client.get(address).content


def test_it_has_no_page_where_nobody_knows_who_wrote() -> None:
    assert browser().get(f"/cases/{opened('').pk}/contact/").status_code == 404


def test_it_tells_on_a_case_who_answered_the_person_elsewhere() -> None:
    client, ana = browser(), make_user(name="Ana Park")
    here, there = opened(), opened("Mira Holt", "linkedin")
    actions.done(there.pk, disposition="answered", actor=ana, now=timezone.now() - timedelta(hours=2))
    told = "Ana Park answered this person on LinkedIn 2 h ago"
    assert told not in read(client, f"/cases/{here.pk}/")
    actions.same_person(here.pk, mention=there.lead_id, actor=ana, now=timezone.now())
    assert told in read(client, f"/cases/{here.pk}/")
