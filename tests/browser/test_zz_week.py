import os
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from dashboards import reports
from tests.dashboards.history import live_through, open_cases, poll

pytestmark = [pytest.mark.django_db(transaction=True)]
OUT = "/tmp/weekshots"
os.makedirs(OUT, exist_ok=True)


def test_shots(open_page):
    now = datetime.now(UTC)
    live_through(Random(3), weeks=6, until=now, a_day=7)
    from dashboards.weeks import week_at
    from tests.dashboards.history import ZONE, ask, counted

    last = week_at(now, ZONE).back(1)
    thu = last.starts(ZONE) + timedelta(days=3, hours=10)
    for i in range(14):
        counted(thu + timedelta(minutes=i), flags=["complaint"])
    poll(thu)
    open_cases(now)
    reports.freeze_due(now)
    ask(thu)
    for m in os.environ.get("MODES", "light-1440,dark-1440,light-390,light-1280,light-320").split(","):
        theme, w = m.split("-")
        w = int(w)
        page = open_page("/weekly/", color_scheme=theme, viewport={"width": w, "height": 900})
        page.screenshot(path=f"{OUT}/week-{m}.png", full_page=True)
        if m == "light-1440":
            page.emulate_media(media="print")
            page.pdf(path=f"{OUT}/week.pdf", format="A4", prefer_css_page_size=True)
            page.emulate_media(media="screen")
            page.goto(page.url + "no-reply/")
            page.screenshot(path=f"{OUT}/evidence.png", full_page=True)
            page.goto(page.url.replace(last.name, last.back(-1).name).replace("no-reply/", ""))
            page.screenshot(path=f"{OUT}/running.png", full_page=True)
