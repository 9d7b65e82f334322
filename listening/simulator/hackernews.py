"""Plays Hacker News: the search index (``/hn/api/v1``) and the item store (``/hn/v0``). Pure, given a world and a time.

Limits checked 2026-11: 1,000 hits a query whatever the page size, 20 hits a page unless asked, unknown parameters 400.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from listening.simulator import search
from listening.simulator.answer import Answer, Request, as_json
from listening.simulator.world.model import Item, World

MAX_HITS = 1000
PARAMETERS = frozenset(
    {
        "query",
        "tags",
        "numericFilters",
        "page",
        "hitsPerPage",
        "typoTolerance",
        "advancedSyntax",
        "queryType",
        "restrictSearchableAttributes",
        "attributesToRetrieve",
        "attributesToHighlight",
        "attributesToSnippet",
    }
)
SEARCHABLE = ("title", "story_text", "comment_text", "url", "author", "story_title", "story_url")
NUMBERS = ("created_at_i", "points", "num_comments", "story_id", "parent_id")
TYPO_CHOICES = {"true": True, "min": True, "strict": True, "false": False}
QUERY_TYPES = ("prefixLast", "prefixAll", "prefixNone")
_FILTER = re.compile(r"\s*(\w+)\s*(<=|>=|!=|=|<|>)\s*(-?\d+)\s*")
_COMPARE: dict[str, Callable[[int, int], bool]] = {"<": lt, "<=": le, "=": eq, "!=": ne, ">=": ge, ">": gt}
_TAG = re.compile(r"story|comment|poll|pollopt|job|show_hn|ask_hn|front_page|author_[\w-]+|story_\d+")


class WrongCall(ValueError):
    """A call that the real index refuses with 400; the message is what it says."""


class HackerNews:
    """Answers for one world. ``gone`` holds ids that a test has deleted since."""

    def __init__(self, world: World, gone: set[str]) -> None:
        self._world = world
        self._gone = gone
        self._items = [item for item in world.items if item.network == "hackernews"]

    def answer(self, request: Request) -> Answer:
        path = request.path
        if path in ("/hn/api/v1/search_by_date", "/hn/api/v1/search"):
            try:
                return self._search(request, by_date=path.endswith("by_date"))
            except WrongCall as wrong:
                return as_json({"message": str(wrong), "status": 400}, status=400)
        if match := re.fullmatch(r"/hn/api/v1/items/(\d+)", path):
            return self._tree(match[1], request.now)
        if match := re.fullmatch(r"/hn/v0/item/(\d+)\.json", path):
            return as_json(self._stored(match[1], request.now))
        if match := re.fullmatch(r"/hn/v0/user/([\w-]+)\.json", path):
            return as_json(self._user(match[1], request.now))
        if path == "/hn/v0/maxitem.json":
            return as_json(max((int(item.id) for item in self._items if item.created_at <= request.now), default=0))
        if path == "/hn/v0/updates.json":
            return as_json(self._updates(request.now))
        return as_json({"status": 404, "error": "Not Found"}, status=404)

    def _visible(self, item: Item, now: datetime) -> bool:
        return item.is_visible(now) and item.id not in self._gone

    def _search(self, request: Request, *, by_date: bool) -> Answer:
        asked = read_query(request.query)
        now, size, page = request.now, asked.size, asked.page
        hits = [item for item in self._items if self._visible(item, now) and self._fits(item, asked, now)]
        hits.sort(key=lambda item: (item.created_at, int(item.id)), reverse=True)
        if not by_date:
            hits.sort(key=lambda item: item.points or 0, reverse=True)
        reachable = hits[:MAX_HITS]
        shown = reachable[page * size : (page + 1) * size]
        return as_json(
            {
                "exhaustive": {"nbHits": len(hits) <= MAX_HITS, "typo": False},
                "exhaustiveNbHits": len(hits) <= MAX_HITS,
                "exhaustiveTypo": False,
                "hits": [self._hit(item, now) for item in shown],
                "hitsPerPage": size,
                "nbHits": len(hits),
                "nbPages": -(-len(reachable) // size) if size else 0,
                "page": page,
                "params": "&".join(f"{key}={value}" for key, value in sorted(request.query.items())),
                "processingTimeMS": 4,
                "query": request.query.get("query", ""),
                "serverTimeMS": 5,
            }
        )

    def _fits(self, item: Item, asked: Query, now: datetime) -> bool:
        """Return whether an item is a hit; the cheap questions come first."""
        for name, compare, bound in asked.filters:
            value = self._number(item, name, now)
            if value is None or not compare(value, bound):
                return False
        if asked.tags:
            tags = self._tags(item)
            if not all(any(tag in tags for tag in either) for either in asked.tags):
                return False
        fields = self._fields(item, now)
        return search.matches(asked.wanted, tuple(fields.get(name, "") for name in asked.names), typos=asked.typos)

    def _fields(self, item: Item, now: datetime) -> dict[str, str]:
        if item.kind == "story":
            found = {"title": item.title, "story_text": item.text_at(now), "url": item.url}
        else:
            story = self._story(item)
            found = {"comment_text": item.text_at(now), "story_title": story.title, "story_url": story.url}
        return found | {"author": item.author}

    def _story(self, item: Item) -> Item:
        return self._world.by_id.get((item.network, item.root), item)

    def _tags(self, item: Item) -> list[str]:
        tags = [item.kind, f"author_{item.author}", f"story_{item.root or item.id}"]
        for start, tag in (("Ask HN", "ask_hn"), ("Show HN", "show_hn")):
            if item.title.startswith(start):
                tags.append(tag)
        return tags

    def _number(self, item: Item, name: str, now: datetime) -> int | None:
        match name:
            case "created_at_i":
                return int(item.created_at.timestamp())
            case "points":
                return item.points
            case "num_comments":
                return self._descendants(item, now) if item.kind == "story" else None
            case "story_id":
                return int(item.root or item.id)
        return int(item.parent) if item.parent else None

    def _kids(self, item: Item, now: datetime) -> list[Item]:
        kids = self._world.children.get((item.network, item.id), ())
        return [kid for kid in kids if kid.visible_at <= now]

    def _descendants(self, item: Item, now: datetime) -> int:
        kids = self._kids(item, now)
        return sum(1 + self._descendants(kid, now) for kid in kids if self._visible(kid, now))

    def _hit(self, item: Item, now: datetime) -> dict[str, Any]:
        """Return a hit in one of the two shapes in the wild: nulls and milliseconds, or absent keys and none."""
        story = self._story(item)
        comment = item.kind == "comment"
        text = as_html_text(item.text_at(now)) or None
        full: dict[str, Any] = {
            "objectID": item.id,
            "author": item.author,
            "created_at": stamp(item.created_at, millis=item.nulls),
            "created_at_i": int(item.created_at.timestamp()),
            "updated_at": stamp(item.changed_at(now), millis=False),
            "title": None if comment else item.title,
            "url": None if comment else item.url or None,
            "points": item.points,
            "num_comments": None if comment else self._descendants(item, now),
            "story_text": None if comment else text,
            "comment_text": text if comment else None,
            "story_id": int(item.root or item.id) if comment or not item.nulls else None,
            "story_title": story.title if comment else None,
            "story_url": story.url or None if comment else None,
            "parent_id": int(item.parent) if comment else None,
            "children": None if item.nulls else [int(kid.id) for kid in self._kids(item, now)] or None,
            "_tags": self._tags(item),
            "_highlightResult": {
                "author": {"matchLevel": "none", "matchedWords": [], "value": item.author},
            },
        }
        if item.nulls:
            del full["children"]
            return full | {"relevancy_score": 8000}
        return {key: value for key, value in full.items() if value is not None}

    def _tree(self, number: str, now: datetime) -> Answer:
        item = self._world.by_id.get(("hackernews", number))
        if item is None or item.visible_at > now:
            return as_json({"status": 404, "error": "Not Found"}, status=404)
        return as_json(self._branch(item, now))

    def _branch(self, item: Item, now: datetime) -> dict[str, Any]:
        """Return an item with everything under it; what was deleted keeps its place without author and text."""
        visible = self._visible(item, now)
        story = item.kind == "story"
        return {
            "id": int(item.id),
            "created_at": stamp(item.created_at, millis=True),
            "created_at_i": int(item.created_at.timestamp()),
            "type": item.kind,
            "author": item.author if visible else None,
            "title": item.title if story and visible else None,
            "url": item.url or None if story else None,
            "text": as_html_text(item.text_at(now)) or None if visible else None,
            "points": item.points,
            "parent_id": int(item.parent) if item.parent else None,
            "story_id": int(item.root or item.id),
            "children": [self._branch(kid, now) for kid in self._kids(item, now)],
            "options": [],
        }

    def _stored(self, number: str, now: datetime) -> dict[str, Any] | None:
        """Return an item of the store: null when there is none, a husk when it was deleted, no empty keys."""
        item = self._world.by_id.get(("hackernews", number))
        if item is None or item.created_at > now:
            return None
        base = {"id": int(item.id), "time": int(item.created_at.timestamp()), "type": item.kind}
        kids = [int(kid.id) for kid in self._kids(item, now)]
        parent = int(item.parent) if item.parent else None
        if item.is_deleted(now) or item.id in self._gone:
            full: dict[str, Any] = {**base, "deleted": True, "parent": parent, "kids": kids}
        else:
            full = {
                **base,
                "by": item.author,
                "parent": parent,
                "kids": kids,
                "text": as_html_text(item.text_at(now)),
                "title": item.title,
                "url": item.url,
                "score": item.points,
                "descendants": self._descendants(item, now) if item.kind == "story" else None,
            }
        return {key: value for key, value in full.items() if value not in (None, "", [])}

    def _updates(self, now: datetime) -> dict[str, Any]:
        since = now - timedelta(minutes=10)
        changed = [item for item in self._items if item.visible_at <= now and since < item.changed_at(now) <= now]
        return {"items": [int(item.id) for item in changed], "profiles": sorted({item.author for item in changed})}

    def _user(self, name: str, now: datetime) -> dict[str, Any] | None:
        mine = [item for item in self._items if item.author == name and self._visible(item, now)]
        if not mine and name not in {account.handle for account in self._world.accounts}:
            return None
        karma = 11 + sum(7 + (item.points or 0) for item in mine) + sum(name.encode()) % 900
        return {
            "id": name,
            "created": 1_400_000_000 + sum(name.encode()) * 7919,
            "karma": karma,
            "submitted": [int(item.id) for item in reversed(mine)],
        }


def as_html_text(text: str) -> str:
    """Return text as Hacker News stores it: escaped, slashes too, paragraphs begun by ``<p>`` and never closed."""
    escaped = html.escape(text, quote=True).replace("/", "&#x2F;")
    return escaped.replace("\n\n", "<p>")


def stamp(moment: datetime, *, millis: bool) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}{'.000' if millis else ''}Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A search as it was asked. ``tags`` are groups of which each needs one; ``filters`` all have to hold."""

    wanted: tuple[search.Needle, ...]
    typos: bool
    names: tuple[str, ...]
    tags: tuple[tuple[str, ...], ...]
    filters: tuple[tuple[str, Callable[[int, int], bool], int], ...]
    size: int
    page: int


