"""A real browser before a live server. Without Chromium these tests are skipped and say so, unless required."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.desk import furnish
from tests.factories import make_installation, make_user

CHROMIUM = Path("/usr/bin/chromium")
UNUSED = (
    # Two pages of the address bar's proposals, loaded for every window: they cost more than the page under test.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    # What Playwright turns off by the same flag, of which only the last one counts.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "LensOverlay",
    "MediaRouter",
)
FLAGS = [
    f"--disable-features={','.join(UNUSED)}",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.lan 127.0.0.1",  # another machine's name, to browsers no part of this one
]
# A machine with more to do than processors takes its time; a test that fails waits longer, one that passes does not.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
# Playwright's loop runs in this thread, which Django takes for a sign of async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium once."""
    if not CHROMIUM.exists():
        if os.environ.get("WELLHEARD_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{CHROMIUM} is missing and browser tests are required")
        pytest.skip(f"{CHROMIUM} is missing; install Chromium to run these")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def alice(transactional_db: None) -> User:
    """Alice owns the installation."""
    make_installation()
    return make_user("owner", name="Alice Park")


@pytest.fixture
def desk(alice: User) -> None:
    """A queue with work in every lane, and the sources and queries behind it."""
    furnish()


@pytest.fixture
def open_page(chromium: Browser, live_server: LiveServer, alice: User) -> Iterator[OpenPage]:
    """Open an address signed in as Alice. Options are Playwright's for a context; errors of a page fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(address: str, *, signed_in: bool = True, **options: object) -> Page:
        context = chromium.new_context(base_url=live_server.url, **options)  # type: ignore[arg-type]
        contexts.append(context)
        if signed_in:
            client = Client()
            client.force_login(alice)
            value = client.cookies["wellheard_session"].value
            context.add_cookies([{"name": "wellheard_session", "value": value, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if is_violation(message.text) else None)
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    await_answers()
    assert not complaints


def await_answers() -> None:
    """Wait for what the server still does for browsers that are gone: the tables are emptied next."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=PATIENCE_MS / 1000)


@pytest.fixture
def live_page(open_page: OpenPage) -> tuple[Page, list[str]]:
    """A signed-in page and the list of what foreign text managed to run on it: dialogs and calls of ``probe``.

    A control for the probe itself: ``page.evaluate("probe('seen')")`` must show up in the list.
    """
    ran: list[str] = []
    page = open_page("/settings/")

    def dismiss(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.expose_function("probe", ran.append)
    return page, ran


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait until the server has done something of which the page shows nothing."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not holds():
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


def is_violation(text: str) -> bool:
    """Return whether the console speaks of the content policy."""
    return "Content Security Policy" in text or "Refused to" in text
