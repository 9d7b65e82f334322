"""Handing a case to support: what is posted, once, signed, through the door, and how it comes back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from engagement import actions
from engagement.actions.support import desks, handing
from engagement.errors import BadField, Refused
from engagement.models import Case, Clock, Event, HandOver, SupportDesk
from engagement.support import signing
from listening.models import Credential
from listening.storage.credentials import add_credential
from tests.engagement.experts.rows import make_asked_case
from tests.engagement.notices.chat import KEY, Chat, chat
from tests.engagement.notices.rows import allow
from tests.engagement.support.rows import SECRET, address, beat, hand_over, make_desk
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=15)


@pytest.fixture
def there(settings: Settings) -> Any:
    with chat() as found:
        allow(settings, found)
        yield found


def test_it_posts_the_case_once_and_signed(there: Chat) -> None:
    case = make_asked_case()
    row = hand_over(case, make_desk(there))
    assert [beat(SOON), beat(SOON + timedelta(minutes=2))] == [1, 0]
    (heard,) = there.heard
    data = heard["data"]
    assert (heard["type"], data["case"]["id"], data["case"]["url"]) == (
        "case.handed_over", case.pk, f"http://localhost:8000/cases/{case.pk}/",
    )  # fmt: skip
    assert (data["question"]["text"], data["author"]["handle"]) == (case.lead.text, "charlie")
    assert (data["network"], data["note"], data["handed_over_by"]) == ("hackernews", "Paying customer", "Maya Rehn")
    assert data["due_at"] == case.due_at.isoformat() if case.due_at else data["due_at"] is None
    assert data["status_url"] == f"http://localhost:8000{address(row)}"
    sent = there.headers[0]
    assert signing.verified(SECRET, {name.lower(): value for name, value in sent.items()}, there.bodies[0], now=SOON)
    assert sent["webhook-id"] == str(row.key)


def test_it_moves_the_case_to_manage_where_the_team_clock_runs_on(there: Chat) -> None:
    case = make_asked_case()
    before = Clock.objects.values("breach_at", "stopped_at", "pauses").get(case=case)
    hand_over(case, make_desk(there))
    beat(SOON)
    case.refresh_from_db()
    assert (case.lane, case.status, case.work) == ("manage", "open", True)
    assert Clock.objects.values("breach_at", "stopped_at", "pauses").get(case=case) == before


def test_it_says_nothing_that_the_networks_rules_keep_inside(there: Chat) -> None:
    hand_over(make_asked_case("Secret words", network="x"), make_desk(there))
    beat(SOON)
    data = there.heard[0]["data"]
    assert (data["author"], data["question"]["text"], data["withheld_by"]) == (None, None, "policy/x@1")
    assert "Secret" not in json.dumps(there.heard)


def test_it_posts_nothing_that_was_undone_in_time(there: Chat) -> None:
    case, maya = make_asked_case(), make_user()
    hand_over(case, make_desk(there), maya)
    step = Event.objects.get(verb="hand_over")
    actions.undo(step.pk, actor=maya, now=NOW)
    with pytest.raises(Refused, match="cannot_be_undone"):
        actions.undo(step.pk, actor=maya, now=NOW)
    case.refresh_from_db()
    assert (beat(SOON), there.heard, case.lane) == (0, [], "engage")
    assert HandOver.objects.get().state == "taken_back"


def test_it_tries_again_under_the_same_id_and_comes_back_when_given_up(settings: Settings) -> None:
    with chat((503, "", {})) as there:
        allow(settings, there)
        case = make_asked_case()
        hand_over(case, make_desk(there))
        for minutes in (1, 3, 10, 26 * 60):
            beat(NOW + timedelta(minutes=minutes))
    assert (len(there.heard), len({each["webhook-id"] for each in there.headers})) == (4, 1)
    case.refresh_from_db()
    assert HandOver.objects.get().state == "failed"
    assert (case.lane, case.returned and case.returned["code"]) == ("engage", "support_not_reached")


@pytest.mark.parametrize(("status", "headers"), [(404, {}), (302, {"Location": "http://127.0.0.1/"})])
def test_it_gives_up_at_once_what_asking_again_cannot_mend(
    settings: Settings, status: int, headers: dict[str, str]
) -> None:
    with chat((status, "", headers)) as there:
        allow(settings, there)
        hand_over(make_asked_case(), make_desk(there))
        beat(SOON)
    assert (HandOver.objects.get().state, len(there.heard)) == ("failed", 1)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1/hooks/1", "address_private"),
        ("http://169.254.169.254/latest/meta-data/", "address_private"),
        ("http://[::1]/hooks/1", "address_private"),
        ("http://10.0.0.7/hooks/1", "address_private"),
        ("http://localhost:8000/api/v1/", "address_port"),
        ("ftp://93.184.216.34/x", "address_scheme"),
        ("https://u:p@93.184.216.34/x", "address_userinfo"),
    ],
)
def test_it_takes_no_address_that_the_door_refuses(url: str, code: str) -> None:
    with pytest.raises(BadField) as caught:
        make_desk(address=url)
    assert (caught.value.field, caught.value.code) == ("address", code)
    assert (SupportDesk.objects.count(), Credential.objects.count()) == (0, 0)


def test_it_asks_the_door_again_when_it_sends() -> None:
    row = make_desk()
    with chat() as there:
        from_here = add_credential("support", "moved", {"url": there.url(), "secret": SECRET}, NOW)
        SupportDesk.objects.filter(pk=row.pk).update(address_id=from_here)
        hand_over(make_asked_case(), row)
        beat(SOON)
    assert (there.heard, HandOver.objects.values_list("why__code", flat=True).get()) == ([], "address_port")


def test_it_seals_address_and_secret_and_makes_one_where_none_is_given() -> None:
    row, secret = desks.add(name="Bridge", address=f"https://93.184.216.34/{KEY}", secret="", now=NOW)
    assert (secret[:6], len(secret)) == ("whsec_", 50)
    sealed = bytes(Credential.objects.get().sealed)
    assert KEY.encode() not in sealed + row.hint.encode()
    assert secret.encode() not in sealed


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"name": " "}, "desk_name_missing"), ({"secret": "short"}, "desk_secret_short"), ({}, "desk_name_taken")],
)
def test_it_refuses_what_is_wrong_beside_its_field(wrong: dict[str, Any], code: str) -> None:
    make_desk()
    with pytest.raises(BadField, match=code):
        make_desk(**wrong)


def test_it_hands_a_case_to_one_desk_at_a_time_and_none_that_ended() -> None:
    case, desk = make_asked_case(), make_desk()
    hand_over(case, desk)
    with pytest.raises(Refused, match="support_has_it"):
        hand_over(case, make_desk(name="Other"))
    other = make_asked_case(external_id="other")
    actions.done(other.pk, actor=make_user(), now=NOW)
    with pytest.raises(Refused, match="already_done"):
        hand_over(other, desk)


def test_it_comes_back_when_somebody_takes_it_back_or_its_desk_is_removed(there: Chat) -> None:
    first, second = make_asked_case(), make_asked_case(external_id="other")
    desk = make_desk(there)
    row = hand_over(first, desk)
    hand_over(second, desk)
    handing.take_back(row.pk, actor=make_user(), now=NOW)
    desks.remove(desk.pk, now=NOW)
    assert (beat(SOON), there.heard, Credential.objects.count()) == (0, [], 0)
    assert set(Case.objects.values_list("lane", flat=True)) == {"engage"}
    assert list(HandOver.objects.order_by("pk").values_list("state", flat=True)) == ["taken_back", "failed"]
