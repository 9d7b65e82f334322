"""Hostile bodies and strings through the whole way in, and out again by the list."""

from __future__ import annotations

import base64
import gzip
import json
import re
import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from engagement.intake import take_in
from listening.models import Mention
from tests.listening.api.conftest import HOSTILE, Send

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not HOSTILE.exists(), reason="the shared hostile data are not beside this checkout"),
]


def bodies() -> list[dict[str, Any]]:
    with gzip.open(HOSTILE / "json_bodies.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def test_it_answers_every_hostile_body_and_stores_whole_items_only(send: Send) -> None:
    wrong = []
    for row in bodies():
        body = base64.b64decode(row["body_b64"])
        answer = send(body)
        fine = {"2xx": {202}}.get(row.get("expect", ""), {202, 400, 413})
        fine = {400} if row.get("parse") == "invalid" else fine
        # The test client names no type for an empty body.
        if answer.status_code not in (fine if body else {415}):
            wrong.append((row["name"], answer.status_code, answer.content[:100]))
    assert wrong == []
    assert not Mention.objects.exclude(url="").exclude(url__startswith="http").exists()


def test_it_refuses_every_body_that_is_not_an_item(send: Send) -> None:
    """The corpus holds values of every JSON type; only objects with words are posts."""
    statuses = {
        row["name"]: send(base64.b64decode(row["body_b64"])).status_code
        for row in bodies()
        if row["name"].startswith("y_") and row["name"] != "y_array_empty.json"
    }
    assert {name for name, status in statuses.items() if status != 400} <= {
        name for name in statuses if "array" in name or "structure" in name
    }


def strings() -> list[str]:
    rows = map(json.loads, (HOSTILE / "naughty.jsonl").read_text().splitlines())
    return ["Northwind Relay " + row["s"] for row in rows if "s" in row]


def expected(text: str) -> str:
    """Return what the gate's documented replacements make of a text, said in another way than the gate says it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cc" or char in "\t\n")
    return unicodedata.normalize("NFC", text)


def test_it_gives_every_naughty_string_back_as_it_came(program: Client, send: Send) -> None:
    sent = strings()
    items = [{"network": "webhook", "external_id": str(n), "text": text} for n, text in enumerate(sent)]
    assert sum(send({"items": items}).json().values()) == len(sent)
    while take_in(now=timezone.now() - timedelta(minutes=1)):
        pass
    page = program.get("/api/v1/mentions/", {"limit": 1_000}).json()
    back = {item["external_id"]: item["text"].replace("\u034f", "") for item in page["items"]}
    assert len(back) == len(sent) > 500
    assert {
        n: back[str(n)] for n, text in enumerate(sent) if back[str(n)] != expected(text).replace("\u034f", "")
    } == {}
