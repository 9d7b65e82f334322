"""Plays feeds, their sites and a podcast: RSS 2.0, RDF, Atom and JSON Feed of the newest items. Pure.

A feed is a window: what has scrolled out is gone, which is how real feeds lose posts that nobody fetched in time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from typing import Any

from listening.simulator.answer import Answer, Request, as_html, as_json
from listening.simulator.world.model import Feed, Item, World

LIBRARY_AGENTS = ("python-requests", "python-urllib", "curl")
TYPES = {
    "rss": "application/rss+xml",
    "rdf": "application/rdf+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "podcast": "application/rss+xml",
}


class Feeds:
    """Answers for one world. ``gone`` holds ids that a test has deleted since."""

    def __init__(self, world: World, gone: set[str]) -> None:
        self._world = world
        self._gone = gone

    def answer(self, request: Request) -> Answer:
        kind, _, name = request.path.lstrip("/").partition("/")
        if kind == "transcripts":
            return self._transcript(name.removesuffix(".txt"), request)
        feed = self._world.feed(name)
        if feed is None:
            return as_html("<h1>Not found</h1>", status=404)
        if kind == "site":
            return self._site(feed, request)
        return self._feed(feed, request)

    def window(self, feed: Feed, now: datetime) -> list[Item]:
        """Return what the feed shows at ``now``, newest first."""
        items = [
            item
            for item in self._world.items
            if item.network == "feeds"
            and item.place == feed.name
            and item.is_visible(now)
            and item.id not in self._gone
            and (feed.replies or not item.parent)
        ]
        items.sort(key=lambda item: (item.created_at, item.id), reverse=True)
        return items[: feed.window]

    def _feed(self, feed: Feed, request: Request) -> Answer:
        if feed.format == "moved":
            return Answer(status=301, headers={"Location": f"{request.base}/feeds/{feed.target}"})
        if feed.format == "gone":
            return as_html("<h1>Gone</h1><p>This feed has ended.</p>", status=410)
        if not request.agent:
            return as_html("<h1>Forbidden</h1>", status=403)
        if feed.picky and request.agent.casefold().startswith(LIBRARY_AGENTS):
            # Link boards refuse libraries' default agents with 429 rather than 403.
            return as_html("<h1>whoa there, pardner</h1>", status=429).with_headers({"Retry-After": "3600"})
        items = self.window(feed, request.now)
        changed = max((item.changed_at(request.now) for item in items), default=self._world.start)
        answer = RENDER[feed.format](feed, items, changed, request)
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
        caching = {"ETag": tag, "Last-Modified": http_date(changed)}
        if feed.ttl is not None:
            caching["Cache-Control"] = f"public, max-age={feed.ttl * 60}"
        if _unchanged(request, tag, changed):
            return Answer(status=304, headers=caching)
        return answer.with_headers(caching)

    def _site(self, feed: Feed, request: Request) -> Answer:
        """Return a page that names its feed in the head, as sites do for discovery."""
        kind = TYPES.get(feed.format, "application/rss+xml")
        posts = "".join(
            f'<li><a href="{escape(item.url)}">{escape(item.title)}</a></li>' for item in self.window(feed, request.now)
        )
        return as_html(
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(feed.title)}</title>'
            f'<link rel="alternate" type="{kind}" title="{escape(feed.title)}" href="/feeds/{feed.name}">'
            f"</head><body><h1>{escape(feed.title)}</h1><ul>{posts}</ul></body></html>"
        )

    def _transcript(self, number: str, request: Request) -> Answer:
        place, _, serial = number.partition("/")
        item = self._world.by_id.get(("feeds", f"tag:{place}.example,2026:{serial}"))
        if item is None or item.kind != "episode" or not item.is_visible(request.now):
            return as_html("<h1>Not found</h1>", status=404)
        return Answer(headers={"Content-Type": "text/plain; charset=utf-8"}, body=item.text.encode())


def http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _unchanged(request: Request, tag: str, changed: datetime) -> bool:
    """Return whether the reader has this already; a tag outranks a date (RFC 9110, 13.1.3)."""
    asked = request.headers.get("if-none-match")
    if asked is not None:
        return tag in re.findall(r'"[^"]*"', asked) or asked.strip() == "*"
    since = request.headers.get("if-modified-since")
    if since is None:
        return False
    try:
        return changed.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):  # an unreadable date, or one without a zone: as if it had not been sent
        return False


def _content(item: Item, now: datetime) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in item.text_at(now).split("\n\n") if part)


def _xml(root: str, inner: str) -> bytes:
    name = root.split(" ", 1)[0]
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>\n{inner}\n</{name}>\n'.encode()


def _answer(feed: Feed, body: bytes) -> Answer:
    return Answer(headers={"Content-Type": f"{TYPES[feed.format]}; charset=utf-8"}, body=body)


def _rss(feed: Feed, items: list[Item], changed: datetime, request: Request) -> Answer:
    podcast = feed.format == "podcast"
    parts = [_rss_item(item, request, podcast=podcast) for item in items]
    ttl = f"<ttl>{feed.ttl}</ttl>" if feed.ttl is not None else ""
    owner = f"<itunes:author>{escape(feed.title)}</itunes:author>" if podcast else ""
    channel = (
        f"<channel><title>{escape(feed.title)}</title><link>{request.base}/site/{feed.name}</link>"
        f"<description>{escape(feed.about)}</description>{ttl}{owner}"
        f"<lastBuildDate>{http_date(changed)}</lastBuildDate>\n" + "\n".join(parts) + "\n</channel>"
    )
    spaces = (
        'rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:thr="http://purl.org/syndication/thread/1.0"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    )
    return _answer(feed, _xml(spaces, channel))


def _rss_item(item: Item, request: Request, *, podcast: bool) -> str:
    content = escape(_content(item, request.now))
    parts = [
        f'<guid isPermaLink="false">{item.id}</guid>',
        f"<title>{escape(item.title)}</title>",
        f"<pubDate>{http_date(item.created_at)}</pubDate>",
        f"<dc:creator>{escape(item.author)}</dc:creator>",
    ]
    if item.parent:
        parts.append(f'<thr:in-reply-to ref="{item.parent}"/>')
    if podcast:
        # Many podcast hosts give an episode no page of its own: the enclosure is all there is.
        serial = item.id.rpartition(":")[2]
        parts += [
            f'<enclosure url="https://cdn.{item.place}.example/{serial}.mp3" length="{31_000_000 + len(item.text)}"'
            ' type="audio/mpeg"/>',
            "<itunes:duration>2710</itunes:duration>",
            f'<podcast:transcript url="{request.base}/transcripts/{item.place}/{serial}.txt" type="text/plain"/>',
            f"<description>{escape(item.text_at(request.now))}</description>",
        ]
    else:
        parts += [f"<link>{escape(item.url)}</link>", f"<description>{content}</description>"]
    return f"<item>{''.join(parts)}</item>"


def _rdf(feed: Feed, items: list[Item], changed: datetime, request: Request) -> Answer:
    entries = "\n".join(
        f'<item rdf:about="{item.id}"><title>{escape(item.title)}</title>'
        f"<link>{escape(item.url)}</link><dc:date>{item.created_at:%Y-%m-%dT%H:%M:%SZ}</dc:date>"
        f"<dc:creator>{escape(item.author)}</dc:creator>"
        f"<description>{escape(_content(item, request.now))}</description></item>"
        for item in items
    )
    sequence = "".join(f'<rdf:li rdf:resource="{item.id}"/>' for item in items)
    site = f"{request.base}/site/{feed.name}"
    inner = (
        f'<channel rdf:about="{site}"><title>{escape(feed.title)}</title><link>{site}</link>'
        f"<description>{escape(feed.about)}</description><dc:date>{changed:%Y-%m-%dT%H:%M:%SZ}</dc:date>"
        f"<items><rdf:Seq>{sequence}</rdf:Seq></items></channel>\n{entries}"
    )
    spaces = (
        'rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    return _answer(feed, _xml(spaces, inner))


def _atom(feed: Feed, items: list[Item], changed: datetime, request: Request) -> Answer:
    def entry(item: Item) -> str:
        reply = f'<thr:in-reply-to ref="{item.parent}"/>' if item.parent else ""
        return (
            f"<entry><id>{item.id}</id><title>{escape(item.title)}</title>"
            f'<link rel="alternate" href="{escape(item.url)}"/>{reply}'
            f"<author><name>{escape(item.author)}</name></author>"
            f"<published>{item.created_at:%Y-%m-%dT%H:%M:%SZ}</published>"
            f"<updated>{max(item.created_at, item.changed_at(request.now)):%Y-%m-%dT%H:%M:%SZ}</updated>"
            f'<content type="html">{escape(_content(item, request.now))}</content></entry>'
        )

    inner = (
        f"<id>tag:{feed.name}.example,2026:feed</id><title>{escape(feed.title)}</title>"
        f"<updated>{changed:%Y-%m-%dT%H:%M:%SZ}</updated>"
        f'<link rel="self" href="{request.base}/feeds/{feed.name}"/>'
        f'<link rel="alternate" href="{request.base}/site/{feed.name}"/>\n' + "\n".join(map(entry, items))
    )
    spaces = 'feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"'
    return _answer(feed, _xml(spaces, inner))


def _json(feed: Feed, items: list[Item], changed: datetime, request: Request) -> Answer:
    def entry(item: Item) -> dict[str, Any]:
        return {
            "id": item.id,
            "url": item.url,
            "title": item.title,
            "content_html": _content(item, request.now),
            "date_published": f"{item.created_at:%Y-%m-%dT%H:%M:%SZ}",
            "authors": [{"name": item.author}],
            "language": "en",
        }

    return as_json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "description": feed.about,
            "home_page_url": f"{request.base}/site/{feed.name}",
            "feed_url": f"{request.base}/feeds/{feed.name}",
            "items": [entry(item) for item in items],
        },
        headers={"Content-Type": f"{TYPES['json']}; charset=utf-8"},
    )


RENDER: dict[str, Callable[[Feed, list[Item], datetime, Request], Answer]] = {
    "rss": _rss,
    "rdf": _rdf,
    "atom": _atom,
    "json": _json,
    "podcast": _rss,
}
