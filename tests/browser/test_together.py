"""Choosing rows with keys, and deciding on exactly those."""

from __future__ import annotations

import pytest

from engagement.models import Case
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


def test_it_chooses_rows_by_keys_and_ends_exactly_those(open_page: OpenPage) -> None:
    page = open_page("/?lane=engage")
    page.locator("#rows li").first.wait_for()
    page.keyboard.press("*")
    page.keyboard.press("*")
    page.locator("#rows [data-pick]").first.check()
    page.get_by_role("button", name="Decide on 1 chosen").click()
    page.get_by_role("button", name="End 1 case").click()
    page.get_by_role("heading", name="1 done").wait_for()
    page.get_by_role("button", name="Undo 1 case").click()
    page.get_by_role("heading", name="1 put back").wait_for()
    assert not Case.objects.filter(disposition="no_reply_needed").exists()
