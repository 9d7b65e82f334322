"""An installation that listens for Northwind Relay, and a program that may hand posts in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from listening.storage import context
from tests.engagement.api.rows import bearer, make_token
from tests.factories import make_brand, make_installation, make_query, make_user

HOSTILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile"
Send = Callable[..., Any]


def sender(client: Client) -> Send:
    """Return a function that sends a body, or what stands for it in JSON, to ingest."""

    def send(content: Any, *, key: str = "", content_type: str = "application/json") -> Any:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        headers = {"Idempotency-Key": key} if key else {}
        return client.post("/api/v1/ingest/", body, content_type=content_type, headers=headers)

    return send


@pytest.fixture
def program(db: None) -> Client:
    """Return a client with a token for ingest, in an installation with one query."""
    context.forget()
    cache.clear()
    make_installation()
    make_query(brand=make_brand(), expression="northwind")
    return bearer(make_token(make_user("manager"), scopes=["ingest", "read:mentions"], now=timezone.now()))


@pytest.fixture
def send(program: Client) -> Send:
    """Return a function that sends to ingest as the program."""
    return sender(program)
