"""Evidence is put right where it stands: by key, by click and without JavaScript, and undo puts it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Route, expect

from engagement.intake import take_in
from engagement.models import Case
from listening.models import Question, Thread
from listening.storage import answering, context
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers
from tests.factories import make_brand, make_change, make_source
from tests.listening.storage.speaking import asked, list_account, reply

pytestmark = pytest.mark.browser
NAMED = "/cases/{}/"


@pytest.fixture
def case(alice: User) -> Case:
    """A question that a stranger answers, a rival pitches to and we put off, and another one below the same story."""
    now = timezone.now()
    context.forget()
    make_source()
    list_account("northwind")
    list_account("hookyard_jo", brand=make_brand("Hookyard", kind="competitor"))
    question, other = (
        asked(author=author, published_at=now - timedelta(hours=5 - n))
        for n, author in enumerate(("tobias_dk", "kaalto"))
    )
    said = (
        ("renske_v", "It is capped at seven days: set retry.window in the settings and restart the relay."),
        ("hookyard_jo", "We keep failed events for 30 days at Hookyard. DM me for a demo."),
        ("northwind", "Thanks for asking, please send us a DM and we will look into it."),
    )
    for n, (author, text) in enumerate(said):
        reply(question, text, author=author, published_at=now - timedelta(hours=3 - n))
    Thread.objects.update(read_at=now - timedelta(minutes=6))
    with transaction.atomic():
        threads = [question.thread_id or 0, other.thread_id or 0]
        answering.decide_questions(threads, context=context.load(), now=now)
    for each in (question, other):
        make_change(each.mention, question=each, at=now)
    take_in(now=now)
    return Case.objects.get(lead=question.mention)


def test_it_is_put_right_by_keys_and_undone(open_page: OpenPage, case: Case) -> None:
    page = open_page("/?status=done")
    page.locator(f"#case-{case.pk} a.open").click()
    expect(page.locator(".answers")).to_contain_text("Answered by renske_v")
    page.keyboard.press("d")
    expect(page.locator(".toast").last).to_contain_text("Said that the reply of renske_v is no answer")
    expect(page.locator(".answers")).to_contain_text("Our reply promises an answer, but gives none.")
    page.keyboard.press("m")
    expect(page.locator(".toast").last).to_contain_text("renske_v is a colleague.")
    expect(page.locator(".replies li").first).to_contain_text("us")
    page.keyboard.press("z")
    expect(page.locator(".replies li").first).to_contain_text("somebody else")
    page.keyboard.press("z")
    expect(page.locator(".answers")).to_contain_text("Answered by renske_v")


def test_it_ends_as_answered_privately_with_a_reason(open_page: OpenPage, case: Case) -> None:
    waiting = Case.objects.exclude(pk=case.pk).get()
    page = open_page("/")
    page.locator(f"#case-{waiting.pk} a.open").click()
    expect(page.locator(".answers")).to_contain_text("There is no reply.")
    page.keyboard.press("p")
    page.keyboard.type("By e-mail")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Queue clear")).to_be_visible()
    page.goto(NAMED.format(waiting.pk))
    expect(page.locator(".answers")).to_contain_text("Alice Park, just now: By e-mail")


def test_it_works_without_javascript_and_has_no_barrier(open_page: OpenPage, case: Case) -> None:
    page = open_page(NAMED.format(case.pk), java_script_enabled=False)
    page.get_by_role("button", name="Not an answer").first.click()
    expect(page.locator("main")).to_contain_text("Now: Acknowledged")
    page.get_by_role("button", name="I replied on the network").click()
    expect(page.locator("main")).to_contain_text("read in 1, 3 and 10 minutes")
    page.locator(".history button", has_text="Undo").nth(1).click()
    assert Question.objects.get(mention=case.lead).state == "answered_by_peer"
    seen = open_page(NAMED.format(case.pk))
    assert not barriers(seen)


def test_it_writes_what_is_typed_early_into_the_field_and_decides_nothing(open_page: OpenPage, case: Case) -> None:
    waiting = Case.objects.exclude(pk=case.pk).get()
    page = open_page("/")

    def late(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route(f"**/cases/{waiting.pk}/", late)
    page.locator(f"#case-{waiting.pk} a.open").click()
    page.keyboard.press("p")
    page.keyboard.type("here")
    expect(page.get_by_label("Where, and what was said")).to_have_value("here")
    assert Case.objects.get(pk=waiting.pk).status == "open"
