"""Threads built from the shared recordings, as input of the filter: what people really wrote, in its real shapes.

The recordings are other people's posts and stay where they are; nothing of them is copied into the repository.
"""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from listening.text import from_html

NETWORKS = ("hackernews", "reddit", "mastodon", "bluesky", "github", "discourse", "stackexchange")
Row = dict[str, Any]
ALL = "all"
_FOLDERS = {"x": "x-twitter*"}
_QUOTED = re.compile(r"<(aside|blockquote)\b.*?</\1>", re.DOTALL)


def threads(recordings: Path) -> Iterator[Row]:
    """Yield one line of the filter for each post of a recorded thread that has a reply, or holds a question mark."""
    for network in NETWORKS:
        posts = posts_of(recordings, network)
        for thread, known in sorted(posts.items()):
            for top, found in sorted(_connected(known).items() if thread == ALL else [(thread, list(known.values()))]):
                yield from _lines(network, top, found)


def posts_of(recordings: Path, network: str) -> dict[str, dict[str, Row]]:
    """Return the recorded posts of a network by thread and id; all are in one thread where nobody names theirs."""
    posts: dict[str, dict[str, Row]] = defaultdict(dict)
    for path in sorted(recordings.glob(f"{_FOLDERS.get(network, network)}/*.json")):
        for thread, post in _posts(network, _body(path)):
            posts[thread].setdefault(post["id"], post)
    return posts


def _connected(known: dict[str, Row]) -> dict[str, list[Row]]:
    """Sort posts whose thread nobody names by where their parents lead."""
    found: dict[str, list[Row]] = defaultdict(list)
    for post in known.values():
        top, seen = post, {post["id"]}
        while top["parent"] in known and top["parent"] not in seen:
            top = known[top["parent"]]
            seen.add(top["id"])
        found[top["id"]].append(post)
    return found


def _body(path: Path) -> Any:
    try:
        recorded = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
    if not isinstance(recorded, dict) or "response" not in recorded:
        return recorded
    body = recorded["response"].get("body")
    return _parsed(body) if isinstance(body, str) else body


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _lines(network: str, thread: str, posts: list[Row]) -> Iterator[Row]:
    if len(posts) < 2:
        return
    parents = {post["parent"] for post in posts}
    latest = max(datetime.fromisoformat(post["at"]) for post in posts)
    us = sorted({post.pop("ours") for post in posts if post.get("ours")})
    for post in posts:
        if post["id"] in parents or "?" in post["text"] or post is posts[0]:
            yield {
                "id": f"{network} {thread} {post['id']}",
                "network": network,
                "us": us,
                "competitors": [],
                "now": (latest + timedelta(days=1)).isoformat(),
                "posts": posts,
                "question": post["id"],
            }


