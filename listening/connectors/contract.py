"""What every connector gives and what it is given. Pure types; the runner lives in ``listening.pipeline``.

A connector is a package with three modules: ``fetch`` talks to the network and understands nothing, ``parse`` is
pure and understands everything, ``facts`` says what the network gives, costs and forbids. A connector never sleeps,
never touches the database and raises nothing but ``listening.errors``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from requests import Session

from listening.money import Preview
from listening.records import Page, PostKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a network's rules allow. Versioned: a withheld field names ``policy/<network>@<version>``."""

    version: int
    keep_raw: bool
    retention_days: int | None
    delete_within_hours: int
    export: bool
    train: bool
    profiles: bool  # whether what an account says of itself may be read to suggest who it is
    licence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a network gives, costs and forbids, with the date it was checked."""

    network: str
    label: str
    checked: date
    needs_key: str  # words for the README and the sources page
    costs: str
    rules: str
    gives: str
    source_kinds: tuple[str, ...]
    interval: timedelta  # default time between polls
    threads: bool  # whether replies around a post can be read
    reply_mode: str  # api, open_native, none
    policy: Policy
    priced: bool = False  # whether reading costs money: such a source needs a monthly cap before it is asked
    handles_move: bool = False  # whether a handle may pass to somebody else, so that only the id tells who it is
    reaches_back: bool = False  # whether a search reaches a year back
    overlap: timedelta = timedelta(0)  # how far behind the watermark a search starts again
    check_every: timedelta | None = None  # how often stored posts should be looked up, where deletions are not told
    check_micros: int = 0  # what looking up one stored post costs
    check_batch: int = 0  # stored posts of one look-up
    proved_by: str = "recordings, specification and simulator; not run live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one poll should fetch: the source's own parameters, its cursor, and the terms its queries need.

    ``terms`` are literal words and phrases; a network that cannot search ignores them and is matched locally.
    ``secret`` is the opened credential, which no ``repr`` shows. ``allowance_micros`` is what may still be spent this
    month, in millionths of a dollar; ``None`` means that nobody set a cap.
    """

    kind: str  # search, feed, account
    instance: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    cursor: Mapping[str, Any] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    since: datetime | None = None  # how far to look back on the first poll
    most: int | None = None  # posts that a term may bring when it is searched for the first time; None: all
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)
    allowance_micros: int | None = None


class Connector(Protocol):
    """One network. ``base_url`` of the setting ``<NETWORK>_BASE_URL`` points it at the simulator."""

    facts: Facts

    def poll(self, session: Session, plan: Plan, *, now: datetime, base_url: str = "") -> Iterator[Page]:
        """Yield pages in the order in which they may be stored. Each page's cursor is safe once it is stored."""
        ...

    def thread(
        self, session: Session, root: PostKey, *, now: datetime, base_url: str = "", plan: Plan | None = None
    ) -> Page:
        """Return the whole conversation that ``root`` starts. ``page.done`` is False if only a part could be read.

        ``plan`` holds the key and the money of networks that need them; its cursor means nothing here.

        Raises ``Permanent("no_threads")`` where ``facts.threads`` is False.
        """
        ...

    def parse_recorded(self, body: bytes, headers: Mapping[str, str], url: str, *, status: int, now: datetime) -> Page:
        """Parse one recorded exchange of any of this network's endpoints. Raises the error an error body stands for."""
        ...


@runtime_checkable
class Rechecks(Protocol):
    """A network that tells of deletions only whoever looks its posts up: ``facts.check_every`` is set."""

    facts: Facts

    def check(self, session: Session, ids: Sequence[str], plan: Plan, *, now: datetime, base_url: str = "") -> Page:
        """Return, for at most ``facts.check_batch`` stored ids, the posts that live and the tombstones of the gone.

        An id that is in neither is unknown: it must not be deleted.
        """
        ...


@runtime_checkable
class Previews(Protocol):
    """A network that can say for little money what a search would bring."""

    facts: Facts

    def preview(self, session: Session, plan: Plan, *, now: datetime, base_url: str = "") -> Preview:
        """Return what a search for ``plan.terms`` would bring and cost a month, and what asking has cost."""
        ...

    def preview_micros(self, terms: Sequence[str]) -> int:
        """Return what that question costs at most."""
        ...

    def unsayable(self, terms: Sequence[str]) -> tuple[str, ...]:
        """Return the terms that the network cannot be asked for."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """What has to be known of a post to say how it can be answered. ``addressed`` are ids of accounts it mentions."""

    external_id: str
    url: str
    addressed: tuple[str, ...] = ()
    quoted_author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyWay:
    """How a post can be answered: ``mode`` is api, open_native or none, ``reason`` the code of why it is so.

    ``url`` is where to answer by hand. Prices of a reply by program are in micros of a dollar.
    """

    mode: str
    reason: str
    url: str = ""
    price_micros: int = 0
    link_price_micros: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A reply that a network took."""

    external_id: str
    cost_micros: int


@runtime_checkable
class Replies(Protocol):
    """A network that takes replies by program: ``facts.reply_mode`` is "api"."""

    facts: Facts

    def account_of(self, secret: Mapping[str, str]) -> str:
        """Return the id of the account that a key writes as, "" if it may not write."""
        ...

    def reply_way(self, to: Answerable, *, account_id: str) -> ReplyWay:
        """Return how ``to`` can be answered by the account of the stored key, ``account_id`` "" without such a key."""
        ...

    def post_reply(
        self, session: Session, plan: Plan, *, to: str, text: str, key: str, now: datetime, base_url: str = ""
    ) -> Posted:
        """Send one reply to the post ``to``, by one request that is never repeated. ``key`` names it in our outbox.

        Only ``RateLimited``, ``AuthError``, ``BudgetExhausted`` and a ``Permanent`` that quotes the network's refusal
        say that it was not taken. After anything else the caller has to look for it in the thread.
        """
        ...
