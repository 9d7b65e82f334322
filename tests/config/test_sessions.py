"""Sessions work as Django's do, and the database alone lets nobody in."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.fixtures import Settings

from config.sessions.storage import SessionStore
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def stored(**content: str) -> SessionStore:
    store = SessionStore()
    store.update(content)
    store.save()
    return store


def test_it_finds_a_session_by_its_cookie() -> None:
    store = stored(seen="yes")
    assert SessionStore(store.session_key)["seen"] == "yes"
    assert store.session_key is not None
    assert store.exists(store.session_key)


def test_it_lets_nobody_in_by_what_stands_in_the_database() -> None:
    store = stored(seen="zq9secret")
    row = Session.objects.get()
    assert row.session_key != store.session_key
    assert "zq9secret" not in row.session_data
    assert SessionStore(row.session_key).get("seen") is None


def test_it_changes_a_session_in_place() -> None:
    store = stored(seen="yes")
    again = SessionStore(store.session_key)
    again["seen"] = "twice"
    again.save()
    assert Session.objects.count() == 1
    assert SessionStore(store.session_key)["seen"] == "twice"


def test_it_moves_a_session_to_a_new_cookie() -> None:
    store = stored(seen="yes")
    old = store.session_key
    store.cycle_key()
    store.save()
    assert SessionStore(store.session_key)["seen"] == "yes"
    assert SessionStore(old).get("seen") is None


def test_it_signs_out() -> None:
    browser = Client()
    browser.force_login(make_user("owner"), backend="django.contrib.auth.backends.ModelBackend")
    assert Session.objects.count() == 1
    browser.logout()
    assert not Session.objects.exists()


def test_it_is_empty_when_its_key_is_gone(settings: Settings) -> None:
    store = stored(seen="yes")
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]
    assert SessionStore(store.session_key).get("seen") is None


def test_it_refuses_the_way_around_its_digest() -> None:
    with pytest.raises(NotImplementedError):
        SessionStore("x").aload().send(None)
