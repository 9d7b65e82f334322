"""Addresses that hold a key: what may be shown of it, and what has to be sealed. Pure.

Private feeds of Reddit, GitHub, Jira or a podcast host carry the reader's key as a parameter. Whoever reads a backup
or a screen must not be able to read the feed. A key that is part of the path cannot be told from a path.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_NAMES = """
access_token access-token api_key api-key apikey auth auth_token authkey authtoken feed feedtoken hash key pass passwd
password pwd private_token rss_token rsstoken secret sig signature token
"""
NAMES = frozenset(_NAMES.split())
"""Parameters that hold a key by their name; ``feed`` is what Reddit calls it."""

IDS = frozenset({"channel_id", "playlist_id", "id", "q", "query", "search", "tag"})
"""Parameters that hold no key, however random their value looks: YouTube's channels are such."""

_RANDOM = re.compile(r"(?=[^a-z]*[a-z])(?=\D*\d)[\w.~+/=-]{20,}", re.ASCII | re.IGNORECASE)
"""Twenty characters without a blank, letters and digits among them: words and dates do not look like that."""


def without_key(url: str) -> str:
    """Return the address with every parameter left out that holds a key. The same address if there is none."""
    parts = urlsplit(url)
    given = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in given if not _is_key(name, value)]
    return url if len(kept) == len(given) else urlunsplit(parts._replace(query=urlencode(kept)))


def holds_key(url: str) -> bool:
    """Say whether the address has to be sealed."""
    return without_key(url) != url


def _is_key(name: str, value: str) -> bool:
    # A short value under such a name is an everyday parameter: ?feed=rss2, ?key=7.
    if name.lower() in IDS:
        return False
    return (name.lower() in NAMES and len(value) >= 8) or bool(_RANDOM.fullmatch(value))
