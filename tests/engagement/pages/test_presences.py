"""Beats as plain posts: what the page is told, and taking over without a script."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from django.utils import timezone

from engagement.actions import presence
from engagement.intake import take_in
from engagement.models import Case
from tests.factories import make_change, make_installation, make_mention, make_thread, make_user

pytestmark = pytest.mark.django_db


def browser(name: str, role: str = "marketer") -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user(role, name=name))
    return client


def opened() -> Case:
    now = timezone.now()
    mention = make_mention(flags=["complaint"], thread=make_thread(), published_at=now, seen_at=now)
    make_change(mention, at=now)
    take_in(now=now)
    return Case.objects.get(lead=mention)


def test_it_shows_in_row_pane_and_bar_who_looks() -> None:
    case, ana, leo = opened(), browser("Ana Park"), browser("Leo Kern")
    ana.post("/presence/", {"case": case.pk})
    page = html.unescape(leo.get(f"/?case={case.pk}").content.decode())
    assert page.count("Ana Park looks at it") == 2
    assert "Ana Park is here" in page
    assert "looks at this too" in page
    beat = leo.post("/presence/", {"case": case.pk}).content.decode()
    assert f'data-with="{case.pk}"' in beat


@pytest.mark.parametrize("case", ["", "x", "9", "²", "9" * 30])
def test_it_takes_any_beat(case: str) -> None:
    assert browser("Ana Park").post("/presence/", {"case": case}).status_code == 200


def test_it_says_who_writes_and_lets_the_desk_take_over() -> None:
    case, leo = opened(), browser("Leo Kern")
    presence.writing(case.pk, actor=make_user(name="Ana Park"), now=timezone.now())
    page = leo.get(f"/?case={case.pk}").content.decode()
    assert "Ana Park is writing here" in page
    taken = leo.post(f"/cases/{case.pk}/hold/", {"next": f"/cases/{case.pk}/"}, follow=True).content.decode()
    assert "Took over the reply from Ana Park" in taken
    assert "is writing here" not in taken


def test_it_lets_readers_look_but_not_take_over() -> None:
    case, reader = opened(), browser("Eve Fox", "executive")
    presence.writing(case.pk, actor=make_user(name="Ana Park"), now=timezone.now())
    assert b"Take over" not in reader.get(f"/?case={case.pk}").content
    assert reader.post(f"/cases/{case.pk}/hold/").status_code == 403
    assert reader.post(f"/cases/{case.pk + 1}/hold/").status_code == 403
