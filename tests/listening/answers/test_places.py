"""Where posts stand towards a question."""

from __future__ import annotations

import pytest

from listening.answers.places import Names, Place, places
from listening.answers.records import Spoken
from tests.listening.answers.cases import asked, said


def where(post: Spoken, *others: Spoken, network: str = "reddit", parent: str = "") -> Place:
    return places(asked(parent=parent), [asked(parent=parent), post, *others], network)[post.id]


def test_it_finds_what_stands_below() -> None:
    assert where(said("2", "bob", "x", parent="1"), said("1", "charlie", "x")) == Place.BELOW


def test_it_does_not_take_what_stands_above_for_a_reply() -> None:
    assert where(said("root", "charlie", "x", parent=""), parent="root") == Place.BESIDE
    assert where(said("2", "bob", "x", parent="root"), said("root", "c", "x", parent=""), parent="root") == "elsewhere"


@pytest.mark.parametrize(("network", "place"), [("github", "beside"), ("hackernews", "elsewhere")])
def test_it_takes_neighbours_for_one_talk_where_threads_are_flat(network: str, place: str) -> None:
    neighbour = said("2", "bob", "x", parent="root")
    assert where(neighbour, said("root", "c", "x", parent="", minutes=-9), network=network, parent="root") == place


def test_it_takes_neighbours_for_one_talk_only_below_a_comment_where_there_are_two_levels() -> None:
    page, comment = said("p", "c", "x", parent="", minutes=-9), said("c1", "d", "x", parent="p", minutes=-8)
    assert where(said("2", "bob", "x", parent="c1"), page, comment, network="linkedin", parent="c1") == Place.BESIDE
    assert where(said("2", "bob", "x", parent="p"), page, network="linkedin", parent="p") == Place.ELSEWHERE


def test_it_takes_neighbours_for_one_talk_below_a_post_of_the_asker() -> None:
    own, neighbour = said("root", "alice", "x", parent="", minutes=-9), said("2", "bob", "x", parent="root")
    assert where(neighbour, own, network="stackexchange", parent="root") == Place.BESIDE


def test_it_says_unknown_below_a_post_that_was_not_read() -> None:
    assert where(said("2", "bob", "x", parent="1"), said("1", "charlie", "x", parent="nowhere")) == Place.UNKNOWN


def test_it_survives_posts_that_are_their_own_parents() -> None:
    assert where(said("2", "bob", "x", parent="2")) == Place.BESIDE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("@Marta see above", "marta"),
        ("Hello werner61, open the settings", "werner61"),
        ("@petra yes", "petra@chaos.social"),
        ("@gwen.example.com yes", "gwen.example.com"),
        ("Hi Office Queen Berlin! Yes", "office queen berlin"),
    ],
)
def test_it_finds_whom_a_reply_names(text: str, name: str) -> None:
    assert Names({name, "other"}).mentioned(said("1", "bob", text)) == {name}


@pytest.mark.parametrize("text", ["martha knows", "Do as the log says", "mail me at x@other.example"])
def test_it_finds_nobody_who_is_not_named(text: str) -> None:
    assert not Names({"marta", "do", "other"}).mentioned(said("1", "bob", text))
