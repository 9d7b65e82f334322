"""Ask X: own mentions first, for a fifth of the price, then a search for names that nobody tagged. Paging only.

The cursor: ``mentions`` holds a ``mark``, ``search`` one for every term, so that a new term starts at the beginning;
``reading`` says where a sweep broke off, ``paid`` which posts a second look at the same day does not pay again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from listening.connectors.contract import Answerable, Plan, Posted, ReplyWay
from listening.connectors.recorded import response_of
from listening.connectors.x.client import Answer, Desk
from listening.connectors.x.facts import (
    FACTS,
    LOOKUP_MAX,
    MENTIONS_MIN,
    PAGE_MAX,
    PRICES,
    SEARCH_EVERY,
    SEARCH_MIN,
    WINDOW,
    WINDOW_MARGIN,
)
from listening.connectors.x.ids import id_of, moment_of, newest
from listening.connectors.x.parse import ids_in, latest_ids, meta_of, page_of, total_of
from listening.connectors.x.problems import Refused, body_of
from listening.connectors.x.query import searches, unsayable
from listening.connectors.x.reply import account_of, can_reply, post_reply
from listening.connectors.x.sweep import Paid, Sweep, begun, paid_of, resumed
from listening.errors import AuthError, BudgetExhausted, Permanent, Transient
from listening.http import Session
from listening.money import Preview, affordable, next_month, preview
from listening.records import Gap, Page, PostKey

FIELDS: dict[str, list[str]] = {
    "tweet_fields": [
        *("created_at", "author_id", "conversation_id", "in_reply_to_user_id", "referenced_tweets", "lang"),
        *("public_metrics", "entities", "edit_history_tweet_ids", "note_tweet", "withheld"),
        *("possibly_sensitive", "reply_settings"),
    ],
    "expansions": ["author_id", "referenced_tweets.id", "referenced_tweets.id.author_id"],
    "user_fields": ["username", "name", "description", "public_metrics", "verified_type", "withheld"],
}
THREAD_PAGES = 5  # of a hundred posts: half a dollar a conversation, and no more


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stream:
    """One way of asking: how, at which price, and the smallest page it gives."""

    ask: Callable[[Sweep, int], Answer]
    price: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One page of a sweep: what it holds, what it cost, where to go on (``None``: finished, ``mark`` is its end)."""

    page: Page
    after: Sweep | None
    mark: str
    paid: Paid


class X:
    """One source is one wallet: it reads the mentions of ``params["user_id"]`` and searches for the queries' terms.

    A source of the kind "account" reads mentions only. ``params["username"]`` keeps them out of the search.
    """

    facts = FACTS

    def poll(self, session: Session, plan: Plan, *, now: datetime, base_url: str = "") -> Iterator[Page]:
        """Yield pages, newest first within a sweep. Raises ``BudgetExhausted`` before the cap would be passed."""
        desk = Desk(session=session, secret=plan.secret, now=now, base_url=base_url)
        affordable(plan.allowance_micros, PRICES.owned, least=MENTIONS_MIN, most=PAGE_MAX, now=now)
        poll = _Poll(desk, plan, now)
        yield from poll.mentions()
        yield from poll.search()
        if not poll.yielded:
            yield Page(cursor=poll.cursor)

    def thread(
        self, session: Session, root: PostKey, *, now: datetime, base_url: str = "", plan: Plan | None = None
    ) -> Page:
        """Return the conversation of ``root`` as far as seven days of search hold it; ``done`` says if that is all."""
        plan = plan or Plan(kind="search")
        desk = Desk(session=session, secret=plan.secret, now=now, base_url=base_url)
        conversation = id_of(root.external_id)
        if not conversation:
            raise Permanent("not_found")
        return _conversation(desk, conversation, plan, now)

    def check(self, session: Session, ids: Sequence[str], plan: Plan, *, now: datetime, base_url: str = "") -> Page:
        """Return, for at most 100 stored ids, the posts that live and the tombstones of those that are gone."""
        desk = Desk(session=session, secret=plan.secret, now=now, base_url=base_url)
        page, cost = looked_up(desk, [*ids], left_micros=plan.allowance_micros, now=now)
        return replace(page, cost_micros=cost)

    def preview(self, session: Session, plan: Plan, *, now: datetime, base_url: str = "") -> Preview:
        """Return what the search for ``plan.terms`` would bring and cost. Each query of 512 characters costs $0.005."""
        desk = Desk(session=session, secret=plan.secret, now=now, base_url=base_url)
        return _previewed(desk, plan, now)

    def preview_micros(self, terms: Sequence[str]) -> int:
        """Return what a preview of ``terms`` costs at most: as if the own handle were as long as X allows."""
        return len(searches(terms, username="x" * 15)) * PRICES.count

    def unsayable(self, terms: Sequence[str]) -> tuple[str, ...]:
        """Return the terms that X cannot be asked for."""
        return unsayable(terms)

    def account_of(self, secret: Mapping[str, str]) -> str:
        """Return the id of the account that a key writes as, "" if it may not write."""
        return account_of(secret)

    def reply_way(self, to: Answerable, *, account_id: str) -> ReplyWay:
        """Return how ``to`` can be answered: by API where it mentioned or quoted the account, else on X."""
        return can_reply(to, account_id=account_id)

    def post_reply(
        self, session: Session, plan: Plan, *, to: str, text: str, key: str, now: datetime, base_url: str = ""
    ) -> Posted:
        """Send one reply as the account of the key. X takes no idempotency key: nothing here asks twice."""
        return post_reply(session, plan, to=to, text=text, key=key, now=now, base_url=base_url)

    def parse_recorded(self, body: bytes, headers: Mapping[str, str], url: str, *, status: int, now: datetime) -> Page:
        """Parse one answer of API v2. Bodies of the old API hold no posts for us."""
        return page_of(body_of(response_of(body, headers, url, status=status), now=now), now=now)


