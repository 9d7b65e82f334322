"""Ask Hacker News: search by time through Algolia, and Firebase when Algolia is down. Understands paging only.

The cursor: ``marks`` holds for every term the newest ``created_at_i`` seen once its search had been read to the end, so
that a new term starts at the beginning; ``reading`` says where the search of one term broke off; ``item`` is the last
id that the walk over Firebase has read. The walk moves no mark: Algolia fills in what it left out once it is back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from listening.connectors.contract import Plan
from listening.connectors.hackernews.facts import FACTS
from listening.connectors.hackernews.parse import any_page, created_seconds, gone, items_page, search_page, tree_page
from listening.connectors.recorded import response_of
from listening.errors import Permanent, Transient
from listening.http import Session, raise_for_status, read_json
from listening.records import Gap, Page, PostKey

ALGOLIA = "https://hn.algolia.com/api/v1"
FIREBASE = "https://hacker-news.firebaseio.com/v0"
HITS = 1_000  # the most that a query gives, however it is paged
FIRST_LOOK = timedelta(days=30)
WALK_PAGE = 100
WALK_START = 500  # how far behind the newest item a first walk begins: about half an hour of the site
WALK_LIMIT = 1_000  # items that one poll walks; the site writes some 800 an hour
THREAD_REQUESTS = 500  # items of one thread that are asked of Firebase, one request each

_DOWN = frozenset({"forbidden", "not_found", "gone"})  # answers that a working search never gives


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """How far the search of one term has come: what is at or after ``before`` is read, ``newest`` the newest of it.

    ``most`` is how many hits a request asks for; fewer than ``HITS`` are the newest and all that is wanted.
    """

    term: str
    mark: int
    most: int
    before: int | None = None
    newest: int = 0


class HackerNews:
    """One source searches for the terms of all its queries, one after the other."""

    facts = FACTS

    def poll(self, session: Session, plan: Plan, *, now: datetime, base_url: str = "") -> Iterator[Page]:
        """Yield pages term by term, newest first. Firebase is walked instead when Algolia fails twice in a row."""
        algolia, firebase = _bases(base_url)
        terms = tuple(dict.fromkeys(term for term in plan.terms if term.strip()))
        cursor = {**plan.cursor, "marks": _marks(plan, terms, now)}
        if not terms:
            yield Page(cursor=cursor)
        for place, term in enumerate(terms):
            reading: _Reading | None = _resume(cursor, term, _most(plan, term))
            while reading:
                hits = _hits(session, algolia, reading, now)
                if hits is None:
                    yield from _walk(session, firebase, cursor, now)
                    return
                after, gap = _further(reading, hits, now)
                cursor = _saved(cursor, reading, after, hits, now)
                done = after is None and place + 1 == len(terms)
                yield replace(search_page({"hits": hits}, now=now), cursor=cursor, done=done, gap=gap)
                reading = after

    def thread(
        self, session: Session, root: PostKey, *, now: datetime, base_url: str = "", plan: Plan | None = None
    ) -> Page:
        """Return the thread under ``root``: 2,000 posts at most, or 500 if Firebase has to give them one by one."""
        algolia, firebase = _bases(base_url)
        try:
            return tree_page(_get(session, f"{algolia}/items/{root.external_id}", now), now=now)
        except Transient:
            return _firebase_thread(session, firebase, root.external_id, now)
        except Permanent as error:  # new items are missing in Algolia for a while and answer 404
            if error.code not in _DOWN:
                raise
            return _firebase_thread(session, firebase, root.external_id, now)

    def parse_recorded(self, body: bytes, headers: Mapping[str, str], url: str, *, status: int, now: datetime) -> Page:
        """Parse one answer of Algolia or Firebase."""
        response = response_of(body, headers, url, status=status)
        raise_for_status(response, now=now)
        return any_page(read_json(response), url=url, now=now)


def _bases(base_url: str) -> tuple[str, str]:
    base = base_url.rstrip("/")
    return (f"{base}/api/v1", f"{base}/v0") if base else (ALGOLIA, FIREBASE)


def _get(session: Session, url: str, now: datetime, params: Mapping[str, str] | None = None) -> Any:
    response = session.get(url, params=params, headers={"Accept": "application/json"})
    raise_for_status(response, now=now)
    return read_json(response)


def _marks(plan: Plan, terms: tuple[str, ...], now: datetime) -> dict[str, int]:
    known = plan.cursor.get("marks") or {}
    first = int((plan.since or now - FIRST_LOOK).timestamp())
    return {term: int(known.get(term, first)) for term in terms}


def _most(plan: Plan, term: str) -> int:
    """Return how many hits to ask for: a term's first look back may be bounded, because some names are words."""
    known = plan.cursor.get("marks") or {}
    return HITS if term in known or plan.most is None else min(HITS, plan.most)


def _resume(cursor: Mapping[str, Any], term: str, most: int) -> _Reading:
    saved = cursor.get("reading") or {}
    mark = cursor["marks"][term]
    if saved.get("term") != term:
        return _Reading(term=term, mark=mark, most=most)
    return _Reading(term=term, mark=mark, before=int(saved["before"]), newest=int(saved["newest"]), most=HITS)


