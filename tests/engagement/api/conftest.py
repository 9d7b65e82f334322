"""A fixed clock, a fresh budget of requests, and a client that may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from tests.engagement.api.rows import LATER, bearer, make_token


@dataclass
class Clock:
    """What every request takes for the present."""

    now: datetime = LATER


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let every request happen at ``LATER``, or when the test says."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def fresh_budget() -> None:
    """Forget what earlier tests asked."""
    cache.clear()


@pytest.fixture
def rest(db: None) -> Client:
    """Return a client with a token that may read mentions."""
    return bearer(make_token())
