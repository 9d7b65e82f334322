"""No document hurts the worker: limits on the child, and all hostile feeds."""

from __future__ import annotations

import gzip
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from listening.connectors.feeds import child as child_module
from listening.connectors.feeds.limited import Child
from listening.connectors.feeds.parse import parse
from listening.connectors.feeds.trim import AUTHOR_LIMIT, FIELD_LIMIT, ITEM_LIMIT, EntitiesDeclared, trim
from listening.errors import ListeningError, Permanent, Transient

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
ITEM = "<item><title>Hi</title><guid>1</guid></item>"
FEED = f"<rss version='2.0'><channel>{ITEM}</channel></rss>".encode()


@pytest.fixture
def child() -> Iterator[Child]:
    one = Child()
    yield one
    one.stop()


def _feed(inside: str) -> bytes:
    return f"<rss version='2.0'><channel>{inside}</channel></rss>".encode()


def _parse(body: bytes) -> Any:
    return parse(body, url="https://e.example/feed", content_type="application/rss+xml", now=NOW)


def test_it_ends_every_hostile_feed_in_time_and_memory(data: Path) -> None:
    """Twice the promise: 15 s and 100 MB each, in one worker that reads a good feed afterwards."""
    folder = data / "hostile" / "feeds"
    rows = json.loads((folder / "manifest.json").read_text())
    assert len(rows) == 207
    readers = [Child(), Child()]

    def run(numbered: tuple[int, dict[str, Any]]) -> tuple[str, float, int, str]:
        number, row = numbered
        body = (folder / row["file"]).read_bytes()
        body = gzip.decompress(body) if row["stored_gz"] else body
        began = time.monotonic()
        peak, code = 0, ""
        try:
            peak = readers[number % 2].read(body, content_type=row["content_type"] or "").peak_kb
        except ListeningError as error:
            code = error.code
        return row["file"], time.monotonic() - began, peak, code

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(run, enumerate(rows)))
    assert [row for row in found if row[1] > 15 or row[2] > 100_000 or row[3] == "feed_reader_died"] == []
    assert all(reader.read(FEED, content_type="").document["entries"] for reader in readers)
    for reader in readers:
        reader.stop()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("surrogate_charref.xml", 2),
        ("dates.xml", 8),
        ("truncated.xml", 45),
        ("items_200k.xml.gz", 1000),
        ("author_1mb.xml.gz", 1),
    ],
)
def test_it_keeps_what_can_be_kept_of_a_hostile_feed(data: Path, name: str, kept: int) -> None:
    body = (data / "hostile" / "feeds" / name).read_bytes()
    assert len(_parse(gzip.decompress(body) if name.endswith("gz") else body).posts) == kept


@pytest.mark.parametrize("name", ["xxe_file.xml", "billion_laughs.xml", "quadratic_blowup.xml", "not_a_feed.html"])
def test_it_refuses_with_a_reason(data: Path, name: str) -> None:
    with pytest.raises(Permanent, match=r"feed_declares_entities|not_a_feed"):
        _parse((data / "hostile" / "feeds" / name).read_bytes())


def test_it_starts_another_child_when_one_has_died(child: Child) -> None:
    child.read(FEED, content_type="")
    first = child.pid
    assert first
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert child.read(FEED, content_type="").document["entries"]
    assert child.pid != first


