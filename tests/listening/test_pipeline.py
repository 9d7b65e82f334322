"""The chain from a leased source to its run: crashes, lost leases, sick networks. A scripted connector plays it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from listening import actions, pipeline
from listening.connectors import registry
from listening.connectors.contract import Plan
from listening.errors import (
    AuthError,
    BudgetExhausted,
    CursorExpired,
    ListeningError,
    Permanent,
    RateLimited,
    Transient,
)
from listening.http import Session
from listening.models import Change, Mention, PollRun, Question, Source, Thread
from listening.records import Author, Bad, Page, Post, PostKey
from listening.storage import answering, context, posts, sources, threads

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOW


def standing(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


class Scripted:
    """A network that yields the given pages, then raises the given error. It notes the plans it was asked with."""

    def __init__(self, *pages: Page, error: ListeningError | None = None, thread: Page | ListeningError | None = None):
        self.facts = replace(registry.connector("hackernews").facts, network="scripted", reaches_back=False)
        self.pages, self.error, self.answer = pages, error, thread
        self.plans: list[Plan] = []

    def poll(self, session: Session, plan: Plan, *, now: datetime, base_url: str = "") -> Iterator[Page]:
        self.plans.append(plan)
        yield from self.pages
        if self.error is not None:
            raise self.error

    def thread(
        self, session: Session, root: PostKey, *, now: datetime, base_url: str = "", plan: Plan | None = None
    ) -> Page:
        if isinstance(self.answer, ListeningError):
            raise self.answer
        assert self.answer is not None
        return self.answer

    def parse_recorded(self, body: bytes, headers: Mapping[str, str], url: str, *, status: int, now: datetime) -> Page:
        raise NotImplementedError


def post(id_: str, text: str = "Is Northwind Relay down for you too?", **changes: object) -> Post:
    base = Post(
        network="scripted",
        external_id=id_,
        author=Author(external_id="alice", handle="alice"),
        text=text,
        created_at=NOW - timedelta(hours=1),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    actions.found_installation(
        company="Northwind Relay", domain="", zone="UTC", brand_terms=["Northwind Relay"], now=NOW - timedelta(days=1)
    )


@pytest.fixture
def source() -> Source:
    return Source.objects.create(
        network="scripted", kind="search", name="Scripted", interval_seconds=300, next_poll_at=NOW, created_at=NOW
    )


def play(monkeypatch: pytest.MonkeyPatch, network: Scripted) -> Scripted:
    monkeypatch.setattr(registry, "CONNECTORS", {**registry.CONNECTORS, "scripted": network})
    return network


def test_it_stores_every_page_and_its_cursor(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    play(monkeypatch, Scripted(Page(posts=(post("1"),), cursor={"n": 1}), Page(posts=(post("2"),), cursor={"n": 2})))
    assert pipeline.poll_next_due(clock)
    source.refresh_from_db()
    assert (source.cursor, source.state, source.next_poll_at) == ({"n": 2}, "ok", NOW + timedelta(minutes=5))
    assert Mention.objects.count() == 2


def test_it_keeps_the_first_page_and_its_cursor_when_the_second_fails(
    monkeypatch: pytest.MonkeyPatch, source: Source
) -> None:
    play(monkeypatch, Scripted(Page(posts=(post("1"),), cursor={"n": 1}), error=Transient("timeout")))
    pipeline.poll_next_due(clock)
    source.refresh_from_db()
    assert (source.cursor, source.state, source.failures) == ({"n": 1}, "degraded", 1)
    assert PollRun.objects.get().outcome == "transient"


@pytest.mark.parametrize("step", [(posts, "bury"), (sources, "save_cursor"), (sources, "charge")])
def test_it_stores_neither_a_page_nor_its_cursor_when_it_dies_between(
    monkeypatch: pytest.MonkeyPatch, source: Source, step: tuple[Any, str]
) -> None:
    def die(*_args: object, **_more: object) -> None:
        raise SystemExit

    play(monkeypatch, Scripted(Page(posts=(post("1"),), cursor={"n": 1})))
    monkeypatch.setattr(*step, die)
    with pytest.raises(SystemExit):
        pipeline.poll_next_due(clock)
    source.refresh_from_db()
    assert (source.cursor, Mention.objects.count(), Change.objects.count()) == ({}, 0, 0)


def test_it_goes_on_from_the_saved_cursor(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    network = play(monkeypatch, Scripted(Page(posts=(post("1"),), cursor={"n": 7})))
    pipeline.poll_next_due(clock)
    Source.objects.update(next_poll_at=NOW)
    pipeline.poll_next_due(clock)
    assert [dict(plan.cursor) for plan in network.plans] == [{}, {"n": 7}]


def test_it_reconciles_what_was_fetched(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    page = Page(
        posts=(post("1"), post("1"), post("2", "nothing of ours")), bad=(Bad(where="3", code="no_id"),), withheld=2
    )
    play(monkeypatch, Scripted(page))
    pipeline.poll_next_due(clock)
    run = PollRun.objects.get()
    assert (run.fetched, run.kept, run.duplicate, run.rejected, run.own, run.withheld) == (6, 1, 1, 2, 0, 2)


def test_it_writes_nothing_once_another_worker_has_the_lease(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    play(monkeypatch, Scripted(Page(posts=(post("1"),))))
    lease = sources.claim_source(NOW)
    assert lease is not None
    later = NOW + sources.LEASE + timedelta(seconds=1)
    assert sources.claim_source(later) is not None
    assert pipeline.poll(lease, lambda: later) is None
    assert not Mention.objects.exists()
    assert not PollRun.objects.exists()


def test_it_gives_a_source_to_one_worker_only(source: Source) -> None:
    assert sources.claim_source(NOW) is not None
    assert sources.claim_source(NOW) is None


def test_it_parks_a_source_whose_polls_never_end(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    play(monkeypatch, Scripted(Page()))
    moment = NOW
    for _attempt in range(sources.PARK_AFTER):
        assert sources.claim_source(moment) is not None  # the worker dies: nothing is given back
        moment += sources.LEASE + timedelta(seconds=1)
    assert pipeline.poll_next_due(lambda: moment)
    source.refresh_from_db()
    assert source.state == "blocked"
    assert source.reason is not None
    assert source.reason["code"] == "parked"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (RateLimited(reset_at=NOW + timedelta(minutes=9)), "degraded"),
        (AuthError("token_expired"), "sign_in_expired"),
        (Permanent("not_a_feed"), "blocked"),
        (CursorExpired("too_old"), "degraded"),
    ],
)
def test_it_tells_the_state_of_a_sick_network(
    monkeypatch: pytest.MonkeyPatch, source: Source, error: ListeningError, state: str
) -> None:
    play(monkeypatch, Scripted(error=error))
    pipeline.poll_next_due(clock)
    source.refresh_from_db()
    assert source.reason is not None
    assert (source.state, source.reason["code"]) == (state, error.code)


def test_it_stays_retired_if_it_was_retired_while_it_was_polled(
    monkeypatch: pytest.MonkeyPatch, source: Source
) -> None:
    play(monkeypatch, Scripted(Page(posts=(post("1"),))))
    lease = sources.claim_source(NOW)
    assert lease is not None
    actions.pause(source.id, now=NOW)
    pipeline.poll(lease, clock)
    source.refresh_from_db()
    assert (source.state, source.next_poll_at, source.lease_token) == ("retired", None, None)


def test_it_reads_the_thread_of_a_question_and_finds_our_answer(
    monkeypatch: pytest.MonkeyPatch, source: Source
) -> None:
    actions.add_account(brand_id=actions.own_brand(), network="scripted", external_id="bob", handle="bob", now=NOW)
    ours = post("2", "Yes: fixed since 11:40.", in_reply_to_id="1", root_id="1", author=Author(external_id="bob"))
    play(monkeypatch, Scripted(Page(posts=(post("1"),)), thread=Page(posts=(post("1"), ours))))
    pipeline.poll_next_due(clock)
    assert pipeline.read_next_due_thread(clock)
    question = Question.objects.get()
    assert (question.state, question.evidence.external_id) == ("answered_by_us", "2")  # type: ignore[union-attr]
    assert not pipeline.read_next_due_thread(clock)


def test_it_says_unanswered_and_reads_again_later(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    play(monkeypatch, Scripted(Page(posts=(post("1"),)), thread=Page(posts=(post("1"),))))
    pipeline.poll_next_due(clock)
    pipeline.read_next_due_thread(clock)
    assert Question.objects.get().state == "unanswered"
    assert Thread.objects.get().next_read_at == NOW + timedelta(hours=1)


def test_it_leaves_a_question_unverified_with_the_reason_when_the_thread_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, source: Source
) -> None:
    play(monkeypatch, Scripted(Page(posts=(post("1"),)), thread=Transient("timeout")))
    pipeline.poll_next_due(clock)
    pipeline.read_next_due_thread(clock)
    assert (Question.objects.get().state, Question.objects.get().rule) == ("unverified", "timeout")
    assert Thread.objects.get().next_read_at > NOW  # type: ignore[operator]


@pytest.mark.parametrize(
    "error", [Transient("timeout"), RateLimited(), AuthError("unauthorized"), BudgetExhausted("cap_reached")]
)
def test_it_reads_a_thread_again_however_often_that_failed(
    monkeypatch: pytest.MonkeyPatch, source: Source, error: ListeningError
) -> None:
    network = play(monkeypatch, Scripted(Page(posts=(post("1"),)), thread=error))
    pipeline.poll_next_due(clock)
    moment = NOW
    for _failed in range(threads.PARK_AFTER + 2):
        assert pipeline.read_next_due_thread(standing(moment))
        assert (Question.objects.get().state, Question.objects.get().rule) == ("unverified", error.code)
        moment = Thread.objects.get().next_read_at  # type: ignore[assignment]
    network.answer = Page(posts=(post("1"),))
    assert pipeline.read_next_due_thread(standing(moment))
    assert (Question.objects.get().state, Thread.objects.get().failures) == ("unanswered", 0)


def test_it_claims_nothing_of_a_thread_that_can_be_read_no_more(
    monkeypatch: pytest.MonkeyPatch, source: Source
) -> None:
    network = play(monkeypatch, Scripted(Page(posts=(post("1"),)), thread=Page(posts=(post("1"),))))
    pipeline.poll_next_due(clock)
    pipeline.read_next_due_thread(clock)
    network.answer, later = Permanent("forbidden"), NOW + timedelta(hours=2)
    pipeline.read_next_due_thread(lambda: later)
    answering.catch_up(later)
    assert (Question.objects.get().state, Question.objects.get().rule) == ("unverified", "forbidden")
    network.answer = Page(posts=(post("1"),))
    threads.ask_for_reading([Thread.objects.get().pk], later)
    pipeline.read_next_due_thread(lambda: later)
    assert Question.objects.get().state == "unanswered"


def test_it_gives_a_thread_up_after_three_reads_without_a_result(source: Source) -> None:
    Thread.objects.create(network="scripted", external_id="1", next_read_at=NOW, created_at=NOW)
    moment = NOW
    for _attempt in range(threads.PARK_AFTER):
        assert threads.claim_thread(moment) is not None
        moment += threads.LEASE + timedelta(seconds=1)
    pipeline.read_next_due_thread(lambda: moment)
    assert Thread.objects.get().next_read_at is None


def test_it_looks_a_year_back_when_hardly_anybody_speaks_of_us(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    network = play(monkeypatch, Scripted(Page(posts=(post("1"),), cursor={"n": 1})))
    network.facts = replace(network.facts, reaches_back=True)
    pipeline.poll_next_due(clock)
    pipeline.poll_next_due(clock)
    assert [plan.since for plan in network.plans] == [NOW - timedelta(days=30), NOW - timedelta(days=365)]
    assert not pipeline.poll_next_due(clock)


def test_it_looks_no_further_when_enough_was_said(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    told = tuple(post(str(number)) for number in range(sources.ENOUGH))
    network = play(monkeypatch, Scripted(Page(posts=told, cursor={"n": 1})))
    network.facts = replace(network.facts, reaches_back=True)
    pipeline.poll_next_due(clock)
    assert not pipeline.poll_next_due(clock)
    assert Source.objects.get(id=source.id).look_back_days == 30


def test_it_looks_no_further_once_it_is_a_day_old(monkeypatch: pytest.MonkeyPatch, source: Source) -> None:
    network = play(monkeypatch, Scripted(Page(posts=(post("1"),), cursor={"n": 1})))
    network.facts = replace(network.facts, reaches_back=True)
    Source.objects.update(created_at=NOW - timedelta(days=2))
    pipeline.poll_next_due(clock)
    assert not pipeline.poll_next_due(clock)
