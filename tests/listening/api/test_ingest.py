"""Ingest by REST: all or nothing, the same again for the same key, and a named refusal for everything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from listening.models import Change, IngestKey, Mention, PollRun
from tests.factories import make_user
from tests.listening.api.conftest import Send, sender

pytestmark = pytest.mark.django_db
GOOD = {"external_id": "1", "network": "webhook", "text": "northwind again", "url": "https://charlie.example/1"}
OTHER = {"external_id": "2", "network": "webhook", "text": "northwind too"}


def stored() -> list[str]:
    return sorted(Mention.objects.values_list("external_id", flat=True))


def test_it_stores_what_matches_and_says_what_became_of_each_item(send: Send) -> None:
    answer = send({"items": [GOOD, OTHER, {**GOOD, "text": "northwind again"}, {"text": "nothing of ours"}]})
    assert answer.status_code == 202
    assert answer.json() == {"kept": 2, "duplicate": 1, "rejected": 1, "own": 0, "withheld": 0}
    assert stored() == ["1", "2"]
    assert Change.objects.count() == 2


@pytest.mark.parametrize("shape", [GOOD, [GOOD], {"items": [GOOD]}])
def test_it_takes_one_item_a_list_or_items(send: Send, shape: Any) -> None:
    assert send(shape).json()["kept"] == 1


def test_it_takes_the_same_item_again_as_a_duplicate(send: Send) -> None:
    send(GOOD)
    assert (send(GOOD).json()["duplicate"], stored()) == (1, ["1"])


def test_it_stores_nothing_if_one_item_is_unusable_and_names_the_fields(send: Send) -> None:
    answer = send({"items": [GOOD, OTHER, GOOD, {"text": 5, "url": "javascript:alert(1)", "author": {"name": []}}]})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"] == [
        {"name": "items[3].text", "reason": "not_text"},
        {"name": "items[3].text", "reason": "missing"},
        {"name": "items[3].url", "reason": "not_an_http_address"},
        {"name": "items[3].author.name", "reason": "not_text"},
    ]
    assert not Mention.objects.exists()
    assert not PollRun.objects.exists()


def test_it_ignores_fields_that_are_not_its_own(send: Send) -> None:
    send({**GOOD, "id": 7, "role": "own", "brand_ids": [9], "seen_at": "1999-01-01T00:00:00Z", "deleted_at": "x"})
    mention = Mention.objects.get()
    assert (mention.role, mention.deleted_at) == ("mention", None)
    assert mention.id != 7
    assert mention.seen_at.year > 1999


def test_it_answers_the_same_again_for_the_same_key_and_stores_nothing_twice(send: Send) -> None:
    first, second = send(GOOD, key="k-1"), send(GOOD, key="k-1")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json() == {"kept": 1, "duplicate": 0, "rejected": 0, "own": 0, "withheld": 0}
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert PollRun.objects.count() == 1


def test_it_refuses_a_key_that_came_with_another_body(send: Send) -> None:
    send(GOOD, key="k-1")
    answer = send(OTHER, key="k-1")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:wellheard:problem:conflict")
    assert stored() == ["1"]


def test_it_lets_a_key_be_used_again_after_a_refusal(send: Send) -> None:
    assert send({"text": 5}, key="k-1").status_code == 400
    assert not IngestKey.objects.exists()
    assert send(GOOD, key="k-1").status_code == 202


@pytest.mark.parametrize("key", ["k" * 201, "a\x00b", "schlüssel", "a\tb"])
def test_it_refuses_a_key_that_it_cannot_keep(send: Send, key: str) -> None:
    answer = send(GOOD, key=key)
    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "Idempotency-Key")
    assert not Mention.objects.exists()


def padded(length: int) -> bytes:
    body = json.dumps(GOOD).encode()
    return body + b" " * (length - len(body))


@pytest.mark.parametrize(("length", "status"), [(1_000_000, 202), (1_000_001, 413), (5_000_000, 413)])
def test_it_takes_a_megabyte_and_no_more(send: Send, length: int, status: int) -> None:
    answer = send(padded(length))
    assert (answer.status_code, len(stored())) == (status, int(status == 202))
    assert answer.headers["Content-Type"].startswith("application/")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_it_takes_json_only(send: Send, kind: str) -> None:
    answer = send(json.dumps(GOOD).encode(), content_type=kind)
    assert (answer.status_code, answer.headers["Content-Type"]) == (415, "application/problem+json")


def test_it_takes_json_with_a_charset(send: Send) -> None:
    assert send(GOOD, content_type="application/json; charset=utf-8").status_code == 202


def test_it_refuses_the_1001st_item(send: Send) -> None:
    answer = send([GOOD] * 1_001)
    assert (answer.status_code, answer.json()["errors"]) == (400, [{"name": "items", "reason": "too_many"}])


def test_it_makes_an_id_so_that_sending_twice_stores_once(send: Send) -> None:
    item = {"text": "northwind without an id"}
    assert [send(item).json()["kept"], send(item).json()["duplicate"], len(stored())] == [1, 1, 1]


def test_it_refuses_a_browser_without_a_csrf_token(program: Client) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user("owner"), backend="django.contrib.auth.backends.ModelBackend")
    answer = sender(browser)(GOOD)
    assert (answer.status_code, "CSRF" in answer.json()["detail"]) == (403, True)
    assert not Mention.objects.exists()