def test_it_gives_up_on_a_child_that_hangs(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("listening.connectors.feeds.limited.WALL_SECONDS", 0.2)
    child._running()
    assert child.pid
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(Transient, match="feed_reader_died"):
        child.read(FEED, content_type="")


def _spin(*_: Any) -> dict[str, Any]:
    while True:
        pass


def _hoard(*_: Any) -> dict[str, Any]:
    return {"": bytes(8 << 30)}  # nothing of it is touched: without the limit it would be had for free


def _fail(*_: Any) -> dict[str, Any]:
    raise RuntimeError("a bug of the library")


def _sleep(*_: Any) -> dict[str, Any]:
    time.sleep(60)
    return {}


@pytest.mark.parametrize(
    ("reading", "refused"), [(_spin, "cpu"), (_hoard, "memory"), (_fail, "unreadable"), (_sleep, "wall")]
)
def test_it_kills_a_reading_that_takes_too_much(monkeypatch: pytest.MonkeyPatch, reading: Any, refused: str) -> None:
    monkeypatch.setattr(child_module, "read", reading)
    monkeypatch.setattr(child_module, "CPU_SECONDS", 1)
    monkeypatch.setattr(child_module, "WALL_SECONDS", 8.0 if refused != "wall" else 0.2)
    monkeypatch.setattr(child_module, "MEMORY_BYTES", 4 << 30)
    stats = json.loads(child_module.answer(b"\n<rss/>").partition(b"\n")[0])
    assert stats["refused"] == refused


def test_it_serves_several_threads_one_after_the_other(child: Child) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(child.read(FEED, content_type="").document["entries"])))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 6


def test_it_hides_our_secrets_from_the_child(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "planted-secret")
    child.read(FEED, content_type="")
    with open(f"/proc/{child.pid}/environ", "rb") as environment:
        assert b"planted-secret" not in environment.read()


def test_it_cuts_items_fields_and_authors() -> None:
    long = "x" * (FIELD_LIMIT + 10)
    cut = trim(f"<rss><channel><item><author>{long}</author><title>{long}</title></item>{ITEM * 1_500}</channel></rss>")
    assert cut.count("<item>") == ITEM_LIMIT
    assert len(cut) < FIELD_LIMIT + AUTHOR_LIMIT + ITEM_LIMIT * len(ITEM) + 200
    assert cut.endswith("</channel></rss>")


def test_it_drops_an_item_that_broke_off() -> None:
    assert trim(f"<rss><channel>{ITEM}<item><title>Half").endswith(ITEM)


def test_it_leaves_a_harmless_feed_alone() -> None:
    document = FEED.decode() + "\n"
    assert trim(document) == document


@pytest.mark.parametrize(
    "opening", ["<a b='", "<![CDATA[", "<!--", "<?x ", "<!DOCTYPE x ", "<item>", "<a b='1' c='2' "]
)
def test_it_trims_in_linear_time(opening: str) -> None:
    began = time.thread_time()
    trim("<rss>" + opening * 60_000)
    assert time.thread_time() - began < 5


def test_it_refuses_entities_only_where_they_are_declared() -> None:
    with pytest.raises(EntitiesDeclared):
        trim('<!DOCTYPE rss [ <!entity x "y"> ]><rss/>')
    assert "ENTITY" in trim("<rss><title>how <![CDATA[<!ENTITY works]]></title></rss>")


@pytest.mark.parametrize("body", [b"", b" \n", b"\xef\xbb\xbf"])
def test_it_takes_an_empty_body_for_a_hiccup(body: bytes) -> None:
    with pytest.raises(Transient, match="empty_body"):
        _parse(body)


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"{" * 100_000, b'{"items": {}}', b'{"items": [' + b"9" * 5_000 + b"]}"]
)
def test_it_says_when_json_is_no_feed(body: bytes) -> None:
    with pytest.raises(Permanent, match="not_a_feed"):
        _parse(body)


def test_it_gives_the_same_id_to_an_item_without_any() -> None:
    body = _feed("<item><title>Same</title><description>words</description></item>" * 2)
    (post,) = _parse(body).posts
    assert post.external_id == _parse(body).posts[0].external_id
    assert post.external_id.startswith("sha256:")


def test_it_sets_an_empty_item_aside() -> None:
    page = _parse(_feed(f"<item></item>{ITEM}"))
    assert [(one.where, one.code) for one in page.bad] == [("item 1", "empty_item")]
    assert len(page.posts) == 1


def test_it_reads_json_in_the_child_too(child: Child) -> None:
    body = b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"{}," * 1_000_000 + b"{}]}"
    reading = child.read(body, content_type="")
    assert len(reading.document["entries"]) == ITEM_LIMIT
    assert reading.peak_kb < 512_000
