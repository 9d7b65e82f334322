"""What a desk reports back: believed by its signature alone, once each, and followed by the case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from engagement.actions.support import desks, handing
from engagement.models import Case, Event, HandOver, SupportReport
from tests.engagement.experts.rows import make_asked_case
from tests.engagement.support.rows import SECRET, address, hand_over, make_desk, report, signed
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits() -> None:
    cache.clear()


@pytest.fixture
def row() -> HandOver:
    made = hand_over(make_asked_case(), make_desk())
    HandOver.objects.update(state="sent", sent_at=NOW)
    return made


def standing(row: HandOver) -> tuple[str, str, str]:
    row.refresh_from_db()
    case = Case.objects.get(pk=row.case_id)
    return row.state, case.status, case.lane


def test_it_follows_the_desk_from_accepted_to_solved(row: HandOver) -> None:
    now = timezone.now()
    told = {"reference": "#123", "url": "https://desk.example/t/123"}
    assert report(row, now, state="accepted", **told).json() == {"state": "accepted"}
    assert standing(row) == ("accepted", "open", "manage")
    report(row, now, state="in_progress")
    report(row, now, state="solved")
    assert standing(row) == ("solved", "done", "manage")
    assert (row.reference, row.url) == ("#123", "https://desk.example/t/123")
    assert Case.objects.get().disposition == "routed"


def test_it_brings_back_to_engage_what_is_returned_with_the_reason(row: HandOver) -> None:
    assert report(row, timezone.now(), state="returned", reason="Not a customer").status_code == 200
    case = Case.objects.get()
    assert standing(row) == ("returned", "open", "engage")
    assert case.returned is not None
    assert (case.returned["code"], case.returned["params"]["why"]) == ("support_returned", "Not a customer")
    assert Event.objects.get(verb="returned").actor is None


def test_it_reopens_a_case_that_was_solved_when_the_ticket_is_opened_again(row: HandOver) -> None:
    report(row, timezone.now(), state="solved")
    report(row, timezone.now(), state="returned", reason="They wrote again")
    assert standing(row) == ("returned", "open", "engage")


def test_it_counts_the_same_report_once(row: HandOver) -> None:
    answers = [report(row, timezone.now(), state="accepted", webhook_id="same").status_code for _ in range(3)]
    assert answers == [200, 200, 200]
    assert (SupportReport.objects.count(), Event.objects.filter(verb="support_reported").count()) == (1, 1)


@pytest.mark.parametrize(
    ("forged", "minutes"), [({"secret": SECRET[:-4] + "AAAA"}, 0), ({"secret": "x"}, 0), ({}, -6), ({}, 6)]
)
def test_it_believes_no_forged_or_old_report(row: HandOver, forged: dict[str, Any], minutes: int) -> None:
    answer = report(row, timezone.now() + timedelta(minutes=minutes), state="solved", **forged)
    assert (answer.status_code, standing(row)) == (403, ("sent", "open", "manage"))


def test_it_believes_no_signature_of_another_body_or_none(row: HandOver) -> None:
    headers = signed(b'{"state": "accepted"}', at=timezone.now())
    for given in (headers, {}):
        answer = Client().post(address(row), b'{"state": "solved"}', content_type="application/json", headers=given)
        assert (answer.status_code, standing(row)[0]) == (403, "sent")


def test_it_knows_no_other_address(row: HandOver) -> None:
    right = address(row).rstrip("/")
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    for place in (f"{wrong}/", "/api/v1/support/x/", f"/api/v1/support/{row.key.hex}/"):
        headers = signed(b'{"state": "solved"}', at=timezone.now())
        answer = Client().post(place, b'{"state": "solved"}', content_type="application/json", headers=headers)
        assert (answer.status_code, standing(row)[0]) == (404, "sent")


@pytest.mark.parametrize("end", ["taken back", "returned", "removed"])
def test_it_hears_no_more_once_the_case_is_ours_again(row: HandOver, end: str) -> None:
    if end == "taken back":
        handing.take_back(row.pk, actor=make_user(), now=NOW)
    elif end == "returned":
        report(row, timezone.now(), state="returned", reason="No")
    else:
        desks.remove(row.desk_id, now=NOW)
    before = standing(row)
    assert report(row, timezone.now(), state="solved").status_code == (404 if end == "removed" else 409)
    assert standing(row) == before


def test_it_says_what_is_wrong_with_a_report(row: HandOver) -> None:
    answer = report(row, timezone.now(), state="accepted", url="javascript:alert(1)")
    assert (answer.status_code, answer.json()["errors"]) == (
        400, [{"name": "url", "reason": "give an address of http or https"}],
    )  # fmt: skip
    body = b'{"state": "accepted", "reference": "' + b"x" * 20_000 + b'"}'
    headers = signed(body, at=timezone.now())
    answer = Client().post(address(row), body, content_type="application/json", headers=headers)
    assert (answer.status_code, standing(row)[0]) == (413, "sent")
