from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.core.cache import cache
from time_machine import travel

from dashboards.api import schema
from dashboards.responses.records import Figures
from dashboards.responses.shapes import as_object
from tests.dashboards.responded import HOUR, case_of, clock_of, question, world
from tests.engagement.api.rows import bearer, make_token
from tests.factories import NOW, make_brand, make_installation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here() -> None:
    cache.clear()
    make_installation()


def ask(query: str = "", status: int = 200, scopes: tuple[str, ...] = ("read:mentions",)) -> Any:
    with travel(NOW, tick=False):
        answer = bearer(make_token(scopes=scopes)).get(f"/api/v1/responses/{query}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_it_tells_the_same_as_the_page() -> None:
    for _each in range(10):
        clock_of(case_of(question("answered_by_us").mention), took=HOUR)
    found = ask()
    assert (found["by"], found["since"], found["until"]) == ("network", "2026-10-19T22:00:00Z", "2026-11-18T09:00:00Z")
    assert found["all"]["answered"]["us"] == found["all"]["clocks"]["met"] == 10
    assert found["all"]["first_response"] == {"n": 10, "median_s": 3600.0, "p90_s": 3600.0}
    assert [(each["key"], each["name"]) for each in found["groups"]] == [("hackernews", "Hacker News")]


def test_groups_add_up_to_the_whole() -> None:
    world(Random(4), brands=[make_brand()], owners=[], n=30)
    for by in ("network", "class", "brand", "person", "account"):
        found = ask(f"?by={by}&period=90")
        assert sum(each["asked"] for each in found["groups"]) == found["all"]["asked"] > 5


@pytest.mark.parametrize(
    ("query", "name"),
    [("?since=1", "since"), ("?period=31", "period"), ("?by=day", "by"), ("?network=nowhere", "network"),
     ("?network=x&network=reddit", "network"), ("?brand=Hookyard", "brand"), ("?page=2", "page")],
)  # fmt: skip
def test_it_refuses_what_it_does_not_know(query: str, name: str) -> None:
    problem = ask(query, status=400)
    assert [each["name"] for each in problem["errors"]] == [name]


def test_it_takes_a_token_that_may_read() -> None:
    ask(status=403, scopes=("ingest",))


def keys(shape: Any, value: Any, path: str = "") -> None:
    """Compare a value with its documented shape, key by key."""
    if shape.get("type") == "object":
        assert set(shape["properties"]) == set(value), path
        for name, inner in shape["properties"].items():
            keys(inner, value[name], f"{path}.{name}")
    elif shape.get("type") == "array":
        for each in value:
            keys(shape["items"], each, f"{path}[]")


def test_its_document_has_every_field_and_no_other() -> None:
    question()
    keys(schema.REPORT, ask())
    assert set(schema.FIGURES) == set(as_object(Figures()))
