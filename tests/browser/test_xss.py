"""Foreign text stays text on every page that shows it, in a real browser. First, that the probe sees a trespass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from dashboards.records import NUMBERS
from dashboards.weeks import week_at
from engagement.models import Case, CaseItem, Member
from listening.models import Mention, Query
from tests.browser.conftest import OpenPage
from tests.browser.trespass import INTRUDERS, OWN_PAYLOADS, Watch, corpus, furnish_names, in_batches, post_everywhere
from tests.dashboards.history import ZONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

NOW = datetime.now(UTC) - timedelta(minutes=1)
LIST = "/?lane=all&status=all"
FIXED = (
    "/sources/",
    "/sources/add/",
    "/queries/",
    "/queries/add/",
    "/capture/",
    "/import/",
    "/settings/",
    "/settings/tokens/",
    "/start/",
    "/api/v1/",
)
BY_ADDRESS = (
    "/?q={}",
    "/?colour={}",
    "/?{}=1",
    "/?flag={}",
    "/{}/",
    "/cases/{}/",
    "/weekly/{}/",
    "/weekly/2026-W40/{}/",
    "/api/v1/mentions/?{}={}",
    "/api/v1/{}",
    "/accounts/login/?next={}",
)
OPEN_EVERY_ROW = """async () => {
  const found = [];
  for (const row of document.querySelectorAll('#rows > li')) {
    row.querySelector('.open').click();
    const until = performance.now() + 5000;
    const pane = () => document.querySelector(`#pane .detail[data-case="${row.dataset.case}"]`);
    while (!pane() && performance.now() < until) await new Promise((done) => setTimeout(done, 5));
    const seen = look();
    pane()?.querySelectorAll('.why-num').forEach((number) => number.remove());
    found.push([Number(row.dataset.case), pane()?.textContent ?? '', seen]);
  }
  return found;
}""".replace("look()", f"({INTRUDERS})()")
"""Open each row of the list in its pane, as a click does, and return case, words shown and intruders."""

Watched = tuple[Page, Watch]
WatchedPage = Callable[..., Watched]
WatchedBody = Callable[..., Watch]


@pytest.fixture
def watched(open_page: OpenPage, live_server: LiveServer) -> WatchedPage:
    """Open a signed-in page under watch. Without ``policy`` the content policy is off and hides nothing."""

    def open_(*, policy: bool = True) -> Watched:
        page = open_page("/settings/", bypass_csp=not policy)
        return page, Watch(live_server.url).put_on(page.context)

    return open_


@pytest.fixture
def furnished(alice: User) -> list[Case]:
    """Our own payloads in every post and in every name."""
    cases = post_everywhere([[each] for each in OWN_PAYLOADS], now=NOW)
    furnish_names(OWN_PAYLOADS, Member.objects.get(user=alice), cases[0], now=NOW)
    return cases


def visit(page: Page, watch: Watch, addresses: Sequence[str]) -> None:
    """Open each address and look at it."""
    for address in addresses:
        page.goto(address)
        watch.look(page)


def spaceless(text: str) -> str:
    return re.sub(r"\s+", "", text)


def weeks() -> list[str]:
    name = week_at(NOW, ZONE).name
    return [f"/weekly/{name}/", *(f"/weekly/{name}/{number}/" for number in NUMBERS)]


def walk_the_list(page: Page, watch: Watch) -> dict[int, str]:
    """Look at every page of the list of all mentions and at every row's pane. Returns the pane's words by case."""
    shown = {}
    page.goto(LIST)
    while True:
        watch.look(page)
        older = page.locator(".more a")
        following = older.get_attribute("href") if older.count() else None
        for case, words, intruders in page.evaluate(OPEN_EVERY_ROW):
            shown[case] = spaceless(words)
            watch.intruders += [f"case {case}: {node}" for node in intruders]
        watch.look(page)
        if following is None:
            return shown
        page.goto(following)


def hidden(cases: Sequence[Case], shown: dict[int, str]) -> list[str]:
    """Return the texts that their pane did not show word for word: such a payload would have proved nothing."""
    assert len(shown) == len(cases)
    texts = dict(CaseItem.objects.filter(case__in=cases).values_list("case", "mention__text"))
    return [text for id_, text in texts.items() if spaceless(text) not in shown[id_]]


@pytest.fixture
def bare(chromium: Browser) -> Iterator[WatchedBody]:
    """Serve one hostile body as a page of ours would be if its template did not escape."""
    contexts: list[BrowserContext] = []

    def serve(body: str, **headers: str) -> Watch:
        browser = chromium.new_context()
        contexts.append(browser)
        watch = Watch("https://app.invalid").put_on(browser)
        html = {"body": f"<!doctype html><body><bdi>{body}</bdi>", "content_type": "text/html", "headers": headers}
        browser.route(
            "**/*", lambda route: route.fulfill(**html) if route.request.url.endswith("/page") else route.abort()
        )
        page = browser.new_page()
        page.goto("https://app.invalid/page")
        watch.look(page)
        return watch

    yield serve
    for browser in contexts:
        browser.close()


def test_it_sees_what_runs_where_nothing_is_escaped(bare: WatchedBody) -> None:
    watch = bare("<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>")
    assert {words.rpartition(" ")[2] for words in watch.ran} == {"1", "2", "3"}
    assert len(watch.intruders) == 3


def test_it_sees_what_only_the_content_policy_stopped(bare: WatchedBody) -> None:
    watch = bare("<script>alert(1)</script>", **{"Content-Security-Policy": "script-src 'self'"})
    assert (watch.ran, len(watch.stopped), len(watch.intruders)) == ([], 1, 1)


@pytest.mark.parametrize("tag", ["img src", "link rel=stylesheet href", "script src", "iframe src"])
def test_it_sees_a_request_that_leaves_the_house(bare: WatchedBody, tag: str) -> None:
    assert bare(f"<{tag}=https://out.invalid/a></iframe></script>").left_the_house == ["https://out.invalid/a"]


@pytest.mark.parametrize(
    "node",
    [
        "<a href=javascript:alert(1)>x</a>",
        "<b onmouseover=alert(1)>x</b>",
        "<form action=https://out.invalid/></form>",
        "<div style=position:fixed>x</div>",
        "<base href=/x>",
        "<template><img src=x></template>",
        "<a hx-get=https://out.invalid/ href=/>x</a>",
        "<b>bold</b>",
    ],
)
def test_it_sees_a_node_that_waits_for_its_moment(bare: WatchedBody, node: str) -> None:
    watch = bare(node)
    assert watch.ran == []
    assert watch.intruders


@pytest.mark.parametrize("policy", [True, False], ids=["under the policy", "without the policy"])
def test_it_runs_nothing_on_any_page(watched: WatchedPage, furnished: list[Case], policy: bool) -> None:
    page, watch = watched(policy=policy)
    assert hidden(furnished, walk_the_list(page, watch)) == []
    visit(page, watch, [f"/cases/{case.pk}/" for case in furnished[::3]])
    visit(
        page,
        watch,
        [*FIXED, *weeks(), "/?lane=all&status=all&q=Northwind", "/?author=%3Cscript%3Ealert(1)%3C/script%3E"],
    )
    visit(page, watch, [f"/queries/{pk}/" for pk in Query.objects.values_list("id", flat=True)[:5]])
    assert not watch.trouble
    print(f"{watch.looked_at} pages looked at, {len(furnished)} payloads")


def test_it_runs_nothing_that_stands_in_an_address(watched: WatchedPage, furnished: list[Case]) -> None:
    page, watch = watched()
    for payload in OWN_PAYLOADS[::3]:
        written = quote(payload, safe="")
        visit(page, watch, [address.format(*[written] * 2) for address in BY_ADDRESS])
    assert not watch.trouble
    print(f"{watch.looked_at} addresses looked at")


def test_it_shows_answers_of_the_api_as_text(watched: WatchedPage, furnished: list[Case]) -> None:
    page, watch = watched(policy=False)
    one = Mention.objects.order_by("id")[0]
    for address in ("/api/v1/mentions/?limit=1000", f"/api/v1/mentions/{one.pk}/", "/api/v1/none/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.header_value("x-content-type-options") == "nosniff"
        assert "html" not in str(answer.header_value("content-type"))
        watch.look(page)
    assert not watch.trouble


@pytest.mark.skipif(not corpus(), reason="the corpus of hostile input is not here")
def test_it_runs_none_of_the_corpus(watched: WatchedPage, alice: User) -> None:
    batches = in_batches(corpus())
    cases = post_everywhere(batches, now=NOW)
    page, watch = watched(policy=False)
    assert hidden(cases, walk_the_list(page, watch)) == []
    visit(page, watch, weeks())
    assert not watch.trouble
    print(f"{sum(map(len, batches))} payloads in {len(cases)} posts, {watch.looked_at} pages looked at")
