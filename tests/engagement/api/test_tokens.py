"""Tokens: kept as digests, bound by scope, time and owner, taken from the header alone."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from engagement.actions import tokens
from engagement.models import ApiToken, Member
from tests.engagement.api.conftest import Clock
from tests.engagement.api.rows import LATER, LIST, bearer, make_token
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


def test_it_keeps_only_a_digest() -> None:
    plain = make_token()
    row: dict[str, Any] = {**ApiToken.objects.values().get()}
    assert bytes(row.pop("digest")) == hashlib.sha256(plain.encode()).digest()
    assert plain.startswith("wh_")
    assert len(plain) >= 3 + 43  # 256 bits
    assert plain not in repr(row)
    assert row["prefix"] == plain[:9]


@pytest.mark.parametrize(
    ("name", "scopes"), [("", ["ingest"]), ("  ", ["ingest"]), ("x", []), ("x", ["read"]), ("x", ["ingest", "root"])]
)
def test_it_refuses_a_token_without_name_or_known_scope(name: str, scopes: list[str]) -> None:
    with pytest.raises(ValueError, match=r"name|scope"):
        tokens.create_token(Member.objects.get(user=make_user()), name=name, scopes=scopes, now=NOW)
    assert not ApiToken.objects.exists()


def test_it_lives_half_a_year_unless_told_otherwise() -> None:
    make_token()
    assert ApiToken.objects.get().expires_at == NOW + timedelta(days=180)


@pytest.mark.parametrize("what", ["unknown", "expired", "revoked", "inactive", "no member"])
def test_it_refuses_a_dead_token_in_the_same_words_whatever_is_wrong(what: str) -> None:
    user = make_user("owner")
    token = make_token(user, life=timedelta(minutes=60 if what == "expired" else 61))
    if what == "revoked":
        assert tokens.revoke_token(ApiToken.objects.get().id, member=Member.objects.get(user=user), now=NOW)
    elif what == "inactive":
        user.is_active = False
        user.save()
    elif what == "no member":
        Member.objects.all().delete()
    answer = bearer("wh_unknown" if what == "unknown" else token).get(LIST)
    assert answer.status_code == 401
    assert answer.json()["detail"] == "This token is unknown, expired or revoked. Make a new one under Settings."
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="wellheard"'


def test_it_serves_until_the_last_moment(clock: Clock) -> None:
    token = make_token(life=timedelta(hours=1))
    clock.now = LATER - timedelta(microseconds=1)
    assert bearer(token).get(LIST).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer a b", "Bearer: {}", "Token {}", "Basic {}", "{}", "Bearer {}x", "Bearer é"],
)
def test_it_takes_the_token_in_one_form_only(client: Client, header: str) -> None:
    answer = client.get(LIST, headers={"Authorization": header.format(make_token())})
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")


@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_it_takes_the_scheme_in_any_case(client: Client, scheme: str) -> None:
    assert client.get(LIST, headers={"Authorization": f"{scheme} {make_token()}"}).status_code == 200


@pytest.mark.parametrize("name", ["token", "access_token", "key", "authorization", "Authorization"])
def test_it_never_takes_a_token_from_the_address_or_a_cookie(client: Client, name: str) -> None:
    token = make_token()
    client.cookies[name] = token
    assert client.get(LIST, {name: token}).status_code == 401
    assert client.get(LIST, {name: f"Bearer {token}"}).status_code == 401


def test_it_does_not_fall_back_to_the_session_when_the_token_is_bad(client: Client) -> None:
    client.force_login(make_user("owner"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(LIST).status_code == 200
    assert client.get(LIST, headers={"Authorization": "Bearer wh_unknown"}).status_code == 401


def test_it_notes_its_use_every_five_minutes_at_most(clock: Clock, rest: Client) -> None:
    noted = []
    for minutes in (0, 4, 5, 6):
        clock.now = LATER + timedelta(minutes=minutes)
        assert rest.get(LIST).status_code == 200
        noted.append(ApiToken.objects.get().last_used_at)
    assert noted == [LATER, LATER, LATER, LATER + timedelta(minutes=6)]


@pytest.mark.parametrize("what", ["unknown", "expired", "revoked"])
def test_it_does_the_same_work_whatever_is_wrong(what: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    token = make_token(now=NOW - timedelta(days=200) if what == "expired" else NOW)
    ApiToken.objects.filter(name="test").update(revoked_at=NOW if what == "revoked" else None)
    with django_assert_num_queries(1):
        assert tokens.token_for("wh_unknown" if what == "unknown" else token, now=LATER) is None
    assert ApiToken.objects.get().last_used_at is None


def test_it_is_revoked_by_its_owner_alone_and_once() -> None:
    make_token()
    (token,), other = ApiToken.objects.all(), Member.objects.get(user=make_user("owner"))
    assert not tokens.revoke_token(token.id, member=other, now=NOW)
    assert tokens.revoke_token(token.id, member=token.member, now=NOW)
    assert not tokens.revoke_token(token.id, member=token.member, now=LATER)
    assert ApiToken.objects.get().revoked_at == NOW
