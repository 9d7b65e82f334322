"""The app opens the door as the operator's settings say."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from listening.apps import VERSION, door_from_settings
from listening.errors import Forbidden
from listening.http import session
from tests.listening.http.stub import Stub


def test_it_reaches_an_internal_host_that_the_settings_allow(settings: Settings) -> None:
    with Stub() as internal:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{internal.port}"]
        assert session().get(f"http://127.0.0.1:{internal.port}/").text == "ok"


def test_it_reaches_no_internal_host_otherwise(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = []
    with Stub() as internal, pytest.raises(Forbidden):
        session().get(f"http://127.0.0.1:{internal.port}/")


def test_it_names_the_version_and_where_to_complain(settings: Settings) -> None:
    settings.BASE_URL = "https://listen.company.test"
    assert door_from_settings().user_agent == f"Wellheard/{VERSION} (+https://listen.company.test)"


def test_it_names_the_version_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION


def test_it_refuses_to_start_with_a_wrong_list(settings: Settings) -> None:
    settings.OUTBOUND_ALLOW = ["10.0.0.0/99"]
    with pytest.raises(ValueError, match="OUTBOUND_ALLOW"):
        door_from_settings()
