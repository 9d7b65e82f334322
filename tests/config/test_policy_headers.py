"""The content policy stands on every page, also on those that say that something went wrong."""

from __future__ import annotations

import sys

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import path

from config import permissions, urls
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}
PAGES = (
    ("/", 200),
    ("/sources/", 200),
    ("/api/v1/", 200),
    ("/?colour=red", 400),
    ("/no-such-page/", 404),
    ("/weekly/no-week/", 404),
    ("/cases/1/done/", 405),
    ("/unruled/", 403),
    ("/breaks/", 500),
    ("/api/v1/mentions/", 200),
    ("/api/v1/none/", 404),
)


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted")


class WithAFault:
    """The addresses of the product, and one that fails."""

    urlpatterns = [path("breaks/", breaks, name="breaks"), path("unruled/", breaks, name="unruled"), *urls.urlpatterns]
    handler404 = urls.handler404


@pytest.fixture
def alice(settings: object, monkeypatch: pytest.MonkeyPatch) -> Client:
    make_installation()
    monkeypatch.setitem(sys.modules, "tests.config.with_a_fault", WithAFault)
    monkeypatch.setitem(permissions.TABLE, "breaks", {"GET": permissions.PUBLIC})
    settings.ROOT_URLCONF = "tests.config.with_a_fault"  # type: ignore[attr-defined]
    client = Client(raise_request_exception=False)
    client.force_login(make_user("owner"))
    return client


def policy_of(answer: HttpResponseBase) -> dict[str, list[str]]:
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in parts}


def assert_closed(answer: HttpResponseBase) -> None:
    found = policy_of(answer)
    assert {name: found.get(name) for name in POLICY} == POLICY
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("address", "status"), PAGES)
def test_it_closes_every_answer(alice: Client, address: str, status: int) -> None:
    answer = alice.get(address)
    assert answer.status_code == status
    assert_closed(answer)
