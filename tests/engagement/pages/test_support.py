"""The hand-off to support as plain forms: the desks, the hand-over beside a case, and how it stands there."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from engagement.models import HandOver, SupportDesk
from tests.engagement.experts.rows import make_asked_case
from tests.engagement.notices.chat import chat
from tests.engagement.notices.rows import allow
from tests.engagement.support.rows import make_desk
from tests.factories import NOW, make_installation, make_user

pytestmark = pytest.mark.django_db
HERE = "/settings/support/"
NASTY = "<script>alert(1)</script>"


def browser(role: str = "manager") -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user(role, name="Maya Rehn"))
    return client


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_it_adds_a_desk_tries_it_shows_its_secret_once_and_removes_it(settings: Settings) -> None:
    client = browser()
    with chat() as there:
        allow(settings, there)
        added = client.post(HERE, {"name": "Bridge", "address": there.url(), "secret": ""})
        assert re.search(r"whsec_[\w+/]{43}=", read(added))
        assert "whsec_" not in read(client.get(HERE))
        desk = SupportDesk.objects.get()
        assert "127.0.0.1 took the test (200)." in read(client.post(f"{HERE}{desk.pk}/test/", follow=True))
    assert there.heard[0]["type"] == "test"
    assert "Removed Bridge" in read(client.post(f"{HERE}{desk.pk}/remove/", follow=True))


def test_it_says_why_an_address_is_refused_beside_its_field() -> None:
    answer = browser().post(HERE, {"name": "Bridge", "address": "http://169.254.169.254/latest/", "secret": ""})
    assert (answer.status_code, "inside your own network" in read(answer)) == (422, True)
    assert "169.254.169.254" in read(answer)  # what was typed is not lost
    assert not SupportDesk.objects.exists()


def test_it_hands_over_beside_a_case_and_takes_it_back() -> None:
    client, case, desk = browser("marketer"), make_asked_case(), make_desk()
    page = f"/cases/{case.pk}/"
    done = read(client.post(f"{page}support/", {"desk": desk.pk, "note": "Paying customer"}, follow=True))
    assert "Handed to Zendesk bridge; the team clock runs on" in done
    assert "waits to be sent" in done
    again = client.post(f"{page}support/", {"desk": desk.pk})
    assert (again.status_code, "Zendesk bridge has this case already." in read(again)) == (422, True)
    back = read(client.post(f"/support/{HandOver.objects.get().pk}/take-back/", follow=True))
    assert "Taken back from Zendesk bridge" in back


@pytest.mark.parametrize(
    ("url", "linked"), [("https://desk.example/t/1", True), ("javascript:alert(1)", False), ("", False)]
)
def test_it_shows_how_it_stands_and_links_only_to_the_web(url: str, linked: bool) -> None:
    client, case, desk = browser("executive"), make_asked_case(), make_desk(name=NASTY)
    HandOver.objects.create(
        case=case, desk=desk, state="accepted", reference=f"#123{NASTY}", url=url, reason=NASTY, digest=b"1",
        due_at=NOW, created_at=NOW, sent_at=NOW, changed_at=NOW,
    )  # fmt: skip
    shown = client.get(f"/cases/{case.pk}/").content.decode()
    assert "· accepted " in shown
    assert NASTY not in shown
    assert (f'href="{url}" rel="noopener noreferrer nofollow"' in shown) is linked
    assert "Take it back" not in shown


def test_it_answers_404_for_what_is_not_there() -> None:
    client = browser()
    places = (
        "/support/999999999/take-back/",
        f"{HERE}999999999/test/",
        f"{HERE}999999999/remove/",
        f"{HERE}999999999/burn/",
    )
    assert {client.post(each).status_code for each in places} == {404}
    assert client.get("/cases/999999999/support/").status_code == 404
