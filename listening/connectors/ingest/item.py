"""One JSON item to one post, with every problem named by its field. Pure.

Fields that are not listed here are ignored and have no effect. A missing id is made of the address, else of the words,
so that sending the same item twice gives one post.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from listening.errors import BadRecord
from listening.records import Author, Post, Quality, Reach
from listening.text import canonical_url, gate, safe_url

ITEMS = 1_000  # in one request
KINDS = ("post", "comment", "review", "article", "edit", "video", "episode")
VISIBILITIES = ("public", "unlisted", "restricted")
_NETWORK = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_EPOCH_IN_MS = 100_000_000_000  # as seconds this is the year 5138


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one field. ``field`` is a path such as ``author.name`` or ``items[3].text``."""

    field: str
    code: str


class BadItem(BadRecord):
    """An item that cannot become a post; ``problems`` names every field at fault."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("bad_item", ", ".join(f"{one.field} {one.code}" for one in problems))
        self.problems = problems


def read_body(body: bytes) -> Any:
    """Return the JSON value of a request's body, UTF-8 with or without a mark. Raises ``BadItem``.

    Stricter than ``json``: ``NaN`` and ``Infinity`` are not JSON.
    """
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise BadItem((Problem(field="body", code="not_utf8"),)) from None
    except (ValueError, RecursionError):
        raise BadItem((Problem(field="body", code="not_json"),)) from None


def _refuse(name: str) -> None:
    raise ValueError(name)


def parse_items(value: Any, *, now: datetime, network: str = "webhook") -> tuple[Post, ...]:
    """Return the posts of a body: one item, a list of them, or ``{"items": [...]}``; at most 1,000.

    All or nothing: raises ``BadItem`` with the problems of every item.
    """
    if isinstance(value, dict) and isinstance(value.get("items"), list):
        value = value["items"]
    if not isinstance(value, list):
        return (parse_item(value, now=now, network=network),)
    if len(value) > ITEMS:
        raise BadItem((Problem(field="items", code="too_many"),))
    posts: list[Post] = []
    problems: list[Problem] = []
    for place, item in enumerate(value):
        try:
            posts.append(parse_item(item, now=now, network=network))
        except BadItem as error:
            problems += [Problem(field=f"items[{place}].{one.field}", code=one.code) for one in error.problems]
    if problems:
        raise BadItem(tuple(problems[:100]))
    return tuple(posts)


def parse_item(value: Any, *, now: datetime, network: str = "webhook") -> Post:
    """Return the post that ``value`` describes. ``network`` stands where the item names none. Raises ``BadItem``."""
    if not isinstance(value, dict):
        raise BadItem((Problem(field="item", code="not_an_object"),))
    read = _Reader(value)
    title, text = read.text("title"), read.text("text")
    if not title.strip() and not text.strip():
        read.wrong("text", "missing")
    named = read.text("network") or network
    if not _NETWORK.fullmatch(named):
        read.wrong("network", "not_a_name")
    url = read.url("url")
    created_at = read.instant("published_at")
    author = read.author()
    given_id = read.id("external_id")
    post = Post(
        network=named,
        instance=read.id("instance"),
        external_id=given_id or _id_of(url, title, text, author, created_at),
        url=url,
        kind=read.choice("kind", KINDS) or "post",
        author=author,
        title=title,
        text=text,
        lang=read.text("lang"),
        created_at=created_at or now,
        created_quality=Quality.CLAIMED if created_at else Quality.GUESSED,
        edited_at=read.instant("edited_at"),
        conversation_id=read.id("conversation_id"),
        in_reply_to_id=read.id("in_reply_to_id"),
        root_id=read.id("root_id"),
        quoted_id=read.id("quoted_id"),
        reach=read.reach(),
        links=read.texts("links"),
        visibility=read.choice("visibility", VISIBILITIES) or "public",
        licence=read.text("licence"),
    )
    if read.problems:
        raise BadItem(tuple(read.problems))
    return gate(post, fetched_at=now)


def _id_of(url: str, title: str, text: str, author: Author, created_at: datetime | None) -> str:
    canonical = canonical_url(url)
    if canonical:
        return canonical
    words = (title, text, author.external_id or author.handle or author.name, created_at and created_at.isoformat())
    return "sha256:" + hashlib.sha256(json.dumps(words).encode()).hexdigest()


def instant_of(value: Any) -> datetime | None:
    """Return the instant that ISO 8601, RFC 2822, or seconds or milliseconds since 1970 stand for, in UTC.

    What has no zone is taken as UTC. ``None`` if it is none of these.
    """
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if abs(value) >= _EPOCH_IN_MS else value, UTC)
        if not isinstance(value, str) or len(value) > 100:
            return None
        moment = _written(value.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None


def _written(value: str) -> datetime:
    if value.isascii() and value.isdigit() and len(value) in (10, 13):
        return datetime.fromtimestamp(int(value) / (1000 if len(value) == 13 else 1), UTC)
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return parsedate_to_datetime(value)


class _Reader:
    """Take fields out of one object; what has the wrong shape becomes a problem and reads as absent."""

    def __init__(self, value: Mapping[str, Any], prefix: str = "", problems: list[Problem] | None = None) -> None:
        self.value = value
        self.prefix = prefix
        self.problems: list[Problem] = [] if problems is None else problems

    def wrong(self, name: str, code: str) -> None:
        self.problems.append(Problem(field=self.prefix + name, code=code))

    def text(self, name: str) -> str:
        found = self.value.get(name)
        if found is None:
            return ""
        if not isinstance(found, str):
            self.wrong(name, "not_text")
            return ""
        return found

    def id(self, name: str) -> str:
        """Return an id; whole numbers are taken as their digits."""
        found = self.value.get(name)
        if isinstance(found, int) and not isinstance(found, bool) and found.bit_length() <= 64:
            return str(found)
        return self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        found = self.value.get(name)
        if found is None:
            return ()
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.wrong(name, "not_a_list_of_text")
            return ()
        return tuple(found)

    def url(self, name: str) -> str:
        found = self.text(name)
        if found and not safe_url(found):
            self.wrong(name, "not_an_http_address")
        return safe_url(found)

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        found = self.text(name)
        if found and found not in known:
            self.wrong(name, "unknown_value")
        return found

    def instant(self, name: str) -> datetime | None:
        found = self.value.get(name)
        if found is None or found == "":
            return None
        moment = instant_of(found)
        if moment is None:
            self.wrong(name, "not_a_date")
        return moment

    def number(self, name: str) -> int | None:
        found = self.value.get(name)
        if found is not None and (isinstance(found, bool) or not isinstance(found, int)):
            self.wrong(name, "not_a_whole_number")
            return None
        return found

    def flag(self, name: str) -> bool | None:
        found = self.value.get(name)
        if found is not None and not isinstance(found, bool):
            self.wrong(name, "not_true_or_false")
            return None
        return found

    def inside(self, name: str) -> _Reader:
        found = self.value.get(name)
        if found is not None and not isinstance(found, dict):
            self.wrong(name, "not_an_object")
        return _Reader(found if isinstance(found, dict) else {}, f"{self.prefix}{name}.", self.problems)

    def author(self) -> Author:
        """Return the author: an object, or a name alone."""
        if isinstance(self.value.get("author"), str):
            return Author(name=self.value["author"])
        own = self.inside("author")
        return Author(
            external_id=own.id("external_id"),
            handle=own.text("handle"),
            name=own.text("name"),
            url=own.url("url"),
            followers=own.number("followers"),
            is_bot=own.flag("is_bot"),
        )

    def reach(self) -> Reach:
        own = self.inside("reach")
        return Reach(
            views=own.number("views"),
            likes=own.number("likes"),
            replies=own.number("replies"),
            reposts=own.number("reposts"),
            points=own.number("points"),
        )
