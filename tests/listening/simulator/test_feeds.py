"""The true rules of feeds: formats, windows, validators, moves, ends, discovery."""

from __future__ import annotations

import json
from datetime import timedelta

import feedparser
import pytest

from tests.listening.simulator.conftest import EPOCH, FORMATS, Nets, board, entry


def ids(body: bytes) -> list[str]:
    if body.startswith(b"{"):
        return [item["id"] for item in json.loads(body)["items"]]
    return [item.id for item in feedparser.parse(body).entries]


@pytest.mark.parametrize("shape", FORMATS)
def test_it_shows_the_newest_items_first_in_every_format(nets: Nets, shape: str) -> None:
    net = nets.of(*(entry(number, minutes=-number) for number in range(1, 9)), feeds=(board(shape),))
    body = net.get("/feeds/board").content
    assert ids(body) == [f"tag:board.example,2026:{number}" for number in range(1, 6)]


@pytest.mark.parametrize("shape", ["rss", "rdf", "atom", "podcast"])
def test_it_writes_feeds_that_parse_cleanly(nets: Nets, shape: str) -> None:
    net = nets.of(entry(1), feeds=(board(shape),))
    found = feedparser.parse(net.get("/feeds/board").content)
    assert not found.bozo
    assert found.feed.title == "The board"
    assert found.entries[0].title == "Entry 1"
    assert "Words of entry 1, " in found.entries[0].get("summary", "")


def test_it_loses_what_scrolled_out_of_the_window(nets: Nets) -> None:
    net = nets.of(*(entry(number, minutes=number) for number in range(8)), feeds=(board(),))
    first = ids(net.get("/feeds/board").content)
    net.clock.turn(minutes=7)
    assert first == ["tag:board.example,2026:0"]
    assert first[0] not in ids(net.get("/feeds/board").content)


@pytest.mark.parametrize("shape", FORMATS)
def test_it_answers_304_to_the_tag_it_gave(nets: Nets, shape: str) -> None:
    net = nets.of(entry(1), entry(2, minutes=10), feeds=(board(shape),))
    first = net.get("/feeds/board")
    ask = {"User-Agent": "t", "If-None-Match": first.headers["ETag"]}
    net.clock.turn(minutes=5)
    again = net.get("/feeds/board", headers=ask)
    assert (again.status_code, again.content) == (304, b"")
    net.clock.turn(minutes=5)
    assert net.get("/feeds/board", headers=ask).status_code == 200


def test_it_answers_304_to_the_date_it_gave(nets: Nets) -> None:
    net = nets.of(entry(1), entry(2, minutes=10), feeds=(board(),))
    ask = {"User-Agent": "t", "If-Modified-Since": net.get("/feeds/board").headers["Last-Modified"]}
    assert net.get("/feeds/board", headers=ask).status_code == 304
    net.clock.turn(minutes=10)
    assert net.get("/feeds/board", headers=ask).status_code == 200


def test_it_lets_a_tag_outrank_a_date(nets: Nets) -> None:
    net = nets.of(entry(1), feeds=(board(),))
    ask = {
        "User-Agent": "t",
        "If-None-Match": '"other"',
        "If-Modified-Since": net.get("/feeds/board").headers["Last-Modified"],
    }
    assert net.get("/feeds/board", headers=ask).status_code == 200


def test_it_changes_the_tag_when_an_item_is_edited_or_deleted(nets: Nets) -> None:
    edited = entry(1, edited_at=EPOCH + timedelta(minutes=5), edited_text="Other words.")
    gone = entry(2, deleted_at=EPOCH + timedelta(minutes=9))
    net = nets.of(edited, gone, feeds=(board(),))
    tags = []
    for _ in range(3):
        tags.append(net.get("/feeds/board").headers["ETag"])
        net.clock.turn(minutes=5)
    assert len(set(tags)) == 3


def test_it_tells_its_ttl_in_the_feed_and_the_header(nets: Nets) -> None:
    answer = nets.of(entry(1), feeds=(board(ttl=30),)).get("/feeds/board")
    assert answer.headers["Cache-Control"] == "public, max-age=1800"
    assert feedparser.parse(answer.content).feed.ttl == "30"


def test_it_moves_for_good_and_ends_for_good(nets: Nets) -> None:
    moved = board("moved", name="old", target="board")
    net = nets.of(entry(1), feeds=(board(), moved, board("gone", name="ended")))
    answer = net.get("/feeds/old")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{net.simulator.base}/feeds/board")
    assert net.get("/feeds/ended").status_code == 410
    assert net.get("/feeds/never-was").status_code == 404


def test_it_refuses_readers_without_a_name(nets: Nets) -> None:
    net = nets.of(entry(1), feeds=(board(picky=True),))
    assert net.get("/feeds/board", headers={"User-Agent": ""}).status_code == 403
    refused = net.get("/feeds/board", headers={"User-Agent": "python-requests/2.34"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")


def test_it_names_the_feed_in_the_head_of_its_site(nets: Nets) -> None:
    page = nets.of(entry(1), feeds=(board("atom"),)).get("/site/board").text
    assert '<link rel="alternate" type="application/atom+xml" title="The board" href="/feeds/board">' in page


def test_it_gives_an_episode_an_enclosure_and_a_transcript(nets: Nets) -> None:
    net = nets.of(entry(1, kind="episode"), feeds=(board("podcast"),))
    found = feedparser.parse(net.get("/feeds/board").content).entries[0]
    assert found.enclosures[0].type == "audio/mpeg"
    assert "link" not in found or found.link == ""
    transcript = net.get("/transcripts/board/1.txt")
    assert transcript.text.startswith("Words of entry 1")


def test_it_shows_replies_only_where_a_feed_has_them(nets: Nets) -> None:
    reply = entry(2, parent="tag:board.example,2026:1", kind="reply")
    assert len(ids(nets.of(entry(1), reply, feeds=(board(),)).get("/feeds/board").content)) == 1
    body = nets.of(entry(1), reply, feeds=(board(replies=True),)).get("/feeds/board").content
    assert len(ids(body)) == 2
    assert b'thr:in-reply-to ref="tag:board.example,2026:1"' in body
