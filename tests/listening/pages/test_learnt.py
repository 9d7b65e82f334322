"""The Calibration page tells what scoring learnt from corrections, and takes it back by one button."""

from __future__ import annotations

import pytest
from django.test import Client

from listening.models import Adaptation
from listening.scoring.artefact import shipped
from listening.storage import context
from tests.factories import NOW, make_installation, make_mention, make_user
from tests.listening.pages.test_calibration import words
from tests.listening.storage.judging import said

pytestmark = pytest.mark.django_db
SHIPPED = shipped()["en"].version
COMPLAINT = {
    "kept": True,
    "n": 64,
    "aside": 31,
    "bias": 40,
    "deltas": {"migration": 300},
    "before": {"right": 24, "loss": 0.6, "f1": 0.5},
    "after": {"right": 27, "loss": 0.4, "f1": 0.7},
}


def page(role: str = "manager") -> Client:
    context.forget()
    make_installation()
    client = Client()
    client.force_login(make_user(role, name="Alice Park"))
    return client


def learnt(**flags: object) -> None:
    values = {"examples": 64, "label": 9, "made_at": NOW.replace(day=3), "learnt": flags}
    Adaptation.objects.create(language="en", base=SHIPPED, version=f"{SHIPPED}+a1", **values)


@pytest.mark.parametrize("network", ["hackernews", "x"])
def test_it_says_how_many_corrections_there_are(network: str) -> None:
    client = page()
    for _ in range(3):
        said(make_mention(network=network), True)
    shown = words(client)
    n = 3 if network == "hackernews" else 0
    assert f"From 30 corrections of a flag on, scoring learns from them. {n} so far." in shown


def test_it_says_what_was_learnt_and_what_stays_as_shipped() -> None:
    client = page()
    learnt(complaint=COMPLAINT, praise=COMPLAINT | {"kept": False, "n": 35})
    shown = words(client)
    assert "Scoring of English has learnt from 64 of your corrections. Since 3 November." in shown
    assert "Complaint is right in 27 of 31 set aside, 24 before." in shown
    assert "Praise in English stays as shipped: what 35 corrections taught was not clearly better" in shown


def test_it_says_what_is_gained_where_as_many_are_right_as_before() -> None:
    client = page()
    learnt(complaint=COMPLAINT | {"after": {"right": 24, "loss": 0.4, "f1": 0.5}})
    assert "Complaint is right in 24 of 31 set aside, as before; its probabilities fit them better." in words(client)


def test_a_person_goes_back_and_learns_again() -> None:
    client = page()
    learnt(complaint=COMPLAINT)
    client.post("/calibration/shipped/", {"language": "en"})
    shown = words(client)
    assert "Alice Park went back to the shipped scoring of English on" in shown
    assert context.scorer().version.endswith(SHIPPED)
    client.post("/calibration/learn/", {"language": "en"})
    assert "Complaint is right in 27 of 31" in words(client)
    assert context.scorer().version.split("+a")[0].endswith(SHIPPED)
    assert "+a" in context.scorer().version


def test_only_who_decides_what_is_listened_to_may_go_back() -> None:
    client = page("marketer")
    learnt(complaint=COMPLAINT)
    assert "Go back to the shipped scoring" not in words(client)
    assert client.post("/calibration/shipped/", {"language": "en"}).status_code == 403
    assert "Complaint is right in 27 of 31" in words(client)


def test_it_says_that_there_is_nothing_to_go_back_from() -> None:
    client = page()
    answer = client.post("/calibration/shipped/", {"language": "en"}, follow=True)
    assert "Scoring is as it was shipped already." in answer.content.decode()
