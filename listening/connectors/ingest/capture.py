"""A post that a person found and pasted: an address, the words, perhaps author and date. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from listening.connectors.ingest.item import BadItem, Problem, parse_item
from listening.records import Post
from listening.text import canonical_url

_HOSTS = {
    "x.com": "x",
    "twitter.com": "x",
    "linkedin.com": "linkedin",
    "lnkd.in": "linkedin",
    "reddit.com": "reddit",
    "redd.it": "reddit",
    "news.ycombinator.com": "hackernews",
    "bsky.app": "bluesky",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "facebook.com": "facebook",
    "instagram.com": "instagram",
    "threads.net": "threads",
    "threads.com": "threads",
    "tiktok.com": "tiktok",
    "github.com": "github",
    "stackoverflow.com": "stackexchange",
    "stackexchange.com": "stackexchange",
    "serverfault.com": "stackexchange",
    "superuser.com": "stackexchange",
    "wikipedia.org": "wikipedia",
    "g2.com": "g2",
    "trustpilot.com": "trustpilot",
}
_X_STATUS = re.compile(r"/(\w{1,20})/status(?:es)?/(\d{1,20})\b")
_REDDIT = re.compile(r"/comments/(\w{1,12})(?:/[^/]*/(\w{1,12}))?")
_LINKEDIN = re.compile(r"(?:urn:li:|urn%3Ali%3A|-)(activity|share|ugcPost)(?::|%3A|-)(\d{6,25})", re.IGNORECASE)


def capture(*, url: str, text: str, now: datetime, title: str = "", author: str = "", published_at: str = "") -> Post:
    """Return the pasted post. The network is guessed from the host, ``web`` if unknown. Raises ``BadItem``.

    Where the address holds the network's own id it becomes the post's, so that a later poll finds the same post.
    """
    if not url.strip():
        raise BadItem((Problem(field="url", code="missing"),))
    item: dict[str, object] = {"url": url, "text": text, "title": title, "published_at": published_at.strip()}
    network, external_id, handle = place_of(url)
    named = author.strip()
    item["author"] = {"name": named.removeprefix("@"), "handle": handle or (named[1:] if named[:1] == "@" else "")}
    item["external_id"] = external_id
    post = parse_item(item, now=now, network=network)
    return (
        replace(post, alias_keys=()) if network != "web" else replace(post, alias_keys=(f"url:{canonical_url(url)}",))
    )


def place_of(url: str) -> tuple[str, str, str]:
    """Return the network, the post's id on it and its author's handle, as far as the address tells them."""
    canonical = canonical_url(url)
    parts = urlsplit(canonical)
    labels = (parts.hostname or "").split(".")
    hosts = (".".join(labels[place:]) for place in range(len(labels)))
    network = next((_HOSTS[host] for host in hosts if host in _HOSTS), "web")
    if network == "x" and (status := _X_STATUS.search(parts.path)):
        return network, status[2], "" if status[1] == "i" else status[1]
    if network == "reddit" and (post := _REDDIT.search(parts.path)):
        return network, f"t1_{post[2]}" if post[2] else f"t3_{post[1]}", ""
    if network == "linkedin" and (share := _LINKEDIN.search(parts.path)):
        return network, f"urn:li:{share[1]}:{share[2]}", ""
    query = parse_qs(parts.query)
    if network == "hackernews" and (query.get("id") or [""])[0].isdecimal():
        return network, query["id"][0], ""
    if network == "youtube":
        video = (query.get("v") or [""])[0] or (parts.path.strip("/") if labels[-1] == "be" else "")
        return network, video if re.fullmatch(r"[\w-]{11}", video) else canonical, ""
    return network, canonical, ""
