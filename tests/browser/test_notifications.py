"""Notifications in a browser: choose what to be told and when not, by keyboard alone and without scripts."""

from __future__ import annotations

import pytest

from engagement.models import Member
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


@pytest.mark.parametrize("scripts", [True, False])
def test_it_keeps_quiet_hours_and_says_what_is_wrong(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/settings/", java_script_enabled=scripts)
    page.get_by_role("link", name="Notifications").click()
    page.get_by_label("An answer is due soon").uncheck()
    page.get_by_label("From").fill("20:00")
    page.keyboard.press("Enter")
    page.get_by_text("Give both times, or none.").wait_for()
    assert not scripts or not barriers(page)
    page.get_by_label("To", exact=False).first.fill("08:00")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert not page.get_by_label("An answer is due soon").is_checked()
    assert Member.objects.filter(muted=["warned"], quiet__to="08:00").count() == 1
