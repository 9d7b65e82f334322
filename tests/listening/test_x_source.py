"""An X source from its row to its bill: sealed key, cap, spending that survives a crash, and who pays for threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from listening import actions, metrics, pipeline
from listening.errors import AuthError
from listening.http import Session
from listening.models import Credential, Mention, PollRun, Source, Thread
from listening.pipeline import Way
from listening.storage import context, sources
from listening.storage.credentials import add_credential, open_credential
from tests.listening.connectors.xnet import NOW, OUR_ID, OURS, SECRET, Played, played, tweet, tweets

pytestmark = pytest.mark.django_db
KEY = "q3uTzJ8DLsJ5LzJr0DCkH4dDAoHVwbIcDqpUvvJcUBw="


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    with override_settings(CREDENTIAL_KEYS=[KEY]):
        context.forget()
        actions.found_installation(company="Relay", domain="", zone="UTC", brand_terms=["relay"], now=NOW)
        yield


@pytest.fixture
def net(request: pytest.FixtureRequest) -> Iterator[Played]:
    found = played(*tweets(120, every=5), tweet(500, f"@{OURS} how do I export from relay?", minutes=1))
    yield found
    found.simulator.stop()


def way(net: Played) -> Way:
    def session(before: Callable[[], None]) -> Session:
        return net.session(before)

    return Way(session=session, base_url=lambda _network: net.base)


def make(cap: int | None = 10_000_000, **more: Any) -> Source:
    params: dict[str, Any] = {"user_id": OUR_ID, "username": OURS}
    if cap is not None:
        params["monthly_cap_micros"] = cap
    return Source.objects.create(
        network="x", kind="search", name="X", params=params, interval_seconds=300, next_poll_at=NOW, created_at=NOW,
        credential_id=add_credential("x", "X", SECRET, NOW), **more,
    )  # fmt: skip


def run(net: Played, moment: datetime = NOW) -> Source:
    Source.objects.update(next_poll_at=moment)
    assert pipeline.poll_next_due(lambda: moment, way(net))
    return Source.objects.get()


def test_it_keeps_a_key_sealed_and_opens_it() -> None:
    id_ = add_credential("x", "X", SECRET, NOW)
    row = Credential.objects.get(id=id_)
    assert not [one for one in SECRET.values() if one.encode() in bytes(row.sealed)]
    assert open_credential(id_) == SECRET


def test_it_names_a_key_that_cannot_be_opened(net: Played) -> None:
    make()
    with override_settings(CREDENTIAL_KEYS=["m4kOQb1Kx5iWhXEjNTtGg1q4mM0m0cOQ4m1K2VtXvYo="]):
        source = run(net)
    assert (source.state, source.reason) == ("sign_in_expired", {"code": "credential_unreadable", "params": {}})
    assert not net.asked()


def test_it_polls_stores_and_bills(net: Played) -> None:
    make()
    source = run(net)
    assert source.state == "ok"
    assert Mention.objects.count() == 121
    assert PollRun.objects.get().cost_micros == net.simulator.x.billed == 120 * 5_000 + 1_000
    (row,) = metrics.money_rows(NOW)
    assert (row.cap, row.spent, row.left, row.kept, row.each) == (10_000_000, 601_000, 9_399_000, 121, 4_967)


def test_it_asks_nothing_until_a_cap_is_set(net: Played) -> None:
    make(cap=None)
    source = run(net)
    assert (source.state, (source.reason or {})["code"]) == ("out_of_budget", "no_cap")
    assert not net.asked()


def test_it_stops_at_the_cap_and_goes_on_with_the_month(net: Played) -> None:
    make(cap=400_000)
    source = run(net)
    assert (source.state, source.next_poll_at) == ("out_of_budget", datetime(2026, 12, 1, tzinfo=NOW.tzinfo))
    assert sources.spent_micros(source.id, NOW) == net.simulator.x.billed <= 400_000
    assert sources.spent_micros(source.id, NOW + timedelta(days=20)) == 0


def test_it_does_not_begin_a_months_cap_afresh_with_another_source(net: Played) -> None:
    make()
    spent = sources.spent_micros(run(net).id, NOW)
    Source.objects.update(state="retired", next_poll_at=None)
    other = make()
    assert sources.spent_micros(other.id, NOW) == spent > 0
    assert [row.spent for row in metrics.money_rows(NOW)] == [spent, spent]


def test_it_counts_the_money_of_a_poll_whose_worker_died(net: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    source = make()

    def die(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sources, "finish_poll", die)
    with pytest.raises(KeyboardInterrupt):
        run(net)
    monkeypatch.undo()
    assert sources.spent_micros(source.id, NOW) == net.simulator.x.billed == 601_000
    assert PollRun.objects.get().outcome == "interrupted"


def test_it_lets_the_oldest_source_pay_for_threads(net: Played) -> None:
    source = make()
    run(net)
    before = sources.spent_micros(source.id, NOW)
    Thread.objects.update(next_read_at=None)
    Thread.objects.filter(external_id=tweet(500, minutes=1).id).update(next_read_at=NOW)
    assert pipeline.read_next_due_thread(lambda: NOW, way(net))
    assert sources.spent_micros(source.id, NOW) - before == 5_000
    assert Thread.objects.get(external_id=tweet(500, minutes=1).id).read_at == NOW


@pytest.mark.parametrize(("spent", "factor"), [(7_000_000, 1), (8_500_000, 2)])
def test_it_reads_open_threads_half_as_often_when_little_is_left(net: Played, spent: int, factor: int) -> None:
    source = make()
    run(net)
    sources.note_cost(source.id, spent, purpose="thread", now=NOW)
    thread = Thread.objects.get(external_id=tweet(500, minutes=1).id)
    Thread.objects.update(next_read_at=None)
    Thread.objects.filter(id=thread.id).update(next_read_at=NOW)
    pipeline.read_next_due_thread(lambda: NOW, way(net))
    thread.refresh_from_db()
    assert thread.next_read_at == NOW + factor * timedelta(minutes=14)


def test_it_reads_no_thread_while_nobody_pays(net: Played) -> None:
    make()
    run(net)
    Source.objects.update(state="retired", next_poll_at=None)
    asked = len(net.asked())
    Thread.objects.update(next_read_at=NOW)
    assert pipeline.read_next_due_thread(lambda: NOW, way(net))
    assert len(net.asked()) == asked
    assert Thread.objects.filter(next_read_at=NOW + timedelta(hours=1)).count() == 1


def test_it_refuses_a_cap_that_is_no_number() -> None:
    assert [sources.cap_micros({"monthly_cap_micros": cap}) for cap in (0, 5, -1, True, "9", None, 1.5)] == [0, 5] + [
        None
    ] * 5


def test_it_says_nothing_of_a_key_that_is_gone() -> None:
    id_ = add_credential("x", "X", SECRET, NOW)
    Credential.objects.all().delete()
    with pytest.raises(AuthError, match="credential_unreadable"):
        open_credential(id_)
