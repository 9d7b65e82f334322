"""Turn the bytes of a feed into a page of posts. Pure, but for the child process that reads them.

Identity: ``instance`` is the feed (its address when it was first added, see ``instance_of``), ``external_id`` the
item's guid or Atom id, else its canonical link, else a hash of title, date and text. Guids change on redesigns, so the
canonical link is always an alias key too: ``url:…``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from listening.connectors.feeds.limited import CHILD
from listening.connectors.feeds.trim import ITEM_LIMIT
from listening.errors import BadRecord, Permanent, Transient
from listening.records import Author, Bad, Page, Post, Quality
from listening.text import absolute_url, canonical_url, from_html, gate, links_in, safe_url

NETWORK = "feeds"
SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=24)  # what a publisher may ask of our schedule
_SCHEMES = ("https://", "http://")


def instance_of(url: str) -> str:
    """Return the stable key of the feed at ``url``: its canonical address without the scheme.

    The runner keeps the first one for good (``Plan.instance``), so that a feed that moves keeps its posts.
    """
    canonical = canonical_url(url)
    for scheme in _SCHEMES:
        canonical = canonical.removeprefix(scheme)
    return canonical


def parse(body: bytes, *, url: str, content_type: str, now: datetime, instance: str = "") -> Page:
    """Return the feed's items as posts, at most 1,000.

    Raises ``Permanent`` with ``not_a_feed``, ``feed_declares_entities`` or ``feed_too_costly``, and
    ``Transient("empty_body")``.
    """
    if not body[:512].lstrip(b"\xef\xbb\xbf \t\r\n"):
        raise Transient("empty_body")
    document = CHILD.read(body, content_type=content_type).document
    if not document["version"] and not document["entries"]:
        raise Permanent("not_a_feed")
    instance = instance or instance_of(url)
    posts: dict[str, Post] = {}
    bad: list[Bad] = []
    for position, entry in enumerate(document["entries"][:ITEM_LIMIT]):
        try:
            post = gate(_post(entry, document, base=url, instance=instance, now=now), fetched_at=now)
        except BadRecord as error:
            bad.append(Bad(where=f"item {position + 1}", code=error.code))
        else:
            posts.setdefault(post.external_id, post)
    return Page(
        posts=tuple(posts.values()),
        bad=tuple(bad),
        title=_plain(document["title"], document["title_type"]),
        next_poll_after=_wish(document["ttl"], now),
    )


def _wish(minutes: str, now: datetime) -> datetime | None:
    """Return the earliest next poll that ``ttl`` asks for, 15 min to 24 h away; ``None`` if it says none."""
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 9 and int(minutes)):
        return None
    return now + min(max(timedelta(minutes=int(minutes)), SHORTEST), LONGEST)


def _plain(words: str, media_type: str) -> str:
    return words.strip() if media_type == "text/plain" else from_html(words)


def _post(entry: Mapping[str, Any], document: Mapping[str, Any], *, base: str, instance: str, now: datetime) -> Post:
    title, text = _plain(entry["title"], entry["title_type"]), _plain(entry["body"], entry["body_type"])
    enclosures = [absolute_url(base, one["url"]) for one in entry["enclosures"] if one["url"]]
    own = entry["link"] if entry["link"] != entry["id"] else ""  # feedparser takes an id for a link
    link = (absolute_url(base, own) if own else "") or safe_url(entry["id"])
    url = link or next(filter(None, enclosures), "")
    canonical = canonical_url(url)
    if not (title or text or url):
        raise BadRecord("empty_item")
    external_id = entry["id"].strip() or canonical or _hash(title, entry["published"], text)
    created_at, quality, edited_at = _dates(entry, now)
    html_links = links_in(entry["body"]) if entry["body_type"] != "text/plain" else ()
    links = [one for one in (*enclosures, safe_url(entry["transcript"]), *html_links) if one and one != url]
    return Post(
        network=NETWORK,
        instance=instance,
        external_id=external_id,
        url=url,
        kind=_kind(entry, document),
        author=_author(entry["author"], document["author"]),
        title=title,
        text=text,
        lang=entry["language"] or document["language"],
        created_at=created_at,
        created_quality=quality,
        edited_at=edited_at,
        links=tuple(dict.fromkeys(links)),
        licence=_plain(entry["licence"] or document["licence"], ""),
        alias_keys=(f"url:{canonical}",) if canonical else (),
        raw=dict(entry),
    )


def _hash(title: str, published: str, text: str) -> str:
    return "sha256:" + hashlib.sha256("|".join((title, published, text)).encode("utf-8", "replace")).hexdigest()


def _kind(entry: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    if entry["video"]:
        return "video"
    media = any(one["type"].startswith(("audio/", "video/")) for one in entry["enclosures"])
    return "episode" if media or (document["podcast"] and entry["enclosures"]) else "article"


def _author(own: Mapping[str, str], feeds: Mapping[str, str]) -> Author:
    """Return the item's author, else the feed's. Feeds have no author ids: an address is the best that there is."""
    found = own if any(own.values()) else feeds
    name = from_html(found["name"]) or found["email"]
    return Author(external_id=found["url"] or (found["email"] or name).lower(), name=name, url=safe_url(found["url"]))


def _dates(entry: Mapping[str, Any], now: datetime) -> tuple[datetime, Quality, datetime | None]:
    published, updated = _instant(entry["published"]), _instant(entry["updated"])
    created = published or updated
    if created is None:
        return now, Quality.GUESSED, None
    return created, Quality.EXACT, updated if updated and updated > created else None


def _instant(value: str) -> datetime | None:
    """Return an ISO 8601 instant in UTC; what has no zone is taken as UTC, what makes no sense as absent."""
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
