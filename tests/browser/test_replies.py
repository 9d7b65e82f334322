"""A reply in a browser: saved as one types, checked, posted by hand and found; two at once keep both texts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from engagement.actions.replies import drafts, house
from engagement.models import Case, Hold, Reply
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers
from tests.factories import NOW, make_user

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]
TEXT = "Maya from Northwind Relay here. Deliveries ran late until 08:52."


@pytest.fixture(autouse=True)
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network: the thread shows nothing new."""
    monkeypatch.setattr("engagement.actions.replies.clicks.stop_if_overtaken", lambda *args, **options: None)


def a_case() -> Case:
    return Case.objects.filter(lane="engage", status="open").order_by("-sort_key")[0]


@pytest.mark.parametrize("scripts", [True, False])
def test_it_walks_from_a_case_to_a_reply_and_its_link(open_page: OpenPage, scripts: bool) -> None:
    case = a_case()
    page = open_page(f"/cases/{case.pk}/", java_script_enabled=scripts)
    page.get_by_role("link", name="Write a reply").click()
    page.get_by_role("textbox", name="Reply").fill(TEXT)
    page.get_by_role("button", name="Accept the policy").click()
    page.get_by_label("This reply keeps to it").check()
    page.get_by_role("button", name="Reply", exact=True).click()
    page.get_by_role("button", name="I have posted it").click()
    page.get_by_label("It is there: its address").fill("https://news.ycombinator.com/item?id=9")
    page.get_by_role("button", name="It is there", exact=True).click()
    page.get_by_role("link", name="See it there").wait_for()
    assert Reply.objects.get().state == "sent"


def test_it_saves_as_one_types_puts_snippets_and_shows_a_colleagues_text(open_page: OpenPage) -> None:
    case, bob = a_case(), make_user(name="Bob Stone")
    house.write_snippet(key="late", title="Late", text=TEXT, snippet_id=None, actor=bob, now=NOW)
    page = open_page(f"/cases/{case.pk}/reply/")
    box = page.get_by_role("textbox", name="Reply")
    box.press_sequentially("/la")
    box.press("Enter")
    page.locator("#checks .pass").first.wait_for()
    assert (box.input_value(), Reply.objects.get().text) == (TEXT, TEXT)
    assert not barriers(page)
    drafts.save(case.pk, text="Bob was here", acknowledged=None, version=1, actor=bob, now=NOW)
    box.press_sequentially(" More")
    page.get_by_text("Bob was here").wait_for()
    assert page.get_by_role("button", name="Keep mine as note").is_visible()
    assert not barriers(page)


def test_it_opens_the_composer_with_r_and_begins_to_write_at_once(open_page: OpenPage, alice: User) -> None:
    page = open_page("/")
    page.keyboard.press("j")
    case = Case.objects.get(pk=page.locator("#rows > li.sel").get_attribute("data-case") or 0)
    page.keyboard.press("r")
    page.wait_for_url(f"**/cases/{case.pk}/reply/")
    expect(page.get_by_role("textbox", name="Reply")).to_be_focused()
    page.keyboard.type("Sorry r e !")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value("Sorry r e !")
    case.refresh_from_db()
    assert (case.assignee, case.lane, Hold.objects.get(case=case).user) == (alice, "engage", alice)
