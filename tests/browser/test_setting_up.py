"""The whole way from the one-time link to the first case, on an empty installation: by mouse, and by keyboard alone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from config.setup import token
from engagement.intake import take_in
from listening.models import Brand, BrandAccount, Installation
from listening.simulator.world import World
from listening.storage import context
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers
from tests.config.setup import worlds

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PASSWORD = "correct horse battery"


@dataclass
class Net:
    """The networks and the worker: what is said becomes known when the test says so."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def clock(self) -> datetime:
        return self.now

    def work(self, later: timedelta = timedelta(minutes=1)) -> None:
        self.now += later
        worlds.poll(self.now)
        take_in(now=self.now)


@pytest.fixture
def alice(transactional_db: None) -> None:
    """Nobody is here yet."""
    context.forget()


@pytest.fixture
def link(settings: Settings, tmp_path: Path) -> str:
    settings.DATA_DIR = tmp_path
    return f"/setup/?token={token.issue(token.place(tmp_path), now=time.time())}"


def play(world: World, net: Net) -> Iterator[Net]:
    with worlds.playing(world, net.clock):
        yield net


@pytest.fixture
def crisp() -> Iterator[Net]:
    """A world in which the company's name is a common word."""
    net = Net()
    yield from play(worlds.crisp_world(net.now), net)


@pytest.fixture
def silence() -> Iterator[Net]:
    """A world in which nobody says it."""
    net = Net()
    yield from play(worlds.silent_world(net.now), net)


def found_company(page: Page) -> None:
    page.get_by_label("Company", exact=True).fill("Crisp")
    page.get_by_label("Domain").fill("crisp.chat")
    page.get_by_label("Your name").fill("Alice Park")
    page.get_by_label("Your e-mail").fill("alice@crisp.chat")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Set up and sign in").click()


def heading(page: Page, words: str) -> None:
    page.get_by_role("heading", name=words, level=1).wait_for()


def test_it_walks_to_the_first_case_by_mouse(open_page: OpenPage, link: str, crisp: Net) -> None:
    page = open_page(link, signed_in=False, timezone_id="Europe/Berlin")
    found_company(page)
    heading(page, "Brands and rivals")
    page.get_by_label("What buyers call the problem").fill("support inbox")
    page.get_by_label("Rivals").fill("Hookyard, @hookyard")
    page.get_by_label("Account").fill("CrispHQ")
    page.get_by_role("button", name="Add the account").click()
    page.get_by_text("Added CrispHQ.").wait_for()
    page.get_by_role("button", name="Save and go on").click()
    heading(page, "Where your buyers talk")
    page.get_by_role("button", name="Listen here and go on").click()
    page.get_by_text("Reading Hacker News: 0 posts so far").wait_for()
    crisp.work()
    page.locator(".tried-post").first.wait_for()  # the page has noticed by itself
    judge_by_mouse(page)
    page.locator(".proposal").first.click()
    page.get_by_text("Saved as version 2").wait_for()
    page.get_by_role("button", name="Go on", exact=True).click()
    page.get_by_role("button", name="Nowhere for now").click()
    page.get_by_role("heading", name="Last 12 months", level=1).wait_for()
    page.get_by_role("button", name="Open the desk").click()
    first_case(page, crisp)
    assert Installation.objects.get().zone == "Europe/Berlin"
    assert BrandAccount.objects.get().external_id == "crisphq"
    assert set(Brand.objects.values_list("name", "kind")) == {
        ("Crisp", "own"),
        ("support inbox", "topic"),
        ("Hookyard", "competitor"),
    }


def judge_by_mouse(page: Page) -> None:
    us = {text for _author, text in worlds.US}
    for row in page.locator(".tried-post").all():
        verdict = "Us" if row.locator(".snippet").inner_text().strip() in us else "Not us"
        with page.expect_response("**/judge/") as answer:
            row.get_by_role("button", name=verdict, exact=True).click()
        assert answer.value.ok
    page.get_by_text("judged 20 of 20").wait_for()


def first_case(page: Page, net: Net) -> None:
    """Let somebody complain, and find the case on the desk; the reminder to finish is gone."""
    net.work(worlds.LATER + timedelta(hours=1))
    page.goto("/")
    page.locator("#rows > li").filter(has_text="is broken again").wait_for()
    assert page.get_by_text("Finish setting up").count() == 0
    assert Installation.objects.get().setup_done_at is not None


