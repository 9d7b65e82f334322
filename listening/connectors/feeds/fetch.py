"""Ask for a feed, politely, and find feeds on a page. Understands HTTP, not feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from listening.connectors.contract import Plan
from listening.connectors.feeds.facts import FACTS
from listening.connectors.feeds.parse import LONGEST, SHORTEST, instance_of, parse
from listening.connectors.recorded import response_of
from listening.errors import Permanent, RateLimited, Transient
from listening.http import Response, Session, raise_for_status
from listening.records import Page, PostKey
from listening.text import absolute_url, tags_in

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
UNSAID_WAIT = timedelta(hours=1)  # after a 429 that names no time
PAGE_BYTES = 1_000_000
GUESSES = ("/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml", "/feed.json")
_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/json"}
)
_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


class Feeds:
    """Every feed is one source: ``Plan.params["url"]`` is its address, ``Plan.secret["url"]`` the one with its key.

    It cannot search; terms are matched locally.
    """

    facts = FACTS

    def poll(self, session: Session, plan: Plan, *, now: datetime, base_url: str = "") -> Iterator[Page]:
        """Yield the feed's one page. A 304 yields an empty page with the same cursor."""
        address = plan.secret.get("url") or plan.params["url"]
        url = absolute_url(f"{base_url.rstrip('/')}/", address) if base_url else address
        response = session.get(url, headers=_headers(plan.cursor))
        moved_to = _beneath(base_url, moved(response))
        if response.status_code == 304:
            yield Page(cursor=plan.cursor, moved_to=moved_to, next_poll_after=_wish(response.headers, now))
            return
        _refuse(response, now)
        page = _read(response, now=now, instance=plan.instance or instance_of(plan.params["url"]))
        yield replace(page, moved_to=moved_to)

    def thread(
        self, session: Session, root: PostKey, *, now: datetime, base_url: str = "", plan: Plan | None = None
    ) -> Page:
        """Raise ``Permanent("no_threads")``: feeds carry no replies."""
        raise Permanent("no_threads")

    def parse_recorded(self, body: bytes, headers: Mapping[str, str], url: str, *, status: int, now: datetime) -> Page:
        """Parse the bytes of one feed. ``url`` names the feed and resolves relative links."""
        response = response_of(body, headers, url, status=status)
        if status == 304:
            return Page(next_poll_after=_wish(response.headers, now))
        _refuse(response, now)
        return _read(response, now=now, instance=instance_of(url))


def _headers(cursor: Mapping[str, Any]) -> dict[str, str]:
    """Return the conditions of a GET; both tags go back exactly as they came."""
    headers = {"Accept": ACCEPT}
    if cursor.get("etag"):
        headers["If-None-Match"] = cursor["etag"]
    if cursor.get("modified"):
        headers["If-Modified-Since"] = cursor["modified"]
    return headers


def _refuse(response: Response, now: datetime) -> None:
    """Raise what the status stands for. A 429 without a usable time means an hour."""
    try:
        raise_for_status(response, now=now)
    except RateLimited as error:
        error.reset_at = error.reset_at or now + UNSAID_WAIT
        raise
    if response.status_code != 200:
        raise Transient(f"http_{response.status_code}")


def _read(response: Response, *, now: datetime, instance: str) -> Page:
    tags = {"etag": response.headers.get("ETag", ""), "modified": response.headers.get("Last-Modified", "")}
    page = parse(
        response.content,
        url=response.url,
        content_type=response.headers.get("Content-Type", ""),
        now=now,
        instance=instance,
    )
    cursor = {name: value for name, value in tags.items() if value and len(value) < 2_000}
    wishes = [one for one in (page.next_poll_after, _wish(response.headers, now)) if one]
    return replace(page, cursor=cursor, next_poll_after=max(wishes, default=None))


def _wish(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return the earliest next poll that ``max-age`` asks for, 15 min to 24 h away; ``None`` if it says none."""
    age = _MAX_AGE.search(headers.get("Cache-Control", ""))
    if not age or not int(age[1]):
        return None
    return now + min(max(timedelta(seconds=int(age[1])), SHORTEST), LONGEST)


def moved(response: Response) -> str:
    """Return the address that leading permanent redirects (301, 308) end at, or ``""``."""
    target = ""
    for hop in response.history:
        if hop.status_code not in (301, 308):
            break
        target = absolute_url(hop.url, hop.headers.get("Location", ""))
    return target


def _beneath(base_url: str, address: str) -> str:
    """Return an address of the played networks without its host, as such sources are stored; others as they are."""
    host = absolute_url(base_url, "/") if base_url else ""
    return address.removeprefix(host.rstrip("/")) if host and address.startswith(host) else address


def discover(session: Session, page_url: str, now: datetime) -> list[str]:
    """Return the feed addresses that the page at ``page_url`` names, itself first if it is one, at most 20.

    A page that names none is answered with the usual places on its host that turn out to hold a feed. Raises the
    page's own error; a guess that fails is no feed.
    """
    response = session.get(page_url, headers={"Accept": f"text/html, {ACCEPT}"})
    raise_for_status(response, now=now)
    if _is_feed(response, now):
        return [response.url]
    found = feed_links(response.content[:PAGE_BYTES], response.url)
    if found:
        return found
    for guess in GUESSES:
        try:
            answer = session.get(absolute_url(response.url, guess), headers={"Accept": ACCEPT})
        except (Permanent, Transient):
            continue
        if answer.status_code == 200 and _is_feed(answer, now):
            return [answer.url]
    return []


def _is_feed(response: Response, now: datetime) -> bool:
    try:
        parse(response.content, url=response.url, content_type=response.headers.get("Content-Type", ""), now=now)
    except (Permanent, Transient):
        return False
    return True


def feed_links(html: bytes, page_url: str) -> list[str]:
    """Return the addresses of ``<link rel="alternate">`` feeds in ``html``, absolute, each once, at most 20."""
    words = html[:PAGE_BYTES].decode("utf-8", "replace")
    base = next((tag["href"] for tag in tags_in(words, "base") if tag.get("href")), "")
    root = absolute_url(page_url, base) or page_url
    found: dict[str, None] = {}
    for link in tags_in(words, "link"):
        kind = link.get("type", "").partition(";")[0].strip().lower()
        if "alternate" in link.get("rel", "").lower().split() and kind in _FEED_TYPES:
            found[absolute_url(root, link.get("href", ""))] = None
    found.pop("", None)
    return list(found)[:20]
