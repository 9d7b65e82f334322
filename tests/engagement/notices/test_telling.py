"""What is told to whom, how often, and what becomes of what was not taken."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from engagement import actions
from engagement.actions import receivers, telling
from engagement.models import Case, Notice, Receiver
from engagement.notices import delivering, storage
from listening import http
from listening.models import Source, Thread
from tests.engagement.notices.chat import KEY, Chat, chat
from tests.engagement.notices.rows import LATER, allow, make_receiver, make_work
from tests.factories import NOW, make_installation, make_mention, make_source, make_thread, make_user

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def there(settings: Settings) -> Any:
    make_installation()
    with chat() as found:
        allow(settings, found)
        yield found


def run(now: datetime) -> int:
    """Look, write and send as beat makes workers do; return how many were taken."""
    actions.notice(now)
    return actions.tell(lambda: now)


def test_it_tells_once_that_a_source_needs_a_look(there: Chat) -> None:
    make_receiver(there)
    make_source(name="Reviews", state="blocked", reason={"code": "forbidden", "params": {}})
    assert [run(NOW), run(NOW + MINUTE), run(NOW + timedelta(days=2))] == [1, 0, 0]
    assert there.texts() == ["Reviews needs a look: Blocked"]
    blocks = [block["text"]["text"] for block in there.heard[0]["blocks"]]
    assert blocks[1].startswith("It refuses our reader (403).")
    assert blocks[2] == "<http://localhost:8000/sources/|Open the sources>"


def test_it_tells_each_change_of_state_and_that_it_is_well_again(there: Chat) -> None:
    make_receiver(there)
    source = make_source(name="X", state="ok")
    for state in ("blocked", "degraded", "blocked", "out_of_budget", "new", "ok", "suspiciously_silent"):
        Source.objects.filter(id=source.pk).update(state=state)
        run(NOW)
    assert [text.partition(": ")[2] or text for text in there.texts()] == [
        "Blocked",
        "Out of budget",
        "X is well again",
        "Suspiciously silent",
    ]


def test_it_says_nothing_of_sources_that_are_well_or_resting(there: Chat) -> None:
    make_receiver(there)
    for state in ("new", "ok", "degraded", "retired"):
        make_source(state=state)
    assert run(NOW) == 0


def test_it_tells_each_receiver_what_it_wants(there: Chat, settings: Settings) -> None:
    with chat() as other:
        allow(settings, there, other)
        make_receiver(there, wants=("sources",))
        make_receiver(other, wants=("work",))
        make_source(name="X", state="blocked")
        make_work()
        run(LATER)
    assert (there.texts(), other.texts()) == (["X needs a look: Blocked"], ["1 new to engage"])


def test_it_shows_three_titles_with_links(there: Chat) -> None:
    make_receiver(there)
    cases = [make_work(f"Northwind Relay is late again, number {n}, and " + "so on " * 40) for n in range(4)]
    run(LATER)
    (body,) = there.heard
    lines = [block["text"]["text"] for block in body["blocks"][1:4]]
    assert body["text"] == "4 new to engage"
    assert len(body["blocks"]) == 5
    assert all(line.startswith("• <http://localhost:8000/cases/") and line.endswith("…>") for line in lines)
    assert {int(line.split("/")[4]) for line in lines} < {case.pk for case in cases}


def test_it_tells_new_work_at_most_once_in_fifteen_minutes(there: Chat) -> None:
    make_receiver(there)
    told = []
    for minute in range(40):
        make_work(at=NOW + minute * MINUTE)
        told.append(run(NOW + minute * MINUTE))
    assert [minute for minute, n in enumerate(told) if n] == [1, 16, 31]
    assert there.texts() == ["1 new to engage", "15 new to engage", "15 new to engage"]


def test_it_tells_what_came_back_but_not_what_was_told(there: Chat) -> None:
    make_receiver(there)
    make_work()
    run(LATER)
    case = Case.objects.get()
    actions.note(case.pk, text="seen", actor=make_user(), now=NOW + 20 * MINUTE)
    assert run(NOW + 30 * MINUTE) == 0


@pytest.mark.parametrize("change", [{"lane": "monitor"}, {"status": "waiting"}, {"work": False}])
def test_it_tells_only_open_work_of_engage(there: Chat, change: dict[str, Any]) -> None:
    make_receiver(there)
    Case.objects.filter(pk=make_work().pk).update(**change)
    assert run(LATER) == 0


def test_it_does_not_tell_what_somebody_has_taken(there: Chat) -> None:
    make_receiver(there)
    Case.objects.filter(pk=make_work().pk).update(assignee=make_user())
    assert run(LATER) == 0


def test_it_does_not_tell_what_was_there_before_the_receiver(there: Chat) -> None:
    make_work(at=NOW - timedelta(hours=1))
    make_receiver(there)
    assert run(LATER) == 0


def test_it_waits_for_a_thread_that_is_still_to_be_read(there: Chat) -> None:
    make_receiver(there)
    case = make_work(thread=make_thread(complete=False))
    Case.objects.filter(pk=case.pk).update(answer="unverified")
    make_work(at=NOW + timedelta(seconds=5))
    assert run(LATER) == 0
    Thread.objects.update(read_at=LATER)
    assert run(LATER) == 1
    assert there.texts() == ["2 new to engage"]


def test_it_does_not_wait_for_a_thread_for_ever(there: Chat) -> None:
    make_receiver(there)
    Case.objects.filter(pk=make_work(thread=make_thread(complete=False)).pk).update(answer="unverified")
    assert [run(NOW + minutes * MINUTE) for minutes in (2, 4, 5)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("mention", "words"),
    [
        ({"network": "x"}, "A post on X"),
        ({"deleted_at": LATER, "text": "", "author_handle": ""}, "A post on Hacker News"),
        ({"title": "A title"}, "A title"),
    ],
)
def test_it_says_no_words_that_must_stay_inside(there: Chat, mention: dict[str, Any], words: str) -> None:
    make_receiver(there)
    case = make_work()
    actions.notice(LATER)
    type(case.lead).objects.filter(pk=case.lead_id).update(**mention)
    actions.tell(lambda: LATER)
    assert there.heard[0]["blocks"][1]["text"]["text"].endswith(f"|{words}>")
    assert "late" not in str(Notice.objects.get().say)


def test_it_sends_nothing_where_no_receiver_was_added(there: Chat) -> None:
    make_installation(demo=True)
    make_source(state="blocked")
    make_work()
    assert (run(LATER), Notice.objects.count()) == (0, 0)


def test_it_tells_nothing_to_who_is_switched_off(there: Chat) -> None:
    row = make_receiver(there)
    make_source(state="blocked")
    actions.notice(NOW)
    receivers.switch(row.pk, active=False, now=NOW)
    make_work()
    assert run(LATER) == 0
    receivers.switch(row.pk, active=True, now=LATER)
    assert run(LATER + MINUTE) == 0


def test_it_tries_again_until_it_is_taken(there: Chat) -> None:
    there.answers[:] = [(500, "", {}), (429, "", {"Retry-After": "600"}), (200, "ok", {})]
    make_receiver(there)
    make_source(name="X", state="blocked")
    tries = [minute for minute in range(40) if run(NOW + minute * MINUTE) or len(there.heard) == 3]
    assert len(there.heard) == 3
    assert tries[0] == 11
    row, notice = Receiver.objects.get(), Notice.objects.get()
    assert (row.trouble, row.failures, notice.state, notice.attempts) == (None, 0, "sent", 3)


def test_it_shows_at_once_what_asking_again_cannot_mend(there: Chat) -> None:
    there.answers[:] = [(410, "channel_is_archived", {})]
    make_receiver(there)
    make_source(state="blocked")
    run(NOW)
    row, notice = Receiver.objects.get(), Notice.objects.get()
    assert row.trouble == notice.why == {"code": "gone", "params": {"said": "channel_is_archived"}}
    assert (notice.state, row.failures, run(NOW + MINUTE)) == ("failed", 1, 0)


def test_it_gives_up_after_a_day(there: Chat) -> None:
    there.answers[:] = [(503, "", {})]
    make_receiver(there, wants=("sources",))
    make_source(state="blocked")
    for hour in range(60):
        run(NOW + timedelta(minutes=30 * hour))
    assert Notice.objects.get().state == "failed"
    assert len(there.heard) == 16
    assert storage.overview(NOW + timedelta(days=2))[0].given_up == 1


def test_it_tells_in_order_behind_what_is_tried_again(there: Chat) -> None:
    there.answers[:] = [(500, "", {}), (200, "ok", {})]
    make_receiver(there)
    make_source(name="A", state="blocked")
    run(NOW)
    make_source(name="B", state="blocked")
    assert run(NOW + timedelta(seconds=30)) == 0
    assert run(NOW + MINUTE) == 2
    assert [text[0] for text in there.texts()] == ["A", "A", "B"]


def test_it_lets_one_dead_receiver_delay_no_other(
    there: Chat, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "LIMITS", http.Limits(connect=1.0, idle=3.0, deadline=3.0))
    make_source(name="A", state="blocked")
    with chat(hangs=threading.Event()) as dead:
        allow(settings, there, dead)
        make_receiver(dead)
        make_receiver(there)
        actions.notice(NOW)
        begun, settled = time.monotonic(), dict[str, float]()
        settle = storage.settle_sent
        monkeypatch.setattr(
            storage, "settle_sent", lambda *args: (settled.setdefault("after", time.monotonic() - begun), settle(*args))
        )
        assert actions.tell(lambda: NOW) == 1
    assert settled["after"] < 2
    assert sorted(Notice.objects.values_list("state", flat=True)) == ["sent", "waiting"]


def test_it_refuses_an_address_that_turned_private_when_it_sends(there: Chat, settings: Settings) -> None:
    make_receiver(there)
    make_source(state="blocked")
    settings.OUTBOUND_ALLOW = []
    assert run(NOW) == 0
    assert there.heard == []
    assert Receiver.objects.get().trouble == {"code": "address_port", "params": {}}


def test_it_says_that_an_address_cannot_be_opened(there: Chat, settings: Settings) -> None:
    make_receiver(there)
    make_source(state="blocked")
    settings.CREDENTIAL_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]
    run(NOW)
    assert Receiver.objects.get().trouble == {"code": "credential_unreadable", "params": {}}


def test_it_keeps_the_address_out_of_logs_and_rows(there: Chat, caplog: pytest.LogCaptureFixture) -> None:
    there.answers[:] = [(404, '{"id":"ECHO"}', {}), (500, "ECHO", {}), (200, "ECHO", {}), (302, "", {"Location": "/"})]
    make_receiver(there)
    with caplog.at_level("DEBUG"):
        for n in range(4):
            make_source(name=f"S{n}", state="blocked")
            run(NOW + n * timedelta(hours=1))
    assert len(there.heard) >= 4
    assert "notice_not_sent" in caplog.text
    assert KEY not in caplog.text
    assert KEY not in str([*Receiver.objects.values(), *Notice.objects.values()])


def test_it_forgets_what_was_told_long_ago_but_no_last_word(there: Chat) -> None:
    make_receiver(there)
    source = make_source(state="blocked")
    for state in ("blocked", "ok", "blocked"):
        Source.objects.filter(id=source.pk).update(state=state)
        run(NOW)
    month = NOW + timedelta(days=31)
    assert storage.forget_old(month) == 2
    assert (Notice.objects.count(), run(month)) == (1, 0)


@pytest.mark.parametrize("n", [1, 30])
def test_it_looks_in_as_many_queries_however_much_there_is(
    there: Chat, django_assert_num_queries: DjangoAssertNumQueries, n: int
) -> None:
    make_receiver(there)
    for _ in range(n):
        make_source(state="blocked")
        make_work()
    with django_assert_num_queries(8):  # receivers, last words, sources, work; four to store them in a transaction
        assert actions.notice(LATER) == n + 1
    with django_assert_num_queries(3):  # what waits already is not looked for again
        actions.notice(LATER)


def test_it_costs_one_query_where_nobody_listens(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        actions.notice(timezone.now())


def test_it_does_not_take_a_mention_for_news_twice(there: Chat) -> None:
    make_receiver(there)
    make_mention()
    make_work()
    assert [telling.notice(LATER), telling.notice(LATER)] == [1, 0]
