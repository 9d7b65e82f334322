"""One mention with its reasons, and who is asking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from engagement.queue import pull
from listening.models import Judgement
from listening.records import mask_of
from tests.engagement.api.rows import LIST, bearer, make_feed, make_token
from tests.factories import NOW, make_mention, make_user

pytestmark = pytest.mark.django_db


def test_it_gives_a_mention_with_its_reasons(rest: Client) -> None:
    mention = make_mention(flags=["question"])
    reasons = [{"flag": "question", "rule": "question_mark", "start": 40, "end": 41, "weight": 1.0, "text": "?"}]
    Judgement.objects.filter(mention=mention).update(reasons=reasons)
    make_feed(mention, flags=["question"])
    item = rest.get(f"{LIST}{mention.pk}/").json()
    assert (item["id"], item["text"], item["flags"]) == (mention.pk, mention.text, ["question"])
    assert [(brand["on"], brand["reasons"]) for brand in item["brands"]] == [(["question"], reasons)]


def test_it_says_who_decided_each_flag(rest: Client) -> None:
    mention = make_mention(flags=["question"], unsure=["praise"])
    Judgement.objects.filter(mention=mention).update(on_mask=mask_of(("spam", "question")), decided_mask=0b10000001)
    make_feed(mention, flags=["question"])
    brand = rest.get(f"{LIST}{mention.pk}/").json()["brands"][0]
    assert brand["decided_by"] == {"complaint": "person", "question": "scoring", "praise": "scoring", "spam": "person"}


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_it_answers_304_to_who_knows_it_already(rest: Client, form: str) -> None:
    address = f"{LIST}{make_feed().mention_id}/"
    etag = rest.get(address).headers["ETag"]
    answer = rest.get(address, headers={"If-None-Match": form.format(etag)})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)


@pytest.mark.parametrize("sent", ["", '"other"', "no tag at all", '"'])
def test_it_answers_in_full_to_who_knows_another_state(rest: Client, sent: str) -> None:
    answer = rest.get(f"{LIST}{make_feed().mention_id}/", headers={"If-None-Match": sent})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_it_gives_another_tag_to_another_state(rest: Client) -> None:
    item = make_feed(status="open")
    address = f"{LIST}{item.mention_id}/"
    before = rest.get(address).headers["ETag"]
    make_feed(item.mention, status="done")
    assert rest.get(address, headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize("address", [LIST, f"{LIST}{{}}/"])
def test_it_answers_head_without_a_body(rest: Client, address: str) -> None:
    answer = rest.head(address.format(make_feed().mention_id))
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("mention_id", ["0", "7", "9223372036854775808", "9" * 400])
def test_it_answers_404_where_there_is_none(rest: Client, mention_id: str) -> None:
    answer = rest.get(f"{LIST}{mention_id}/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_it_answers_404_as_a_problem_on_an_address_that_does_not_exist(rest: Client) -> None:
    answer = rest.get("/api/v1/nothing/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["instance"] == "/api/v1/nothing/"


def test_it_takes_no_parameters_on_one_mention(rest: Client) -> None:
    answer = rest.get(f"{LIST}{make_feed().mention_id}/", {"fields": "id"})
    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "fields")


def test_it_gives_a_deleted_mention_without_its_content(rest: Client) -> None:
    answer = rest.get(f"{LIST}{make_feed(deleted=True).mention_id}/")
    assert set(answer.json()) == {"id", "change", "reason", "changed_at"}


def test_it_says_503_when_the_database_cannot_answer(rest: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_id: int) -> None:
        raise OperationalError("no space left on device")

    monkeypatch.setattr(pull, "one", away)
    answer = rest.get(f"{LIST}1/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert b"space" not in answer.content


@pytest.mark.parametrize("address", ["/api/v1/me", "/api/v1/me/"])
def test_it_says_who_is_asking_and_what_the_token_may(address: str) -> None:
    user = make_user("auditor", name="Alice Park")
    me = bearer(make_token(user, scopes=["ingest", "read:mentions"])).get(address).json()
    assert (me["email"], me["role"]) == (user.email, "auditor")
    assert (me["token"]["name"], me["token"]["scopes"]) == ("test", ["read:mentions", "ingest"])
    assert me["token"]["expires_at"].startswith(str((NOW + timedelta(days=180)).date()))
    assert me["limits"] == {"requests_per_minute": 600, "page": 1000}


def test_it_says_who_is_asking_to_a_browser_without_a_token(client: Client) -> None:
    client.force_login(make_user("expert"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/me/").json()["token"] is None
