"""Every page passes axe in both themes, wide and at 320 pixels, and reflows there without scrolling sideways."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from config.setup import token
from engagement import actions
from engagement.models import Case
from listening.models import Installation, Query
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
    "/settings/people/",
    "/settings/mail/",
    "/settings/alerts/",
    "/setup/first-look/",
    "/setup/first-look/posts/",
    "/styleguide/",
    "/start/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/no-such-page/",
    "/?no-such-filter=1",
    "/api/v1/",
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
    query = Query.objects.get(name="Our brand")
    taken = Case.objects.filter(lane="engage", status="open").exclude(id=case.pk)[0]
    actions.engage(taken.pk, actor=User.objects.get(member__role="owner"), now=timezone.now())
    cases = (f"/?case={case.pk}", f"/cases/{case.pk}/", f"/cases/{taken.pk}/")
    for address in (*PAGES, *cases, f"/queries/{query.pk}/"):
        page.goto(address)
        found += complaints(page) + overflow(page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/join/"])
def test_it_has_no_barrier_at_the_door(open_page: OpenPage, theme: str, width: int, height: int, address: str) -> None:
    page = open_page(address, signed_in=False, color_scheme=theme, viewport={"width": width, "height": height})
    assert not complaints(page) + overflow(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "409.html", "500.html"])
def test_it_has_no_barrier_where_something_went_wrong(
    open_page: OpenPage, live_server: LiveServer, theme: str, width: int, height: int, name: str
) -> None:
    page = open_page("/settings/", color_scheme=theme, viewport={"width": width, "height": height})
    body = render_to_string(name, {"reason": "Your role does not open this page.", "status": 403})
    page.route("**/went-wrong/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{live_server.url}/went-wrong/")
    assert not complaints(page) + overflow(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_has_no_barrier_at_the_first_run(
    open_page: OpenPage, tmp_path: Path, settings: Settings, theme: str, width: int, height: int
) -> None:
    Installation.objects.all().delete()
    settings.DATA_DIR = tmp_path
    secret = token.issue(token.place(tmp_path), now=time.time())
    page = open_page(
        "/accounts/login/", signed_in=False, color_scheme=theme, viewport={"width": width, "height": height}
    )
    page.goto(f"/setup/?token={secret}")
    assert page.locator("input[name=company]").is_visible()
    assert not complaints(page) + overflow(page)
