"""The one table holds: every address × every role, every API operation × every token, and what has no row is closed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, include, path
from django.utils import timezone
from pytest_django.fixtures import Settings
from rest_framework.request import Request
from rest_framework.views import APIView

from config.permissions import EVERYBODY, TABLE, rule_for
from config.urls import urlpatterns
from engagement.actions.tokens import SCOPES
from engagement.models import ApiToken
from listening.storage import context
from tests.engagement.api.rows import bearer, make_feed, make_token
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile"
BACKEND = "django.contrib.auth.backends.ModelBackend"
PARTS = {"key": "a", "uidb36": "a", "name": "2026-W47", "verb": "claim", "number": "no-reply", "figure": "late"}
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)|[\^$]")
REFUSED = "Your role does not open this page."
NO_SESSION = {"expert-answer", "api:support-status"}
"""Look at no session, so that nobody's can be ridden on: a secret link, or a signature, is all that counts."""


def routes(patterns: Any, space: str = "", before: str = "/") -> Iterator[tuple[str, str]]:
    """Walk every pattern to its full name and an address that it matches; ids are 1."""
    for each in patterns:
        written = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}", PART.sub(filled, written)
        else:
            yield from routes(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space, written)


def filled(part: re.Match[str]) -> str:
    """Return what stands in an address for a part of its pattern."""
    return "" if part[0] in "^$" else PARTS.get(part[1] or part[2], "1")


ALL = dict(routes(get_resolver().url_patterns))
PAGES = {name: address for name, address in ALL.items() if not name.startswith("api:")}
API = {name: address for name, address in ALL.items() if name.startswith("api:")}


@pytest.fixture(autouse=True)
def world(settings: Settings) -> None:
    """An installation, a mention to read, and no limits but the table's."""
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    context.forget()
    cache.clear()
    make_installation()
    make_feed()


def browser(user: User | None, **more: Any) -> Client:
    client = Client(**more)
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def asked(client: Client, method: str, address: str) -> tuple[int, str]:
    """Return the status, and "login" or "role" if the table refused."""
    answer = client.generic(method, address)
    if answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/?next="):
        return 302, "login"
    if answer.status_code == 403 and REFUSED in answer.content.decode():
        return 403, "role"
    return answer.status_code, ""


def wanted(route: str, method: str, role: str | None) -> str:
    """Return what the table says: "" if the page is open, else how it is refused."""
    rule = rule_for(route, method)
    if rule is None:
        return "405"
    if rule.public:
        return ""
    if role is None:
        return "login"
    return "" if role in rule.roles else "role"


def test_it_has_a_row_for_every_route_and_none_too_many() -> None:
    assert set(ALL) == set(TABLE)


def test_it_has_a_row_only_for_roles_that_exist() -> None:
    assert {role for rules in TABLE.values() for rule in rules.values() for role in rule.roles} == EVERYBODY


@pytest.mark.parametrize("role", [None, "", *sorted(EVERYBODY)])
def test_it_opens_to_a_role_exactly_the_pages_that_the_table_names(role: str | None) -> None:
    user = User.objects.create_user("dora") if role == "" else role and make_user(role)
    wrong, client = [], browser(user or None)
    for route, address in PAGES.items():
        if route.startswith("account_"):
            client = browser(user or None)  # the one before may have signed out
        for method in ("GET", "POST"):
            status, refusal = asked(client, method, address)
            refused = "405" if status == 405 and wanted(route, method, role) == "405" else refusal
            if refused != wanted(route, method, role) or (status >= 500 and route != "readyz"):
                wrong.append((route, method, status, refusal, wanted(route, method, role)))
    assert wrong == []


CREDENTIALS = ["nobody", "expired", "revoked", "unknown", *(f"session {role}" for role in sorted(EVERYBODY))]
CREDENTIALS += [f"{role} {scope}" for role in sorted(EVERYBODY) for scope in SCOPES]


def caller(credential: str) -> tuple[Client, str | None, str | None]:
    """Return a client, the role behind it (None: nobody) and its scope (None: no token)."""
    now, (first, _, second) = timezone.now(), credential.partition(" ")
    if credential in {"nobody", "unknown"}:
        return (Client() if credential == "nobody" else bearer("wh_unknown")), None, None
    if credential in {"expired", "revoked"}:
        plain = make_token(make_user("owner"), scopes=SCOPES, now=now - timedelta(days=1), life=timedelta(hours=1))
        if credential == "revoked":
            ApiToken.objects.update(expires_at=now + timedelta(days=1), revoked_at=now)
        return bearer(plain), None, None
    if first == "session":
        return browser(make_user(second)), second, None
    return bearer(make_token(make_user(first), scopes=[second], now=now)), first, second


def answered(route: str, method: str, role: str | None, scope: str | None, *, bad: bool) -> set[int]:
    """Return the statuses that the table allows for."""
    rule = rule_for(route, method)
    if bad and route not in {"api:reference", "api:schema", *NO_SESSION}:
        return {401}
    if rule is None:
        return {405}
    if rule.public:
        return {404} if route in NO_SESSION else {200}
    if role is None:
        return {401}
    ok = role in rule.roles and (scope is None or rule.scope in {"", scope})
    return {200, 202, 400, 404, 415} if ok else {403}


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_it_opens_to_a_token_exactly_the_operations_that_the_table_names(credential: str) -> None:
    client, role, scope = caller(credential)
    bad = credential in {"expired", "revoked", "unknown"}
    wrong = []
    for route, address in API.items():
        for method in ("GET", "POST"):
            status = client.generic(method, address).status_code
            if status not in answered(route, method, role, scope, bad=bad):
                wrong.append((route, method, status))
    assert wrong == []


