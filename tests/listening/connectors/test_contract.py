"""What every connector promises, over own payloads and over the shared recordings."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from listening.connectors.__main__ import main, read_recorded
from listening.connectors.contract import Previews, Rechecks, Replies
from listening.connectors.registry import CONNECTORS, FACTS, connector
from listening.errors import ListeningError, Permanent
from listening.records import Author, Page, Post, Quality, Reach
from listening.text import gate

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
HERE = Path(__file__).parent
PAYLOADS = sorted(
    path for name in CONNECTORS for path in (HERE / "payloads" / name).iterdir() if not path.match("*.expected.json")
)
RECORDINGS = {"x": ("x-twitter", "x-twitter-v2-pages", "x-twitter-v1")}
_BLANK = asdict(Post(network="", external_id="", created_at=NOW))


def _shown(post: Post) -> dict[str, Any]:
    """A post as JSON, without its raw record and without what is as it would be in an empty post."""
    found = json.loads(json.dumps(asdict(post), default=str))
    for name, blank in (("author", asdict(Author())), ("reach", asdict(Reach()))):
        found[name] = {key: value for key, value in found[name].items() if value != blank[key]}
    kept = {name: value for name, value in found.items() if value != _BLANK[name] and value not in ({}, [])}
    return {name: value for name, value in kept.items() if name != "raw"}


def _read(path: Path) -> Page:
    return read_recorded(connector(path.parent.name), path.read_bytes(), name=path.name, now=NOW)


def _outcome(path: Path) -> dict[str, Any]:
    try:
        page = _read(path)
    except ListeningError as error:
        return {"error": error.kind, "code": error.code}
    return {
        "title": page.title,
        "posts": [_shown(post) for post in page.posts],
        "tombstones": [one.external_id for one in page.tombstones],
        "bad": [[one.where, one.code] for one in page.bad],
    }


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_reads_a_payload_as_expected(path: Path) -> None:
    expected = path.with_suffix(".expected.json")
    assert _outcome(path) == json.loads(expected.read_text())


@pytest.mark.parametrize(
    "path",
    [path for path in PAYLOADS if not path.name.startswith("error-")],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_it_gives_only_posts_that_the_gate_leaves_alone(path: Path) -> None:
    for post in _read(path).posts:
        assert gate(post, fetched_at=NOW) == post
        assert post.external_id
        assert post.created_at.tzinfo is UTC


@pytest.mark.parametrize("name", sorted(CONNECTORS))
def test_it_parses_every_recording_or_names_an_error(name: str, data: Path) -> None:
    folders = [data / "recordings" / folder for folder in RECORDINGS.get(name, (name,))]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".md"]
    assert files
    posts = 0
    for path in files:
        try:
            posts += len(read_recorded(connector(name), path.read_bytes(), name=path.name, now=NOW).posts)
        except ListeningError:
            continue
    assert posts > 10


@pytest.mark.parametrize("name", sorted(FACTS))
def test_it_states_its_facts(name: str) -> None:
    facts = FACTS[name]
    assert facts.network == name
    assert facts.policy.version >= 1
    assert facts.policy.delete_within_hours <= 24
    assert facts.reply_mode in ("api", "open_native", "none")
    assert facts.label
    assert facts.rules


@pytest.mark.parametrize("name", sorted(CONNECTORS))
def test_it_can_do_what_its_facts_promise(name: str) -> None:
    one: object = CONNECTORS[name]
    facts = CONNECTORS[name].facts
    assert isinstance(one, Rechecks) == bool(facts.check_every and facts.check_batch)
    assert isinstance(one, Replies) == (facts.reply_mode == "api")
    assert isinstance(one, Previews) == facts.priced


@pytest.mark.parametrize("name", sorted(name for name, one in CONNECTORS.items() if not one.facts.threads))
def test_it_refuses_threads_where_there_are_none(name: str, session: Any) -> None:
    one = connector(name)
    with pytest.raises(Permanent, match="no_threads"):
        one.thread(session, Post(network=name, external_id="1", created_at=NOW).key, now=NOW)


def test_it_does_not_know_an_unknown_network() -> None:
    with pytest.raises(Permanent, match="unknown_network"):
        connector("myspace")


@pytest.mark.parametrize(
    "part", ["feeds.trim", "feeds.jsonfeed", "hackernews.parse", "ingest.item", "ingest.table", "x.parse"]
)
def test_it_keeps_parsing_free_of_django_celery_and_the_network(part: str) -> None:
    code = f"import sys, listening.connectors.{part}; print({{'django', 'celery', 'requests'}} & {{*sys.modules}})"
    run = [sys.executable, "-c", code]
    found = subprocess.run(run, capture_output=True, text=True, check=True, cwd=HERE.parents[2])
    assert found.stdout.strip() == "set()"


def test_it_prints_a_post_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feeds", str(HERE / "payloads/feeds/rdf.xml")], now=NOW) == 0
    (line,) = capsys.readouterr().out.splitlines()
    shown = json.loads(line)
    assert shown["title"] == "Still here"
    assert set(shown) == set(_BLANK) - {"raw"}


def test_it_prints_an_error_body_as_its_kind(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(HERE / "payloads/hackernews/error-rate-limited.json")
    assert main(["hackernews", path], now=NOW) == 0
    assert json.loads(capsys.readouterr().out) == {"error": "rate_limited", "code": "rate_limited", "file": path}


def test_it_says_which_file_it_cannot_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feeds", "/nowhere/at-all.xml"], now=NOW) == 2
    assert "/nowhere/at-all.xml" in capsys.readouterr().err


def test_it_marks_what_a_date_is_worth() -> None:
    page = _read(HERE / "payloads/feeds/atom-hostile-fields.xml")
    assert [post.created_quality for post in page.posts] == [Quality.CLAIMED, Quality.GUESSED]
    assert {post.created_at for post in page.posts} == {NOW}
