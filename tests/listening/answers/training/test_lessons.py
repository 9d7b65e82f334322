"""What the network learns from: the same as it is shown in the product."""

from __future__ import annotations

from typing import Any

import pytest

from listening.answers import asking, hearing, ours, theirs
from listening.answers.encoder.reading import DOES, Does
from listening.answers.encoder.seen import Seen
from listening.answers.filtering import decision_of
from listening.answers.training.lessons import in_threads, is_aside, written


def post(id_: str, author: str, text: str, does: str, parent: str | None = "1") -> dict[str, Any]:
    at = f"2026-03-02T09:0{id_}:00Z"
    return {"id": id_, "parent": parent, "author": author, "text": text, "does": does, "at": at}


ROW: dict[str, Any] = {
    "id": "t",
    "network": "x",
    "us": ["acme"],
    "now": "2026-03-03T00:00:00Z",
    "question": "1",
    "posts": [
        post("1", "ann", "@acme does the export take more than 1,000 rows?", "seeks", None),
        post("2", "carl", "@acme does the export take more than 1,000 rows?\nI'd like to know as well.", "not"),
        post("3", "acme", "Could you tell us your plan?", "asks"),
        post("4", "ann", "Starter, since May.", "supplies", "3"),
        post("5", "acme", "Up to 5,000 rows on Starter.", "answers", "4"),
        post("6", "ann", "That was it, thank you.", "solved", "5"),
        post("7", "dora", "", "not", "5") | {"kind": "like"},
        post("8", "eve", "gone", "not", "5") | {"deleted": True},
        post("9", "ann", "Works on my other account as well.", "solved", None),
    ],
}


def test_it_learns_what_each_post_does() -> None:
    lessons = list(in_threads([ROW]))
    assert [(each.seen.voice, each.does) for each in lessons] == [
        ("question", "seeks"),
        ("peer", "not"),
        ("ours", "asks"),
        ("asker", "supplies"),
        ("ours", "answers"),
        ("asker", "solved"),
        ("asker", "solved"),
    ]
    assert [each.seen.by for each in lessons] == ["", "", "other", "vendor", "asker", "vendor", "vendor"]


def test_it_is_shown_in_life_what_it_learnt_from(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Seen] = []

    def reading(seen: Seen) -> Does:
        shown.append(seen)
        return Does(DOES[seen.voice][0], 0)

    for judge in (asking, hearing, ours, theirs):
        monkeypatch.setattr(judge, "read", reading)
    decision_of(ROW)
    assert set(shown) == {each.seen for each in in_threads([ROW])}


def test_it_learns_from_what_was_written_for_it() -> None:
    lessons = list(written())
    assert {each.seen.voice for each in lessons} == set(DOES)
    assert all(each.does in DOES[each.seen.voice] for each in lessons)


def test_it_keeps_versions_of_one_story_on_one_side() -> None:
    def asides(story: int) -> set[bool]:
        told = f"{story} exports stop after a thousand rows since the update of May, on "
        rows = [ROW | {"state": "unanswered", "posts": [post("1", "ann", told + on, "seeks", None)]} for on in "abcdef"]
        return {is_aside(row) for row in rows}

    sides = [asides(story) for story in range(60)]
    assert {True} in sides
    assert {False} in sides
    assert {True, False} not in sides
