"""Stored posts are read again when the scoring has another version: once each, whatever happens in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from listening import actions
from listening.models import Change, DayFlags, DayMentions, Judgement, Mention, Question, Rescoring, Source, Thread
from listening.records import Author, Post, Tombstone, flags_in, mask_of
from listening.storage import context, posts, rejudging, rescoring
from listening.storage.posts import Intake
from listening.text import gate
from tests.factories import NOW, make_brand, make_change, make_installation, make_mention, make_question, make_source
from tests.listening.storage.flipped import Told, judge_by

pytestmark = pytest.mark.django_db
OLD, NEW = Told("v1"), Told("v2", turned=True)
FIELDS = ("scored", "scorer", "relevance", "sentiment", "probabilities", "on_mask", "unsure_mask", "scored_on_mask")
WEEK_AGO = NOW - timedelta(days=7)


@pytest.fixture(autouse=True)
def _installation() -> Iterator[None]:
    make_installation()
    make_brand()
    context.forget()
    yield
    context.forget()


@pytest.fixture
def turned(monkeypatch: pytest.MonkeyPatch) -> Told:
    told = Told("v2", turned=True)
    judge_by(told, monkeypatch)
    return told


def post(number: int, *, at: datetime = NOW - timedelta(hours=1), by: str = "") -> Post:
    author = Author(external_id=by or f"a{number}", handle=by or f"a{number}")
    text = f"Northwind Relay, number {number}"
    told = Post(network="hackernews", external_id=str(number), author=author, text=text, created_at=at)
    return gate(told, fetched_at=NOW)


def store(*told: Post, brand: int | None = None) -> None:
    how = Intake(source_id=None, now=NOW, threads=True, chosen_brand=brand or make_brand().pk)
    posts.store(told, context.load(), how)


def stored_by(scoring: Told, count: int, monkeypatch: pytest.MonkeyPatch, **more: Any) -> None:
    judge_by(scoring, monkeypatch)
    store(*(post(number, **more) for number in range(count)))


def clock(*, step: timedelta = timedelta(0)) -> Callable[[], datetime]:
    moments = (NOW + n * step for n in range(10_000))
    return lambda: next(moments)


def read_all(looks: int = 50) -> Rescoring:
    for _ in range(looks):
        Change.objects.all().delete()
        rescoring.work(clock())
    return Rescoring.objects.get(finished_at__isnull=False, version="v2")


def counters() -> tuple[dict[Any, int], dict[Any, int]]:
    mentions = DayMentions.objects.exclude(mentions=0).values_list("brand", "day", "network", "mentions")
    flags = DayFlags.objects.exclude(mentions=0).values_list("brand", "day", "flag", "mentions")
    return {row[:3]: row[3] for row in mentions}, {row[:3]: row[3] for row in flags}


def recount() -> dict[Any, int]:
    """Count flags anew from what judgements say that was counted for them."""
    found: Counter[Any] = Counter()
    for brand, day, mask in Judgement.objects.values_list("brand", "counted_day", "counted_flags"):
        found.update((brand, day, flag) for flag in flags_in(mask))
    return dict(found)


def state() -> tuple[Any, ...]:
    judged = Judgement.objects.order_by("mention__external_id").values_list(
        "mention__external_id", *FIELDS, "complaint_reason", "reasons", "counted_day", "counted_flags"
    )
    asked = Question.objects.order_by("mention__external_id").values_list("mention__external_id", "audience", "state")
    languages = Mention.objects.order_by("external_id").values_list("external_id", "language")
    return list(judged), list(asked), list(languages), counters()


def test_it_is_as_if_all_had_been_judged_by_the_new_scoring(monkeypatch: pytest.MonkeyPatch) -> None:
    stored_by(NEW, 40, monkeypatch)
    anew = state()
    Question.objects.all().delete()
    Change.objects.all().delete()
    for model in (Judgement, DayFlags, DayMentions, Mention):
        model.objects.all().delete()
    stored_by(OLD, 40, monkeypatch)
    assert state() != anew
    judge_by(NEW, monkeypatch)
    run = read_all()
    assert (run.done, run.total, run.changed) == (40, 40, 40)
    assert state() == anew
    assert counters()[1] == recount()


def test_it_reads_each_post_once_though_it_is_killed_between_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rescoring, "BATCH", 3)
    stored_by(OLD, 10, monkeypatch)
    told = Told("v2", turned=True)
    judge_by(told, monkeypatch)
    while not Rescoring.objects.filter(finished_at__isnull=False).exists():
        assert rescoring.work(clock(step=rescoring.SPELL)) <= 1
    assert sorted(told.judged) == sorted(Mention.objects.values_list("text", flat=True))
    assert Rescoring.objects.get().done == 10


def test_it_reads_the_newest_posts_first(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    monkeypatch.setattr(rescoring, "BATCH", 2)
    stored_by(OLD, 6, monkeypatch)
    judge_by(turned, monkeypatch)
    rescoring.work(clock(step=rescoring.SPELL))
    assert turned.judged == [f"Northwind Relay, number {number}" for number in (5, 4)]


def test_a_batch_that_breaks_off_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    stored_by(OLD, 4, monkeypatch)
    judge_by(turned, monkeypatch)
    before = state()

    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rejudging, "_tell", break_off)
        with pytest.raises(KeyboardInterrupt):
            rescoring.work(clock())
    assert state() == before
    assert Rescoring.objects.get().done == 0
    assert read_all().done == 4


def test_it_asks_one_question_where_nothing_is_to_do(turned: Told) -> None:
    rescoring.work(clock())
    with CaptureQueriesContext(connection) as queries:
        assert rescoring.work(clock()) == 0
    assert len(queries) <= 2  # the context's stamp, and the newest run
    assert Rescoring.objects.get().finished_at == NOW


@pytest.mark.parametrize("count", [8, 60])
def test_a_batch_costs_the_same_queries_whatever_its_size(
    count: int, monkeypatch: pytest.MonkeyPatch, turned: Told
) -> None:
    stored_by(OLD, count, monkeypatch)
    Change.objects.all().delete()
    judge_by(turned, monkeypatch)
    rescoring.progress(NOW)
    with CaptureQueriesContext(connection) as queries:
        rescoring.work(clock(step=rescoring.SPELL))
    assert len(queries) == 29


def test_it_leaves_what_people_decided(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    judge_by(turned, monkeypatch)
    decided = mask_of(["complaint", "praise"])
    mention = make_mention(flags=["complaint"])
    Judgement.objects.update(decided_mask=decided, complaint_reason="billing")
    monkeypatch.setattr(turned, "says", ["praise", "spam"])
    read_all()
    found = Judgement.objects.get(mention=mention)
    assert flags_in(found.on_mask) == ("complaint", "spam")
    assert flags_in(found.scored_on_mask) == ("praise", "spam")
    assert (found.decided_mask, found.unsure_mask, found.complaint_reason) == (decided, 0, "billing")


def test_it_leaves_what_is_not_about_us_and_what_has_no_words(turned: Told) -> None:
    make_mention(relevance=0.0)
    make_mention("")
    gone = make_mention()
    posts.bury([Tombstone(network=gone.network, external_id=gone.external_id, seen_at=NOW)], NOW)
    own = make_mention()
    Mention.objects.filter(pk=own.pk).update(role="own")
    assert read_all().done == 0
    assert set(Judgement.objects.values_list("scorer", flat=True)) == {"test"}


def test_it_keeps_the_relevance_that_a_person_gave(turned: Told) -> None:
    make_mention(relevance=0.3, external_id="1")
    actions.judge_post(post(1).key, brand_id=make_brand().pk, us=True, user_id=None, now=NOW)
    Judgement.objects.update(relevance=0.8)
    read_all()
    assert (found := Judgement.objects.get()).scorer == "v2"
    assert found.relevance == 0.8


def test_an_old_post_shows_its_flags_and_moves_nothing_else(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    stored_by(OLD, 8, monkeypatch, at=WEEK_AGO)
    Change.objects.all().delete()
    judge_by(turned, monkeypatch)
    before = counters(), list(Question.objects.order_by("id").values()), list(Thread.objects.order_by("id").values())
    rescoring.work(clock())
    assert set(Change.objects.values_list("kind", flat=True)) == {"rescored"}
    after = counters(), list(Question.objects.order_by("id").values()), list(Thread.objects.order_by("id").values())
    assert after == before
    assert all(each.on_mask == each.counted_flags ^ 0xFF for each in Judgement.objects.all())
    assert counters()[1] == recount()


def test_a_post_that_is_hardly_about_us_any_more_leaves_this_weeks_count_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judge_by(Told("v1", says=["question"]), monkeypatch)
    store(post(1), post(2, at=WEEK_AGO))
    judge_by(Told("v2", says=["question"], relevance=0.2), monkeypatch)
    read_all()
    assert set(Judgement.objects.values_list("relevance", flat=True)) == {0.2}
    assert {day for _, day, _ in counters()[0]} == {WEEK_AGO.date()} == {day for _, day, _ in counters()[1]}
    assert Question.objects.get().mention.external_id == "2"
    judge_by(Told("v3", says=["question"]), monkeypatch)
    rescoring.work(clock())
    assert (sum(counters()[0].values()), counters()[1], Question.objects.count()) == (2, recount(), 2)


def test_the_border_is_monday_in_the_companys_zone(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    monday = datetime.fromisoformat("2026-11-16T00:00+01:00")
    judge_by(OLD, monkeypatch)
    store(post(1, at=monday - timedelta(seconds=1)), post(2, at=monday))
    Change.objects.all().delete()
    judge_by(turned, monkeypatch)
    rescoring.work(clock())
    kinds = dict(Change.objects.values_list("mention__external_id", "kind"))
    assert kinds == {"1": "rescored", "2": "judged"}


def test_it_asks_and_withdraws_questions_of_this_week(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    quiet, asks = Told("v1", says=[]), Told("v2", says=["question"])
    stored_by(quiet, 1, monkeypatch)
    Thread.objects.update(next_read_at=None)
    judge_by(asks, monkeypatch)
    rescoring.work(clock())
    assert Question.objects.get().rule == "not_read_yet"
    assert Thread.objects.get().next_read_at == NOW
    judge_by(Told("v3", says=[]), monkeypatch)
    rescoring.work(clock())
    assert not Question.objects.exists()


def test_it_keeps_a_question_that_we_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    judge_by(Told("v2", says=[]), monkeypatch)
    make_question(counted_mention(), state="answered_by_us")
    make_question(counted_mention())
    read_all()
    assert Question.objects.get().state == "answered_by_us"


def counted_mention() -> Mention:
    mention = make_mention(flags=["question"])
    Judgement.objects.filter(mention=mention).update(counted_day=NOW.date(), counted_flags=mask_of(["question"]))
    return mention


def test_who_asked_twice_keeps_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    judge_by(Told("v1", says=["question"]), monkeypatch)
    store(post(1, by="dora"), post(2, by="dora"))
    thread = Thread.objects.order_by("id").first()
    Mention.objects.update(thread=thread)
    Question.objects.filter(mention__external_id="2").delete()
    Question.objects.update(thread=thread)

    class Second(Told):
        def judge(self, text: str, **more: Any) -> Any:
            self.says = ["question"] if text.endswith("2") else []
            return super().judge(text, **more)

    judge_by(Second("v2"), monkeypatch)
    read_all()
    assert Question.objects.get().mention.external_id == "2"


def test_it_reads_what_an_older_process_judged_meanwhile(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    monkeypatch.setattr(rescoring, "BATCH", 2)
    stored_by(OLD, 4, monkeypatch)
    judge_by(turned, monkeypatch)
    rescoring.work(clock(step=rescoring.SPELL))
    judge_by(OLD, monkeypatch)
    store(post(9))
    judge_by(turned, monkeypatch)
    assert read_all().done == 5
    assert set(Judgement.objects.values_list("scorer", flat=True)) == {"v2"}


def test_a_version_that_comes_back_waits_until_the_last_one_has_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    stored_by(OLD, 2, monkeypatch)
    for version, minutes, holds in (("v1", 0, "v1"), ("v2", 1, "v2"), ("v1", 2, "v2"), ("v1", 12, "v1")):
        judge_by(Told(version), monkeypatch)
        rescoring.work(partial(NOW.__add__, timedelta(minutes=minutes)))
        assert set(Judgement.objects.values_list("scorer", flat=True)) == {holds}
    assert Rescoring.objects.count() == 2


def test_an_adaptation_is_a_version_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    stored_by(Told("en-3"), 2, monkeypatch)
    judge_by(Told("en-3+a2"), monkeypatch)
    rescoring.work(clock())
    assert set(Judgement.objects.values_list("scorer", flat=True)) == {"en-3+a2"}


def test_it_adds_nothing_while_changes_wait(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    monkeypatch.setattr(rescoring, "MOST_UNTOLD", 1)
    mention = make_mention()
    make_change(mention)
    make_change(mention)
    assert rescoring.work(clock()) == 0
    assert turned.judged == []


def test_it_reads_one_batch_a_look_while_a_source_waits(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    monkeypatch.setattr(rescoring, "BATCH", 1)
    for _ in range(3):
        make_mention()
    make_source(next_poll_at=NOW - timedelta(minutes=1))
    assert rescoring.work(clock()) == 1
    Source.objects.update(next_poll_at=NOW)
    assert rescoring.work(clock()) > 1


def test_it_ends_a_batch_after_many_characters(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    monkeypatch.setattr(rescoring, "MOST_CHARACTERS", 10)
    for _ in range(3):
        make_mention("Northwind Relay is down")
    rescoring.work(clock(step=rescoring.SPELL))
    assert len(turned.judged) == 1


def test_it_tells_how_long_it_will_take(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    monkeypatch.setattr(rescoring, "BATCH", 1)
    for _ in range(4):
        make_mention()
    rescoring.work(clock(step=timedelta(seconds=3)))
    found = rescoring.progress(NOW)
    assert found is not None
    assert (found.done, found.total, found.finished_at) == (1, 4, None)
    assert found.left == timedelta(seconds=9)
    night = rescoring.progress(NOW + timedelta(hours=8))
    assert night is not None
    assert night.left is None


@pytest.mark.django_db(transaction=True)
def test_it_leaves_to_others_what_they_are_writing(monkeypatch: pytest.MonkeyPatch, turned: Told) -> None:
    busy, free = make_mention(), make_mention()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT FROM listening_mention WHERE id = %s FOR UPDATE", [busy.id])
        with transaction.atomic():
            rescoring.work(clock(step=rescoring.SPELL))
        assert set(Judgement.objects.filter(scorer="v2").values_list("mention", flat=True)) == {free.id}
    finally:
        other.close()
    assert read_all().done == 2
