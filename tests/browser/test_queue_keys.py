"""The queue by keyboard: walking, deciding, undoing, and keys that stay quiet where they must."""

from __future__ import annotations

from collections import Counter

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from engagement.models import Case, Member
from listening.records import mask_of
from tests.browser.conftest import OpenPage
from tests.browser.desk import fill_lane

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


def row_ids(page: Page) -> list[str]:
    return [row.get_attribute("data-case") or "" for row in page.locator("#rows > li").all()]


def press(page: Page, key: str) -> None:
    """Press a key as fast as a hand that knows its way: nothing waits for the page."""
    page.keyboard.press(key)


def test_it_walks_down_and_up_with_j_and_k(open_page: OpenPage) -> None:
    page = open_page("/")
    ids = row_ids(page)
    for _ in range(3):
        press(page, "j")
    press(page, "k")
    expect(page.locator("#rows > li.sel")).to_have_attribute("data-case", ids[1])
    expect(page.locator("#pane .detail")).to_have_attribute("data-case", ids[1])
    assert f"case={ids[1]}" in page.url


def test_it_closes_the_pane_with_escape_and_opens_it_with_enter(open_page: OpenPage) -> None:
    page = open_page("/")
    press(page, "j")
    expect(page.locator("#pane .detail")).to_have_count(1)
    press(page, "Escape")
    expect(page.locator("#pane .detail")).to_have_count(0)
    assert "case=" not in page.url
    press(page, "o")
    expect(page.locator("#pane .detail")).to_have_count(1)


def test_it_ends_a_case_with_e_and_goes_on_to_the_next_row(open_page: OpenPage) -> None:
    page = open_page("/")
    first, second = row_ids(page)[:2]
    press(page, "j")
    press(page, "e")
    expect(page.locator(f"#case-{first}")).to_have_count(0)
    expect(page.locator("#pane .detail")).to_have_attribute("data-case", second)
    expect(page.locator(f"#case-{second} .open")).to_be_focused()
    case = Case.objects.get(pk=first)
    assert (case.status, case.disposition) == ("done", "no_reply_needed")


def test_it_undoes_with_z_and_puts_the_row_back_in_its_place(open_page: OpenPage) -> None:
    page = open_page("/")
    before = row_ids(page)
    press(page, "j")
    press(page, "j")
    press(page, "e")
    expect(page.locator(".toast")).to_contain_text("Done")
    press(page, "z")
    expect(page.locator(f"#case-{before[1]}")).to_have_count(1)
    assert row_ids(page) == before
    assert Case.objects.get(pk=before[1]).status == "open"


def test_it_asks_for_the_reason_of_not_relevant_and_takes_a_number(open_page: OpenPage) -> None:
    page = open_page("/")
    first = row_ids(page)[0]
    press(page, "j")
    press(page, "!")
    press(page, "2")
    expect(page.locator(f"#case-{first}")).to_have_count(0)
    case = Case.objects.get(pk=first)
    assert (case.disposition, case.disposition_reason) == ("not_relevant", "job_post")


def test_it_puts_the_focus_into_the_menu_that_a_key_opens(open_page: OpenPage) -> None:
    page = open_page("/")
    press(page, "j")
    press(page, "f")
    expect(page.locator(".corrections .menu-item").first).to_be_focused()
    press(page, "Escape")
    expect(page.locator(".corrections summary[data-key=f]")).to_be_focused()


def test_it_snoozes_with_h_and_a_number(open_page: OpenPage) -> None:
    page = open_page("/")
    first = row_ids(page)[0]
    press(page, "j")
    press(page, "h")
    press(page, "1")
    expect(page.locator(f"#case-{first}")).to_have_count(0)
    assert Case.objects.get(pk=first).status == "snoozed"


def test_it_takes_a_case_with_i_and_shows_whose_it_is(open_page: OpenPage) -> None:
    page = open_page("/")
    first = row_ids(page)[0]
    press(page, "j")
    press(page, "i")
    expect(page.locator(f"#case-{first} .avatar.me")).to_have_count(1)
    expect(page.locator("#pane .owner")).to_contain_text("Alice Park")


def test_it_lets_nobody_press_keys_inside_an_input(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("jeans")
    expect(page.locator("#q")).to_have_value("jeans")
    expect(page.locator("#pane .detail")).to_have_count(0)


def test_it_keeps_single_keys_off_for_who_switched_them_off(open_page: OpenPage) -> None:
    page = open_page("/settings/")
    page.get_by_label("Off", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.goto("/")
    press(page, "j")
    expect(page.locator("#pane .detail")).to_have_count(0)


def test_it_stays_in_the_list_for_who_does_not_want_to_be_moved_on(open_page: OpenPage, alice: User) -> None:
    Member.objects.filter(user=alice).update(auto_advance=False)
    page = open_page("/")
    second = row_ids(page)[1]
    press(page, "j")
    press(page, "e")
    expect(page.locator("#pane .detail")).to_have_count(0)
    expect(page.locator(f"#case-{second} .open")).to_be_focused()


def test_it_goes_to_sources_with_g_and_s(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/sources/")


@pytest.mark.timeout(240)
def test_it_clears_fifty_cases_without_a_mouse(open_page: OpenPage) -> None:
    fill_lane(50)
    page = open_page("/")
    press(page, "j")
    for n in range(50):
        for key in ("h", "1") if n % 10 == 3 else ("!", "1") if n % 10 == 7 else ("e",):
            press(page, key)
    expect(page.get_by_role("heading", name="Queue clear")).to_be_visible(timeout=120_000)
    ended = Counter(
        Case.objects.exclude(disposition="answered").filter(lane="engage").values_list("status", "disposition")
    )
    assert ended == {("done", "no_reply_needed"): 40, ("done", "not_relevant"): 5, ("snoozed", ""): 5}


def test_it_corrects_with_c_and_q_and_a_number_and_undoes(open_page: OpenPage) -> None:
    page = open_page("/")
    complaints = Case.objects.filter(pk__in=row_ids(page), flags_mask=mask_of(("complaint",)))
    case = complaints.earliest("pk")
    page.locator(f"#case-{case.pk} .open").click()
    for key, flags in (("c", 0), ("q", 2), ("f4", 10), ("z", 2), ("c", 3)):
        expect(page.locator("#pane .detail")).to_have_attribute("data-case", str(case.pk))
        before = page.locator("#pane .history li").count()
        for each in key:
            press(page, each)
        expect(page.locator("#pane .history li")).to_have_count(before + 1)
        assert Case.objects.values_list("flags_mask", flat=True).get(pk=case.pk) == flags
    expect(page.locator("#pane .decided").first).to_contain_text("Complaint — Alice Park, just now")
    expect(page.locator(f"#case-{case.pk} .flags")).to_contain_text("Complaint")


def test_it_widens_the_detail_by_key_and_remembers_it(open_page: OpenPage) -> None:
    page = open_page("/", viewport={"width": 1280, "height": 800})
    grip = page.get_by_role("separator", name="Width of the detail")
    before = int(grip.get_attribute("aria-valuenow") or 0)
    grip.press("ArrowLeft")
    wider = str(before + 24)
    expect(grip).to_have_attribute("aria-valuenow", wider)
    page.reload()
    expect(grip).to_have_attribute("aria-valuenow", wider)
    grip.press("Enter")
    expect(grip).to_have_attribute("aria-valuenow", str(before))
