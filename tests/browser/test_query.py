"""A query written by chips with the keyboard alone, tried, judged, sharpened, saved; and the same without scripts."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from listening.models import Label, Query, QueryVersion
from tests.browser.conftest import OpenPage
from tests.browser.judged import furnish_query

pytestmark = pytest.mark.browser

HEAD = ".preview-head .big"


@pytest.fixture
def query(alice: User) -> Query:
    return furnish_query(alice)


def chips(page: Page, name: str) -> list[str]:
    """Return the words of an input's chips."""
    return page.locator(f"#{name} + .chip-box .token bdi").all_inner_texts()


def add(page: Page, name: str, *words: str) -> None:
    """Type words, each ended by Enter."""
    page.locator(f"#{name}-entry").focus()
    for word in words:
        page.keyboard.type(word)
        page.keyboard.press("Enter")


def test_it_writes_a_query_by_chips_with_the_keyboard_alone(open_page: OpenPage, query: Query) -> None:
    page = open_page("/queries/add/")
    page.locator("#id_name").focus()
    page.keyboard.type("Relays")
    page.keyboard.press("Tab")  # the brand
    page.keyboard.press("Tab")
    page.keyboard.type("northwind")
    page.keyboard.press("Enter")
    expect(page.locator(HEAD)).to_have_text("Kept 14, dropped 0")
    page.keyboard.press("Tab")
    page.keyboard.type("nothing,relay,")
    page.keyboard.press("Tab")
    page.keyboard.type("hiring")
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Relays")
    saved = Query.objects.get(name="Relays")
    assert saved.expression == "northwind AND (nothing OR relay) AND NOT hiring"


