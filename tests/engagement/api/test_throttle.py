"""A budget of requests for each client, told in headers."""

from __future__ import annotations

import pytest
from django.test import Client

from engagement.api.throttle import RATE, ClientThrottle
from tests.engagement.api.rows import LIST, bearer, make_token
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def timer(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Two requests a minute, on a clock that the test moves."""
    at = [1_000.0]
    monkeypatch.setattr(ClientThrottle, "rate", "2/min")
    monkeypatch.setattr(ClientThrottle, "timer", lambda self: at[0])
    return at


def budget(rest: Client) -> tuple[int, list[str]]:
    answer = rest.get(LIST)
    return answer.status_code, [answer.headers[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")]


def test_it_allows_600_a_minute() -> None:
    assert RATE == "600/min"


def test_it_tells_the_budget_on_every_answer_and_refuses_what_exceeds_it(rest: Client, timer: list[float]) -> None:
    assert budget(rest) == (200, ["2", "1", "60"])
    timer[0] += 10.5
    assert budget(rest) == (200, ["2", "0", "50"])
    assert budget(rest) == (429, ["2", "0", "50"])


def test_it_says_when_to_come_back_and_serves_then(rest: Client, timer: list[float]) -> None:
    for _ in range(2):
        rest.get(LIST)
    timer[0] += 20
    answer = rest.get(LIST)
    assert (answer.status_code, answer.headers["Content-Type"]) == (429, "application/problem+json")
    assert answer.json()["type"] == "urn:wellheard:problem:throttled"
    assert answer.headers["Retry-After"] == "40"
    timer[0] += 40
    assert rest.get(LIST).status_code == 200


def test_it_tells_the_budget_on_a_refusal_of_the_view_too(rest: Client) -> None:
    answer = rest.get(LIST, {"x": "1"})
    assert (answer.status_code, answer.headers["RateLimit-Remaining"]) == (400, "1")


def test_it_counts_each_token_and_each_person_apart(client: Client) -> None:
    user = make_user()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    clients = [bearer(make_token(user)), bearer(make_token(user)), client]
    assert [[budget(each)[0] for _ in range(3)] for each in clients] == [[200, 200, 429]] * 3
