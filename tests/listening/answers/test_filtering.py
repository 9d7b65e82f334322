"""The filter: a thread a line, an answer a line, and nothing that a line holds stops it."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from listening.answers.__main__ import main
from listening.answers.filtering import case_of, decisions

POST = {"id": "2", "parent": "1", "author": "acme", "text": "Yes, since 4.2.", "at": "2026-03-02T10:00:00Z"}
THREAD: dict[str, Any] = {
    "id": "t1",
    "network": "x",
    "us": ["acme"],
    "competitors": [],
    "now": "2026-03-03T00:00:00Z",
    "posts": [
        {"id": "1", "parent": None, "author": "ann", "text": "Does it do SAML?", "at": "2026-03-02T09:00:00Z"},
        POST,
    ],
    "question": "1",
}


def answer(**changed: Any) -> dict[str, Any]:
    return next(decisions([json.dumps({**THREAD, **changed}).encode()]))


def test_it_answers_with_state_evidence_and_rule() -> None:
    assert answer() == {"id": "t1", "state": "answered_by_us", "evidence": "2", "rule": "own_fact"}


@pytest.mark.parametrize(
    ("name", "network"),
    [
        ("Hacker News", "hackernews"),
        ("hn", "hackernews"),
        ("Twitter", "x"),
        ("Stack Exchange", "stackexchange"),
        ("stack_overflow", "stackexchange"),
        ("GitHub", "github"),
        ("github-issues", "github"),
        ("Google_Play ", "google_play"),
        ("", ""),
    ],
)
def test_it_knows_a_network_by_its_other_names(name: str, network: str) -> None:
    assert case_of({**THREAD, "network": name}).network == network


def test_it_answers_null_where_nothing_proves_the_state() -> None:
    assert answer(posts=THREAD["posts"][:1])["evidence"] is None


def test_it_takes_numbers_for_ids() -> None:
    posts = [{**THREAD["posts"][0], "id": 1}, {**POST, "id": 2, "parent": 1}]
    assert answer(posts=posts, question=1)["evidence"] == "2"


def test_it_reads_the_markup_of_networks_as_text() -> None:
    posts = [THREAD["posts"][0], {**POST, "text": "It&#x27;s <i>not</i> there<p>We&#x27;ll see."}]
    assert case_of({**THREAD, "network": "hackernews", "posts": posts}).posts[1].text == "It's not there\n\nWe'll see."


@pytest.mark.parametrize("posts", [1, -1])
def test_it_does_not_mind_the_order_of_posts(posts: int) -> None:
    assert answer(posts=THREAD["posts"][::posts])["evidence"] == "2"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"posts": None}, "bad_posts"),
        ({"posts": [7]}, "bad_post"),
        ({"posts": [{"id": "1", "at": "yesterday"}]}, "bad_at"),
        ({"posts": [{**POST, "author": ["x"]}]}, "bad_author"),
        ({"posts": [{**POST, "text": 5}]}, "bad_text"),
        ({"question": "9"}, "no_such_question"),
        ({"question": None}, "bad_question"),
        ({"now": 5}, "bad_now"),
        ({"now": "0001-01-01T00:00:00+14:00"}, "bad_now"),
        ({"us": "acme"}, "bad_us"),
        ({"competitors": [None]}, "bad_competitors"),
        ({"locked": "yes"}, "bad_locked"),
        ({"network": 3}, "bad_network"),
    ],
)
def test_it_names_what_is_wrong_with_a_line(changed: dict[str, Any], error: str) -> None:
    assert answer(**changed) == {"error": error, "line": 1}


@pytest.mark.parametrize("line", [b"", b"[]", b"{", b"\xff", b"[" * 90_000, b'{"id": NaN}', b"9" * 9_999])
def test_it_goes_on_after_a_bad_line(line: bytes) -> None:
    bad, good = decisions([line, json.dumps(THREAD).encode()])
    assert bad["line"] == 1
    assert "error" in bad
    assert good["state"] == "answered_by_us"


def test_it_tells_by_its_status_how_many_lines_were_bad(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = io.TextIOWrapper(io.BytesIO(b"x\n" + json.dumps(THREAD).encode() + b"\ny\n"))
    monkeypatch.setattr(sys, "stdin", given)
    assert main([]) == 2
    assert [json.loads(line).get("state") for line in capsys.readouterr().out.splitlines()] == [
        None,
        "answered_by_us",
        None,
    ]
