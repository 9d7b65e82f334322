"""The true rules of Hacker News: paging, filters, tags, both shapes, trees, husks, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.listening.simulator.conftest import EPOCH, Nets, comment, story


def old_stories(count: int, title: str = "Northwind Relay") -> list:
    return [story(number, minutes=-number, title=title) for number in range(1, count + 1)]


def test_it_pages_newest_first_without_overlap(nets: Nets) -> None:
    net = nets.of(*old_stories(45))
    pages = [net.found(query="northwind", page=page) for page in range(3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [number for page in pages for number in page] == [str(number) for number in range(1, 46)]


def test_it_tells_the_number_of_pages(nets: Nets) -> None:
    answer = nets.of(*old_stories(45)).search(query="northwind", hitsPerPage=10)
    assert (answer["nbHits"], answer["nbPages"], answer["hitsPerPage"], answer["page"]) == (45, 5, 10, 0)


def test_it_gives_an_empty_page_beyond_the_last(nets: Nets) -> None:
    assert nets.of(*old_stories(3)).found(query="northwind", page=7) == []


def test_it_never_gives_more_than_a_thousand_hits(nets: Nets) -> None:
    net = nets.of(*old_stories(1030))
    assert len(net.found(hitsPerPage=1000)) == 1000
    assert net.found(hitsPerPage=1000, page=1) == []
    assert net.search(hitsPerPage=1000)["nbHits"] == 1030
    assert net.found(hitsPerPage=600, page=1)[-1] == "1000"


def test_it_slices_time_by_numeric_filters(nets: Nets) -> None:
    net = nets.of(*old_stories(10))
    after, before = int((EPOCH - timedelta(minutes=6)).timestamp()), int((EPOCH - timedelta(minutes=3)).timestamp())
    assert net.found(numericFilters=f"created_at_i>{after},created_at_i<={before}") == ["3", "4", "5"]


def test_it_takes_tags_as_and_with_or_in_brackets(nets: Nets) -> None:
    net = nets.of(story(1), comment(2, 1, "hi"), story(3, title="Ask HN: Why?", author="dan"))
    assert set(net.found(tags="(story,comment)")) == {"1", "2", "3"}
    assert net.found(tags="comment,author_bob,story_1") == ["2"]
    assert net.found(tags="ask_hn") == ["3"]
    assert net.found(tags="story,author_bob") == []


def test_it_finds_a_comment_by_the_title_of_its_story(nets: Nets) -> None:
    net = nets.of(story(1, title="Northwind Relay is late"), comment(2, 1, "Same here."))
    assert net.found(query="northwind", tags="comment") == ["2"]
    assert net.found(query="northwind", tags="comment", restrictSearchableAttributes="comment_text") == []


def test_it_guesses_unless_told_not_to(nets: Nets) -> None:
    net = nets.of(story(1, title="Nortwind"), story(2, title="Northwinds"))
    assert set(net.found(query="northwind")) == {"1", "2"}
    assert net.found(query='"northwind"', typoTolerance="false") == []


def test_it_serves_old_hits_with_nulls_and_new_ones_without_keys(nets: Nets) -> None:
    net = nets.of(comment(1, 9, "old", nulls=True), comment(2, 9, "new", minutes=-1))
    old, new = net.search()["hits"]
    assert old["title"] is None
    assert old["points"] is None
    assert old["created_at"] == "2026-11-21T09:00:00.000Z"
    assert "title" not in new
    assert "points" not in new
    assert new["created_at"] == "2026-11-21T08:59:00Z"


def test_it_writes_text_as_html_with_open_paragraphs(nets: Nets) -> None:
    hit = nets.of(comment(1, 9, "it's a/b\n\n<two>")).search()["hits"][0]
    assert hit["comment_text"] == "it&#x27;s a&#x2F;b<p>&lt;two&gt;"


def test_it_hides_what_is_not_visible_yet(nets: Nets) -> None:
    net = nets.of(story(1, minutes=-30, visible_at=EPOCH + timedelta(minutes=10)))
    assert net.found() == []
    net.clock.turn(minutes=10)
    assert net.found() == ["1"]


def test_it_forgets_what_was_deleted_and_keeps_a_husk(nets: Nets) -> None:
    net = nets.of(story(1), comment(2, 1, "oops", deleted_at=EPOCH + timedelta(minutes=5)))
    net.clock.turn(minutes=5)
    assert net.found(tags="comment") == []
    assert net.get("/hn/v0/item/2.json").json() == {
        "id": 2, "time": int(EPOCH.timestamp()), "type": "comment", "deleted": True, "parent": 1,
    }  # fmt: skip
    child = net.get("/hn/api/v1/items/1").json()["children"][0]
    assert (child["author"], child["text"]) == (None, None)


def test_it_serves_an_edit_from_its_time_on(nets: Nets) -> None:
    net = nets.of(comment(1, 9, "teh", edited_at=EPOCH + timedelta(minutes=5), edited_text="the"))
    assert net.search()["hits"][0]["comment_text"] == "teh"
    net.clock.turn(minutes=5)
    assert net.search()["hits"][0]["comment_text"] == "the"
    assert net.get("/hn/v0/updates.json").json() == {"items": [1], "profiles": ["bob"]}


def test_it_serves_a_whole_tree(nets: Nets) -> None:
    net = nets.of(story(1), comment(2, 1, "one"), comment(3, 2, "two", root="1"))
    tree = net.get("/hn/api/v1/items/1").json()
    assert (tree["id"], tree["type"], tree["parent_id"]) == (1, "story", None)
    assert tree["children"][0]["children"][0]["text"] == "two"
    assert net.get("/hn/api/v1/items/999").status_code == 404


def test_it_serves_single_items_without_empty_keys(nets: Nets) -> None:
    net = nets.of(story(1), comment(2, 1, "one"))
    item = net.get("/hn/v0/item/1.json").json()
    assert item == {
        "by": "alice", "descendants": 1, "id": 1, "kids": [2], "score": 3, "time": int(EPOCH.timestamp()),
        "title": "A story", "type": "story",
    }  # fmt: skip
    assert net.get("/hn/v0/item/999.json").json() is None


def test_it_tells_the_highest_item_so_far(nets: Nets) -> None:
    net = nets.of(story(1), story(7, minutes=5))
    assert net.get("/hn/v0/maxitem.json").json() == 1
    net.clock.turn(minutes=5)
    assert net.get("/hn/v0/maxitem.json").json() == 7


def test_it_knows_its_users(nets: Nets) -> None:
    net = nets.of(story(1))
    user = net.get("/hn/v0/user/alice.json").json()
    assert (user["id"], user["submitted"]) == ("alice", [1])
    assert net.get("/hn/v0/user/nobody.json").json() is None


@pytest.mark.parametrize(
    "params",
    [
        {"serch": "x"},
        {"hitsPerPage": "1001"},
        {"hitsPerPage": "-1"},
        {"page": "two"},
        {"tags": "stories"},
        {"tags": "(story,comment"},
        {"page": "9" * 5000},
        {"numericFilters": "created_at>5"},
        {"numericFilters": "created_at_i>yesterday"},
        {"typoTolerance": "no"},
        {"queryType": "prefixSome"},
        {"restrictSearchableAttributes": "body"},
    ],
)
def test_it_refuses_wrong_calls(nets: Nets, params: dict) -> None:
    answer = nets.of(story(1)).get("/hn/api/v1/search_by_date", params=params)
    assert answer.status_code == 400
    assert answer.json()["status"] == 400


def test_it_has_no_writing_and_no_other_pages(nets: Nets) -> None:
    net = nets.of(story(1))
    assert net.get("/hn/api/v1/elsewhere").status_code == 404
    assert net.get("/nowhere").status_code == 404
