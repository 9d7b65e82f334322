"""Mutes and exclusions as plain pages: what each shows first, what its button does, and the way back."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, Mute
from listening.models import Query
from tests.factories import make_change, make_installation, make_mention, make_query, make_thread, make_user

pytestmark = pytest.mark.django_db
HERE = "/settings/mutes/"
NASTY = "<script>alert(1)</script>"


def browser(role: str = "manager") -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user(role, name="Ana Ruiz"))
    return client


def complained(text: str = "Northwind loses events", **more: Any) -> Case:
    now = timezone.now() - timedelta(minutes=5)
    said = {"flags": ["complaint"], "thread": make_thread(), "published_at": now, "seen_at": now, **more}
    mention = make_mention(text, **said)
    make_change(mention, at=now)
    take_in(now=now)
    return Case.objects.get(lead=mention)


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def test_it_shows_what_a_mute_would_have_kept_quiet_before_it_mutes() -> None:
    client, case = browser(), complained()
    actions.engage(complained("Again, and slow").pk, actor=make_user(), now=timezone.now())
    shown = read(client.get(f"/cases/{case.pk}/mute/author/"))
    assert "kept quiet <b>2 posts</b>" in shown
    assert "1 of them was taken up by somebody." in shown
    assert "Again, and slow" in shown
    assert not Mute.objects.exists()


def test_it_mutes_says_so_with_an_undo_and_counts_on_the_list() -> None:
    client, case = browser(), complained()
    sent = {"subject": "author", "next": f"/cases/{case.pk}/"}
    told = read(client.post(f"/cases/{case.pk}/mute/", sent, follow=True))
    assert "Muted the author charlie" in told
    complained("Once more")
    assert "<b>1 post is muted</b>" in read(client.get("/?lane=monitor"))
    assert "Once more" in read(client.get("/?lane=all&status=done&disposition=muted"))
    way_back = told.partition('<form class="undo" method="post" action="')[2].partition('"')[0]
    client.post(way_back, {"next": "/"})
    assert Mute.objects.get().ended_at is not None


def test_it_ends_a_mute_and_takes_that_back() -> None:
    client, case = browser(), complained(author=NASTY)
    actions.mute(case.pk, subject="author", actor=make_user(), now=timezone.now())
    assert NASTY not in client.get(HERE).content.decode()
    row = Mute.objects.get()
    assert "is no longer muted" in read(client.post(f"{HERE}{row.pk}/end/", follow=True))
    assert "is muted again" in read(client.post(f"{HERE}{row.pk}/restore/", follow=True))
    assert client.post(f"{HERE}{row.pk + 1}/end/").status_code == 404


def test_it_refuses_to_mute_a_whole_network() -> None:
    client, case = browser(), complained()
    assert "no community or site of its own" in read(client.get(f"/cases/{case.pk}/mute/source/", follow=True))
    assert client.get(f"/cases/{case.pk}/mute/nothing/").status_code == 302
    assert client.get(f"/cases/{case.pk + 1}/mute/author/").status_code == 404


def test_it_shows_what_an_exclusion_would_drop_and_adds_it_as_a_version_that_can_be_taken_back() -> None:
    client, query = browser(), make_query(expression="northwind")
    case = complained("Northwind band on tour", query=query)
    complained("Northwind loses events", query=query)
    page = f"/cases/{case.pk}/exclude/"
    shown = read(client.get(page, {"word": "tour"}))
    assert "would have dropped <b>1 post</b> of the 2" in shown
    assert "Northwind band on tour" in shown
    sent = {"kind": "exclude", "words": "tour", "next": f"/cases/{case.pk}/"}
    told = read(client.post(f"/queries/{query.pk}/apply/", sent, follow=True))
    assert f"/queries/{query.pk}/restore/1/" in told
    assert Query.objects.get().expression == "northwind AND NOT tour"


@pytest.mark.parametrize("word", ["near/5", '"', "tour", "a b", NASTY, "and", "*"])
def test_it_takes_any_word_for_an_exclusion_and_says_what_is_wrong(word: str) -> None:
    client, case = browser(), complained(query=make_query(expression="northwind"))
    answer = client.get(f"/cases/{case.pk}/exclude/", {"word": word})
    assert answer.status_code in (200, 422)
    assert NASTY not in answer.content.decode()


def test_it_lets_a_marketer_mute_and_not_change_queries() -> None:
    client, case = browser("marketer"), complained(query=make_query(expression="northwind"))
    assert client.get(f"/cases/{case.pk}/mute/author/").status_code == 200
    assert client.get(f"/cases/{case.pk}/exclude/").status_code == 403
    shown = read(client.get(f"/cases/{case.pk}/"))
    assert "Mute author" in shown
    assert "Add exclusion" not in shown


def test_it_shows_what_an_author_said_before_and_who_ended_it() -> None:
    client, first = browser(), complained("First words", published_at=timezone.now() - timedelta(days=3))
    actions.done(first.pk, disposition="answered", actor=make_user(name="Bob Stone"), now=timezone.now())
    shown = read(client.get(f"/cases/{complained().pk}/"))
    assert "Earlier from this author" in shown
    assert "First words" in shown
    assert "Answered, Bob Stone" in shown