def _saved(
    cursor: Mapping[str, Any], reading: _Reading, after: _Reading | None, hits: list[Any], now: datetime
) -> dict[str, Any]:
    """Return the cursor that is safe once ``hits`` are stored."""
    kept = dict(cursor)
    if after:
        return kept | {"reading": {"term": after.term, "before": after.before, "newest": after.newest}}
    if (kept.get("reading") or {}).get("term") == reading.term:
        del kept["reading"]
    return kept | {"marks": {**cursor["marks"], reading.term: max(reading.mark, _newest(reading, hits, now))}}


def _hits(session: Session, algolia: str, reading: _Reading, now: datetime) -> list[Any] | None:
    """Return the hits of one search, or ``None`` if Algolia failed twice, or once and asked to be left alone."""
    for _ in range(2):
        try:
            return _search(session, algolia, reading, now)
        except Transient as error:
            if error.retry_after:
                return None
        except Permanent as error:
            if error.code not in _DOWN:
                raise
    return None


def _search(session: Session, algolia: str, reading: _Reading, now: datetime) -> list[Any]:
    """Return at most 1,000 hits, newest first. The quotes and the switch stop prefixes and typing errors."""
    floor = reading.mark - int(FACTS.overlap.total_seconds())
    filters = [f"created_at_i>{max(0, floor)}"]
    if reading.before is not None:
        filters.append(f"created_at_i<={reading.before}")
    params = {
        "query": asked_for(reading.term),
        "typoTolerance": "false",
        "tags": "(story,comment)",
        "numericFilters": ",".join(filters),
        "hitsPerPage": str(reading.most),
    }
    body = _get(session, f"{algolia}/search_by_date", now, params)
    hits = body.get("hits") if isinstance(body, dict) else None
    if not isinstance(hits, list) or (not hits and body.get("nbHits")):
        raise Transient("no_hits")  # an empty list beside a count is no end of the search
    seconds = [found for hit in hits if (found := created_seconds(hit)) is not None]
    if reading.before is not None and seconds and max(seconds) > reading.before:
        raise Transient("same_cursor")  # a page that was read before, and taken for this one it would hide its posts
    return hits


def asked_for(term: str) -> str:
    """Return a term as the index is asked for it: quoted, so that "acme" does not find "acne" or "acmeist".

    The beginning of a word (``webhook*``) goes out unquoted, because only then does the index complete its last word.
    """
    plain = term.replace('"', " ").strip()
    return plain[:-1] if plain.endswith("*") else f'"{plain}"'


def _newest(reading: _Reading, hits: list[Any], now: datetime) -> int:
    """Return the newest second seen; a record that claims to come from the future moves no mark beyond ``now``."""
    seconds = [found for hit in hits if (found := created_seconds(hit)) is not None]
    return min(max([reading.newest, *seconds]), int(now.timestamp()))


def _further(reading: _Reading, hits: list[Any], now: datetime) -> tuple[_Reading | None, Gap | None]:
    """Return where to read on further back in time, or ``None`` at the end, and what could not be read."""
    seconds = [found for hit in hits if (found := created_seconds(hit)) is not None]
    if len(hits) < reading.most or not seconds:
        return None, None
    if reading.most < HITS:
        start, end = (datetime.fromtimestamp(at, UTC) for at in (reading.mark, min(seconds)))
        return None, Gap(start=start, end=end, reason="look_back_most")
    oldest, newest = min(seconds), _newest(reading, hits, now)
    if oldest != reading.before:
        return replace(reading, before=oldest, newest=newest), None
    # A thousand hits of one second: no filter can ask for the rest of it.
    moment = datetime.fromtimestamp(oldest, UTC)
    gap = Gap(start=moment, end=moment, reason="too_many_in_one_second")
    return replace(reading, before=oldest - 1, newest=newest), gap


def _walk(session: Session, firebase: str, cursor: Mapping[str, Any], now: datetime) -> Iterator[Page]:
    """Yield new items in the order of their ids. Nothing is searched here: terms are matched at home."""
    newest = _get(session, f"{firebase}/maxitem.json", now)
    if not isinstance(newest, int) or isinstance(newest, bool):
        raise Transient("no_maxitem")
    at = int(cursor["item"]) + 1 if cursor.get("item") else max(1, newest - WALK_START)
    end = min(newest, at + WALK_LIMIT - 1)
    if at > end:
        yield Page(cursor=cursor)
    while at <= end:
        upto = min(end, at + WALK_PAGE - 1)
        items = [_get(session, f"{firebase}/item/{number}.json", now) for number in range(at, upto + 1)]
        found = [one for one in items if one is not None]  # the newest are announced before they can be read
        yield replace(items_page(found, now=now, done=upto == newest), cursor={**cursor, "item": upto})
        at = upto + 1


def _firebase_thread(session: Session, firebase: str, root: str, now: datetime) -> Page:
    """Return the thread level by level; no id is asked twice, so a cycle ends."""
    waiting = deque([root])
    seen = {root}
    items: list[dict[str, Any]] = []
    for _ in range(THREAD_REQUESTS):
        if not waiting:
            break
        found = _get(session, f"{firebase}/item/{waiting.popleft()}.json", now)
        if not isinstance(found, dict):
            continue
        items.append(found)
        kids = found.get("kids")
        new = [str(kid) for kid in (kids if isinstance(kids, list) else ()) if isinstance(kid, int)]
        waiting.extend(kid for kid in dict.fromkeys(new) if kid not in seen)
        seen.update(new)
    if not items:
        return Page(tombstones=(gone(root, now=now),))
    story = "" if items[0].get("type") in ("comment", "pollopt") else root
    return items_page(items, now=now, root_id=story, done=not waiting)
