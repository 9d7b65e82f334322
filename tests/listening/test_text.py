"""The gate: nothing unstorable, unbounded or unlinkable comes past it, and nothing else changes."""

from __future__ import annotations

import json
import time
import unicodedata
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening.errors import BadRecord
from listening.records import Author, Post, Quality, Reach
from listening.text import (
    ID_BYTES,
    absolute_url,
    bounded_id,
    canonical_url,
    clean,
    content_hash,
    from_html,
    gate,
    links_in,
    safe_url,
    whole,
)

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
NAUGHTY = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile" / "naughty.jsonl"
ANY_TEXT = st.text(st.characters(), max_size=200)  # surrogates and NUL included
ANY_DATE = st.datetimes(timezones=st.none() | st.sampled_from([UTC, timezone(timedelta(hours=-14))]))
POSTS = st.builds(
    Post,
    network=st.just("x"),
    external_id=st.text(st.characters(), min_size=1, max_size=700),
    instance=ANY_TEXT,
    url=ANY_TEXT,
    kind=ANY_TEXT,
    author=st.builds(Author, external_id=ANY_TEXT, handle=ANY_TEXT, url=ANY_TEXT, followers=st.none() | st.integers()),
    title=ANY_TEXT,
    text=ANY_TEXT,
    created_at=ANY_DATE,
    edited_at=st.none() | ANY_DATE,
    expires_at=st.none() | ANY_DATE,
    reach=st.builds(Reach, points=st.none() | st.integers()),
    links=st.lists(ANY_TEXT, max_size=3).map(tuple),
    alias_keys=st.lists(ANY_TEXT, max_size=3).map(tuple),
    raw=st.dictionaries(ANY_TEXT, ANY_TEXT | st.lists(ANY_TEXT, max_size=2), max_size=3),
)


def _post(**changes: Any) -> Post:
    return replace(Post(network="x", external_id="1", created_at=NOW), **changes)


@given(ANY_TEXT)
def test_it_changes_only_what_cannot_be_stored(value: str) -> None:
    expected = value.replace("\r\n", "\n").replace("\r", "\n")
    expected = "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in expected)
    expected = "".join(c for c in expected if c in "\n\t" or unicodedata.category(c) != "Cc")
    assert clean(value) == unicodedata.normalize("NFC", expected)


@given(ANY_TEXT, st.integers(0, 50))
def test_it_is_stable_and_bounded(value: str, limit: int) -> None:
    once = clean(value, limit=limit)
    assert clean(once, limit=limit) == once
    assert len(once) <= limit
    once.encode()


def test_it_brings_naughty_strings_through() -> None:
    if not NAUGHTY.exists():
        pytest.skip("the shared test data is not here")
    rows = [json.loads(line) for line in NAUGHTY.open()]
    for text in (row["s"] for row in rows if "s" in row):
        cleaned = clean(text)
        assert "\x00" not in cleaned
        assert cleaned == clean(cleaned)
        if text.isprintable():
            assert cleaned == unicodedata.normalize("NFC", text)


def test_it_composes_long_runs_of_marks_quickly() -> None:
    began = time.thread_time()
    clean("a" + "\u0301\u0323" * 50_000)
    assert time.thread_time() - began < 2


@given(POSTS)
def test_it_lets_only_storable_posts_through(post: Post) -> None:
    done = gate(post, fetched_at=NOW)
    for name in (one.name for one in fields(Post)):
        value = getattr(done, name)
        if isinstance(value, str):
            value.encode()
            assert "\x00" not in value
    for identity in (done.external_id, done.instance, done.author.external_id, *done.alias_keys):
        assert len(identity.encode()) <= ID_BYTES
    for address in (done.url, done.author.url, *done.links):
        assert address == "" or address.startswith(("http://", "https://"))
    assert datetime(1970, 1, 1, tzinfo=UTC) <= done.created_at <= NOW
    json.dumps(done.raw, ensure_ascii=False).encode()


@given(POSTS)
def test_it_changes_nothing_the_second_time(post: Post) -> None:
    once = gate(post, fetched_at=NOW)
    assert gate(once, fetched_at=NOW) == once


def test_it_lets_a_clean_post_through_as_it_is() -> None:
    post = _post(text="fine", url="https://a.example/1", links=("https://a.example/2",), raw={"id": ["1\n"]})
    assert gate(post, fetched_at=NOW) is post


@pytest.mark.parametrize("name", ["external_id", "instance", "kind", "lang", "root_id", "visibility", "licence"])
@pytest.mark.parametrize("value", ["a\x00b", "a\ud800", "e\u0301", "x" * 600])
def test_it_cleans_every_id_and_name(name: str, value: str) -> None:
    done = getattr(gate(_post(**{name: value}), fetched_at=NOW), name)
    assert done != value
    assert len(done.encode()) <= ID_BYTES


@pytest.mark.parametrize(
    ("given_date", "kept", "quality"),
    [
        (NOW, NOW, Quality.EXACT),
        (NOW - timedelta(days=900), NOW - timedelta(days=900), Quality.EXACT),
        (NOW + timedelta(seconds=1), NOW, Quality.CLAIMED),
        (NOW + timedelta(days=400), NOW, Quality.CLAIMED),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), NOW, Quality.CLAIMED),
        (datetime(1969, 12, 31, tzinfo=UTC), NOW, Quality.GUESSED),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=5))), NOW, Quality.GUESSED),
        (datetime(2026, 6, 1), datetime(2026, 6, 1, tzinfo=UTC), Quality.CLAIMED),  # noqa: DTZ001 - that is the case
    ],
)
def test_it_marks_dates_that_cannot_be(given_date: datetime, kept: datetime, quality: Quality) -> None:
    done = gate(_post(created_at=given_date), fetched_at=NOW)
    assert (done.created_at, done.created_quality) == (kept, quality)


