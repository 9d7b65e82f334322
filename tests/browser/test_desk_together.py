"""The desk beside colleagues: who looks and who writes shows up in another browser, and commands are found by name."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from engagement.actions import presence
from engagement.models import Case, Presence
from tests.browser.conftest import OpenPage, until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


def test_it_shows_who_looks_and_who_writes_without_a_reload(open_page: OpenPage, alice: User) -> None:
    case, other = Case.objects.filter(lane="engage", status="open").order_by("-sort_key", "-id")[:2]
    page = open_page(f"/?case={case.pk}")
    until(page, Presence.objects.filter(user=alice, case=case).exists)
    bob, now = User.objects.get(first_name="Bob"), datetime.now(UTC)
    presence.touch(case.pk, actor=bob, now=now, zone=ZoneInfo("UTC"))
    presence.writing(other.pk, actor=bob, now=now)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # what brings a beat at once
    expect(page.locator("#here")).to_contain_text("Bob Stone is here")
    expect(page.locator(f"#case-{case.pk} [data-with]")).to_contain_text("Bob Stone looks at it")
    expect(page.locator(f"#case-{other.pk} [data-with]")).to_contain_text("Bob Stone is writing")
    expect(page.locator("#pane [data-beside]")).to_contain_text("looks at this too")


def test_it_finds_a_command_by_its_name_and_runs_it(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("Control+k")
    page.keyboard.type("snoo")
    expect(page.locator("#commands li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("status=snoozed$"))
