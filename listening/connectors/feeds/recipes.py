"""Where feeds hide: address templates that a person fills with a word instead of looking for a link. Pure.

Each template was read in its site's own documentation or taken from its pages on ``CHECKED``; whether it answers is
found out when the feed is added. A site that changes its addresses costs one line here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlsplit

CHECKED = date(2026, 11, 22)
LONGEST = 200  # characters of one value


class BadValue(ValueError):
    """A value that does not fit its field: ``field`` names it, ``code`` says why: missing, too_long or shape."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One thing to fill in. ``kind`` is words, tag, name, path, site or address; ``example`` shows its shape."""

    name: str
    kind: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A template. ``caution`` is the code of a sentence that has to be read before it is used, or "".

    ``key``, ``group`` and ``caution`` are codes; ``listening.wording`` has their words.
    """

    key: str
    group: str
    label: str  # the site's own name, which is not translated
    template: str
    slots: tuple[Slot, ...]
    caution: str = ""


def _recipe(key: str, group: str, label: str, template: str, *slots: Slot, caution: str = "") -> Recipe:
    return Recipe(key=key, group=group, label=label, template=template, slots=slots, caution=caution)


_WORDS = Slot(name="words", kind="words", example="northwind relay")
_TAG = Slot(name="tag", kind="tag", example="webhooks")
_SITE = Slot(name="site", kind="site", example="community.example.com")
_PAGE = Slot(name="address", kind="address", example="https://www.google.com/alerts/feeds/…")

GROUPS = ("alerts", "forums", "tags", "releases", "own", "media")

RECIPES: tuple[Recipe, ...] = (
    _recipe("google_alerts", "alerts", "Google Alerts", "{address}", _PAGE, caution="alerts_by_hand"),
    _recipe(
        "google_news",
        "alerts",
        "Google News",
        "https://news.google.com/rss/search?q={words}",
        _WORDS,
        caution="personal_terms",
    ),
    _recipe("bing_news", "alerts", "Bing News", "https://www.bing.com/news/search?q={words}&format=rss", _WORDS),
    _recipe("discourse_latest", "forums", "Discourse, everything new", "https://{site}/latest.rss", _SITE),
    _recipe("discourse_posts", "forums", "Discourse, every reply", "https://{site}/posts.rss", _SITE),
    _recipe("discourse_tag", "forums", "Discourse, one tag", "https://{site}/tag/{tag}.rss", _SITE, _TAG),
    _recipe(
        "reddit_search",
        "forums",
        "Reddit search",
        "https://www.reddit.com/search.rss?q={words}&sort=new",
        _WORDS,
        caution="reddit_often_refuses",
    ),
    _recipe(
        "subreddit",
        "forums",
        "A subreddit",
        "https://www.reddit.com/r/{name}/new/.rss",
        Slot(name="name", kind="name", example="devops"),
        caution="reddit_often_refuses",
    ),
    _recipe("stackoverflow_tag", "tags", "Stack Overflow", "https://stackoverflow.com/feeds/tag/{tag}", _TAG),
    _recipe(
        "stackexchange_tag",
        "tags",
        "Another Stack Exchange site",
        "https://{name}.stackexchange.com/feeds/tag/{tag}",
        Slot(name="name", kind="name", example="devops"),
        _TAG,
    ),
    _recipe(
        "mastodon_tag",
        "tags",
        "Mastodon",
        "https://{site}/tags/{tag}.rss",
        Slot(name="site", kind="site", example="mastodon.social"),
        _TAG,
    ),
    _recipe("lobsters_tag", "tags", "Lobsters", "https://lobste.rs/t/{tag}.rss", _TAG),
    _recipe("dev_tag", "tags", "DEV", "https://dev.to/feed/tag/{tag}", _TAG),
    _recipe("medium_tag", "tags", "Medium", "https://medium.com/feed/tag/{tag}", _TAG),
    _recipe(
        "github_releases",
        "releases",
        "GitHub releases",
        "https://github.com/{path}/releases.atom",
        Slot(name="path", kind="path", example="northwind/relay"),
    ),
    _recipe(
        "pypi_releases",
        "releases",
        "PyPI",
        "https://pypi.org/rss/project/{name}/releases.xml",
        Slot(name="name", kind="name", example="northwind-relay"),
    ),
    _recipe("wordpress", "own", "A WordPress blog", "https://{site}/feed/", _SITE),
    _recipe("wordpress_comments", "own", "Comments of a WordPress blog", "https://{site}/comments/feed/", _SITE),
    _recipe(
        "youtube_channel",
        "media",
        "A YouTube channel",
        "https://www.youtube.com/feeds/videos.xml?channel_id={name}",
        Slot(name="name", kind="name", example="UC…"),
    ),
    _recipe(
        "podcast",
        "media",
        "A podcast",
        "{address}",
        Slot(name="address", kind="address", example="https://feeds.example.com/show.xml"),
    ),
)


def groups() -> list[tuple[str, list[Recipe]]]:
    """Return the recipes by group, in the order in which they are shown."""
    return [(group, [each for each in RECIPES if each.group == group]) for group in GROUPS]


def recipe(key: str) -> Recipe:
    """Return the recipe of this key. Raises ``KeyError``."""
    return {each.key: each for each in RECIPES}[key]


def build(key: str, values: Mapping[str, str]) -> str:
    """Return the address of the feed that ``values`` describe, one for each slot of the recipe.

    Raises ``KeyError`` for an unknown recipe and ``BadValue`` naming the field. A value can neither add a part to the
    address nor leave its place: it is checked for its shape and quoted.
    """
    found = recipe(key)
    filled = {slot.name: _filled(slot, values.get(slot.name, "")) for slot in found.slots}
    return found.template.format(**filled)


def _filled(slot: Slot, given: str) -> str:
    value = " ".join(given.split())
    if not value:
        raise BadValue(slot.name, "missing")
    if len(value) > (2_000 if slot.kind == "address" else LONGEST):
        raise BadValue(slot.name, "too_long")
    shaped = _SHAPES[slot.kind](value)
    if not shaped:
        raise BadValue(slot.name, "shape")
    return shaped


def _words(value: str) -> str:
    return quote(value, safe="")


def _tag(value: str) -> str:
    plain = value.removeprefix("#").lower().replace(" ", "-")
    return quote(plain, safe="") if re.fullmatch(r"[\w.+#-]+", plain) else ""


def _name(value: str) -> str:
    plain = re.sub(r"^/?(r|u)/", "", value)
    return plain if re.fullmatch(r"[\w.-]+", plain, re.ASCII) else ""


def _path(value: str) -> str:
    plain = value.removeprefix("https://github.com/").strip("/")
    return plain if re.fullmatch(r"[\w.-]+/[\w.-]+", plain, re.ASCII) else ""


def _site(value: str) -> str:
    """Return the host of a site, given as a host or as an address of one of its pages."""
    parts = urlsplit(value if "://" in value else f"https://{value}")
    host = parts.hostname or ""
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) or parts.username is not None:
        return ""
    return f"{host}:{parts.port}" if parts.port else host


def _address(value: str) -> str:
    parts = urlsplit(value)
    return value if parts.scheme in {"http", "https"} and parts.hostname else ""


_SHAPES: Mapping[str, Callable[[str], str]] = {
    "words": _words,
    "tag": _tag,
    "name": _name,
    "path": _path,
    "site": _site,
    "address": _address,
}
