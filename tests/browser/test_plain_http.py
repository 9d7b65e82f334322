"""A server on a LAN without TLS: everything works there, and what browsers keep for https is not missed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from engagement.models import Case
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]

PASSWORD = "correct horse battery"
SignIn = Callable[..., Page]


@pytest.fixture
def lan(settings: Settings, live_server: LiveServer) -> str:
    """The address of this server as a browser elsewhere on the LAN would have it."""
    settings.BASE_URL = live_server.url.replace("localhost", "wellheard.lan")
    settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = ["wellheard.lan"], [settings.BASE_URL]
    settings.MFA_PASSKEY_LOGIN_ENABLED, settings.SECURE_CROSS_ORIGIN_OPENER_POLICY = False, None
    return str(settings.BASE_URL)


@pytest.fixture
def sign_in(lan: str, open_page: OpenPage, alice: User) -> SignIn:
    """Sign Alice in by the form, with the cookies that plain http leaves her."""
    alice.set_password(PASSWORD)
    alice.save()

    def sign_in_(**options: object) -> Page:
        page = open_page("about:blank", signed_in=False, **options)
        page.goto(f"{lan}/accounts/login/")
        assert not page.evaluate("window.isSecureContext")
        page.get_by_label("Email").fill(alice.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        page.locator("#rows > li").first.wait_for()
        page.wait_for_load_state()  # scripts come after the rows, and a key before them is nobody's
        return page

    return sign_in_


def test_it_signs_in_and_closes_a_case(sign_in: SignIn) -> None:
    page = sign_in()
    first = Case.objects.filter(lane="engage", status="open").order_by("-sort_key", "-id")[0]
    page.keyboard.press("j")
    with page.expect_response(lambda answer: answer.request.url.endswith("/done/")) as answered:
        page.keyboard.press("e")
    assert (answered.value.status, answered.value.request.headers["hx-request"]) == (200, "true")
    first.refresh_from_db()
    assert first.status == "done"


def copied(page: Page, lan: str) -> tuple[str, str]:
    """Make a token, press its copy button, and return what was said and what then is pasted into a field."""
    page.goto(f"{lan}/settings/tokens/")
    page.get_by_label("Name", exact=True).fill("reports")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Make the token").click()
    page.get_by_role("button", name="Copy").click()
    said = page.locator("#toasts .words").inner_text()
    return said, page.locator("#token").inner_text()


def test_it_copies_by_the_old_command(sign_in: SignIn, lan: str) -> None:
    page = sign_in()
    said, token = copied(page, lan)
    assert said == "Copied."
    page.get_by_label("Name", exact=True).fill("")
    page.keyboard.press("Control+v")
    assert page.get_by_label("Name", exact=True).input_value() == token


def test_it_selects_what_it_cannot_copy_and_names_the_keys(sign_in: SignIn, lan: str) -> None:
    page = sign_in()
    page.add_init_script("document.execCommand = () => false")
    said, token = copied(page, lan)
    assert said == "It is selected: press Ctrl+C, or ⌘C."
    assert page.evaluate("String(getSelection())") == token


def test_it_offers_no_passkey_and_says_why(sign_in: SignIn, lan: str, open_page: OpenPage) -> None:
    page = open_page("about:blank", signed_in=False)
    page.goto(f"{lan}/accounts/login/")
    assert page.get_by_role("button", name="Use a passkey").count() == 0
    page = sign_in()
    page.goto(f"{lan}/accounts/2fa/webauthn/add/")
    assert page.get_by_role("heading", name="Security keys need https").is_visible()


def test_it_shows_the_right_address_at_a_wrong_one(lan: str, open_page: OpenPage) -> None:
    page = open_page("about:blank", signed_in=False)
    page.goto(lan.replace("wellheard", "a-host-with-a-rather-long-name-somewhere-else.wellheard"))
    assert page.get_by_role("heading", name="Wellheard answers at another address").is_visible()
    assert not barriers(page)
    assert page.locator(".sheet").evaluate("sheet => getComputedStyle(sheet).borderRadius") == "8px"  # it has its style
    page.get_by_role("link", name="Open the right address").click()
    assert page.url.startswith(lan)