class _Poll:
    """One poll: the cursor as it grows, and the money as it goes."""

    def __init__(self, desk: Desk, plan: Plan, now: datetime) -> None:
        self.desk, self.plan, self.now = desk, plan, now
        self.cursor: dict[str, Any] = dict(plan.cursor)
        self.left = plan.allowance_micros
        self.yielded = False

    def mentions(self) -> Iterator[Page]:
        """Yield what mentions the own account."""
        account = id_of(self.plan.params.get("user_id"))
        if not account:
            return
        state = dict(self.cursor.get("mentions") or {})
        stream = _Stream(ask=self._ask_mentions(account), price=PRICES.owned, least=MENTIONS_MIN)
        sweep = resumed(state.get("reading")) or begun(id_of(state.get("mark")), self._start())
        for step in self._sweep(sweep, stream, paid_of(state.get("paid"))):
            state = _kept(state, step)
            if step.after is None:
                state["mark"] = step.mark
            yield self._page(step, "mentions", state)

    def search(self) -> Iterator[Page]:
        """Yield what the search finds for the terms, every quarter of an hour; what broke off goes on at once."""
        terms = tuple(dict.fromkeys(term for term in self.plan.terms if term.strip()))
        if self.plan.kind == "account" or not terms:
            return
        state = dict(self.cursor.get("search") or {})
        marks = {term: id_of(mark) for term, mark in (state.get("marks") or {}).items() if term in terms}
        state["marks"] = marks
        broken_off = resumed(state.get("reading"))
        if broken_off and not {*broken_off.terms} <= {*terms}:
            broken_off = None  # it was asked for a term that nobody wants any more
        if not broken_off and all(term in marks for term in terms) and not self._is_time(state.get("read_at")):
            return
        stream = _Stream(ask=self._ask_search, price=PRICES.post, least=SEARCH_MIN)
        for sweep in self._sweeps(broken_off, terms, marks):
            for step in self._sweep(sweep, stream, paid_of(state.get("paid"))):
                state = _kept(state, step)
                if step.after is None:
                    marks |= {term: newest(marks.get(term, ""), step.mark) for term in sweep.terms}
                    state |= {"marks": dict(marks), "read_at": self.now.isoformat()}
                yield self._page(step, "search", state)

    def _sweeps(self, broken_off: Sweep | None, terms: tuple[str, ...], marks: Mapping[str, str]) -> Iterator[Sweep]:
        """Yield the sweeps of a poll: the broken-off one, known terms from their mark, new ones from the start."""
        if broken_off:
            yield broken_off
        open_terms = [term for term in terms if not broken_off or term not in broken_off.terms]
        name = str(self.plan.params.get("username", ""))
        known = [term for term in open_terms if marks.get(term)]
        fresh = [term for term in open_terms if not marks.get(term)]
        for search in searches(known, username=name):
            oldest = min((marks[term] for term in search.terms), key=int)
            yield begun(oldest, self._start(), query=search.text, terms=search.terms)
        for search in searches(fresh, username=name):
            yield begun("", self._start(), query=search.text, terms=search.terms)

    def _sweep(self, sweep: Sweep, stream: _Stream, paid: Paid) -> Iterator[_Step]:
        at: Sweep | None = sweep
        gap: Gap | None = None
        tokens = {sweep.token}
        mended: set[str] = set()
        while at:
            many = affordable(self.left, stream.price, least=stream.least, most=PAGE_MAX, now=self.now)
            try:
                answer = stream.ask(at, many)
            except Refused as refused:
                at, found = _mended(at, refused, mended, self.now)
                gap = found or gap
                continue
            meta = meta_of(answer.body)
            if meta.next_token and meta.next_token in tokens:
                raise Transient("same_cursor")  # X leads in a circle: what it sent is not taken for a page
            tokens.add(meta.next_token)
            step = self._step(at, answer, stream, paid, gap)
            paid, gap, at = step.paid, None, step.after
            yield step

    def _step(self, at: Sweep, answer: Answer, stream: _Stream, paid: Paid, gap: Gap | None) -> _Step:
        meta, ids = meta_of(answer.body), ids_in(answer.body)
        day = (answer.said_at or self.now).astimezone(UTC).date().isoformat()
        cost = paid.new(ids, day) * stream.price
        self.left = None if self.left is None else max(0, self.left - cost)
        waits = answer.rate.reset_at if answer.rate.remaining == 0 else None
        page = replace(
            page_of(answer.body, now=self.now), gap=gap, cost_micros=cost, rate=answer.rate, next_poll_after=waits
        )
        return _Step(page=page, after=at.after(meta), mark=at.mark(meta, answer.said_at), paid=paid.with_page(ids, day))

    def _page(self, step: _Step, stream: str, state: Mapping[str, Any]) -> Page:
        self.cursor = {**self.cursor, stream: dict(state)}
        self.yielded = True
        return replace(step.page, cursor=self.cursor, done=step.after is None)

    def _start(self) -> datetime:
        earliest = self.now - WINDOW + WINDOW_MARGIN
        return max(self.plan.since or earliest, earliest)

    def _is_time(self, read_at: Any) -> bool:
        if not read_at:
            return True
        elapsed = self.now - datetime.fromisoformat(str(read_at))
        return not -SEARCH_EVERY < elapsed < SEARCH_EVERY  # a clock that was set back must not stop the search

    def _ask_mentions(self, account: str) -> Callable[[Sweep, int], Answer]:
        def ask(sweep: Sweep, many: int) -> Answer:
            named = {**_bounds(sweep), "pagination_token": sweep.token or None, "max_results": many}
            return self.desk.ask(
                lambda client, user: client.get_users_mentions(account, user_auth=user, **named, **FIELDS), as_user=True
            )

        return ask

    def _ask_search(self, sweep: Sweep, many: int) -> Answer:
        named = {**_bounds(sweep), "next_token": sweep.token or None, "max_results": many}
        return self.desk.ask(
            lambda client, user: client.search_recent_tweets(sweep.query, user_auth=user, **named, **FIELDS)
        )