def read_query(params: Mapping[str, str]) -> Query:
    """Return a search. Raises ``WrongCall`` for unknown names and for values that the index refuses."""
    for name in params:
        if name not in PARAMETERS:
            raise WrongCall(f"Unknown parameter: {name}")
    if params.get("typoTolerance", "true") not in TYPO_CHOICES:
        raise WrongCall("invalid typoTolerance")
    if params.get("queryType", "prefixLast") not in QUERY_TYPES:
        raise WrongCall("invalid queryType")
    names = tuple(filter(None, params.get("restrictSearchableAttributes", "").split(","))) or SEARCHABLE
    for name in names:
        if name not in SEARCHABLE:
            raise WrongCall(f"restrictSearchableAttributes: {name} is not searchable")
    size = _whole(params, "hitsPerPage", 20)
    if size > MAX_HITS:
        raise WrongCall(f"hitsPerPage must be between 0 and {MAX_HITS}")
    return Query(
        wanted=search.needles(params.get("query", ""), prefix_type=params.get("queryType", "prefixLast")),
        typos=TYPO_CHOICES[params.get("typoTolerance", "true")],
        names=names,
        tags=_tag_groups(params.get("tags", "")),
        filters=_filters(params.get("numericFilters", "")),
        size=size,
        page=_whole(params, "page", 0),
    )


def _whole(params: Mapping[str, str], name: str, default: int) -> int:
    text = params.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise WrongCall(f"{name} must be a whole number")
    return int(text)


def _tag_groups(text: str) -> tuple[tuple[str, ...], ...]:
    """Return ``a,(b,c)`` as groups: commas are AND, commas inside brackets OR."""
    if not re.fullmatch(r"[^()]*(\([^()]*\)[^()]*)*", text):
        raise WrongCall("invalid tags: brackets do not match")
    groups = [
        tuple(name.strip() for name in (either or single).split(",") if name.strip())
        for either, single in re.findall(r"\(([^)]*)\)|([^,()]+)", text)
    ]
    for name in (name for group in groups for name in group):
        if not _TAG.fullmatch(name):
            raise WrongCall(f"invalid tag: {name}")
    return tuple(group for group in groups if group)


def _filters(text: str) -> tuple[tuple[str, Callable[[int, int], bool], int], ...]:
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _FILTER.fullmatch(part)
        if match is None or match[1] not in NUMBERS:
            raise WrongCall(f"invalid numericFilters: {part}")
        found.append((match[1], _COMPARE[match[2]], int(match[3])))
    return tuple(found)
