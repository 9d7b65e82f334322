"""Threads are hostile: no exception, linear time, evidence that exists, the same answer in any order."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listening.answers import reading
from listening.answers.deciding import decide
from listening.answers.records import OPEN_STATES, STATES, Case, Spoken
from tests.listening.answers.cases import NOON
from tests.listening.answers.lines import ASKER, OURS, SEEKS, THEIRS

_LINES = [line for table in (OURS, ASKER, SEEKS) for lines in table.values() for line in lines]
_LINES += [line for pairs in THEIRS.values() for _, line in pairs]
ASKED = Spoken(id="q", author="alice", text="Does it work?", at=NOON)
_IDS = st.sampled_from(["q", "1", "2", "3", "4", "5", "", "unread"])
_POSTS = st.builds(
    Spoken,
    id=_IDS.filter(bool),
    parent=_IDS,
    author=st.sampled_from(["alice", "bob", "charlie", "rita", "", "[deleted]", "@Bob"]),
    text=st.one_of(st.sampled_from(_LINES), st.text(max_size=80)),
    at=st.integers(-60, 60 * 24 * 40).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    accepted=st.booleans(),
    deleted=st.booleans(),
    edited_at=st.none() | st.just(NOON + timedelta(hours=1)),
    was=st.none() | st.sampled_from(_LINES),
    bot=st.booleans(),
    mentions=st.lists(st.sampled_from(["alice", "charlie", "nobody"]), max_size=2).map(tuple),
    quotes=_IDS,
    kind=st.sampled_from(["post", "post", "post", "like", "quote"]),
)
_CASES = st.builds(
    Case,
    network=st.sampled_from(["x", "reddit", "forum", "github", "linkedin", "discourse", ""]),
    question=st.just("q"),
    posts=st.lists(_POSTS, max_size=8, unique_by=lambda post: post.id).map(
        lambda posts: [
            Spoken(id="q", author="alice", text="Does it work?", at=NOON),
            *(p for p in posts if p.id != "q"),
        ]
    ),
    now=st.just(NOON + timedelta(days=35)),
    us=st.just(frozenset({"bob"})),
    competitors=st.just(frozenset({"rita"})),
    complete=st.booleans(),
    locked=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(_CASES)
def test_it_decides_any_thread_and_proves_it_with_a_post_of_it(case: Case) -> None:
    decision = decide(case)
    assert decision.state in STATES
    proven = decision.state in (OPEN_STATES - {"unanswered"}) or decision.state.startswith(("answered", "resolved"))
    assert bool(decision.evidence) is (proven or decision.state == "withdrawn")
    assert decision.evidence in {"", *(post.id for post in case.posts)}
    for sign in decision.signs:
        assert 0 <= sign.start <= sign.end


@settings(max_examples=150, deadline=None)
@given(_CASES, st.randoms())
def test_it_does_not_mind_the_order_of_posts(case: Case, draw: random.Random) -> None:
    shuffled = list(case.posts)
    draw.shuffle(shuffled)
    assert decide(case) == decide(
        Case(
            network=case.network,
            question="q",
            posts=shuffled,
            now=case.now,
            us=case.us,
            competitors=case.competitors,
            complete=case.complete,
            locked=case.locked,
        )
    )


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_it_reads_any_text_within_its_bounds(text: str) -> None:
    for read in (reading.read_reply, reading.read_asker, reading.read_asking):
        for sentence in read(text).sentences:
            assert 0 <= sentence.start <= sentence.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "?",
        "will we ",
        "you can ",
        "'a",
        "`a",
        "@a ",
        "[quote ",
        "> ",
        "a > b ",
        "planned for in ",
        "--a ",
        "1.1.",
    ],
)
def test_it_reads_hostile_text_in_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        reading.forget()
        started = time.process_time()
        for read in (reading.read_reply, reading.read_asker, reading.read_asking):
            read(text)
        return time.process_time() - started

    seconds(1_000)  # patterns are compiled when first tried
    assert min(seconds(6_000) for _ in range(3)) < 0.3


def _flat(index: int) -> Spoken:
    return Spoken(id=str(index), author=f"p{index}", text=f"does it also run on port {index} of the box?", at=NOON)


def _deep(index: int) -> Spoken:
    return Spoken(id=str(index), parent=str(index - 1) if index else "q", author="c", text="+1", at=NOON)


@pytest.mark.parametrize(("make", "network"), [(_flat, "forum"), (_deep, "reddit")])
def test_it_decides_five_thousand_posts_in_linear_time(make: Callable[[int], Spoken], network: str) -> None:
    def seconds(count: int) -> float:
        posts = [ASKED, *map(make, range(count))]
        case = Case(network=network, question="q", posts=posts, now=NOON, us=frozenset({"bob"}))
        reading.forget()
        started = time.process_time()
        decide(case)
        return time.process_time() - started

    seconds(100)
    assert seconds(5_000) < 12 * max(seconds(1_000), 0.05)
