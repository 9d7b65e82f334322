"""The OpenAPI document and its page: valid, complete, and true of actual answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from config.api import operations
from engagement.api.parameters import PULL_PARAMETERS
from listening.models import Judgement
from tests.engagement.api.rows import bearer, make_feed, make_token
from tests.factories import make_mention, make_query, make_question, make_user

pytestmark = pytest.mark.django_db


def document() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


def by_id() -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in operations(document())}


def test_it_writes_a_valid_document_without_a_warning(tmp_path: Any) -> None:
    target = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(target))
    assert "list_mentions" in target.read_text()


def test_it_serves_the_document_to_everybody(client: Client) -> None:
    answer = client.get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert answer.status_code == 200
    validate_schema(document())  # type: ignore[no-untyped-call]


def test_it_says_how_to_sign_in_and_what_may_go_wrong() -> None:
    made = document()
    assert made["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    assert {each["id"]: each["statuses"] for each in operations(made)} == {
        "list_mentions": ["200", "400", "401", "403", "429", "503"],
        "get_mention": ["200", "400", "401", "403", "404", "429", "503"],
        "get_me": ["200", "401", "403", "429", "503"],
        "get_responses": ["200", "400", "401", "403", "429", "503"],
        "ingest": ["202", "400", "401", "403", "409", "413", "415", "429", "503"],
        "report_support_status": ["200", "400", "401", "403", "404", "409", "413", "429", "503"],
    }


def test_it_shows_every_operation_parameter_and_field_on_the_page(client: Client) -> None:
    page = client.get("/api/v1/").content.decode()
    for operation in operations(document()):
        assert f'id="{operation["id"]}"' in page
        for field in (*operation["parameters"], *operation["body"], *operation["answer"]):
            assert f"<code>{field['name']}</code>" in page, field["name"]
    assert {each["name"] for each in PULL_PARAMETERS} == {
        each["name"] for each in by_id()["list_mentions"]["parameters"]
    }


def paths(value: Any, before: str = "") -> set[str]:
    """Return the names in an answer as the page writes them; what has names of its own (an object of counts) ends."""
    if isinstance(value, list):
        return set().union(*(paths(each, before) for each in value))
    if not isinstance(value, dict):
        return set()
    names = {f"{before}{name}" for name in value}
    return names.union(
        *(paths(inner, f"{before}{name}{'[].' if isinstance(inner, list) else '.'}") for name, inner in value.items())
    )


FREE = ("reach.", "probabilities.", "decided_by.", "author.", "token.", "clock.")


def closed(names: set[str]) -> set[str]:
    """Leave out the inner names of objects that the document leaves open."""
    return {name for name in names if not any(free in name for free in FREE)}


def make_full() -> int:
    mention = make_mention(flags=["question"], query=make_query())
    reasons = [{"flag": "question", "rule": "mark", "start": 40, "end": 41, "weight": 1.0, "text": "?"}]
    Judgement.objects.filter(mention=mention).update(reasons=reasons)
    make_question(mention)
    make_feed(mention, flags=["question"])
    make_feed(deleted=True)
    return mention.pk


@pytest.mark.parametrize("operation", ["list_mentions", "get_mention", "get_me"])
def test_it_documents_exactly_the_fields_that_an_answer_has(operation: str) -> None:
    rest = bearer(make_token(make_user("owner")))
    mention, shown = make_full(), by_id()[operation]
    asked = {"updated_since": "2026-01-01T00:00:00Z"} if operation == "list_mentions" else {}
    answer = rest.get(shown["path"].replace("{mention_id}", str(mention)), asked)
    documented = closed({field["name"] for field in shown["answer"]})
    if operation == "get_mention":
        documented.discard("reason")
    assert closed(paths(answer.json())) == documented
