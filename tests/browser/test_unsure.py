"""A post that is perhaps not about us is judged by one key, from the line above Monitor on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from engagement.intake import take_in
from engagement.models import Case
from tests.browser.conftest import OpenPage
from tests.factories import make_change, make_mention, make_source

pytestmark = pytest.mark.browser


@pytest.fixture
def unsure(alice: User) -> None:
    """Two complaints in which Relay is a race."""
    make_source()
    now = timezone.now()
    for author, text in (("bob", "Our relay team lost the baton"), ("charlie", "I hate relay races at school")):
        make_change(make_mention(text, flags=["complaint"], relevance=0.2, author=author, published_at=now))
    take_in(now=now)


def test_it_is_judged_by_one_key(open_page: OpenPage, unsure: None) -> None:
    page = open_page("/?lane=monitor")
    page.get_by_role("link", name="Judge them").click()
    expect(page.locator("#rows > li")).to_have_count(2)
    page.locator("#rows a.open").first.click()
    expect(page.locator("#pane .about")).to_contain_text("Probably not about Northwind Relay")
    page.keyboard.press("x")
    expect(page.locator("#pane .about")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator("#pane .about")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("#pane .about")).to_have_count(0)
    page.goto("/?lane=engage")
    expect(page.locator("#rows > li")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 540, 1280])
def test_its_menu_of_flags_stays_within_the_window(open_page: OpenPage, unsure: None, width: int) -> None:
    case = Case.objects.first()
    assert case
    page = open_page(f"/cases/{case.pk}/", viewport={"width": width, "height": 800})
    page.get_by_text("Wrong flag?").click()
    box = page.locator(".corrections .menu-list").first.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
