"""The first run: who holds the one-time link founds the company, once, and is led on from step to step."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from config.setup import token
from listening.actions.founding import STEPS
from listening.models import Brand, Installation, Query
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
FORM = {
    "company": "Northwind Relay",
    "domain": "https://www.northwind.example/start",
    "terms": "Northwind Relay\n@northwindrelay",
    "zone": "Europe/Berlin",
    "name": "Alice Park",
    "email": "alice@northwind.example",
    "password": "correct horse battery staple",
}


@pytest.fixture
def secret(settings: Any, tmp_path: Path) -> str:
    settings.DATA_DIR = tmp_path
    return token.issue(token.place(tmp_path), now=time.time())


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def test_it_shows_the_form_to_who_holds_the_link(secret: str) -> None:
    assert Client().get(f"/setup/?token={secret}").status_code == 200
    assert Client().get("/setup/?token=guessed").status_code == 403


def test_it_founds_the_company_and_signs_its_owner_in(secret: str) -> None:
    client = Client()
    answer = client.post("/setup/", FORM | {"token": secret})
    assert (answer.status_code, answer["Location"]) == (302, "/setup/brands/")
    assert client.get("/setup/brands/").status_code == 200
    assert User.objects.get().member.role == "owner"
    assert Installation.objects.get().setup_steps == {"company": "done"}


def test_it_looks_for_the_names_and_the_bare_domain(secret: str) -> None:
    Client().post("/setup/", FORM | {"token": secret})
    assert Brand.objects.get().terms == ["Northwind Relay", "@northwindrelay", "northwind.example"]
    assert Query.objects.get().expression == '"Northwind Relay" OR "@northwindrelay" OR "northwind.example"'


def test_it_takes_the_company_for_its_name_if_none_is_given(secret: str) -> None:
    Client().post("/setup/", FORM | {"token": secret, "terms": "", "domain": ""})
    assert Brand.objects.get().terms == ["Northwind Relay"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("password", "short", "too short"),
        ("domain", "not a domain", "is no domain"),
        ("terms", "Northwind\n!!!", "Line 2:"),
        ("company", "???", "could be looked for"),
        ("zone", "Mars/Base", "Select a valid choice"),
        ("email", "alice", "valid email"),
    ],
)
def test_it_founds_nothing_if_a_field_is_wrong(secret: str, field: str, value: str, words: str) -> None:
    sent = FORM | {"token": secret, "terms": "", "domain": ""} | {field: value}
    answer = Client().post("/setup/", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Installation.objects.exists()
    assert not User.objects.exists()


def test_it_keeps_the_link_good_for_a_second_try(secret: str) -> None:
    Client().post("/setup/", FORM | {"token": secret, "password": "short"})
    assert Client().post("/setup/", FORM | {"token": secret})["Location"] == "/setup/brands/"


def test_it_spends_the_link(secret: str) -> None:
    Client().post("/setup/", FORM | {"token": secret})
    assert Client().get(f"/setup/?token={secret}").status_code == 403
    second = Client().post("/setup/", FORM | {"token": secret, "email": "bob@northwind.example"})
    assert second.status_code == 403
    assert User.objects.count() == 1


def test_it_refuses_a_second_company(secret: str) -> None:
    make_installation()
    assert Client().post("/setup/", FORM | {"token": secret}).status_code == 403


def test_it_leads_an_owner_back_to_the_open_step(secret: str) -> None:
    make_installation(setup_steps={"company": "done", "brands": "skipped"})
    assert signed_in("owner").get("/setup/")["Location"] == "/setup/places/"
    assert signed_in("marketer").get("/setup/").status_code == 403


def test_it_leads_on_where_a_company_was_founded_before_there_were_steps() -> None:
    make_installation()
    client = signed_in("owner")
    assert client.get("/setup/")["Location"] == "/setup/brands/"
    assert "Finish setting up: step 2 of 6" in client.get("/").content.decode()


def test_it_skips_a_step_and_goes_on() -> None:
    make_installation(setup_steps={"company": "done"})
    assert signed_in("manager").post("/setup/brands/skip/")["Location"] == "/setup/places/"
    assert Installation.objects.get().setup_steps == {"company": "done", "brands": "skipped"}


def test_it_never_undoes_a_step_by_skipping_it() -> None:
    make_installation(setup_steps={"brands": "done"})
    signed_in("owner").post("/setup/brands/skip/")
    assert Installation.objects.get().setup_steps == {"brands": "done"}


@pytest.mark.parametrize("step", ["company", "look", "nonsense"])
def test_it_has_no_other_step_to_skip(step: str) -> None:
    make_installation()
    assert signed_in("owner").post(f"/setup/{step}/skip/").status_code == 404


def test_it_ends_once() -> None:
    make_installation(setup_steps={"company": "done", "brands": "done"})
    client = signed_in("owner")
    assert client.post("/setup/finish/")["Location"] == "/"
    first = Installation.objects.get()
    assert (first.setup_steps["brands"], first.setup_steps["judge"]) == ("done", "skipped")
    client.post("/setup/finish/")
    assert Installation.objects.get().setup_done_at == first.setup_done_at


def test_it_reminds_those_who_set_up_until_it_is_done() -> None:
    make_installation(setup_steps={"company": "done", "brands": "done"})
    client = signed_in("owner")
    assert "Finish setting up: step 3 of 6" in client.get("/").content.decode()
    assert "Finish setting up" not in signed_in("marketer").get("/").content.decode()
    client.post("/setup/finish/")
    assert "Finish setting up" not in client.get("/").content.decode()


def test_it_offers_the_steps_again_in_the_settings() -> None:
    make_installation(setup_steps=dict.fromkeys(STEPS, "done"))
    assert 'href="/setup/places/"' in signed_in("owner").get("/settings/").content.decode()
    assert 'href="/setup/places/"' not in signed_in("marketer").get("/settings/").content.decode()


PAGES = ("/setup/brands/", "/setup/places/", "/setup/judge/", "/setup/alerts/")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ["marketer", "expert", "sales", "executive", "agency", "auditor"])
def test_it_opens_the_steps_only_to_those_who_set_up(address: str, role: str) -> None:
    make_installation()
    assert signed_in(role).get(address).status_code == 403


@pytest.mark.parametrize("address", PAGES)
def test_it_asks_a_stranger_to_sign_in(address: str) -> None:
    make_installation()
    assert Client().get(address)["Location"].startswith("/accounts/login/")
