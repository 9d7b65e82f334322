"""Routing in a browser: a team, a rule, its trial, switched on, moved, and the next case is taken; without scripts."""

from __future__ import annotations

import pytest
from django.utils import timezone

from engagement.models import Case, Member
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers
from tests.engagement.assigning.rows import complained

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


def test_it_is_set_up_tested_and_switched_on(open_page: OpenPage) -> None:
    bob = Member.objects.get(user__first_name="Bob")
    page = open_page("/settings/routing/")
    page.get_by_role("link", name="Add a team").click()
    page.get_by_label("Name").fill("EU support")
    page.get_by_label("Bob Stone").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name="Add a rule").click()
    page.get_by_label("Flag").select_option("complaint")
    found = barriers(page)
    page.get_by_role("button", name="Add, still off").click()
    page.get_by_role("link", name="Test on the last 30 days").click()
    page.get_by_text("It would have caught 3 cases").wait_for()
    found += barriers(page)
    page.get_by_role("button", name="Switch on").click()
    page.get_by_text("It takes what comes from now on").wait_for()
    found += barriers(page)
    page.get_by_role("link", name="Bob Stone").click()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"):
        page.get_by_label(day).check()
    page.get_by_label("Works from").fill("00:00")
    page.get_by_label("Works until").fill("00:00")
    found += barriers(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    case: Case = complained(timezone.now())
    page.goto(f"/cases/{case.pk}/")
    page.get_by_text("Rule 1, EU support: Bob Stone, the only one of them in hours with room").first.wait_for()
    assert (case.assignee_id, found) == (bob.user_id, [])
