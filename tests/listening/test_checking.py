"""Stored posts are asked after where deletions are only told to who asks: which first, for how much, what is wiped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings

from listening import actions, pipeline
from listening.checking import check_next_due
from listening.http import Session
from listening.models import Mention, PollRun, Revision, Source
from listening.money import check_allowance
from listening.pipeline import Way
from listening.simulator.world import world_of
from listening.storage import context, sources
from listening.storage.credentials import add_credential
from tests.listening.connectors.xnet import NOW, OUR_ID, OURS, SECRET, Played, played, tweets

pytestmark = pytest.mark.django_db
KEY = "q3uTzJ8DLsJ5LzJr0DCkH4dDAoHVwbIcDqpUvvJcUBw="
DAY = timedelta(days=1)
TOMORROW = NOW + DAY + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    with override_settings(CREDENTIAL_KEYS=[KEY]):
        context.forget()
        actions.found_installation(company="Relay", domain="", zone="UTC", brand_terms=["relay"], now=NOW)
        yield


@pytest.fixture
def net() -> Iterator[Played]:
    found = played(*tweets(5))
    yield found
    found.simulator.stop()


def way(net: Played) -> Way:
    def session(*, before: Callable[[], None]) -> Session:
        return net.session()

    return Way(session=session, base_url=lambda _network: net.base)


def listen(net: Played, *, cap: int | None = 40_000_000) -> Source:
    """Store what X has now, then turn the clock to the next day."""
    params: dict[str, Any] = {"user_id": OUR_ID, "username": OURS, "monthly_cap_micros": 10_000_000}
    source = Source.objects.create(
        network="x", kind="search", name="X", params=params, interval_seconds=300, next_poll_at=NOW, created_at=NOW,
        credential_id=add_credential("x", "X", SECRET, NOW),
    )  # fmt: skip
    assert pipeline.poll_next_due(lambda: NOW, way(net))
    kept = {name: value for name, value in params.items() if name != sources.CAP}
    Source.objects.update(params=kept if cap is None else {**kept, sources.CAP: cap}, next_poll_at=None)
    net.moment = TOMORROW
    return source


def look(net: Played, moment: datetime = TOMORROW, *, first: Collection[int] = ()) -> bool:
    net.moment = moment
    return check_next_due(lambda: moment, lambda _networks: first, way(net))


def change(net: Played, number: int, **fields: Any) -> str:
    """Let a stored post be another one at its network, and return its id."""
    items = list(net.simulator.world.items)
    (place,) = [at for at, item in enumerate(items) if item.id == tweets(5)[number - 1].id]
    items[place] = replace(items[place], **fields)
    net.simulator.x.world = world_of(items, epoch=NOW)
    return items[place].id


def looked_up(net: Played) -> list[str]:
    """Return the ids that were asked after, request after request."""
    return [
        id_ for line in net.asked("/x/2/tweets") if "ids" in line["query"] for id_ in line["query"]["ids"].split(",")
    ]


def test_it_wipes_a_post_that_x_calls_gone(net: Played) -> None:
    listen(net)
    gone = change(net, 2, deleted_at=NOW + timedelta(hours=1))
    assert look(net)
    buried = Mention.objects.get(external_id=gone)
    assert (buried.deleted_at, buried.text, buried.author_key, buried.addressed) == (TOMORROW, "", "", [])
    assert Mention.objects.filter(deleted_at=None).count() == 4
    assert PollRun.objects.get(purpose="check").reason == {"code": "checked", "params": {"asked": 5, "gone": 1}}


@pytest.mark.parametrize("hidden", ["protected", "withheld"])
def test_it_wipes_what_is_protected_or_withheld_since(net: Played, hidden: str) -> None:
    listen(net)
    if hidden == "withheld":
        net.simulator.x.withheld.add(tweets(5)[0].id)
    else:
        change(net, 1, author="locked")
        net.simulator.x.protected.add("locked")
    look(net)
    assert [one.external_id for one in Mention.objects.exclude(deleted_at=None)] == [tweets(5)[0].id]


@pytest.mark.parametrize("fault", ["503_json", "reset", "truncated", "429", "401"])
def test_it_wipes_nothing_that_it_could_not_ask_for(net: Played, fault: str) -> None:
    listen(net)
    net.simulator.script({"match": "/x", "fault": fault, "times": 0})
    assert not look(net)
    assert Mention.objects.filter(deleted_at=None, check_due_at__lte=TOMORROW).count() == 5
    run = PollRun.objects.get(purpose="check")
    assert (run.outcome != "ok", run.cost_micros) == (True, 0)
    assert Source.objects.get().check_due_at > TOMORROW  # type: ignore[operator]


def test_it_reads_an_edited_post_again(net: Played) -> None:
    listen(net)
    edited = change(net, 3, edited_at=NOW + timedelta(minutes=5), edited_text=f"@{OURS} Relay is fast now")
    look(net)
    mention = Mention.objects.get(external_id=edited)
    assert (mention.text, mention.addressed) == (f"@{OURS} Relay is fast now", [OUR_ID])
    assert Revision.objects.get(mention=mention).text == "Relay is slow, number 3"


def test_it_counts_what_looking_up_costs(net: Played) -> None:
    source = listen(net)
    change(net, 1, deleted_at=NOW + timedelta(hours=1))
    before = net.simulator.x.billed
    look(net)
    cost = net.simulator.x.billed - before
    assert PollRun.objects.get(purpose="check").cost_micros == cost == 4 * 5_000
    assert sources.spent_micros(source.id, TOMORROW) == 5 * 5_000 + cost


@pytest.mark.parametrize("cap", [None, 0])
def test_it_asks_nothing_without_a_cap(net: Played, cap: int | None) -> None:
    listen(net, cap=cap)
    assert not look(net)
    assert not looked_up(net)
    run = PollRun.objects.get(purpose="check")
    assert (run.reason or {})["code"] == ("no_cap" if cap is None else "check_share_spent")


def test_it_asks_first_after_what_is_open_at_the_desk(net: Played) -> None:
    listen(net, cap=200_000)  # a quarter of it, until the 19th of 30 days: six look-ups, all but three spent
    PollRun.objects.create(
        source=Source.objects.get(), purpose="check", started_at=NOW, ended_at=NOW, outcome="ok", cost_micros=21_000
    )
    opened = Mention.objects.order_by("published_at").last()
    assert opened is not None
    Mention.objects.filter(id=opened.id).update(check_due_at=TOMORROW)  # the others have waited longer
    assert look(net, first=[opened.id])
    assert looked_up(net) == [opened.external_id, looked_up(net)[1]]


def test_it_says_that_the_share_of_today_is_spent_and_goes_on_tomorrow(net: Played) -> None:
    source = listen(net, cap=60_000)
    assert look(net)
    assert not look(net)
    assert len(looked_up(net)) == 1
    last = PollRun.objects.filter(purpose="check").order_by("-id")[0]
    assert ((last.reason or {})["code"], last.cost_micros) == ("check_share_spent", 0)
    source.refresh_from_db()
    assert source.check_due_at == datetime(2026, 11, 20, tzinfo=NOW.tzinfo)


def test_it_asks_after_a_post_once_a_day_and_not_before(net: Played) -> None:
    listen(net)
    assert not look(net, NOW + timedelta(hours=23))
    assert look(net)
    assert not look(net, TOMORROW + timedelta(hours=1))
    assert sorted(looked_up(net)) == sorted(item.id for item in tweets(5))


def test_it_pays_nothing_for_what_another_request_has_just_shown(net: Played) -> None:
    listen(net)
    Source.objects.update(params={"monthly_cap_micros": 40_000_000}, cursor={}, next_poll_at=TOMORROW)
    assert pipeline.poll_next_due(lambda: TOMORROW, way(net))
    assert not look(net)
    assert not looked_up(net)


def test_it_looks_with_one_worker_at_a_time(net: Played) -> None:
    listen(net)
    Source.objects.update(check_due_at=TOMORROW + timedelta(minutes=5))
    assert not look(net)
    Source.objects.update(check_due_at=TOMORROW)  # the lease of a worker that died has ended
    assert look(net)


def test_it_asks_nobody_for_a_source_that_is_retired(net: Played) -> None:
    listen(net)
    Source.objects.update(state="retired")
    assert not look(net)
    assert not looked_up(net)


def test_it_spreads_a_quarter_of_the_cap_over_the_month() -> None:
    first, last = datetime(2026, 11, 1, tzinfo=NOW.tzinfo), datetime(2026, 11, 30, tzinfo=NOW.tzinfo)
    told = {"spent": 0, "on_checks": 0}
    assert check_allowance(12_000_000, **told, now=first) == 100_000
    assert check_allowance(12_000_000, **told, now=last) == 3_000_000
    assert check_allowance(12_000_000, spent=3_000_000, on_checks=3_000_000, now=last) == 0
    assert check_allowance(12_000_000, spent=11_999_000, on_checks=0, now=last) == 1_000
    assert check_allowance(None, **told, now=last) is None
