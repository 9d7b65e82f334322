"""The queue beside other people and other browsers: stale decisions, lost servers, new mentions, no JavaScript."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case
from tests.browser.conftest import OpenPage
from tests.factories import make_change, make_mention, make_thread

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


def first_case() -> Case:
    return Case.objects.filter(lane="engage", status="open").order_by("-sort_key", "-id")[0]


def bob_ends(case: Case) -> None:
    actions.done(case.pk, actor=User.objects.get(first_name="Bob"), now=datetime.now(UTC))


def test_it_shows_what_changed_meanwhile_and_brings_the_row_back(open_page: OpenPage) -> None:
    case = first_case()
    page = open_page(f"/?case={case.pk}")
    bob_ends(case)
    page.keyboard.press("e")
    expect(page.locator("#trouble")).to_contain_text("Changed meanwhile")
    expect(page.locator("#trouble")).to_contain_text("Bob Stone")
    expect(page.locator(f"#case-{case.pk}.leaving")).to_have_count(0)


def test_it_says_that_nothing_was_saved_when_the_server_is_gone(open_page: OpenPage) -> None:
    case = first_case()
    page = open_page(f"/?case={case.pk}")
    page.context.set_offline(True)
    page.keyboard.press("e")
    expect(page.locator(".toast.bad")).to_contain_text("Not saved")
    expect(page.locator("#connection")).to_be_visible()
    expect(page.locator(f"#case-{case.pk}.leaving")).to_have_count(0)


def test_it_says_how_many_are_new_and_moves_no_row(open_page: OpenPage) -> None:
    page = open_page("/")
    page.clock.install()
    page.reload()
    rows = page.locator("#rows > li").count()
    fresh = make_mention("Northwind Relay is down again", flags=["complaint"], thread=make_thread())
    make_change(fresh, at=datetime.now(UTC))
    take_in(now=datetime.now(UTC))
    page.clock.fast_forward(21_000)
    expect(page.locator("#newer")).to_contain_text("1 new")
    expect(page.locator("#rows > li")).to_have_count(rows)
    page.keyboard.press(".")
    expect(page.locator("#rows > li")).to_have_count(rows + 1)


def test_it_decides_without_javascript(open_page: OpenPage) -> None:
    case = first_case()
    page = open_page(f"/?case={case.pk}", java_script_enabled=False)
    page.locator(".act").get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".notices")).to_contain_text("Done")
    expect(page.locator(f"#case-{case.pk}")).to_have_count(0)
    assert Case.objects.get(pk=case.pk).status == "done"


def test_it_shows_the_conflict_as_a_page_without_javascript(open_page: OpenPage) -> None:
    case = first_case()
    page = open_page(f"/?case={case.pk}", java_script_enabled=False)
    bob_ends(case)
    page.locator(".act").get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_role("heading", name="Changed meanwhile").first).to_be_visible()
    expect(page.get_by_role("link", name="Keep theirs")).to_be_visible()


def test_it_writes_a_note_that_stays_in_the_history(open_page: OpenPage) -> None:
    case = first_case()
    page = open_page(f"/?case={case.pk}")
    page.keyboard.press("n")
    page.keyboard.type("Ask <b>Leo</b> first")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".history .note-text")).to_have_text("Ask <b>Leo</b> first")


def test_it_makes_a_filter_of_a_typed_word(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("#q").fill("flag:complaint author:priya")
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator("#rows > li")).to_have_count(1)


def test_it_refuses_an_unknown_filter_by_name(open_page: OpenPage) -> None:
    page = open_page("/?colour=red")
    expect(page.get_by_role("heading", level=1)).to_have_text("This address does not make sense")
    expect(page.locator("main")).to_contain_text("colour")