def test_it_takes_chips_away_by_key_and_by_button(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    assert chips(page, "none_of") == ["“sample database”", "traders", "hiring"]
    page.locator("#none_of-entry").focus()
    page.keyboard.press("Backspace")
    expect(page.locator("#none_of-entry")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Remove traders")).to_be_focused()
    page.keyboard.press("Delete")
    assert chips(page, "none_of") == ["“sample database”"]
    page.get_by_role("button", name="Remove “sample database”").click()
    assert chips(page, "none_of") == []
    expect(page.locator(HEAD)).to_have_text("Kept 14, dropped 0")
    expect(page.locator("#expression")).not_to_have_value("NOT")


def test_it_parts_what_is_pasted_and_takes_no_word_twice(open_page: OpenPage, query: Query) -> None:
    page = open_page("/queries/add/")
    add(page, "must", "northwind", "northwind", '"relay, team"')
    assert chips(page, "must") == ["northwind", "“relay, team”"]
    assert page.locator("#must").input_value() == 'northwind, "relay, team"'


def test_it_follows_the_form_with_preview_and_expression(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    add(page, "none_of", "ridge")
    expect(page.locator(HEAD)).to_have_text("Kept 7, dropped 7")
    expect(page.locator(".changes")).to_contain_text("4 lost")
    expect(page.locator("#expression")).to_have_value(
        'northwind AND (relay OR @northwindrelay OR northwindrelay.com OR webhook* OR "event delivery")'
        ' AND NOT ("sample database" OR traders OR hiring OR ridge)'
    )
    expect(page.locator("#none_of-entry")).to_be_focused()


def test_it_follows_the_expression_with_the_form(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    page.locator(".advanced summary").click()
    page.locator("#expression").fill("northwind NEAR/4 relay NOT ridge")
    expect(page.locator("#near_words + .chip-box .token")).to_have_text("northwind")
    assert chips(page, "none_of") == ["ridge"]
    expect(page.locator("#expression")).to_be_focused()


def test_it_says_what_was_written_by_hand(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    page.locator(".advanced summary").click()
    page.locator("#expression").fill("(northwind relay) OR (northwind webhook*)")
    expect(page.locator("#fields")).to_contain_text("Written by hand; the form cannot show it")
    expect(page.locator("#must-entry")).to_be_disabled()


def test_it_points_at_a_mistake_and_takes_the_cure(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    page.locator(".advanced summary").click()
    page.locator("#expression").fill("northwind AND")
    expect(page.locator("#mistake")).to_contain_text("Position 14:")
    expect(page.locator("#mistake")).to_contain_text("Version 2 stays in use until this is mended.")
    save = page.get_by_role("button", name="Save version 3")
    expect(save).to_be_disabled()
    page.get_by_role("button", name="Use it").click()
    expect(page.locator("#expression")).to_have_value("northwind")
    expect(save).to_be_enabled()
    expect(page.locator("#expression")).to_be_focused()


def test_it_names_a_chip_that_is_wrong(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    add(page, "must", "in*te")
    expect(page.locator("#form-mistake")).to_contain_text("Must, in*te:")
    expect(page.locator("#must-entry")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Backspace")
    expect(page.locator("#form-mistake")).to_be_empty()


def test_it_takes_a_proposal_into_the_editor_and_saves_it(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    button = page.get_by_role("button", name="ridge")
    expect(button).to_contain_text("drops 4, keeps all 6 of us")
    button.click()
    expect(page.locator(HEAD)).to_have_text("Kept 7, dropped 7")
    assert "ridge" in chips(page, "none_of")
    assert QueryVersion.objects.filter(query=query).count() == 2
    page.get_by_role("button", name="Save version 3").click()
    expect(page.locator(".banner")).to_contain_text("Saved as version 3: 0 posts came in")
    page.locator("#history summary").click()
    page.get_by_role("link", name="Use this again version 2").click()
    expect(page.locator(".changes")).to_contain_text("4 new with this edit")


def test_it_judges_by_key_and_goes_on_to_the_next(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    Label.objects.all().delete()
    page.reload()
    expect(page.locator("#judged")).to_contain_text("judged 0 of 14")
    for key in ("j", "u", "n"):
        page.keyboard.press(key)
    expect(page.locator("#judged")).to_contain_text("judged 2 of 14")
    rows = page.locator(".tried-post")
    expect(rows.nth(0).get_by_role("button", name="Us", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(rows.nth(1).get_by_role("button", name="Not us")).to_have_attribute("aria-pressed", "true")
    expect(rows.nth(2).locator("a")).to_be_focused()
    assert list(Label.objects.order_by("id").values_list("value", flat=True)) == [True, False]


def test_it_takes_a_verdict_back(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    button = page.locator(".tried-post").first.get_by_role("button", name="Us", exact=True)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#judged")).to_contain_text("judged 11 of 14")
    expect(button).to_be_focused()


def test_it_judges_by_no_key_where_keys_are_off(open_page: OpenPage, query: Query, alice: User) -> None:
    alice.member.keys = "off"
    alice.member.save()
    labels = Label.objects.count()
    page = open_page(f"/queries/{query.pk}/")
    page.locator(".tried-post a").first.focus()
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert Label.objects.count() == labels


def test_it_shows_what_is_dropped_and_what_changed(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    add(page, "none_of", "ridge")
    expect(page.locator(HEAD)).to_have_text("Kept 7, dropped 7")
    page.get_by_label("Changed").check()
    expect(page.locator(".tried-post:visible")).to_have_count(4)
    page.get_by_label("Dropped").check()
    expect(page.locator(".tried-post:visible")).to_have_count(7)
    add(page, "none_of", "erp")
    expect(page.locator(HEAD)).to_have_text("Kept 6, dropped 8")
    expect(page.get_by_label("Dropped")).to_be_checked()


COUNT = """() => {
  [window.running, window.most] = [0, 0];
  document.addEventListener('htmx:beforeSend', () => { window.most = Math.max(window.most, ++window.running); });
  document.addEventListener('htmx:beforeOnLoad', () => { window.running -= 1; });
}"""


def test_it_never_tries_two_edits_at_the_same_time(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/")
    slow = {"offline": False, "latency": 900, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.evaluate(COUNT)
    for word in ("one", "two", "three"):
        add(page, "none_of", word)
        page.wait_for_timeout(500)
    expect(page.locator("#expression")).to_have_value(re.compile(r"hiring OR one OR two OR three\)$"))
    assert page.evaluate("window.most") == 1


def test_it_works_without_scripts(open_page: OpenPage, query: Query) -> None:
    page = open_page(f"/queries/{query.pk}/", java_script_enabled=False)
    page.locator("#none_of").fill('"sample database", traders, hiring, ridge')
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(HEAD)).to_have_text("Kept 7, dropped 7")
    page.get_by_role("button", name="Save version 3").click()
    expect(page.locator(".banner")).to_contain_text("Saved as version 3")
    page.locator(".tried-post").first.get_by_role("button", name="Not us").click()
    expect(page.locator("#judged")).to_contain_text("of 14")
    assert Label.objects.order_by("-id")[0].value is False
