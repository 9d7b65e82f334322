"""Do not engage in a browser: put an author on the list beside a case, see it there, end it; without scripts too."""

from __future__ import annotations

import pytest

from engagement.models import Case
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_put_on_the_list_beside_a_case_and_taken_off_again(open_page: OpenPage, scripts: bool) -> None:
    case = Case.objects.filter(lane="engage", status="open").order_by("-sort_key")[0]
    page = open_page(f"/cases/{case.pk}/", java_script_enabled=scripts)
    page.locator("summary", has_text="Do not engage").click()
    page.get_by_label("Reason").fill("Their lawyers are on it")
    page.get_by_label("Until").fill("2099-12-24T18:00")
    page.get_by_role("button", name="Put on the list").click()
    page.get_by_text("this account until Thu 24 Dec 2099, 18:00").wait_for()
    found = barriers(page) if scripts else []
    page.goto("/settings/do-not-engage/")
    page.get_by_role("cell", name="Their lawyers are on it").wait_for()
    found += barriers(page) if scripts else []
    page.goto(f"/cases/{case.pk}/")
    page.get_by_role("button", name="May be engaged again").click()
    page.get_by_role("button", name="May be engaged again").wait_for(state="detached")
    assert not found
