"""Whoever comes by another address than BASE_URL is told which one is right, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings as given
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django.fixtures import Settings

from config.addresses import host_of
from tests.config.test_policy_headers import assert_closed
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db

OURS = "http://wellheard.lan:8141"
PASSWORD = "correct horse battery"
SIGN_IN = "/accounts/login/"
At = Callable[..., None]


@pytest.fixture
def at(settings: Settings) -> At:
    """Let the installation answer at an address, with so many proxies before it."""

    def answer_at(base_url: str, proxies: int = 0) -> None:
        settings.BASE_URL, settings.TRUSTED_PROXIES, settings.PORT = base_url, proxies, 8141
        settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = [host_of(base_url)], [base_url]
        settings.HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = base_url.startswith("https")
        if settings.HTTPS and proxies:
            settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
            settings.SECURE_SSL_REDIRECT = True

    return answer_at


@pytest.fixture
def lan(at: At) -> None:
    at(OURS)


def ask(host: str, path: str = SIGN_IN, **headers: str) -> HttpResponseBase:
    return Client().get(path, headers={"Host": host, **headers})


def body(answer: HttpResponseBase) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.usefixtures("lan")
@pytest.mark.parametrize("host", ["192.168.1.5:8141", "wellheard.lan:8000", "wellheard.lan", "127.0.0.1:8141"])
def test_it_names_the_right_address_the_one_asked_for_and_what_to_set(host: str) -> None:
    answer = ask(host)
    assert answer.status_code == 400
    assert f"answers at {OURS}; you asked for http://{host}." in body(answer)
    assert f"BASE_URL=http://{host}<" in body(answer)
    assert f'href="{OURS}/"' in body(answer)


@pytest.mark.usefixtures("lan")
@pytest.mark.parametrize("host", ["wellheard.lan:8141", "WELLHEARD.LAN:8141", "wellheard.lan.:8141"])
def test_it_lets_the_right_address_pass(host: str) -> None:
    assert ask(host).status_code == 200


@pytest.mark.usefixtures("lan")
def test_it_repeats_a_hostile_host_escaped_and_cut_and_advises_nothing_of_it() -> None:
    said = body(ask('"><script>alert(1)</script>' + "x" * 3000))
    assert "<script>" not in said
    assert "&quot;&gt;&lt;script&gt;" in said
    assert "x" * 200 not in said
    assert "BASE_URL=" not in said


@pytest.mark.usefixtures("lan")
@pytest.mark.parametrize("host", ["wellheard.lan:99999", "wellheard.lan:0x1", "a b", "[::1", "", "wellheard.lan/x"])
def test_it_survives_what_is_no_host(host: str) -> None:
    assert ask(host).status_code == 400


@pytest.mark.usefixtures("lan")
def test_it_tells_a_stranger_nothing_else() -> None:
    make_installation()
    client = Client()
    client.force_login(make_user("owner", name="Alice Park"))
    answer = client.get("/", headers={"Host": "evil.example"})
    assert_closed(answer)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert not answer.cookies
    assert not [word for word in ("Northwind", "Alice", "<script", "csrfmiddlewaretoken") if word in body(answer)]


@pytest.mark.usefixtures("lan")
def test_it_answers_programs_with_a_problem_document() -> None:
    answer = ask("192.168.1.5:8141", "/api/v1/mentions/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert f"answers at {OURS}" in answer.json()["detail"]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("lan")
def test_it_answers_machines_that_leave_the_port_out() -> None:
    assert ask("wellheard.lan", "/healthz").status_code == 200
    assert ask("192.168.1.5", "/healthz").status_code == 400


def test_it_takes_every_name_and_port_of_this_machine_for_itself() -> None:
    assert given.BASE_URL == "http://localhost:8000"
    for host in ("localhost:8000", "localhost:9000", "127.0.0.1:8000", "[::1]:8000"):
        assert ask(host).status_code == 200


def test_it_lets_a_counted_proxy_leave_the_port_out(at: At) -> None:
    at("https://w.example:8443", 1)
    assert ask("w.example", **{"X-Forwarded-Proto": "https"}).status_code == 200
    assert ask("w.example:8443", **{"X-Forwarded-Proto": "https"}).status_code == 200


def test_it_names_the_header_without_which_it_would_redirect_for_ever(at: At) -> None:
    at("https://w.example", 1)
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in body(ask("w.example"))
    there = ask("w.example", **{"X-Forwarded-Proto": "http"})
    assert (there.status_code, there.headers["Location"]) == (301, "https://w.example/accounts/login/")
    assert ask("w.example", **{"X-Forwarded-Proto": "https"}).status_code == 200


def test_it_says_that_nothing_speaks_tls(at: At) -> None:
    at("https://w.example:8141")
    said = body(ask("w.example:8141"))
    assert "BASE_URL=http://w.example:8141" in said
    assert "TRUSTED_PROXIES=1" in said


def test_it_lets_a_proxy_with_tls_pass_that_nobody_counted(at: At) -> None:
    at("https://w.example")
    assert ask("w.example", **{"X-Forwarded-Proto": "https"}).status_code == 200


def send_form(origin: str) -> HttpResponseBase:
    client = Client(enforce_csrf_checks=True)
    host = urlsplit(given.BASE_URL).netloc
    return client.post(SIGN_IN, {"login": "a@b.example"}, headers={"Host": host, "Origin": origin})


@pytest.mark.parametrize(
    ("ours", "origin", "says"),
    [
        (OURS, "http://192.168.1.5:8141", "this one is of http://192.168.1.5:8141"),
        (OURS, "https://wellheard.lan:8141", "this one is of https://wellheard.lan:8141"),
        (OURS, "null", "hid where the form came from"),
        (OURS, "<script>", "this one is of &lt;script&gt;"),
        ("https://w.example", "http://w.example", "you came by http://w.example, where browsers keep no cookie"),
        (OURS, OURS, "The form was too old"),
    ],
)
def test_it_says_why_a_form_is_refused(at: At, ours: str, origin: str, says: str) -> None:
    at(ours)
    answer = send_form(origin)
    assert answer.status_code == 403
    assert says in body(answer)
    assert "<script" not in body(answer).partition("<body")[2]


@pytest.mark.usefixtures("lan")
def test_it_signs_people_in_over_plain_http() -> None:
    make_installation()
    email = make_user("owner", password=PASSWORD).email
    client, headers = Client(enforce_csrf_checks=True), {"Host": "wellheard.lan:8141", "Origin": OURS}
    token = client.get(SIGN_IN, headers=headers).context["csrf_token"]
    sent = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    answer = client.post(SIGN_IN, sent, headers=headers)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert not [name for name, cookie in answer.cookies.items() if cookie["secure"]]
    assert not answer.has_header("Strict-Transport-Security")
    assert "upgrade-insecure-requests" not in answer.headers["Content-Security-Policy"]
