"""Asks after stored posts where a network tells of deletions only whoever asks: what is gone is wiped, edits are read.

A look-up costs money there, so a share of the cap says how many are asked after in a day: what is open at the desk
first, then what nobody has seen longest. Every look leaves a row that says what it did or why it did nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from django.db import transaction

from listening import health
from listening.connectors import registry
from listening.connectors.contract import Plan, Rechecks
from listening.errors import BudgetExhausted, ListeningError
from listening.money import affordable, next_month
from listening.pipeline import OUT, Clock, Way, check_due_at
from listening.records import Page
from listening.storage import bulk, context, credentials, deletions, posts
from listening.storage.deletions import Checker
from listening.storage.posts import Intake
from listening.text import gate

IDLE = timedelta(minutes=15)
"""How soon to look again where nothing was due."""

RECHECKS: dict[str, Rechecks] = {
    network: one for network, one in registry.CONNECTORS.items() if isinstance(one, Rechecks) and one.facts.check_every
}


def check_next_due(clock: Clock, open_posts: Callable[[Collection[str]], Collection[int]], way: Way = OUT) -> bool:
    """Ask after one batch of stored posts. Returns False if nothing was asked: no source may look, or nothing is due.

    ``open_posts`` gives, for networks, the ids of the mentions that somebody has open at the desk.
    """
    started_at = clock()
    checker = deletions.claim(RECHECKS, started_at)
    if checker is None:
        return False
    connector = RECHECKS[checker.network]
    first = open_posts([checker.network])
    if not deletions.due(checker.network, started_at, first=first, limit=1):
        deletions.give_back(checker, started_at + IDLE)
        return False
    try:
        return _ask(checker, connector, first, clock, way)
    except ListeningError as error:
        reason = {"code": error.code, "params": {}}
        again = _again(error, clock())
        deletions.finish(
            checker, outcome=error.kind, reason=reason, cost_micros=0, started_at=started_at, now=clock(), again=again
        )
        return False


def _ask(checker: Checker, connector: Rechecks, first: Collection[int], clock: Clock, way: Way) -> bool:
    started_at, facts = clock(), connector.facts
    many = _payable(checker, connector, started_at)
    batch = deletions.due(checker.network, started_at, first=first, limit=many)
    plan = Plan(
        kind=checker.kind,
        params=checker.params,
        secret=credentials.open_credential(checker.credential),
        allowance_micros=checker.allowance_micros,
    )
    # At most two requests, which end long before the lease does: nothing renews it.
    asking = way.session(before=lambda: None)
    page = connector.check(asking, [*batch.values()], plan, now=started_at, base_url=way.base_url(facts.network))
    _store(checker, connector, batch, page, started_at, clock())
    return True


def _payable(checker: Checker, connector: Rechecks, now: datetime) -> int:
    """Return how many posts today's money pays for. Raises ``BudgetExhausted`` for none, until tomorrow, UTC."""
    facts = connector.facts
    try:
        return affordable(checker.allowance_micros, facts.check_micros, least=1, most=facts.check_batch, now=now)
    except BudgetExhausted as error:
        if error.code == "no_cap":
            raise
        raise BudgetExhausted("check_share_spent", resume_at=_tomorrow(now)) from None


@bulk.uncollected()
def _store(
    checker: Checker, connector: Rechecks, batch: dict[int, str], page: Page, started_at: datetime, now: datetime
) -> None:
    facts = connector.facts
    with transaction.atomic():
        bulk.within()
        posts.store(
            [gate(post, fetched_at=now) for post in page.posts],
            context.load(),
            Intake(source_id=None, now=now, in_thread=True, keep_raw=facts.policy.keep_raw),
        )
        gone = posts.bury(page.tombstones, now)
        # A post that was neither shown nor called gone is unknown: it stays, and is asked after again in its turn.
        deletions.put_off(batch, check_due_at(facts, now) or now)
        deletions.finish(
            checker,
            outcome="ok",
            reason={"code": "checked", "params": {"asked": len(batch), "gone": gone}},
            cost_micros=page.cost_micros,
            started_at=started_at,
            now=now,
            again=now,
        )


def _again(error: ListeningError, now: datetime) -> datetime:
    """Return when to look again after a look that failed: as the network wishes, or a day for what a person mends."""
    return health.as_asked(error, failures=3, now=now) or min(now + timedelta(days=1), next_month(now))


def _tomorrow(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