def test_it_pins_what_nobody_may_loosen_by_accident() -> None:
    writes = {route for route, rules in TABLE.items() for method, rule in rules.items() if method == "POST"}
    for role in ("auditor", "executive", "sales", "expert"):
        may = {route for route in writes if role in TABLE[route]["POST"].roles}
        their_own = ("settings", "token", "account_", "mfa_", "presence")
        drafts = {"composer-step", "reply-accept"} if role == "expert" else set()  # written for others to approve
        assert {route for route in may if not route.startswith(their_own)} == drafts, role
    assert TABLE["account_signup"]["POST"].roles == frozenset()
    public = {route for route, rules in TABLE.items() if any(rule.public for rule in rules.values())}
    others = {route for route in public if not route.startswith(("account_", "mfa_"))}
    open_ = {"healthz", "readyz", "setup", "join", "join-link", "view-feed", "api:schema", "api:reference"}
    assert others == open_ | NO_SESSION


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


class Planted(APIView):
    """An operation that somebody forgot to put into the table."""

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse("reached")


class Loose(Planted):
    """One that even forgot who asks the table."""

    permission_classes = ()


PLANTED = [
    path("planted/", plain, name="planted"),
    path("nameless/", plain),
    path("accounts/planted/", plain, name="account_planted"),
    path("space/", include(([path("plain/", plain, name="plain")], "api"), namespace="api")),
    path("space2/", include(([path("view/", Planted.as_view(), name="view")], "api2"), namespace="api2")),
    path("loose/", Loose.as_view(), name="loose"),
]


@pytest.mark.parametrize(
    "address", ["planted/", "nameless/", "accounts/planted/", "space/plain/", "space2/view/", "loose/"]
)
def test_it_closes_a_route_without_a_row_and_its_test_would_fail(settings: Settings, address: str) -> None:
    settings.ROOT_URLCONF = (*PLANTED, *urlpatterns)
    answer = browser(make_user("owner")).get(f"/{address}")
    assert answer.status_code == 403
    assert b"reached" not in answer.content
    assert len(set(dict(routes(PLANTED))) - set(TABLE)) == len(PLANTED)


def test_it_asks_for_a_csrf_token_wherever_a_session_may_post() -> None:
    user = make_user("owner")
    wrong = []
    for route, address in ALL.items():
        if "POST" in TABLE[route] and route not in {"account_signup", *NO_SESSION}:
            answer = browser(user, enforce_csrf_checks=True).post(address, {"a": "b"})
            if answer.status_code != 403 or not re.search(rb"CSRF|too old", answer.content):
                wrong.append((route, answer.status_code))
    assert wrong == []


def test_it_lets_head_follow_get_and_knows_no_other_method() -> None:
    expert, wrong = browser(make_user("expert")), []
    for route, address in PAGES.items():
        if route.startswith(("account_", "mfa_")):
            continue
        statuses = [expert.generic(method, address).status_code for method in ("GET", "HEAD", "PUT", "DELETE", "BREW")]
        if statuses[0] != statuses[1] or set(statuses[2:]) != {405}:
            wrong.append((route, statuses))
    assert wrong == []


def test_it_answers_a_method_that_a_page_does_not_have_with_what_it_has(client: Client) -> None:
    answer = client.get("/events/1/undo/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_it_sends_strangers_back_to_where_they_wanted_to_read_but_not_to_write(client: Client) -> None:
    assert client.get("/queries/?a=b").headers["Location"] == "/accounts/login/?next=/queries/%3Fa%3Db"
    assert client.post("/cases/1/claim/").headers["Location"] == "/accounts/login/?next=/"


def hostile(kind: str) -> list[str]:
    rows = map(json.loads, (HOSTILE / "redirect_header.jsonl").read_text().splitlines())
    return [row["v"] for row in rows if row["kind"] == kind]


def leaves(location: str) -> bool:
    """Return whether a browser would leave the site: it drops tabs and line ends, and reads ``\\`` as ``/``."""
    seen = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33)))).replace("\\", "/")
    target = urlsplit(urljoin("http://testserver/accounts/login/", seen))
    return (target.scheme, target.netloc) != ("http", "testserver")


@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared hostile data are not beside this checkout")
@pytest.mark.parametrize("place", ["field", "address", "signed in"])
def test_it_never_redirects_off_the_site_after_sign_in(place: str) -> None:
    user = User.objects.create_user("mia", "mia@northwind.example", "correct horse")
    sent = {"login": user.email, "password": "correct horse"}
    wrong = []
    for value in hostile("next"):
        client = browser(user if place == "signed in" else None)
        if place == "field":
            answer = client.post("/accounts/login/", {**sent, "next": value})
        elif place == "address":
            answer = client.post("/accounts/login/", sent, query_params={"next": value})
        else:
            answer = client.get("/accounts/login/", {"next": value})
        if answer.status_code != 302 or leaves(answer.headers["Location"]):
            wrong.append((value, answer.status_code, answer.headers.get("Location")))
    assert wrong == []


@pytest.mark.skipif(not HOSTILE.exists(), reason="the shared hostile data are not beside this checkout")
def test_it_puts_nothing_of_an_address_or_host_into_headers(client: Client) -> None:
    for value in hostile("crlf"):
        assert "crlf" not in client.get(value).cookies
    for value in filter(None, hostile("host-header")):
        assert client.get("/accounts/login/", headers={"Host": value}).status_code == 400


def test_it_keeps_sign_up_closed(client: Client) -> None:
    sent = {"email": "eve@evil.example", "password1": "correct horse battery", "password2": "correct horse battery"}
    for address in ("/accounts/signup/", "/accounts/signup/?next=/"):
        assert client.post(address, sent).status_code in {302, 403}
    assert not User.objects.filter(email="eve@evil.example").exists()
