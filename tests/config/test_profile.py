"""The profile: name, language and zone are the person's own, and one click ends what is signed in elsewhere."""

from __future__ import annotations

import html

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from engagement.models import Member
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def alice() -> User:
    make_installation()
    return make_user("marketer", name="Alice Park")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text(client: Client, address: str = "/settings/profile/") -> str:
    return html.unescape(client.get(address).content.decode())


def test_it_saves_name_language_and_zone(alice: User) -> None:
    sent = {"name": "Alice von Park", "language": "de", "zone": "Asia/Tokyo"}
    assert signed_in(alice).post("/settings/profile/", sent).status_code == 302
    member = Member.objects.select_related("user").get(user=alice)
    assert (member.user.get_full_name(), member.language, member.zone) == ("Alice von Park", "de", "Asia/Tokyo")


@pytest.mark.parametrize("wrong", [{"name": " "}, {"language": "xx"}, {"zone": "Mars/Base"}])
def test_it_refuses_what_it_does_not_know(alice: User, wrong: dict[str, str]) -> None:
    sent = {"name": "Alice Park", "language": "", "zone": ""} | wrong
    assert signed_in(alice).post("/settings/profile/", sent).status_code == 422
    assert Member.objects.get(user=alice).language == ""


def test_it_speaks_the_chosen_language_whatever_the_browser_asks_for(alice: User) -> None:
    Member.objects.filter(user=alice).update(language="de")
    answer = signed_in(alice).get("/settings/profile/", headers={"accept-language": "en"})
    assert '<html lang="de"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "de"


def test_it_speaks_what_the_browser_asks_for_where_nothing_is_chosen(alice: User) -> None:
    client = signed_in(alice)
    found = [
        client.get("/settings/profile/", headers={"accept-language": each}).content.decode() for each in ("de", "fr")
    ]
    assert ['<html lang="de"' in each for each in found] == [True, False]


def test_it_lets_no_chosen_language_reach_the_next_reader(alice: User) -> None:
    Member.objects.filter(user=alice).update(language="de")
    text(signed_in(alice))
    assert '<html lang="en"' in text(signed_in(make_user()))


def test_it_signs_out_elsewhere_and_neither_here_nor_others(alice: User) -> None:
    here, elsewhere, bob = signed_in(alice), signed_in(alice), signed_in(make_user())
    assert "Sign out at the other place" in text(here)
    here.post("/settings/profile/sessions/")
    assert [each.get("/settings/profile/").status_code for each in (here, elsewhere, bob)] == [200, 302, 200]
    assert "Only here." in text(here)


def test_it_says_nowhere_else_where_there_is_nothing_to_end(alice: User) -> None:
    client = signed_in(alice)
    answer = client.post("/settings/profile/sessions/", follow=True)
    assert "You are signed in nowhere else." in html.unescape(answer.content.decode())
    assert Session.objects.count() == 1


def test_it_tells_by_what_and_since_when_one_came_in(alice: User) -> None:
    alice.set_password("a long enough password")
    alice.save()
    client = Client()
    client.post("/accounts/login/", {"login": alice.email, "password": "a long enough password"})
    page = text(client)
    assert ">password</td>" in page
    assert "not known" not in page