def _kept(state: Mapping[str, Any], step: _Step) -> dict[str, Any]:
    """Return the state of a stream that is safe once the step's page is stored."""
    kept = {name: value for name, value in state.items() if name != "reading"}
    reading = {"reading": step.after.saved()} if step.after else {}
    return {**kept, **reading, "paid": step.paid.saved()}


def _bounds(sweep: Sweep) -> dict[str, str | None]:
    start = datetime.fromisoformat(sweep.start).strftime("%Y-%m-%dT%H:%M:%SZ") if sweep.start else None
    return {"since_id": sweep.since_id or None, "start_time": start}


def _mended(at: Sweep, refused: Refused, mended: set[str], now: datetime) -> tuple[Sweep, Gap | None]:
    """Return the sweep that X may accept in place of the one it refused, and what is lost by it. Each cure once."""
    if at.token and refused.parameters & {"next_token", "pagination_token"} and "token" not in mended:
        mended.add("token")
        return at.from_the_top(), None
    if refused.parameters & {"since_id", "start_time"} and "start" not in mended:
        mended.add("start")
        # By X's own time: our clock may be the reason why it refused.
        start = (refused.said_at or now) - WINDOW + WINDOW_MARGIN
        gap = Gap(start=moment_of(at.since_id), end=start, reason="older_than_seven_days") if at.since_id else None
        return at.since(start), gap
    raise refused


