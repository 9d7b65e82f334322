"""Plays X's API v2 under ``/x``: search, mentions, look-ups, counts and replies, with its paging, limits and refusals.

An item's ``id`` is a post's snowflake, ``root`` its conversation, ``parent`` what it answers; ``kind`` is post, reply,
retweet or quote, and a quote's ``url`` ends in the id that it quotes. An edit makes a new id. Checked 2026-11.
"""

from __future__ import annotations

import json
import re
import threading
import zlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from listening.simulator.answer import Answer, Request, as_json
from listening.simulator.world.model import Item, World
from listening.simulator.x.asked import (
    BOUNDS,
    FIELDS,
    Refusal,
    bounds,
    page_size,
    position,
    refuse_unknown,
    without,
)
from listening.simulator.x.problems import PROBLEMS, invalid, limit_headers, problem, too_many
from listening.simulator.x.query import Subject, WrongQuery, handles_in, read_query
from listening.simulator.xids import snowflake, user_id

WINDOW = timedelta(days=7)
QUARTER = timedelta(minutes=15)
LIMITS = {"search": 450, "mentions": 450, "lookup": 3_500, "counts": 300, "create": 100, "user": 900}  # per 15 min
_OAUTH = re.compile(r'oauth_token="(\d+)-')


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A post as it is at one time: its item, and the ids of all its versions so far."""

    item: Item
    ids: tuple[str, ...]
    text: str
    asked: str = ""

    @property
    def id(self) -> str:
        return self.asked or self.ids[-1]


@dataclass
class XNetwork:
    """Answers for one world. ``gone`` holds ids that a test has deleted since; ``credits`` what is left to pay with."""

    world: World
    gone: set[str]
    credits: int | None = None  # micros; None pays for everything
    protected: set[str] = field(default_factory=set)  # handles
    withheld: set[str] = field(default_factory=set)  # ids
    billed: int = 0  # micros that X would put on the bill: a post once a UTC day
    posted: list[Item] = field(default_factory=list)
    takes_twins: bool = False  # X refuses the same words again; without that, a sender's mistake shows in ``posted``
    _paid: set[tuple[str, str]] = field(default_factory=set)
    _calls: dict[str, deque[datetime]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Answer:
        with self._lock:
            try:
                answer = self._route(request)
            except Refusal as refusal:
                answer = refusal.answer
        return answer.with_headers({"api-version": "2.131", "x-access-level": "read-write"})

    def _route(self, request: Request) -> Answer:
        path = request.path.removeprefix("/x")
        self._authorize(request)
        if self.credits is not None and self.credits <= 0:
            raise Refusal(problem(402))
        if request.method == "POST" and path == "/2/tweets":
            return self._limited(request, "create", self._create(request))
        if request.method != "GET":
            raise Refusal(problem(405))
        if path == "/2/tweets/search/recent":
            return self._limited(request, "search", self._search(request))
        if path == "/2/tweets/counts/recent":
            return self._limited(request, "counts", self._counts(request))
        if path == "/2/tweets":
            return self._limited(request, "lookup", self._lookup(request))
        if match := re.fullmatch(r"/2/users/(\d+)/mentions", path):
            return self._limited(request, "mentions", self._mentions(request, match[1]))
        if path == "/2/users/me":
            return self._limited(request, "user", self._me(request))
        raise Refusal(problem(404))

    def _authorize(self, request: Request) -> None:
        given = request.headers.get("authorization", "")
        bearer = given.startswith("Bearer ") and given not in ("Bearer ", "Bearer None")
        if not (bearer or _OAUTH.search(given)) or not request.agent:
            raise Refusal(problem(401))

    def _limited(self, request: Request, kind: str, answer: Answer) -> Answer:
        """Count the call against its window; X says how many are left and when the window ends, never how long."""
        calls = self._calls.setdefault(kind, deque())
        while calls and calls[0] <= request.now - QUARTER:
            calls.popleft()
        if len(calls) >= LIMITS[kind]:
            raise Refusal(too_many(calls[0] + QUARTER))
        calls.append(request.now)
        left = LIMITS[kind] - len(calls)
        return answer.with_headers(limit_headers(LIMITS[kind], left, calls[0] + QUARTER))

    def _search(self, request: Request) -> Answer:
        refuse_unknown(request, BOUNDS | {*FIELDS} | {"query", "next_token", "sort_order"})
        if request.query.get("sort_order", "recency") != "recency":
            raise Refusal(invalid("sort_order", "only recency is played here"))
        try:
            test = read_query(request.query.get("query", ""))
        except WrongQuery as wrong:
            raise Refusal(invalid("query", str(wrong))) from None
        found = [one for one in self._now(request.now) if test(_subject(one))]
        return self._page(request, found, follows="next_token", least=10, price=5_000, window=WINDOW)

    def _mentions(self, request: Request, account: str) -> Answer:
        refuse_unknown(request, BOUNDS | {*FIELDS} | {"pagination_token"})
        found = [one for one in self._now(request.now) if account in map(user_id, handles_in(one.text))]
        return self._page(request, found, follows="pagination_token", least=5, price=1_000, window=None)

    def _page(
        self,
        request: Request,
        found: Sequence[Version],
        *,
        follows: str,
        least: int,
        price: int,
        window: timedelta | None,
    ) -> Answer:
        size = page_size(request, least=least)
        low, high = bounds(request, window)
        ordered = sorted((one for one in found if low < int(one.id) < high), key=lambda one: int(one.id), reverse=True)
        asked = zlib.crc32(json.dumps(sorted(without(request.query, follows).items())).encode())
        below = position(request.query.get(follows, ""), asked, follows)
        rest = [one for one in ordered if below is None or int(one.id) < below]
        if request.headers.get("x-played-fault") == "empty_page":
            at = below if below is not None else (1 << 63) - 1
            return as_json({"meta": {"result_count": 0, "next_token": f"{asked:08x}e{at:x}"}})
        shown = rest[:size]
        meta: dict[str, Any] = {"result_count": len(shown)}
        if shown:
            meta |= {"newest_id": shown[0].id, "oldest_id": shown[-1].id}
        if len(rest) > size:
            meta["next_token"] = f"{asked:08x}n{int(shown[-1].id):x}"
        self._bill(request, [one.id for one in shown], price)
        return as_json({**self._posts(shown, request.now), "meta": meta})

    def _lookup(self, request: Request) -> Answer:
        refuse_unknown(request, frozenset({*FIELDS, "ids"}))
        ids = request.query.get("ids", "").split(",")
        if not all(id_.isdigit() for id_ in ids) or len(ids) > 100:
            raise Refusal(invalid("ids", "The number of values in the `ids` query parameter list must be 1 to 100"))
        by_id = {id_: one for one in self._now(request.now) for id_ in one.ids}
        found = [_as_asked(by_id[id_], id_) for id_ in ids if id_ in by_id]
        self._bill(request, [one.id for one in found], 5_000)
        body = self._posts(found, request.now)
        missing = [_missing(id_, "ids", self._why(id_)) for id_ in ids if id_ not in by_id]
        errors = [*body.get("errors", []), *missing]
        return as_json({**body, **({"errors": errors} if errors else {})})

    def _counts(self, request: Request) -> Answer:
        refuse_unknown(request, frozenset({"query", "granularity"}))
        try:
            test = read_query(request.query.get("query", ""))
        except WrongQuery as wrong:
            raise Refusal(invalid("query", str(wrong))) from None
        start = request.now - WINDOW
        found = [one for one in self._now(request.now) if test(_subject(one)) and one.item.created_at > start]
        self._charge(5_000)
        day = {"start": stamp(start), "end": stamp(request.now), "tweet_count": len(found)}
        return as_json({"data": [day], "meta": {"total_tweet_count": len(found)}})

    def _me(self, request: Request) -> Answer:
        match = _OAUTH.search(request.headers["authorization"])
        handle = self._handle(match[1]) if match else ""
        if not handle:
            raise Refusal(problem(403, kind="unsupported-authentication"))
        return as_json({"data": {"id": user_id(handle), "username": handle, "name": handle.title()}})

    def _create(self, request: Request) -> Answer:
        match = _OAUTH.search(request.headers["authorization"])
        handle = self._handle(match[1]) if match else ""
        if not handle:
            raise Refusal(problem(403, kind="unsupported-authentication"))
        wanted = json.loads(request.body or b"{}")
        text, to = str(wanted.get("text", "")), str((wanted.get("reply") or {}).get("in_reply_to_tweet_id", ""))
        target = next((one for one in self._now(request.now) if to in one.ids), None)
        if not text or target is None or not self._summoned(handle, target):
            detail = "You may only reply where you have been mentioned or quoted."
            raise Refusal(problem(403, kind="forbidden", detail=detail))
        if not self.takes_twins and any(item.author == handle and item.text == text for item in self.posted):
            detail = "You are not allowed to create a Tweet with duplicate content."
            raise Refusal(problem(403, kind="forbidden", detail=detail))
        id_ = snowflake(request.now, len(self.posted) + 1)
        self.posted.append(
            Item(
                id=id_, network="x", kind="reply", author=handle, text=text, created_at=request.now,
                visible_at=request.now, parent=target.item.id, root=target.item.root or target.item.id,
            )
        )  # fmt: skip
        self._charge(200_000 if "http" in text else 10_000)
        return as_json({"data": {"id": id_, "text": text}}, status=201)

    def _summoned(self, handle: str, target: Version) -> bool:
        if handle.casefold() in handles_in(target.text):
            return True
        quoted = self._item(_quoted(target.item))
        return quoted is not None and quoted.author == handle

    def _items(self) -> list[Item]:
        return [*(item for item in self.world.items if item.network == "x"), *self.posted]

    def _item(self, id_: str) -> Item | None:
        return next((item for item in self._items() if item.id == id_), None)

    def _now(self, now: datetime) -> list[Version]:
        """Return what can be seen: deleted posts and those of protected accounts cannot."""
        seen = (item for item in self._items() if item.is_visible(now) and item.id not in self.gone)
        return [_version(item, now) for item in seen if item.author not in self.protected]

    def _why(self, id_: str) -> str:
        item = self._item(id_)
        return "not-authorized-for-resource" if item and item.author in self.protected else "resource-not-found"

    def _handle(self, account: str) -> str:
        handles = {item.author for item in self._items()} | {one.handle for one in self.world.accounts}
        return next((handle for handle in sorted(handles) if user_id(handle) == account), "")

    def _bill(self, request: Request, ids: Sequence[str], price: int) -> None:
        """Bill posts that were read; the same one is billed once a UTC day."""
        day = request.now.astimezone(UTC).date().isoformat()
        new = {(day, id_) for id_ in ids} - self._paid
        self._paid |= new
        self._charge(price * len(new))

    def _charge(self, micros: int) -> None:
        self.billed += micros
        if self.credits is not None:
            self.credits -= micros

    def _posts(self, shown: Sequence[Version], now: datetime) -> dict[str, Any]:
        """Return data, includes and errors; what is referred to and cannot be seen becomes an error beside the data."""
        visible = {id_: one for one in self._now(now) for id_ in one.ids}
        referred = dict.fromkeys(id_ for one in shown for _, id_ in _references(one.item))
        around = [visible[id_] for id_ in referred if id_ in visible]
        handles = dict.fromkeys(one.item.author for one in (*shown, *around))
        body: dict[str, Any] = {}
        if shown:
            body["data"] = [self._post(one) for one in shown]
            body["includes"] = {"users": [_user(handle) for handle in handles]}
        if around:
            body["includes"]["tweets"] = [self._post(one) for one in around]
        lost = [_missing(id_, "referenced_tweets.id", self._why(id_)) for id_ in referred if id_ not in visible]
        return {**body, **({"errors": lost} if lost else {})}

    def _post(self, one: Version) -> dict[str, Any]:
        item = one.item
        handles = handles_in(one.text)
        found: dict[str, Any] = {
            "id": one.id,
            "text": one.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")[:280],
            "author_id": user_id(item.author),
            "created_at": stamp(item.created_at),
            "conversation_id": item.root or item.id,
            "edit_history_tweet_ids": list(one.ids),
            "lang": "en",
            "public_metrics": {"retweet_count": 0, "reply_count": 0, "like_count": item.points or 0, "quote_count": 0},
        }
        if len(one.text) > 280:
            found["note_tweet"] = {"text": one.text}
        if handles:
            found["entities"] = {"mentions": [{"username": name, "id": user_id(name)} for name in handles]}
        if references := _references(item):
            found["referenced_tweets"] = [{"type": kind, "id": id_} for kind, id_ in references]
        if item.id in self.withheld:
            found["withheld"] = {"copyright": False, "country_codes": ["DE"], "scope": "tweet"}
        return found


def _version(item: Item, now: datetime) -> Version:
    edited = item.edited_at is not None and item.edited_at <= now
    ids = (item.id, snowflake(item.edited_at, 1)) if edited and item.edited_at else (item.id,)
    return Version(item=item, ids=ids, text=item.text_at(now))


def _as_asked(one: Version, id_: str) -> Version:
    """Return the version that was asked for. An old one keeps its words and still knows the ids of all."""
    return one if id_ == one.ids[-1] else replace(one, asked=id_, text=one.item.text)


def _subject(one: Version) -> Subject:
    item = one.item
    return Subject(text=one.text, author=item.author, conversation=item.root or item.id, kind=item.kind)


def _quoted(item: Item) -> str:
    return item.url.rsplit("/", 1)[-1] if item.kind == "quote" else ""


def _references(item: Item) -> list[tuple[str, str]]:
    replied = [("replied_to", item.parent)] if item.parent and item.kind != "retweet" else []
    retweeted = [("retweeted", item.parent)] if item.kind == "retweet" else []
    return [*replied, *retweeted, *([("quoted", _quoted(item))] if item.kind == "quote" else [])]


def _user(handle: str) -> dict[str, Any]:
    followers = 100 + zlib.crc32(handle.encode()) % 5_000
    return {
        "id": user_id(handle),
        "username": handle,
        "name": handle.title(),
        "public_metrics": {"followers_count": followers},
    }


def stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def _missing(id_: str, parameter: str, kind: str) -> dict[str, Any]:
    forbidden = kind == "not-authorized-for-resource"
    return {
        "value": id_,
        "detail": f"Could not find tweet with {parameter}: [{id_}].",
        "title": "Authorization Error" if forbidden else "Not Found Error",
        "resource_type": "tweet",
        "parameter": parameter,
        "resource_id": id_,
        "type": f"{PROBLEMS}/{kind}",
    }
