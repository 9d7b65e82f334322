"""Names the place where something was said, without a word to translate: ``r/devops``, ``sdk-node #482``. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LABELS = {
    "hackernews": "Hacker News",
    "reddit": "Reddit",
    "github": "GitHub",
    "x": "X",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "linkedin": "LinkedIn",
    "facebook": "Facebook",
    "youtube": "YouTube",
    "stackexchange": "Stack Exchange",
    "lemmy": "Lemmy",
    "discourse": "Discourse",
}

_PATTERNS = (
    ("reddit", re.compile(r"^/(r/[A-Za-z0-9_]{1,40})(?:/|$)"), "{0}"),
    ("github", re.compile(r"^/[^/]+/([^/]{1,100})/(?:issues|discussions|pull)/([0-9]{1,12})"), "{0} #{1}"),
)


def place_of(network: str, instance: str, url: str) -> str:
    """Return the community, repository, host or network, in the order of how much it tells."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        host, parts = "", urlsplit("")
    for name, pattern, shape in _PATTERNS:
        if name == network and (found := pattern.match(parts.path)):
            return shape.format(*found.groups())
    if instance:
        return instance
    return LABELS.get(network) or host or network.capitalize()


_COMMUNITIES = {
    "reddit": re.compile(r"^/(r/[A-Za-z0-9_]{1,40})(?:/|$)"),
    "github": re.compile(r"^/([^/]{1,100}/[^/]{1,100})(?:/|$)"),
}


def mutable(network: str, instance: str, url: str) -> str:
    """Return the part of a network that can be muted by itself, in lower case: a community, a repository, a host.

    "" where a post stands in the network as such: all of Hacker News is a source to switch off, not a place to mute.
    """
    if instance:
        return instance.lower()
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if network in _COMMUNITIES:
        found = _COMMUNITIES[network].match(parts.path)
        return found[1].lower() if found else ""
    return "" if network in LABELS else host.lower()