def _walk(value: Any) -> Iterator[Row]:
    """Yield every object inside a body."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)


def _posts(network: str, body: Any) -> Iterator[tuple[str, Row]]:
    for each in _walk(body):
        if (found := _SHAPES[network](each)) is not None:
            yield found


def _post(id_: Any, parent: Any, author: Any, text: str, at: str, **more: Any) -> Row:
    return {"id": str(id_), "parent": str(parent) if parent else None, "author": author, "text": text, "at": at, **more}


def _seconds(stamp: float) -> str:
    return datetime.fromtimestamp(stamp, UTC).isoformat()


def _hackernews(each: Row) -> tuple[str, Row] | None:
    if isinstance(each.get("time"), int) and each.get("type") in ("story", "comment"):
        text = "\n\n".join(filter(None, (each.get("title"), from_html(each.get("text") or ""))))
        return ALL, _post(each["id"], each.get("parent"), each.get("by"), text, _seconds(each["time"]))
    if isinstance(each.get("created_at_i"), int) and "objectID" in each:
        text = "\n\n".join(
            filter(None, (each.get("title"), from_html(each.get("comment_text") or each.get("story_text") or "")))
        )
        at = _seconds(each["created_at_i"])
        return ALL, _post(each["objectID"], each.get("parent_id"), each.get("author"), text, at)
    return None


def _reddit(each: Row) -> tuple[str, Row] | None:
    name = each.get("name", "")
    if not isinstance(name, str) or not name.startswith(("t1_", "t3_")) or "created_utc" not in each:
        return None
    text = each.get("body") or "\n\n".join(filter(None, (each.get("title"), each.get("selftext"))))
    at = _seconds(each["created_utc"])
    return each.get("link_id") or name, _post(name, each.get("parent_id"), each.get("author"), text or "", at)


def _mastodon(each: Row) -> tuple[str, Row] | None:
    if "in_reply_to_id" not in each or not isinstance(each.get("account"), dict) or not each.get("created_at"):
        return None
    text = from_html(each.get("content") or "")
    author = each["account"].get("acct")
    mentions = [one["acct"] for one in each.get("mentions") or []]
    return ALL, _post(each["id"], each["in_reply_to_id"], author, text, each["created_at"], mentions=mentions)


def _bluesky(each: Row) -> tuple[str, Row] | None:
    record = each.get("record")
    if not isinstance(record, dict) or "uri" not in each or "text" not in record:
        return None
    reply = record.get("reply") or {}
    root, parent = (reply.get("root") or {}).get("uri") or each["uri"], (reply.get("parent") or {}).get("uri")
    author = (each.get("author") or {}).get("handle")
    return root, _post(each["uri"], parent, author, record["text"], record["createdAt"])


def _github(each: Row) -> tuple[str, Row] | None:
    if "body" not in each or not isinstance(each.get("user"), dict) or "created_at" not in each:
        return None
    url = each.get("html_url") or ""
    if "/issues/" not in url and "/pull/" not in url and "/discussions/" not in url:
        return None
    issue, author = url.split("#")[0], each["user"].get("login")
    text = "\n\n".join(filter(None, (each.get("title"), each.get("body"))))
    root = "number" in each
    owner = each.get("author_association") in ("OWNER", "MEMBER", "COLLABORATOR")
    post = _post(issue if root else each["id"], None if root else issue, author, text, each["created_at"])
    return issue, {**post, "ours": author if owner else "", "bot": str(author).endswith("[bot]")}


def _discourse(each: Row) -> tuple[str, Row] | None:
    if "cooked" not in each or "post_number" not in each or not each.get("created_at"):
        return None
    topic, number = each.get("topic_id"), each["post_number"]
    parent = each.get("reply_to_post_number")
    accepted = bool(each.get("accepted_answer"))
    text = from_html(_QUOTED.sub("", each["cooked"] or ""))
    post = _post(number, parent, each.get("username"), text, each["created_at"])
    return str(topic), {**post, "accepted": accepted, "ours": each.get("username") if each.get("staff") else ""}


def _stackexchange(each: Row) -> tuple[str, Row] | None:
    question = each.get("question_id") or each.get("post_id")
    owner = each.get("owner")
    if not question or not isinstance(owner, dict) or "creation_date" not in each:
        return None
    answer, comment = each.get("answer_id"), each.get("comment_id")
    text = "\n\n".join(filter(None, (each.get("title"), from_html(each.get("body") or ""))))
    post = _post(
        comment or answer or question,
        each.get("post_id") if comment else (question if answer else None),
        owner.get("display_name"),
        text,
        _seconds(each["creation_date"]),
        accepted=bool(each.get("is_accepted")) and bool(answer),
        score=each.get("score"),
    )
    return str(question), post


def _x(each: Row) -> tuple[str, Row] | None:
    id_, text, at = (
        each.get("id_str") or each.get("id"),
        each.get("full_text") or each.get("text"),
        each.get("created_at"),
    )
    if not id_ or not isinstance(text, str) or not isinstance(at, str) or text.startswith("RT @"):
        return None
    replied = [one["id"] for one in each.get("referenced_tweets") or [] if one.get("type") == "replied_to"]
    parent = replied[0] if replied else each.get("in_reply_to_status_id_str")
    author = each.get("author_id") or (each.get("user") or {}).get("screen_name")
    when = at if at[4] == "-" else datetime.strptime(at, "%a %b %d %H:%M:%S %z %Y").isoformat()
    return ALL, _post(id_, parent, author, html.unescape(text), when)


_SHAPES: dict[str, Callable[[Row], tuple[str, Row] | None]] = {
    "hackernews": _hackernews,
    "reddit": _reddit,
    "mastodon": _mastodon,
    "bluesky": _bluesky,
    "github": _github,
    "discourse": _discourse,
    "stackexchange": _stackexchange,
    "x": _x,
}
