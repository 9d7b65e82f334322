"""X against the simulator, where it is peculiar: marks, tokens, money, the seven days. The rest is in `contract`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from listening.errors import RateLimited, Transient
from tests.listening.connectors.xnet import NOW, OUR_ID, OURS, Played, played, tweet, tweets

SEARCH = "/x/2/tweets/search/recent"


class Nets:
    """Starts simulators and stops them when the test is over."""

    def __init__(self) -> None:
        self.running: list[Played] = []

    def __call__(self, *items: Any, **state: Any) -> Played:
        net = played(*items)
        self.running.append(net)
        for name, value in state.items():
            setattr(net, name, value)
        return net


@pytest.fixture
def nets() -> Iterator[Nets]:
    found = Nets()
    yield found
    for net in found.running:
        net.simulator.stop()


def ids(items: list[Any]) -> set[str]:
    return {item.id for item in items}


def retried(net: Played, tries: int = 12) -> None:
    """Poll until a sweep comes to its end, as the runner would."""
    for _ in range(tries):
        try:
            net.sweep()
        except (Transient, RateLimited):
            continue
        return
    raise AssertionError("never came to an end")


def test_it_finds_every_post_once(nets: Nets) -> None:
    items = tweets(250)
    net = nets(*items)
    net.sweep()
    assert set(net.found) == ids(items)
    assert max(net.found.values()) == 1
    assert [page.done for page in net.pages] == [False, False, True]


def test_it_asks_for_what_is_new_from_the_first_page_of_the_last_sweep(nets: Nets) -> None:
    items = tweets(150)
    net = nets(*items, tweet(900, minutes=-20))
    net.sweep()
    net.turn(minutes=30)
    assert tweet(900, minutes=-20).id in net.sweep()
    since = int(net.asked(SEARCH)[-1]["query"]["since_id"])
    assert (int(tweets(1)[0].id) - since) >> 22 == 5 * 60 * 1000  # the overlap in milliseconds, and no more


def test_it_keeps_since_id_while_it_follows_a_sweep(nets: Nets) -> None:
    net = nets(*tweets(3), *[tweet(1000 + n, minutes=-n / 10) for n in range(250)])
    net.sweep()
    net.turn(minutes=30)
    net.sweep()
    asked = [line["query"].get("since_id") for line in net.asked(SEARCH)[1:]]
    assert len(asked) == 3
    assert len(set(asked)) == 1


@pytest.mark.parametrize("stop", [1, 2, 3, 4])
def test_it_loses_nothing_in_a_crash_after_any_page(nets: Nets, stop: int) -> None:
    items = tweets(390)
    net = nets(*items)
    for number, _page in enumerate(net.poll(), 1):
        if number == stop:
            break
    net.turn(minutes=16)
    net.sweep()
    assert set(net.found) == ids(items)


def test_it_sees_what_was_written_during_a_sweep_that_broke_off(nets: Nets) -> None:
    items = [*tweets(250), tweet(999, minutes=-5)]
    net = nets(*items)
    next(net.poll())
    net.turn(minutes=16)
    net.sweep()
    net.turn(minutes=16)
    net.sweep()
    assert set(net.found) == ids(items)


def test_it_loses_nothing_when_the_terms_change_in_the_middle_of_a_sweep(nets: Nets) -> None:
    items = tweets(250)
    net = nets(*items, terms=("relay", "kelpstone"))
    next(net.poll())
    net.terms = ("relay",)
    net.sweep()
    assert set(net.found) == ids(items)


def test_it_reads_own_mentions_first_and_leaves_them_out_of_the_search(nets: Nets) -> None:
    tagged, untagged = tweet(1, f"@{OURS} relay is slow", minutes=3), tweet(2, "relay is slow", minutes=4)
    net = nets(tagged, untagged, tweet(3, "relay is ours", author=OURS), params={"user_id": OUR_ID, "username": OURS})
    assert net.sweep() == [tagged.id, untagged.id]
    assert [line["path"] for line in net.asked()] == [f"/x/2/users/{OUR_ID}/mentions", SEARCH]
    assert [page.cost_micros for page in net.pages] == [1_000, 5_000]


def test_it_reads_mentions_at_every_poll_and_searches_every_quarter_of_an_hour(nets: Nets) -> None:
    net = nets(tweet(1), params={"user_id": OUR_ID, "username": OURS})
    for _ in range(4):
        net.sweep()
        net.turn(minutes=5)
    assert [len(net.asked("mentions")), len(net.asked(SEARCH))] == [4, 2]


def test_it_starts_a_new_term_at_the_beginning(nets: Nets) -> None:
    old = tweet(1, "About kelpstone", minutes=3000)
    net = nets(tweet(2), old)
    net.sweep()
    net.terms = ("relay", "kelpstone")
    assert old.id in net.sweep()


def test_it_does_not_pay_twice_for_what_the_overlap_reads_again(nets: Nets) -> None:
    net = nets(*tweets(30, every=0.1))
    for _ in range(3):
        net.sweep()
        net.turn(minutes=16)
    assert sum(net.found.values()) > 30
    assert sum(page.cost_micros for page in net.pages) == net.simulator.x.billed == 30 * 5_000


def test_it_goes_on_after_an_empty_page_with_a_next_token(nets: Nets) -> None:
    items = tweets(150)
    net = nets(*items)
    net.simulator.script(*({"match": SEARCH, "nth": nth, "fault": "empty_page"} for nth in (1, 3)))
    net.sweep()
    assert set(net.found) == ids(items)


def test_it_takes_the_newest_post_for_its_mark_after_an_empty_first_page(nets: Nets) -> None:
    net = nets(*tweets(150))
    net.simulator.script({"match": SEARCH, "fault": "empty_page"})
    net.sweep()
    assert net.cursor["search"]["marks"]["relay"] == tweets(1)[0].id


def test_it_starts_seven_days_back_with_a_gap_when_its_mark_is_too_old(nets: Nets) -> None:
    lost, kept = tweet(1, minutes=-60), tweet(2, minutes=-9 * 1440)
    net = nets(tweet(3), lost, kept)
    net.sweep()
    net.turn(days=9, hours=1)
    assert net.sweep() == [kept.id]
    gap = net.pages[-1].gap
    assert gap is not None
    assert gap.reason == "older_than_seven_days"
    assert gap.end == net.moment - timedelta(days=7) + timedelta(minutes=5)
    assert gap.start == NOW - timedelta(minutes=5)  # the newest post that was read, and the overlap


def test_it_records_no_gap_where_polls_went_on_and_nobody_wrote(nets: Nets) -> None:
    net = nets(tweet(1), tweet(2, minutes=-12 * 1440 + 30))
    for _ in range(25):
        net.sweep()
        net.turn(hours=12)
    assert [page.gap for page in net.pages if page.gap] == []
    assert tweet(2, minutes=-12 * 1440 + 30).id in net.found


def test_it_begins_a_sweep_again_when_x_has_forgotten_its_page(nets: Nets) -> None:
    items = tweets(250)
    net = nets(*items)
    next(net.poll())
    net.cursor["search"]["reading"]["token"] = "deadbeefn1"
    net.sweep()
    assert set(net.found) == ids(items)


@pytest.mark.parametrize("skew", [timedelta(hours=-30), timedelta(minutes=-3), timedelta(minutes=3), timedelta(days=8)])
def test_it_loses_nothing_when_our_clock_is_wrong(nets: Nets, skew: timedelta) -> None:
    items = [*tweets(120), tweet(500, minutes=-10)]
    net = nets(*items, skew=skew)
    net.sweep()
    net.turn(minutes=20)
    net.sweep()
    assert set(net.found) == ids(items)


@pytest.mark.parametrize("fault", ["503_json", "429", "duplicate_page"])
def test_it_pays_for_no_page_twice_after_a_fault(nets: Nets, fault: str) -> None:
    items = tweets(250)
    net = nets(*items)
    net.simulator.script({"match": SEARCH, "nth": 2, "fault": fault})
    retried(net)
    assert set(net.found) == ids(items)
    assert max(net.found.values()) == 1


def test_it_waits_until_the_window_ends_whatever_our_clock_says(nets: Nets) -> None:
    net = nets(tweet(1), skew=timedelta(hours=2))
    net.simulator.script({"match": "/x", "fault": "429", "retry_after": 600})
    with pytest.raises(RateLimited) as caught:
        net.sweep()
    assert caught.value.reset_at == net.now + timedelta(minutes=10)


def test_it_stops_where_x_leads_in_a_circle(nets: Nets) -> None:
    net = nets(*tweets(250))
    net.simulator.script({"match": SEARCH, "nth": 2, "times": 0, "fault": "duplicate_page"})
    for _ in range(3):
        with pytest.raises(Transient, match="same_cursor"):
            net.sweep()
    assert max(net.found.values()) == 1


def test_it_finds_late_posts_within_the_overlap(nets: Nets) -> None:
    late = tweet(7, minutes=2, visible_at=NOW + timedelta(minutes=10))
    net = nets(tweet(1, minutes=1), late)
    net.sweep()
    net.turn(minutes=16)
    assert late.id in net.sweep()


def test_it_keeps_an_edited_post_under_its_first_id(nets: Nets) -> None:
    edited = tweet(1, "relay is slwo", edited_at=NOW + timedelta(minutes=5), edited_text="relay is slow")
    net = nets(edited)
    net.sweep()
    net.turn(minutes=20)
    net.sweep()
    posts = [post for page in net.pages for post in page.posts]
    assert [(post.external_id, post.text) for post in posts] == [
        (edited.id, "relay is slwo"),
        (edited.id, "relay is slow"),
    ]


def test_it_goes_on_past_a_post_deleted_between_two_pages(nets: Nets) -> None:
    items = tweets(250)
    net = nets(*items)
    net.simulator.script({"match": SEARCH, "nth": 2, "fault": "delete", "id": items[120].id})
    net.sweep()
    assert set(net.found) == ids(items) - {items[120].id}


def test_it_counts_withheld_posts_and_buries_them(nets: Nets) -> None:
    hidden = tweet(1)
    net = nets(hidden, tweet(2, minutes=1))
    net.simulator.x.withheld.add(hidden.id)
    net.sweep()
    (page,) = net.pages
    assert (page.withheld, [one.external_id for one in page.tombstones]) == (1, [hidden.id])


def test_it_takes_data_and_errors_of_one_answer(nets: Nets) -> None:
    gone = tweet(1, "relay", deleted_at=NOW - timedelta(minutes=1), minutes=9)
    reply = tweet(2, "relay?", parent=gone.id, kind="reply")
    net = nets(gone, reply)
    assert net.sweep() == [reply.id]
    assert [one.external_id for one in net.pages[0].tombstones] == [gone.id]


def test_it_has_nothing_to_ask_for_without_terms_and_account(nets: Nets) -> None:
    net = nets(tweet(1), terms=())
    assert net.sweep() == []
    assert len(net.pages) == 1
    assert not net.asked()
