"""Decisions as plain forms and as fragments, and who may send them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from engagement.intake import take_in
from engagement.models import Case, TalkWait
from tests.factories import NOW, make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    make_installation()
    make_change(make_mention(flags=["complaint"]))
    take_in(now=NOW)
    return Case.objects.get()


def browser(role: str = "marketer") -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def send(case: Case, verb: str, *, client: Client | None = None, **sent: Any) -> Any:
    return (client or browser()).post(f"/cases/{case.pk}/{verb}/", {"version": case.version, **sent})


def test_it_goes_back_to_the_list_it_came_from(case: Case) -> None:
    answer = send(case, "done", disposition="answered", next="/?lane=monitor")
    assert (answer.status_code, answer["Location"]) == (302, "/?lane=monitor")


def test_it_never_goes_on_to_another_site(case: Case) -> None:
    answer = send(case, "done", disposition="answered", next="https://evil.example/")
    assert answer["Location"] == "/"


def test_it_answers_409_with_both_versions_when_stale(case: Case) -> None:
    send(case, "claim")
    answer = send(case, "snooze", until="2999-01-01T08:00:00+00:00")
    assert answer.status_code == 409
    assert b"Changed meanwhile" in answer.content


def test_it_answers_422_to_htmx_when_a_verb_does_not_fit(case: Case) -> None:
    client = browser()
    answer = client.post(f"/cases/{case.pk}/reopen/", {"version": case.version}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert b"open already" in answer.content


def test_it_answers_404_to_a_verb_nobody_knows(case: Case) -> None:
    assert send(case, "explode").status_code == 404


def test_it_lets_an_executive_read_but_not_decide(case: Case) -> None:
    client = browser("executive")
    assert send(case, "done", client=client, disposition="answered").status_code == 403
    page = client.get(f"/?case={case.pk}")
    assert page.status_code == 200
    assert b"/done/" not in page.content


def test_it_answers_304_when_nothing_is_newer(case: Case) -> None:
    client = browser()
    assert client.get(f"/cases/newer/?newest={case.pk}").status_code == 304
    assert b"1 new" in client.get(f"/cases/newer/?newest={case.pk - 1}").content


def composer(case: Case) -> str:
    return f"/cases/{case.pk}/reply/"


def test_it_opens_the_composer_with_engage(case: Case) -> None:
    plain = send(case, "engage", next=composer(case))
    assert (plain.status_code, plain["Location"]) == (302, composer(case))
    case.refresh_from_db()
    assert case.assignee
    client = Client()
    client.force_login(case.assignee)
    again = {"version": case.version, "next": composer(case)}
    scripted = client.post(f"/cases/{case.pk}/engage/", again, headers={"HX-Request": "true"})
    assert (scripted.status_code, scripted["HX-Redirect"]) == (204, composer(case))


def test_it_stays_with_the_case_when_engage_is_refused(case: Case) -> None:
    send(case, "engage", client=browser())
    case.refresh_from_db()
    sent = {"version": case.version, "next": composer(case)}
    answer = browser().post(f"/cases/{case.pk}/engage/", sent, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers.get("HX-Redirect")) == (422, None)
    assert b"has this case already" in answer.content


def test_it_offers_the_composer_only_where_the_case_may_be_answered(case: Case) -> None:
    client = browser()
    opens = f'name="next" value="{composer(case)}"'.encode()
    assert opens in client.get(f"/cases/{case.pk}/").content
    send(case, "do_not_engage", subject="account", reason="Lawyers")
    page = client.get(f"/cases/{case.pk}/").content
    assert opens not in page
    assert f'action="/cases/{case.pk}/engage/"'.encode() in page


def test_it_shows_the_composer_ready_to_write(case: Case) -> None:
    assert b"autofocus" in browser().get(composer(case)).content


def test_it_offers_what_in_the_thread_ends_a_snooze_and_takes_it(case: Case) -> None:
    client = browser()
    page = client.get(f"/cases/{case.pk}/").content.decode()
    menu = page.partition(f'action="/cases/{case.pk}/snooze/"')[2].partition("</form>")[0]
    assert [value in menu for value in ('value="reply"', 'value="growth"', 'value="change"')] == [True] * 3
    assert page.count('name="wakes"') == 3
    client.post(f"/cases/{case.pk}/snooze/", {"wakes": "reply"})
    case.refresh_from_db()
    assert (case.status, TalkWait.objects.get().case_id) == ("snoozed", case.pk)
