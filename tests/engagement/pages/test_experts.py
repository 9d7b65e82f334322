"""Experts as plain forms: the list, the question beside a case, and the page behind the link, which is all there is."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from engagement.models import Expert, ExpertRequest, Reply
from tests.engagement.experts.rows import make_asked_case, make_expert, token
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
NASTY = "<script>alert(1)</script>"
HERE = "/settings/experts/"


@pytest.fixture(autouse=True)
def mail_is_on(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"
    cache.clear()


def browser(role: str = "manager") -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user(role, name="Maya Rehn"))
    return client


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def local(**ahead: int) -> str:
    return (timezone.localtime() + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")


def asked(client: Client, question: str = "How long is the window?", **more: Any) -> str:
    """Ask by the form, and return the address of the link."""
    case = make_asked_case(**more)
    sent = {"expert": make_expert().pk, "question": question, "until": local(days=2)}
    answer = client.post(f"/cases/{case.pk}/ask/", sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.pk}/")
    return f"/expert/{token(ExpertRequest.objects.get())}/"


def test_it_keeps_a_list_and_takes_both_back() -> None:
    client = browser()
    sent = {"name": "Ana Ruiz", "address": "ana@lab.example", "knows": "Retries", "language": "de"}
    added = read(client.post(HERE, sent, follow=True))
    assert "Ana Ruiz can be asked from now on." in added
    assert "German" in added
    removed = read(client.post(f"{HERE}{Expert.objects.get().pk}/remove/", follow=True))
    assert f"{HERE}{Expert.objects.get().pk}/restore/" in removed
    again = client.post(HERE, sent | {"address": "ana"})
    assert (again.status_code, "“ana” is no e-mail address" in read(again)) == (422, True)


def test_it_asks_beside_a_case_shows_how_that_stands_and_takes_it_back() -> None:
    client = browser("marketer")
    link = asked(client)
    page = f"/cases/{ExpertRequest.objects.get().case_id}/"
    shown = read(client.get(page))
    assert "the mail waits" in shown
    assert "Take the question back" in shown
    withdrawn = read(client.post(f"/experts/{ExpertRequest.objects.get().pk}/withdraw/", follow=True))
    assert "taken back" in withdrawn
    assert Client().get(link).status_code == 404


def test_it_shows_what_is_sent_along_and_puts_what_is_wrong_beside_its_field() -> None:
    client, case = browser("marketer"), make_asked_case("Do I <b>lose</b> events?")
    make_expert()
    page = f"/cases/{case.pk}/ask/"
    assert "Do I &lt;b&gt;lose&lt;/b&gt; events?" in client.get(page).content.decode()
    answer = client.post(page, {"expert": Expert.objects.get().pk, "question": "?", "until": local(days=40)})
    assert (answer.status_code, "Give between 15 minutes and 30 days." in read(answer)) == (422, True)


def test_it_shows_a_stranger_the_question_and_nothing_else_of_the_house() -> None:
    link = asked(browser(), f"Is it {NASTY}?")
    answer = Client().get(link)
    shown = answer.content.decode()
    assert "Is it &lt;script&gt;" in shown
    assert "Maya Rehn of Northwind Relay" in shown
    for other in ("<script", "/cases/", "/accounts/", "csrf", 'href="/"', "lab.example"):
        assert other not in shown
    headers = {name: answer.headers[name] for name in ("Referrer-Policy", "X-Robots-Tag")}
    assert headers == {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies


def test_it_is_not_used_up_by_looking() -> None:
    link = asked(browser())
    for _ in range(3):
        assert Client().get(link).status_code == Client().head(link).status_code == 200
    assert ExpertRequest.objects.get().state == "open"
    assert Client(enforce_csrf_checks=True).post(link, {"text": "Seven days."}).status_code == 200
    assert ExpertRequest.objects.get().state == "answered"


def test_it_takes_one_answer_and_gives_a_late_one_back_to_copy() -> None:
    link = asked(browser())
    assert "Thank you" in read(Client().post(link, {"text": "Seven days."}))
    late = Client().post(link, {"text": "Or eight & a half."})
    assert (late.status_code, "Or eight & a half." in read(late)) == (404, True)
    assert Reply.objects.get().text == "Seven days."
    assert Client().get(link).content == Client().get(f"/expert/{'0' * 32}.{'1' * 64}/").content


def test_it_takes_a_no_with_a_reason() -> None:
    client = browser()
    link = asked(client)
    bare = Client().post(link, {"decline": "1", "reason": ""})
    assert (bare.status_code, "Say in a few words why." in read(bare)) == (422, True)
    assert "Whoever asked is told" in read(Client().post(link, {"decline": "1", "reason": "Ask Leo"}))
    assert "Ask Leo" in read(client.get(f"/cases/{ExpertRequest.objects.get().case_id}/"))


def test_it_speaks_the_language_of_the_experts_browser() -> None:
    answer = Client().get(asked(browser()), headers={"Accept-Language": "de"})
    assert '<html lang="de"' in answer.content.decode()


def test_it_asks_a_guesser_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    link = asked(browser())
    monkeypatch.setattr("engagement.pages.expert_answers.LinkThrottle.rate", "2/min")
    statuses = [Client().get(f"/expert/{n}/").status_code for n in range(3)]
    assert statuses == [404, 404, 429]
    answer = Client().get(link)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)


def test_it_shows_who_wrote_the_draft_and_that_it_waits_for_approval() -> None:
    client = browser("marketer")
    Client().post(asked(client), {"text": "Seven days."})
    composer = read(client.get(f"/cases/{ExpertRequest.objects.get().case_id}/reply/"))
    assert "by Ana Ruiz" in composer
    assert "Drafts of experts and agencies are always read by a colleague of the house first." in composer


def test_it_answers_404_for_what_is_not_there() -> None:
    client = browser()
    places = (
        "/experts/999999999/withdraw/",
        "/experts/999999999/use/",
        "/experts/999999999/burn/",
        f"{HERE}999999999/remove/",
        f"{HERE}999999999/burn/",
    )
    assert {client.post(each).status_code for each in places} == {404}
    assert client.get("/cases/999999999/ask/").status_code == 404
