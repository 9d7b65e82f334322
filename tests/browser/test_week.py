"""The week in a browser: no barrier in either theme, wide and narrow, without JavaScript, and on one sheet of paper."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.contrib.auth.models import User

from dashboards import reports
from dashboards.weeks import Week, week_at
from listening.models import Query
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers
from tests.dashboards.history import ZONE, ask, counted, live_through, open_cases, poll
from tests.factories import make_query

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def week(alice: User) -> Week:
    """The last complete week, frozen, with a bad Thursday, a blind source, a changed query and a late find."""
    now = datetime.now(UTC)
    found = week_at(now, ZONE).back(1)
    thursday = found.starts(ZONE) + timedelta(days=3, hours=10)
    live_through(Random(3), weeks=5, until=now, a_day=3)
    for minute in range(14):
        counted(thursday + timedelta(minutes=minute), flags=["complaint"])
    poll(thursday, reads=8, fails=2)
    Query.objects.filter(pk=make_query(name="Rivals").pk).update(version=2, changed_at=thursday)
    open_cases(now)
    # A Sunday counts as well: the test must not depend on the day on which it runs.
    reports.freeze_due(found.freezes(ZONE) + timedelta(minutes=5))
    ask(thursday)
    return found


def test_it_has_no_barrier(open_page: OpenPage, week: Week) -> None:
    page = open_page(f"/weekly/{week.name}/")
    found = barriers(page)
    page.get_by_text("Show as table").click()
    found += barriers(page)
    for address in ("no-reply/", "share-of-voice/", f"complaints/?day={week.days[3]}", f"../{week.back(-1).name}/"):
        page.goto(f"/weekly/{week.name}/{address}")
        found += barriers(page)
    page.goto("/weekly/2001-W01/")
    assert not found + barriers(page)


def test_it_opens_the_posts_of_a_bar_with_the_keyboard_and_without_javascript(open_page: OpenPage, week: Week) -> None:
    page = open_page(f"/weekly/{week.name}/", java_script_enabled=False, viewport={"width": 1280, "height": 800})
    bar = page.get_by_role("link", name=re.compile(r"^Thursday .*mentions, 1[0-9] complaints")).last
    said = re.search(r": (\d+) mentions", bar.get_attribute("aria-label") or "")
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/mentions/?day={week.days[3]}")
    assert said is not None
    assert page.locator(".posts > li").count() == int(said[1])


def test_it_prints_on_one_sheet(open_page: OpenPage, week: Week) -> None:
    page = open_page(f"/weekly/{week.name}/", viewport={"width": 1280, "height": 800})
    paper = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_it_shows_a_phone_one_week_and_a_desk_four(open_page: OpenPage, week: Week) -> None:
    page = open_page(f"/weekly/{week.name}/", viewport={"width": 390, "height": 844})
    assert page.locator(".chart a:visible").count() == 7
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.locator(".chart a:visible").count() == 28
