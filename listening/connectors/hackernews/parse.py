"""Turn what Algolia and Firebase say of Hacker News into posts. Pure.

Search hits come in two shapes: old ones carry nulls and ``.000Z``, new ones leave keys and milliseconds out. Names are
the only author ids there are, and case does not matter in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from listening.errors import BadRecord
from listening.records import Author, Bad, Page, Post, Quality, Reach, Tombstone
from listening.text import from_html, gate, links_in, safe_url

NETWORK = "hackernews"
SITE = "https://news.ycombinator.com"
NODE_LIMIT = 2_000
DEPTH_LIMIT = 500
_COMMENTS = frozenset({"comment", "pollopt"})
_ITEM_PATH = re.compile(r"/items?/(\d+)")


def search_page(body: Any, *, now: datetime) -> Page:
    """Return the posts of one answer of ``search_by_date``."""
    hits = body.get("hits") if isinstance(body, dict) else None
    if not isinstance(hits, list):
        return Page(bad=(Bad(where="answer", code="no_hits"),))
    return _page(((f"hit {place + 1}", hit) for place, hit in enumerate(hits)), now=now)


def tree_page(body: Any, *, now: datetime, node_limit: int = NODE_LIMIT) -> Page:
    """Return a whole thread, root first, out of Algolia's ``items/{id}``; ``done`` is False where it was cut."""
    root = body if isinstance(body, dict) else {}
    story = _id(root.get("story_id")) or _id(root.get("id"))
    nodes: list[tuple[str, Any]] = []
    waiting: list[tuple[Any, int]] = [(body, 0)]
    cut = False
    while waiting:
        node, depth = waiting.pop()
        if len(nodes) >= node_limit or depth > DEPTH_LIMIT:
            cut = True
            continue
        if isinstance(node, dict):
            children: Any = node.get("children")
            waiting.extend((child, depth + 1) for child in reversed(children if isinstance(children, list) else []))
            own = {name: value for name, value in node.items() if name != "children"}
            node = {**own, "story_id": _id(node.get("story_id")) or story}
        nodes.append((f"node {len(nodes) + 1}", node))
    page = _page(nodes, now=now)
    return Page(posts=page.posts, tombstones=page.tombstones, bad=page.bad, done=not cut)


def items_page(items: Iterable[Any], *, now: datetime, root_id: str = "", done: bool = True) -> Page:
    """Return the posts of Firebase items. ``root_id`` is their story, which Firebase does not name."""
    records = [{**item, "story_id": root_id} if isinstance(item, dict) else item for item in items]
    page = _page(((f"item {place + 1}", record) for place, record in enumerate(records)), now=now)
    return Page(posts=page.posts, tombstones=page.tombstones, bad=page.bad, done=done)


def any_page(body: Any, *, url: str, now: datetime) -> Page:
    """Return whatever posts an answer of any endpoint holds; lists of ids, users and numbers hold none."""
    if isinstance(body, dict) and "hits" in body:
        return search_page(body, now=now)
    if isinstance(body, dict) and isinstance(body.get("children"), list):
        return tree_page(body, now=now)
    if isinstance(body, dict) and ("type" in body or "deleted" in body or "dead" in body):
        return items_page([body], now=now)
    asked = _ITEM_PATH.search(url)
    if body is None and asked:
        return Page(tombstones=(gone(asked[1], now=now),))
    return Page()


def gone(external_id: str, *, now: datetime) -> Tombstone:
    return Tombstone(network=NETWORK, external_id=external_id, seen_at=now)


def _page(records: Iterable[tuple[str, Any]], *, now: datetime) -> Page:
    posts: dict[str, Post] = {}
    tombstones: dict[str, Tombstone] = {}
    bad: list[Bad] = []
    for where, record in records:
        try:
            if _is_gone(record):
                tombstones[_id(record["id"])] = gone(_id(record["id"]), now=now)
            else:
                post = gate(_post(record), fetched_at=now)
                posts.setdefault(post.external_id, post)
        except BadRecord as error:
            bad.append(Bad(where=where, code=error.code))
    return Page(posts=tuple(posts.values()), tombstones=tuple(tombstones.values()), bad=tuple(bad))


def _is_gone(record: Any) -> bool:
    """Firebase says ``deleted`` or ``dead``; in Algolia's trees a deleted comment has neither author nor text."""
    if not isinstance(record, dict) or not _id(record.get("id")):
        return False
    if record.get("deleted") is True or record.get("dead") is True:
        return True
    in_tree = "author" in record and "parent_id" in record
    return in_tree and record["author"] is None and record.get("text") is None and record.get("title") is None


def _post(record: Any) -> Post:
    if not isinstance(record, dict):
        raise BadRecord("not_an_object")
    external_id = _id(record.get("objectID")) or _id(record.get("id"))
    if not external_id:
        raise BadRecord("no_id")
    kind = _type(record)
    parent = _id(record.get("parent_id")) or _id(record.get("parent"))
    root = _id(record.get("story_id")) or ("" if kind in _COMMENTS else external_id)
    html = _first(record, "comment_text", "story_text", "text", "job_text")
    link = safe_url(_first(record, "url"))
    return Post(
        network=NETWORK,
        external_id=external_id,
        url=f"{SITE}/item?id={external_id}",
        kind="comment" if kind in _COMMENTS else "post",
        author=_author(_first(record, "author", "by")),
        title=from_html(_first(record, "title")),
        text=from_html(html),
        created_at=_created(record),
        created_quality=Quality.EXACT,
        conversation_id=root,
        in_reply_to_id=parent,
        root_id=root,
        reach=Reach(points=_number(record, "points", "score"), replies=_number(record, "num_comments", "descendants")),
        links=tuple(dict.fromkeys(one for one in (link, *links_in(html)) if one)),
        raw={name: value for name, value in record.items() if name not in ("_highlightResult", "children", "kids")},
    )


def _type(record: Mapping[str, Any]) -> str:
    tags = record.get("_tags")
    named = [tag for tag in tags if tag in ("comment", "story", "job", "poll")] if isinstance(tags, list) else []
    if named:
        return str(named[0])
    if isinstance(record.get("type"), str):
        return str(record["type"])
    return "comment" if _first(record, "comment_text") else "story"


def _author(name: str) -> Author:
    if not name:
        return Author(deleted=True)
    return Author(external_id=name.lower(), handle=name, name=name, url=f"{SITE}/user?id={quote(name, safe='')}")


def _first(record: Mapping[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := record.get(name), str) and value), "")


def _number(record: Mapping[str, Any], *names: str) -> int | None:
    values = (record.get(name) for name in names)
    return next((value for value in values if isinstance(value, int) and not isinstance(value, bool)), None)


def _id(value: Any) -> str:
    """Return an id as text: whole numbers and strings of digits, else ``""``."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    digits = str(value) if isinstance(value, str) or value.bit_length() <= 64 else ""
    return digits if digits.isascii() and digits.isdigit() and len(digits) <= 20 else ""


def created_seconds(record: Any) -> int | None:
    """Return the epoch seconds at which a record of any shape was written, if it says so."""
    return _number(record, "created_at_i", "time") if isinstance(record, dict) else None


def _created(record: Mapping[str, Any]) -> datetime:
    seconds = created_seconds(record)
    try:
        if seconds is not None:
            return datetime.fromtimestamp(seconds, UTC)
        moment = datetime.fromisoformat(_first(record, "created_at"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise BadRecord("no_date") from None
