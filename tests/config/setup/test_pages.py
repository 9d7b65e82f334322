"""The first run: who holds the one-time link founds the company, once."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from config.setup import token
from listening.models import Brand, Installation
from tests.factories import make_installation

pytestmark = pytest.mark.django_db
FORM = {
    "company": "Northwind Relay",
    "domain": "northwind.example",
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


def test_it_shows_the_form_to_who_holds_the_link(secret: str) -> None:
    assert Client().get(f"/setup/?token={secret}").status_code == 200
    assert Client().get("/setup/?token=guessed").status_code == 403


def test_it_founds_the_company_and_signs_its_owner_in(secret: str) -> None:
    client = Client()
    answer = client.post("/setup/", FORM | {"token": secret})
    assert (answer.status_code, answer["Location"]) == (302, "/sources/add/")
    assert client.get("/").status_code == 200
    assert Brand.objects.get().terms == ["Northwind Relay", "@northwindrelay"]
    assert User.objects.get().member.role == "owner"


def test_it_founds_nothing_with_a_weak_password(secret: str) -> None:
    answer = Client().post("/setup/", FORM | {"token": secret, "password": "short"})
    assert answer.status_code == 422
    assert not Installation.objects.exists()
    assert not User.objects.exists()


def test_it_spends_the_link(secret: str) -> None:
    Client().post("/setup/", FORM | {"token": secret})
    assert Client().get(f"/setup/?token={secret}").status_code == 403


def test_it_refuses_a_second_company(secret: str) -> None:
    make_installation()
    assert Client().post("/setup/", FORM | {"token": secret}).status_code == 403