def reach(page: Page, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    here = "e => document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText || ''"
    for _ in range(120):
        if str(page.evaluate(here)).strip().removesuffix(" optional") == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way to {name} by keyboard on {page.url}")


def fill(page: Page, typed: dict[str, str]) -> None:
    for label, text in typed.items():
        reach(page, label)
        page.keyboard.type(text)


def press(page: Page, name: str) -> None:
    reach(page, name)
    page.keyboard.press("Enter")


def test_it_walks_to_the_first_case_by_keyboard_alone(open_page: OpenPage, link: str, crisp: Net) -> None:
    page = open_page(link, signed_in=False)
    fill(page, {"Company": "Crisp", "Domain": "crisp.chat", "Your name": "Alice Park"})
    fill(page, {"Your e-mail": "alice@crisp.chat", "A password": PASSWORD})
    page.keyboard.press("Enter")
    heading(page, "Brands and rivals")
    fill(page, {"Rivals": "Hookyard", "Account": "crisphq"})
    page.keyboard.press("Enter")
    page.get_by_text("Added crisphq.").wait_for()
    press(page, "Save and go on")
    heading(page, "Where your buyers talk")
    press(page, "Listen here and go on")
    page.get_by_text("Reading Hacker News").wait_for()
    crisp.work()
    page.locator(".tried-post").first.wait_for()
    judge_by_keys(page)
    press(page, "Go on")
    heading(page, "Where alerts go")
    press(page, "Skip")
    page.get_by_role("heading", name="Last 12 months", level=1).wait_for()
    press(page, "Open the desk")
    page.wait_for_url("**/")
    first_case(page, crisp)


def judge_by_keys(page: Page) -> None:
    us = {text for _author, text in worlds.US}
    rows = [row.inner_text().strip() for row in page.locator(".tried-post .snippet").all()]
    page.keyboard.press("j")
    for text in rows:
        with page.expect_response("**/judge/"):
            page.keyboard.press("u" if text in us else "n")
    page.get_by_text("judged 20 of 20").wait_for()


def test_it_is_honest_where_nobody_speaks(open_page: OpenPage, link: str, silence: Net) -> None:
    page = open_page(link, signed_in=False)
    found_company(page)
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Listen here and go on").click()
    page.get_by_text("Reading Hacker News").wait_for()
    silence.work()
    page.get_by_role("heading", name="Nobody said it in twelve months").wait_for()
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("heading", name="Last 12 months: 0 posts", level=1).wait_for()


def test_it_comes_back_to_the_step_that_is_open(open_page: OpenPage, link: str) -> None:
    page = open_page(link, signed_in=False)
    found_company(page)
    page.get_by_role("button", name="Skip").click()
    page.get_by_role("link", name="Go on later").click()
    page.get_by_role("link", name="Finish setting up: step 3 of 6").click()
    heading(page, "Where your buyers talk")


def test_it_shows_the_address_of_a_recipe_while_somebody_types(open_page: OpenPage, link: str) -> None:
    page = open_page(link, signed_in=False)
    found_company(page)
    page.goto("/setup/places/")
    page.locator("summary").filter(has_text="Tags").click()
    page.get_by_label("Tag Stack Overflow").fill("web hooks")
    page.get_by_text("https://stackoverflow.com/feeds/tag/web-hooks").wait_for()


def test_it_has_no_barrier_on_any_step(open_page: OpenPage, link: str, crisp: Net) -> None:
    page = open_page(link, signed_in=False)
    page.get_by_role("button", name="Set up and sign in").click()
    found = barriers(page)
    found_company(page)
    page.get_by_label("Rivals").fill("?!")
    page.get_by_role("button", name="Save and go on").click()
    found += barriers(page)
    page.goto("/setup/places/")
    for group in page.locator("summary").all():
        group.click()
    found += barriers(page)
    page.get_by_role("button", name="Listen here and go on").click()
    found += barriers(page)
    crisp.work()
    page.locator(".tried-post").first.wait_for()
    for address in ("/setup/judge/", "/setup/alerts/", "/setup/first-look/", "/settings/"):
        page.goto(address)
        found += barriers(page)
    assert not found, "\n".join(found)
