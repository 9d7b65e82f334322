"""The response report in a browser: no barrier, without JavaScript, from a number to its case, and on one sheet."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.contrib.auth.models import User

from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers
from tests.dashboards.responded import HOUR, case_of, clock_of, question, world
from tests.factories import make_brand, make_user

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def answered(alice: User) -> None:
    """A month in which we answered most, some late, and a few that nobody could see."""
    now, bob = datetime.now(UTC), make_user(name="Bob Stone")
    for n in range(1, 25):
        asked = question("answered_by_us", at=now - timedelta(days=n), wait=n * HOUR / 4, author_followers=n * 90)
        clock_of(case_of(asked.mention, owner=bob if n % 3 else alice), took=n * HOUR / 5)
    world(Random(3), brands=[make_brand()], owners=[alice, bob], n=40, until=now)


def test_it_has_no_barrier(open_page: OpenPage, answered: None) -> None:
    page = open_page("/responses/?by=person")
    found = barriers(page)
    page.goto("/responses/late/")
    assert not found + barriers(page)


def test_it_opens_the_cases_of_a_number_without_javascript(open_page: OpenPage, answered: None) -> None:
    page = open_page("/responses/", java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page.get_by_label("Period").select_option("90")
    page.get_by_role("button", name="Show").click()
    late = page.locator("section", has=page.locator("#clocks")).get_by_role("link", name=re.compile(r"^\d+ Late$"))
    said = int((late.inner_text()).split()[0])
    late.click()
    page.wait_for_url("**/responses/late/?period=90")
    assert page.locator(".posts li").count() == said > 0
    page.locator(".posts a").first.click()
    page.wait_for_url("**/cases/*/")
