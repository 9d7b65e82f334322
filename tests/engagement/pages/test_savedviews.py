"""Saved views: kept, counted, shared or private, taken back, and read by programs under a link that can be ended."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from engagement import queue
from engagement.intake import take_in
from engagement.models import Case, Receiver, SavedView
from listening.storage.credentials import add_credential
from tests.factories import NOW, make_change, make_installation, make_mention, make_thread, make_user

pytestmark = pytest.mark.django_db
HERE = "/views/"


def browser(name: str = "Ana Park") -> tuple[Client, User]:
    make_installation()
    client, user = Client(), make_user(name=name)
    client.force_login(user)
    return client, user


def opened(flag: str = "complaint", **more: Any) -> Case:
    now = timezone.now()
    mention = make_mention(flags=[flag], thread=make_thread(), published_at=now, seen_at=now, **more)
    make_change(mention, at=now)
    take_in(now=now)
    return Case.objects.get(lead=mention)


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def saved(client: Client, name: str = "Rivals", query: str = "flag=complaint", **more: str) -> SavedView:
    client.post(HERE, {"name": name, "query": query, **more})
    return SavedView.objects.get(name=name, removed_at=None)


def linked(client: Client, view: SavedView) -> list[str]:
    page = read(client.post(f"{HERE}{view.pk}/link/"))
    return re.findall(r"(/feeds/[\w-]{43}/(?:atom|json)/)", page)


def test_it_keeps_a_list_and_counts_it_beside_its_name() -> None:
    client, _user = browser()
    opened()
    opened("suggestion", author="dora")
    page = read(client.post(HERE, {"name": " Late  ones ", "query": "flag=complaint&sort=newest"}, follow=True))
    assert 'aria-current="page">Late ones<span class="count">1</span>' in page
    assert SavedView.objects.get().query == "flag=complaint&sort=newest"
    assert f"{HERE}{SavedView.objects.get().pk}/remove/" in page  # its undo


def test_it_shows_a_private_view_to_nobody_else_and_a_shared_one_to_all() -> None:
    ana, user = browser()
    saved(ana, "Only mine")
    saved(ana, "For all", shared="on")
    _bob, other = browser("Bob Stone")
    names = {who: [view.name for view in queue.board(viewer=who, now=timezone.now()).views] for who in (user, other)}
    assert names == {user: ["For all", "Only mine"], other: ["For all"]}


@pytest.mark.parametrize("verb", ["change", "remove", "restore", "link", "unlink", "steal"])
def test_it_lets_nobody_touch_a_view_of_somebody_else(verb: str) -> None:
    view = saved(browser()[0], shared="on")
    assert browser("Bob Stone")[0].post(f"{HERE}{view.pk}/{verb}/", {"name": "Mine now"}).status_code == 404
    view.refresh_from_db()
    assert (view.name, view.removed_at, view.feed_digest) == ("Rivals", None, None)


def test_it_renames_shares_removes_and_takes_back() -> None:
    client, _user = browser()
    view = saved(client)
    client.post(f"{HERE}{view.pk}/change/", {"name": "Europe", "shared": "on"})
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Europe", True)
    assert f"{HERE}{view.pk}/restore/" in read(client.post(f"{HERE}{view.pk}/remove/", follow=True))
    assert "Europe" not in read(client.get("/")).partition("Views")[2].partition("rail-foot")[0]
    assert "is back" in read(client.post(f"{HERE}{view.pk}/restore/", follow=True))


def test_it_refuses_a_second_view_of_a_name_and_a_list_that_makes_no_sense() -> None:
    client, _user = browser()
    saved(client)
    assert "of this name already" in read(client.post(HERE, {"name": "Rivals", "query": ""}, follow=True))
    assert "Give the view a name" in read(client.post(HERE, {"name": " ", "query": ""}, follow=True))
    assert client.post(HERE, {"name": "Odd", "query": "colour=red"}).status_code == 400
    assert SavedView.objects.count() == 1


def test_it_is_read_by_programs_as_atom_and_as_json() -> None:
    client, _user = browser()
    case = opened(text="Northwind Relay <b>lost</b> it\x07 again")
    view, program = saved(client), Client()
    atom, json = linked(client, view)
    entry = ElementTree.fromstring(program.get(atom).content).find("{http://www.w3.org/2005/Atom}entry")
    assert entry is not None
    assert str(case.pk) in "".join(entry.itertext())
    (item,) = program.get(json).json()["items"]
    assert ("<b>lost</b> it" in item["content_text"], item["url"].endswith(f"/cases/{case.pk}/")) == (True, True)


def test_it_ends_a_link_by_its_owner_by_a_new_one_and_by_removal() -> None:
    client, user = browser()
    view, program = saved(client), Client()
    first = linked(client, view)[0]
    second = linked(client, view)[0]
    assert [program.get(each).status_code for each in (first, second)] == [404, 200]
    client.post(f"{HERE}{view.pk}/remove/")
    assert program.get(second).status_code == 404
    client.post(f"{HERE}{view.pk}/restore/")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert program.get(second).status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=True)
    client.post(f"{HERE}{view.pk}/unlink/")
    assert program.get(second).status_code == 404


def test_it_is_sent_to_a_channel_that_takes_views_and_to_no_other() -> None:
    client, _user = browser()
    view = saved(client)
    assert "Tell what comes in" not in read(client.get(HERE))
    rows = {name: Receiver(name=name, kind="slack", hint="…", since=NOW, created_at=NOW) for name in ("#a", "#b")}
    for name, row in rows.items():
        row.wants, row.address_id = ["views" if name == "#a" else "work"], add_credential("slack", name, {}, NOW)
        row.save()
    told = {"name": view.name, "receiver": rows["#a"].pk}
    assert "told to #a" in read(client.post(f"{HERE}{view.pk}/change/", told, follow=True))
    told["receiver"] = rows["#b"].pk
    assert "takes no views any more" in read(client.post(f"{HERE}{view.pk}/change/", told, follow=True))
    assert SavedView.objects.get().receiver == rows["#a"]
