"""Tasks in the pane, on their own page and on the team's, as plain forms."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, Task
from tests.factories import make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def ana() -> User:
    make_installation()
    return make_user(name="Ana Park")


@pytest.fixture
def case() -> Case:
    make_change(make_mention(flags=["complaint"]))
    take_in(now=timezone.now())
    return Case.objects.get()


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def add(case: Case, who: User | None, title: str, days: int | None = None) -> None:
    due = timezone.localdate() + timedelta(days=days) if days is not None else None
    by = who or make_user()
    actions.task(case.pk, title=title, due_on=due, assignee_id=who.pk if who else None, actor=by, now=timezone.now())


def test_it_adds_does_changes_and_removes_a_task_by_plain_forms(ana: User, case: Case) -> None:
    client, page = browser(ana), f"/cases/{case.pk}/"
    send = {"next": page, "version": 1}  # an old version: a task contradicts nobody
    said = {"title": "Ask finance", "due_on": "2026-01-02", "assignee": ana.pk}
    text = read(client.post(f"{page}task/", {**send, **said}, follow=True))
    assert "Ask finance" in text.partition("Tasks</h2>")[2].partition("</section>")[0]
    assert "Late: was due Fri 2 Jan" in text
    row = Task.objects.get()
    assert "Done " in read(client.post(f"{page}task_done/", {**send, "task": row.pk, "done": "1"}, follow=True))
    client.post(f"{page}task_done/", {**send, "task": row.pk})
    client.post(f"{page}task/", {**send, "task": row.pk, "title": "Ask legal"})
    row.refresh_from_db()
    assert (row.title, row.done_at, row.due_on, row.assignee) == ("Ask legal", None, None, None)
    client.post(f"{page}task_remove/", {**send, "task": row.pk})
    assert 'class="voices"' not in read(client.get(page))


def test_it_lists_ones_own_everybodys_nobodys_and_a_colleagues(ana: User, case: Case) -> None:
    bob = make_user(name="Bob Lane")
    for who, title in ((ana, "Mine"), (bob, "His"), (None, "Free")):
        add(case, who, f"{title} task", 0)
    client = browser(ana)
    shown = {who: read(client.get(f"/tasks/?who={who}")) for who in ("me", "all", "none", bob.pk)}
    counts = {who: [f"{each} task" in text for each in ("Mine", "His", "Free")] for who, text in shown.items()}
    assert counts == {"me": [1, 0, 0], "all": [1, 1, 1], "none": [0, 0, 1], bob.pk: [0, 1, 0]}
    assert "Due today" in shown["me"]


@pytest.mark.parametrize("who", ["bob", "-1", "²"])
def test_it_refuses_an_address_that_names_nobody(ana: User, who: str) -> None:
    assert browser(ana).get("/tasks/", {"who": who}).status_code == 400


def test_it_says_that_there_is_nothing_to_do(ana: User) -> None:
    assert "No open task" in read(browser(ana).get("/tasks/"))


def test_it_shows_on_the_team_page_who_has_how_many(ana: User, case: Case) -> None:
    for days in (-1, 1):
        add(case, ana, "Ask finance", days)
    add(case, None, "Ask legal")
    text = read(browser(ana).get("/team/"))
    assert f'<a href="/tasks/?who={ana.pk}" class="bad">2<span class="sr"> open tasks, 1 of them late' in text
    assert '<a href="/tasks/?who=none">1<span' in text


def test_it_counts_them_in_the_rail_and_shows_hostile_text_as_text(ana: User, case: Case) -> None:
    add(case, ana, NASTY)
    client = browser(ana)
    for address in ("/tasks/", f"/cases/{case.pk}/"):
        assert NASTY not in client.get(address).content.decode()
    assert 'Tasks<span class="count">1' in read(client.get("/tasks/"))