def test_it_keeps_a_worse_quality() -> None:
    post = _post(created_quality=Quality.CRAWL)
    assert gate(post, fetched_at=NOW).created_quality is Quality.CRAWL


def test_it_refuses_a_post_without_an_id() -> None:
    with pytest.raises(BadRecord, match="no_id"):
        gate(_post(external_id=""), fetched_at=NOW)


@given(st.lists(st.text(st.characters(), min_size=1, max_size=600), unique=True, max_size=8))
def test_it_never_makes_one_id_of_two(ids: list[str]) -> None:
    assert len({bounded_id(one) for one in ids}) == len(ids)


def test_it_clamps_numbers_to_64_bits() -> None:
    done = gate(_post(author=Author(followers=2**70), reach=Reach(points=-(2**70))), fetched_at=NOW)
    assert (done.author.followers, done.reach.points) == (2**63 - 1, -(2**63))


def test_it_cuts_a_raw_record_that_is_too_deep() -> None:
    raw: Any = []
    for _ in range(500):
        raw = [raw]
    assert json.dumps(gate(_post(raw=raw), fetched_at=NOW).raw).count("[") == 60


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One<p>Two", "One\n\nTwo"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<ul><li>x<li>y</ul>z", "x\ny\n\nz"),
        ("a <b>bold</b> <a href='https://e.example'>link</a>", "a bold link"),
        ("<style>p{}</style>x<script>if (a</b>) alert('</p>')</script>y", "xy"),
        ("1 &lt; 2 &amp;amp; &#8217; &#xD800; &#99999999999;", "1 < 2 &amp; ’ \ufffd \ufffd"),
        ("3 < 4 and <3", "3 < 4 and <3"),
        ("<!-- <p>no --> yes <![CDATA[ no ]]>", "yes"),
        ('<img alt="a>b" src=x onerror=alert(1)>after', "after"),
        ("<div> <div>  deep </div>\n\n </div> end", "deep\nend"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n3"),
        ("cut <a href='x", "cut"),
        ("it's <i title=don't>fine</i>", "it's fine"),
        ("plain\n\n\n\nwords", "plain\n\nwords"),
        ("", ""),
    ],
)
def test_it_reads_html_as_a_person_would(html: str, text: str) -> None:
    assert from_html(html) == text


@pytest.mark.parametrize(
    "part",
    [
        "<div>",
        "<a b='",
        '<a b="\'">',
        "<!--",
        "<script>",
        "<script/>",
        "<",
        "</",
        "<![CDATA[",
        '="',
        "&#9",
        "<style></styl",
    ],
)
def test_it_reads_html_in_linear_time(part: str) -> None:
    began = time.thread_time()
    from_html(part * 60_000)
    links_in(part * 60_000)
    assert time.thread_time() - began < 4


@given(st.text(st.sampled_from("<>/!-='\" apb&#;[]\n")))
def test_it_reads_any_markup(html: str) -> None:
    read = from_html(html)
    assert clean(read) == read.strip()
    assert "\n\n\n" not in read


def test_it_lists_links_once_and_only_safe_ones() -> None:
    html = "<a href='https://e.example/?a=1&amp;b=2'>x</a><A HREF=https://e.example/?a=1&b=2><a href=javascript:x>"
    assert links_in(html) == ("https://e.example/?a=1&b=2",)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        (" https://e.example/a b ", "https://e.example/a%20b"),
        ("HTTP://e.example", "http://e.example"),
        ('https://e.example/"><script>', "https://e.example/%22%3E%3Cscript%3E"),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("//e.example/x", ""),
        ("https:///x", ""),
        ("https://bob:pw@e.example/", ""),
        ("https://e.example\\@evil.example/", ""),
        ("http://[::1", ""),
        ("http://e.example:99999/", ""),
        ("https://e.example/" + "x" * 5_000, ""),
        ("data:text/html,x", ""),
        ("", ""),
    ],
)
def test_it_links_only_to_the_web(url: str, safe: str) -> None:
    assert safe_url(url) == safe


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://E.Example:443/A?b=2&utm_source=x&a=1&gclid=3&fbclid=4#frag", "https://e.example/A?b=2&a=1"),
        ("http://e.example", "http://e.example/"),
        ("http://e.example:8080/?UTM_Medium=x", "http://e.example:8080/"),
        ("https://e.example/?q=utm_source", "https://e.example/?q=utm_source"),
        ("ftp://e.example/", ""),
    ],
)
def test_it_spells_an_address_in_one_way(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


def test_it_resolves_relative_addresses() -> None:
    assert absolute_url("https://e.example/a/b", "../c") == "https://e.example/c"
    assert absolute_url("https://e.example/", "http://[bad") == ""
    assert absolute_url("https://e.example/", "javascript:x") == ""


def test_it_puts_the_title_above_the_text() -> None:
    assert (whole("T", "x"), whole("", "x")) == ("T\n\nx", "x")


def test_it_hashes_words_apart() -> None:
    hashes = {content_hash(_post(title=title, text=text)) for title, text in [("a", "b"), ("", "ab"), ("ab", "")]}
    assert len(hashes) == 3
    assert all(len(one) == 32 for one in hashes)
    assert content_hash(_post(text="a")) == content_hash(_post(text="a", url="https://e.example"))