def _conversation(desk: Desk, conversation: str, plan: Plan, now: datetime) -> Page:
    """Return up to five pages of a conversation as one, the root looked up by itself if the search has lost it."""
    left, cost, token = plan.allowance_micros, 0, ""
    pages: list[Page] = []
    query = f"conversation_id:{conversation} -is:retweet"
    for _ in range(THREAD_PAGES):
        many = affordable(left, PRICES.post, least=SEARCH_MIN, most=PAGE_MAX, now=now)
        following = token

        def ask(client: Any, user: bool, following: str = following, many: int = many) -> object:
            named = {"next_token": following or None, "max_results": many}
            return client.search_recent_tweets(query, user_auth=user, **named, **FIELDS)

        answer = desk.ask(ask)
        meta = meta_of(answer.body)
        cost += meta.count * PRICES.post
        left = None if left is None else max(0, left - meta.count * PRICES.post)
        pages.append(page_of(answer.body, now=now, conversation=conversation))
        if meta.next_token == token and token:
            raise Transient("same_cursor")
        token = meta.next_token
        if not token:
            break
    if not any(post.external_id == conversation for page in pages for post in page.posts):
        root, price = looked_up(desk, [conversation], left_micros=left, now=now)
        pages.append(root)
        cost += price
    return _joined(pages, conversation, cost, whole=not token, now=now)


def _joined(pages: list[Page], conversation: str, cost: int, *, whole: bool, now: datetime) -> Page:
    posts = {post.external_id: post for page in reversed(pages) for post in page.posts}
    root = posts.get(conversation)
    in_reach = root is not None and root.created_at > now - WINDOW + WINDOW_MARGIN
    ordered = sorted(posts.values(), key=lambda post: int(post.external_id))
    return Page(
        posts=tuple(ordered),
        tombstones=tuple({one.external_id: one for page in pages for one in page.tombstones}.values()),
        bad=tuple(one for page in pages for one in page.bad),
        withheld=sum(page.withheld for page in pages),
        cost_micros=cost,
        done=whole and in_reach,
    )


def looked_up(desk: Desk, ids: list[str], *, left_micros: int | None, now: datetime) -> tuple[Page, int]:
    """Return what became of at most 100 posts, and the cost in micros: posts as they are now, tombstones of the gone.

    What is in neither is unknown and must not be deleted. A version that was edited since is asked for once more.
    """
    wanted, cost = ids[:LOOKUP_MAX], 0
    affordable(left_micros, PRICES.post, least=max(1, len(wanted)), most=LOOKUP_MAX, now=now)
    answer = desk.ask(lambda client, user: client.get_tweets(wanted, user_auth=user, **FIELDS))
    cost += meta_of(answer.body).count * PRICES.post
    page = page_of(answer.body, now=now)
    newer = sorted(set(latest_ids(answer.body).values()))
    if left_micros is not None:
        newer = newer[: max(0, left_micros - cost) // PRICES.post]  # what cannot be paid stays unknown until next time
    if newer:
        again = desk.ask(lambda client, user: client.get_tweets(newer, user_auth=user, **FIELDS))
        cost += meta_of(again.body).count * PRICES.post
        more = page_of(again.body, now=now)
        superseded = tuple(bad for bad in page.bad if bad.code != "superseded")
        # A version that cannot be read says nothing of the post whose other version could be.
        page = replace(page, posts=(*page.posts, *more.posts), bad=superseded + more.bad)
    return page, cost


def _previewed(desk: Desk, plan: Plan, now: datetime) -> Preview:
    if not plan.secret.get("bearer_token"):
        raise AuthError("no_bearer_token")  # X counts for apps, not for accounts
    asked = searches(plan.terms, username=str(plan.params.get("username", "")))
    if plan.allowance_micros is not None and plan.allowance_micros < len(asked) * PRICES.count:
        raise BudgetExhausted("cap_reached", resume_at=next_month(now))
    found = 0
    for search in asked:
        total = total_of(desk.ask(_counting(search.text)).body)
        if total is None:
            raise Transient("no_count")
        found += total
    return preview(found, days=WINDOW.days, cost_micros=len(asked) * PRICES.count, price=PRICES.post)


def _counting(query: str) -> Callable[[Any, bool], object]:
    return lambda client, _user: client.get_recent_tweets_count(query, granularity="day")
