"""Alerts in a browser: add a receiver, send a test, read what the other side said; by keyboard and without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers
from tests.engagement.notices.chat import KEY, Chat, chat
from tests.engagement.notices.rows import allow

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


@pytest.fixture
def there(settings: Settings) -> Iterator[Chat]:
    with chat((200, "ok", {}), (404, "no_service", {})) as found:
        allow(settings, found)
        yield found


def add(page: Page, there: Chat) -> None:
    page.get_by_label("Kind").select_option("mattermost")
    page.get_by_label("Name").fill("town-square")
    page.get_by_label("Address").fill(there.url())
    page.keyboard.press("Enter")
    page.get_by_text("Nothing told yet").wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_it_adds_a_receiver_and_tries_it(open_page: OpenPage, there: Chat, scripts: bool) -> None:
    page = open_page("/settings/alerts/", java_script_enabled=scripts)
    add(page, there)
    page.get_by_role("button", name="Send a test to town-square").click()
    page.get_by_text("answered “ok”. Look into the channel.").wait_for()
    assert there.texts() == ["A test from Wellheard: alerts can be told here"]
    page.get_by_role("button", name="Send a test to town-square").click()
    page.get_by_text("The test did not get through.").wait_for()
    assert KEY not in page.content()
    page.get_by_role("button", name="Remove town-square").click()
    page.get_by_text("Nobody is told yet").wait_for()


def test_it_has_no_barrier(open_page: OpenPage, there: Chat) -> None:
    there.answers[:] = [(404, "no_service", {})]
    page = open_page("/settings/alerts/")
    add(page, there)
    page.get_by_role("button", name="Send a test").click()
    page.get_by_text("The test did not get through.").wait_for()
    found = barriers(page)
    page.get_by_role("button", name="Add the receiver").click()
    page.get_by_text("This field is required.").first.wait_for()
    assert not found + barriers(page)
