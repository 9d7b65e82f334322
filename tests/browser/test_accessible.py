"""Every page passes axe in both themes, wide and at 320 pixels, and reflows there without scrolling sideways."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from engagement.models import Case
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]

PAGES = (
    "/",
    "/?lane=manage&flag=spam",
    "/sources/",
    "/sources/add/",
    "/queries/",
    "/queries/add/",
    "/capture/",
    "/import/",
    "/settings/",
    "/settings/tokens/",
    "/styleguide/",
    "/start/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/no-such-page/",
)
SIZES = ((1280, 800), (320, 640))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}


def complaints(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url} {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def overflow(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url} is {wide} px too wide"] if wide > 0 else []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_has_no_barrier_on_any_page(open_page: OpenPage, theme: str, width: int, height: int) -> None:
    page = open_page("/settings/", color_scheme=theme, viewport={"width": width, "height": height})
    case = Case.objects.filter(lane="engage")[0]
    found: list[str] = []
    for address in (*PAGES, f"/?case={case.pk}", f"/cases/{case.pk}/"):
        page.goto(address)
        found += complaints(page) + overflow(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/"])
def test_it_has_no_barrier_at_the_door(open_page: OpenPage, theme: str, address: str) -> None:
    page = open_page(address, signed_in=False, color_scheme=theme, viewport={"width": 320, "height": 640})
    assert not complaints(page) + overflow(page)
