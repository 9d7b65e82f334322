"""What every connector gives and what it is given. Pure types; the runner lives in ``listening.pipeline``.

A connector is a package with three modules: ``fetch`` talks to the network and understands nothing, ``parse`` is
pure and understands everything, ``facts`` says what the network gives, costs and forbids. A connector never sleeps,
never touches the database and raises nothing but ``listening.errors``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from requests import Session

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
    reaches_back: bool = False  # whether a search reaches a year back
    overlap: timedelta = timedelta(0)  # how far behind the watermark a search starts again
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
