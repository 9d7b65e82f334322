"""Where alerts go, in the first ten minutes: the receivers of the settings, or nowhere for now."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from engagement.models import Receiver
from listening.models import Installation
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
HERE = "/setup/alerts/"
HOOK = "https://hooks.example.com/services/T000/B000/abcdefghijklmnop"


@pytest.fixture
def alice(client: Client, settings: Any) -> Client:
    settings.OUTBOUND_ALLOW = []
    make_installation(setup_steps={"company": "done"})
    client.force_login(make_user("owner", name="Alice Park"))
    return client


def test_it_lets_alerts_stand_in_the_desk(alice: Client) -> None:
    assert "Nowhere for now" in alice.get(HERE).content.decode()
    assert alice.post(HERE, {"do": "go-on"})["Location"] == "/setup/first-look/"
    assert Installation.objects.get().setup_steps["alerts"] == "done"


def test_it_names_the_field_at_fault(alice: Client) -> None:
    sent = {"kind": "slack", "name": "#social", "address": "http://127.0.0.1/hook", "wants": ["sources"]}
    answer = alice.post(HERE, sent)
    assert answer.status_code == 422
    assert "inside your own network" in answer.content.decode()
    assert not Receiver.objects.exists()
