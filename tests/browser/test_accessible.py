"""Every page passes axe in both themes, wide and at 320 pixels, and reflows there without scrolling sideways."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Page, Route
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from config.setup import token
from engagement import actions
from engagement.models import Case
from listening.models import Installation, Query
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk"), pytest.mark.timeout(240)]

PAGES = (
    "/",
    "/?lane=manage&flag=spam",
    "/sources/",
    "/sources/add/",
    "/queries/",
    "/queries/add/",
    "/companies/",
    "/companies/add/",
    "/companies/import/",
    "/views/",
    "/labels/",
    "/responses/",
    "/team/",
    "/tasks/",
    "/settings/clocks/",
    "/settings/routing/",
    "/settings/routing/teams/",
    "/settings/experts/",
    "/settings/support/",
    "/settings/voices/",
    "/settings/do-not-engage/",
    "/settings/mutes/",
    "/settings/replies/",
    "/replies/",
    "/calibration/",
    "/capture/",
    "/import/",
    "/settings/",
    "/settings/profile/",
    "/settings/tokens/",
    "/settings/notifications/",
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
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""All that a theme can break: themes differ in colours and in nothing else."""

AXE = """async ([options, oneOfAKind]) => {
  const rule = axe._audit.rules.find((each) => each.id === 'color-contrast');
  const matches = rule.matches;
  const behind = new Map();
  const seen = new Set();
  function ground(node) {
    if (!node) return '';
    if (!behind.has(node)) {
      const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position} = getComputedStyle(node);
      const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode, position].join();
      const plain = own === 'rgba(0, 0, 0, 0),none,1,none,normal,static';
      behind.set(node, ground(node.parentElement) + (plain ? '' : `|${own}`));
    }
    return behind.get(node);
  }
  function speaks(node) {
    return 'value' in node || [...node.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim());
  }
  function isFirst(node, ...more) {
    if (!speaks(node)) return false;
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(node);
    const kind = [ground(node), color, fontSize, fontWeight, textShadow].join();
    if (seen.has(kind) || !matches(node, ...more)) return false;
    seen.add(kind);
    return true;
  }
  if (oneOfAKind) rule.matches = isFirst;
  try {
    return (await axe.run(options)).violations;
  } finally {
    rule.matches = matches;
  }
}"""
"""Run axe. If one of a kind will do, measure one text for each pair of what colours it and what lies behind it."""

PARTS = 6


def complaints(page: Page, options: dict[str, Any] = RULES) -> list[str]:
    """Return what axe objects to on the page as it stands. What covers what is left to the run with all rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(AXE, [options, options is COLOURS])
    return [f"{page.url} {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def overflow(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{page.url} is {wide} px too wide"] if wide > 0 else []


def barriers(page: Page) -> list[str]:
    """Return what is wrong with the page in both themes, wide and narrow. Leaves it narrow, as phones show it."""
    found: list[str] = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light")
        found += complaints(page) + overflow(page)
        page.emulate_media(color_scheme="dark")
        found += complaints(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize(
    ("style", "about"),
    [
        ("@media (prefers-color-scheme: dark) { p { color: #111; background: #000 } }", "color-contrast"),
        ("@media (prefers-color-scheme: dark) { p + p { color: #111; background: #000 } }", "color-contrast"),
        ("@media (prefers-color-scheme: light) { p { color: #eee; background: #fff } }", "color-contrast"),
        ("@media (max-width: 400px) { p { width: 500px } }", "px too wide"),
        ("@media (min-width: 400px) { p { width: 1300px } }", "px too wide"),
        ("", ""),
    ],
)
def test_it_sees_what_is_wrong_in_one_theme_or_at_one_width(open_page: OpenPage, style: str, about: str) -> None:
    page = open_page("/settings/", bypass_csp=True)
    words = "<main><h1>A</h1><p>Words</p><p>More</p></main>"
    page.set_content(f"<html lang=en><title>A</title><style>{style}</style>{words}")
    found = barriers(page)
    assert bool(found) == bool(style)
    assert all(about in each for each in found)


@pytest.mark.parametrize("part", range(PARTS))
def test_it_has_no_barrier_on_any_page(open_page: OpenPage, part: int) -> None:
    page = open_page("/settings/")
    found: list[str] = []
    for address in PAGES[part::PARTS]:
        page.goto(address)
        found += barriers(page)
    assert not found, "\n".join(found)


def test_it_has_no_barrier_on_a_case_or_a_query(open_page: OpenPage) -> None:
    page = open_page("/settings/")
    case, taken = Case.objects.filter(lane="engage", status="open")[:2]
    query = Query.objects.get(name="Our brand")
    owner, now = User.objects.get(member__role="owner"), timezone.now()
    actions.engage(taken.pk, actor=owner, now=now)
    actions.edit_contact(
        taken.pk, name="Mira Holt", email="mira@acme.example", note="Met in Oslo", actor=owner, now=now
    )
    actions.same_person(taken.pk, mention=case.lead_id, actor=owner, now=now)
    actions.task(taken.pk, title="Ask finance", due_on=now.date(), assignee_id=owner.pk, actor=owner, now=now)
    found: list[str] = []
    for address in (
        f"/?case={case.pk}",
        f"/cases/{case.pk}/",
        f"/cases/{taken.pk}/",
        f"/cases/{case.pk}/reply/",
        f"/cases/{taken.pk}/contact/?q=an",
        f"/queries/{query.pk}/",
    ):
        page.goto(address)
        found += barriers(page)
    assert not found, "\n".join(found)


def test_it_has_no_barrier_at_the_door(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/", signed_in=False)
    found = barriers(page)
    for address in ("/accounts/password/reset/", "/join/", "/expert/gone/"):
        page.goto(address)
        found += barriers(page)
    assert not found, "\n".join(found)


def answer(body: str, route: Route) -> None:
    route.fulfill(body=body, content_type="text/html")


def test_it_has_no_barrier_where_something_went_wrong(open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page("/settings/")
    found: list[str] = []
    for name in ("403.html", "403_csrf.html", "409.html", "500.html"):
        body = render_to_string(name, {"reason": "Your role does not open this page.", "status": 403})
        page.unroute_all()
        page.route("**/went-wrong/", partial(answer, body))
        page.goto(f"{live_server.url}/went-wrong/")
        assert page.locator("h1").count() == 1
        found += barriers(page)
    assert not found, "\n".join(found)


def test_it_has_no_barrier_at_the_first_run(open_page: OpenPage, tmp_path: Path, settings: Settings) -> None:
    Installation.objects.all().delete()
    settings.DATA_DIR = tmp_path
    secret = token.issue(token.place(tmp_path), now=time.time())
    page = open_page("/accounts/login/", signed_in=False)
    page.goto(f"/setup/?token={secret}")
    assert page.locator("input[name=company]").is_visible()
    assert not barriers(page)
