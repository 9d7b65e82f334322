"""When a surge begins, what folds, how it goes on and ends, and which posts are shown. No tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.surges import FEWEST_VOICES, Running, began, chosen, followed
from engagement.surges.escalating import Reach, Talk, escalates
from engagement.surges.telling import folded
from tests.engagement.surges.voices import DAY, HOUR, MINUTE, QUIET, crowd, heard
from tests.factories import NOW

LONG = "The status page has been saying all is well for an hour now"


def test_it_sees_a_crowd() -> None:
    burst = began(crowd(8), QUIET, after=None, now=NOW)
    assert burst
    assert (burst.voices, burst.window_posts, burst.window_voices) == (8, 8, 8)


def test_it_does_not_take_two_loud_people_for_a_crowd() -> None:
    loud = [heard(f"loud {n % 2}", at=NOW - n * MINUTE) for n in range(60)]
    assert began(loud, QUIET, after=None, now=NOW) is None


@given(st.lists(st.tuples(st.integers(0, FEWEST_VOICES - 2), st.integers(0, 300)), max_size=60))
def test_it_never_takes_four_people_for_a_crowd(said: list[tuple[int, int]]) -> None:
    posts = [heard(f"voice {voice}", at=NOW - minute * MINUTE) for voice, minute in said]
    assert began(posts, QUIET, after=None, now=NOW) is None


@given(st.integers(0, 20), st.integers(0, 20))
def test_it_sees_more_in_more_voices(n: int, more: int) -> None:
    if began(crowd(n), QUIET, after=None, now=NOW):
        assert began(crowd(n + more), QUIET, after=None, now=NOW)


def test_it_looks_only_at_the_window() -> None:
    assert began(crowd(20, until=NOW - timedelta(hours=3)), QUIET, after=None, now=NOW) is None


def test_it_does_not_count_again_what_a_surge_that_ended_had() -> None:
    assert began(crowd(20), QUIET, after=NOW - MINUTE, now=NOW) is None


def test_it_takes_copies_of_a_long_text_as_reposts() -> None:
    posts = [heard(f"v{n}", text=f"RT @a{n}: {LONG} https://t.co/{n}", at=NOW - n * MINUTE) for n in range(12)]
    own, reposts = folded(posts)
    assert (len(own), reposts) == (1, 11)
    assert began(posts, QUIET, after=None, now=NOW) is None


def test_it_takes_the_same_few_words_of_many_as_many_voices() -> None:
    posts = [heard(f"v{n}", text="Acme is down", at=NOW - n * MINUTE) for n in range(12)]
    assert began(posts, QUIET, after=None, now=NOW)


def test_it_counts_once_who_says_the_same_again() -> None:
    assert len(folded([heard("a", text="Acme is down!"), heard("a", text="acme is DOWN")])[0]) == 1


def test_it_begins_where_the_crowd_begins() -> None:
    early = heard("early bird", at=NOW - 115 * MINUTE)
    burst = began([early, *crowd(10, within=20 * MINUTE)], QUIET, after=None, now=NOW)
    assert burst
    assert burst.began_at > NOW - 25 * MINUTE
    assert (burst.window_voices, burst.voices) == (11, 10)


def running(**more: int) -> Running:
    return Running(**{"began_at": NOW - HOUR, "peak": 8, "told_voices": 8, "grown": False, **more})  # type: ignore[arg-type]


def test_it_goes_on_while_people_speak() -> None:
    look = followed(crowd(10), running(), QUIET, now=NOW)
    assert (look.voices, look.peak, look.grew, look.end) == (10, 10, False, "")


def test_it_doubles_once() -> None:
    assert followed(crowd(16), running(), QUIET, now=NOW).grew
    assert not followed(crowd(16), running(grown=True), QUIET, now=NOW).grew


def test_it_fades_when_hardly_anybody_speaks() -> None:
    old = Running(began_at=NOW - 4 * HOUR, peak=10, told_voices=8, grown=False)
    look = followed(crowd(10, until=NOW - 3 * HOUR), old, QUIET, now=NOW)
    assert (look.end, look.voices, look.peak) == ("faded", 10, 10)


def test_it_is_the_new_usual_after_a_day() -> None:
    old = Running(began_at=NOW - DAY, peak=10, told_voices=8, grown=True)
    assert followed(crowd(10), old, QUIET, now=NOW).end == "lasted"


def test_it_shows_the_furthest_the_worst_and_the_first() -> None:
    first = heard("a", at=NOW - HOUR)
    far, bad = heard("b", reach=9_000), heard("c", harm=24.0)
    rest = [heard(f"d{n}", reach=n) for n in range(5)]
    assert chosen([*rest, bad, far, first]) == (far.mention_id, bad.mention_id, first.mention_id)


def test_it_shows_no_post_twice() -> None:
    one = heard("a", at=NOW - HOUR, reach=9, harm=9.0)
    others = [heard("b", reach=3), heard("c", reach=2), heard("d", reach=1)]
    assert chosen([one, *others]) == (one.mention_id, others[0].mention_id, others[1].mention_id)


def talk(**more: int) -> Talk:
    return Talk(**{"began_at": NOW - 10 * DAY, "replies": 12, "voices": 7, "before": 28, **more})  # type: ignore[arg-type]


def test_it_brings_back_a_talk_that_grows_threefold() -> None:
    say = escalates(talk(), now=NOW)
    assert say
    assert say.params == {"replies": 12, "voices": 7, "hours": 6, "before": 28, "days": 7}


def test_it_leaves_alone_what_goes_on_as_before_or_is_said_by_few() -> None:
    assert escalates(talk(before=200), now=NOW) is None
    assert escalates(talk(voices=4), now=NOW) is None


def test_it_compares_a_talk_with_its_own_life() -> None:
    young = Talk(began_at=NOW - 7 * HOUR, replies=40, voices=20, before=3)
    assert escalates(young, now=NOW) is None


def reach(**more: object) -> Talk:
    """Return a talk with few replies: 40,000 more views in six hours, 100,000 in the four days before."""
    values: dict[str, object] = {"measure": "views", "seen": 140_000, "then": 100_000, "then_at": NOW - 6 * HOUR}
    values |= {"first": 0, "first_at": NOW - 6 * HOUR - 4 * DAY}
    return Talk(began_at=NOW - 10 * DAY, replies=5, voices=5, before=50, reach=Reach(**{**values, **more}))  # type: ignore[arg-type]


def test_it_brings_back_a_talk_whose_reach_grows_threefold() -> None:
    say = escalates(reach(), now=NOW)
    assert say
    assert say.params == {"measure": "views", "grown": 40_000, "voices": 5, "hours": 6, "before": 100_000, "days": 4}


@pytest.mark.parametrize(
    "more",
    [
        {"seen": 118_000},  # 18,000 in six hours; usual are 6,250
        {"seen": 100_900, "then": 100_000, "first": 100_000},  # nearly nobody
        {"first_at": NOW - 20 * HOUR},  # too young for a rate of its own
        {"then_at": NOW - 4 * DAY, "first_at": NOW - 8 * DAY},  # unread for four days: that is no leap
        {"seen": 90_000},  # a post was deleted
    ],
)
def test_it_leaves_alone_a_reach_that_grows_as_before(more: dict[str, object]) -> None:
    assert escalates(reach(**more), now=NOW) is None


def test_it_leaves_alone_a_reach_that_few_speak_of() -> None:
    assert escalates(replace(reach(), voices=4), now=NOW) is None
