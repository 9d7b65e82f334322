"""Five posts judged by the keyboard alone, one taken back; the same without scripts; and figures without barriers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from listening.models import Ask, Label
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import complaints, overflow
from tests.factories import make_mention
from tests.listening.storage.judging import judged

pytestmark = pytest.mark.browser


@pytest.fixture
def posts(alice: User) -> None:
    """Five posts of the last hours that scoring takes for complaints."""
    for hours in range(1, 6):
        at = datetime.now(UTC) - timedelta(hours=hours)
        make_mention(f"Deliveries of Northwind Relay are {hours} hours late", flags=["complaint"], published_at=at)


def test_it_judges_five_posts_by_the_keyboard_alone(open_page: OpenPage, posts: None) -> None:
    page = open_page("/labels/")
    progress = page.locator(".progress span")
    for done, key in enumerate("ynsz"):
        expect(progress).to_have_text(f"{done + 1} of 5")
        expect(page.locator("#asked")).to_be_focused()
        page.keyboard.press(key)
    expect(progress).to_have_text("3 of 5")  # the skipped one is back
    for key in "yny":
        before = progress.inner_text()
        page.keyboard.press(key)
        expect(page.locator(".progress span", has_text=before)).to_have_count(0)
    expect(page.locator("#asked")).to_have_text("All 5 judged. Next ones on Monday.")
    expect(page.locator(".sum")).to_contain_text("You and scoring agreed on")
    assert list(Label.objects.order_by("id").values_list("value", flat=True)) == [True, False, True, False, True]
    assert not complaints(page)


def test_it_judges_without_scripts(open_page: OpenPage, posts: None) -> None:
    page = open_page("/labels/", java_script_enabled=False)
    page.get_by_role("button", name="Yes").click()
    expect(page.locator(".progress span")).to_have_text("2 of 5")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".progress span")).to_have_text("1 of 5")
    assert Ask.objects.filter(outcome="answered").count() == 0


@pytest.mark.parametrize(("theme", "width"), [("light", 320), ("dark", 1280)])
def test_it_has_no_barrier_with_every_figure_open(open_page: OpenPage, alice: User, theme: str, width: int) -> None:
    at = datetime.now(UTC) - timedelta(hours=1)
    for number in range(64):
        judged(was=number % 2 == 0, value=number % 4 == 0, chance=number / 64, at=at, scorer=f"model-{number % 3}")
    make_mention("Zu spät", language="de", scored=False, published_at=at)
    page = open_page("/calibration/", color_scheme=theme, viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = complaints(page) + overflow(page)
    page.locator("#complaint .first a").click()
    expect(page.locator("h2.big")).to_have_text("Scoring was right on 16 of 32")
    assert not found + complaints(page) + overflow(page)
