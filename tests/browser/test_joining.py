"""A colleague is asked to come, and comes: one browser makes the link, another one opens it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from engagement.models import Member
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


@pytest.fixture(autouse=True)
def base_url(settings: Settings, live_server: LiveServer) -> None:
    settings.BASE_URL = live_server.url


def invited(page: Page, role: str) -> str:
    """Make a link on the people page, copy it by its button, and return what the clipboard holds."""
    page.get_by_label("Role", exact=True).select_option(role)
    page.get_by_role("button", name="Make the link").click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_it_walks_from_the_invitation_to_the_queue(open_page: OpenPage) -> None:
    alice = open_page("/settings/people/", permissions=["clipboard-read", "clipboard-write"])
    link = invited(alice, "marketer")
    bob = open_page(link, signed_in=False)
    assert bob.url.endswith("/join/")
    bob.get_by_label("Your name").fill("Bob Reyes")
    bob.get_by_label("Your e-mail").fill("bob@northwind.example")
    bob.get_by_label("A password").fill("correct horse battery")
    bob.keyboard.press("Enter")
    bob.locator("#rows > li").first.wait_for()
    assert Member.objects.get(user__email="bob@northwind.example").role == "marketer"
    eve = open_page(link, signed_in=False)
    assert eve.get_by_role("heading", name="This link does not work").is_visible()


def test_it_has_no_barrier_on_the_way(open_page: OpenPage) -> None:
    alice = open_page("/settings/people/", permissions=["clipboard-read", "clipboard-write"])
    link = invited(alice, "sales")
    found = barriers(alice)
    page = open_page(link, signed_in=False)
    found += barriers(page)
    page.get_by_role("button", name="Join and sign in").click()
    assert page.get_by_text("This field is required.").count() == 3
    assert not found + barriers(page)
