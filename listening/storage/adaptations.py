"""Lets scoring learn from what people said of flags, a language at a time, and keeps what it learnt.

Only from networks whose rules allow learning, and from posts that are still kept. The rows are read by
``listening.storage.context.scorer``; a new version of the scoring has stored posts read again by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from listening.models import Adaptation
from listening.records import FLAGS
from listening.scoring.adaptation import AT_LEAST, NEWEST, Example, Heard, adapt, heard
from listening.scoring.artefact import Artefact, shipped
from listening.scoring.scorer import Scorer
from listening.storage import context
from listening.storage.asks import CLOSED
from listening.text import whole

NEW = 10
"""Labels since the last time that make learning worth while."""

_SAID = (
    " FROM (SELECT DISTINCT ON (l.network, l.instance, l.external_id, l.brand_id, l.head) l.* FROM listening_label l"
    " WHERE l.head = ANY(%s) AND NOT l.network = ANY(%s)"
    " ORDER BY l.network, l.instance, l.external_id, l.brand_id, l.head, l.id DESC) AS l"
    " JOIN listening_mention m USING (network, instance, external_id)"
    " WHERE l.value IS NOT NULL AND m.deleted_at IS NULL AND m.role = 'mention'"
)
_EXAMPLES = (
    "SELECT * FROM (SELECT l.id, l.head, l.value, l.chosen, l.network, l.instance, l.external_id, l.brand_id,"  # noqa: S608  # nosec B608
    " m.brand_ids, m.title, m.text, row_number() OVER (PARTITION BY l.head ORDER BY l.id DESC) AS place"
    + _SAID
    + ") AS said WHERE place <= %s ORDER BY id DESC"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What holds of a language: the newest row, if there is one, and whether it is of the shipped version in use."""

    language: str
    row: Adaptation | None
    current: bool

    @property
    def withdrawn(self) -> bool:
        """Whether a person went back to the shipped scoring."""
        return self.row is not None and self.row.withdrawn_at is not None


def states() -> list[State]:
    """Return what holds of every language that scoring speaks. One query."""
    rows = Adaptation.objects.order_by("language", "-id").distinct("language").select_related("withdrawn_by")
    newest = {row.language: row for row in rows}
    found = []
    for language, made in sorted(shipped().items()):
        row = newest.get(language)
        found.append(State(language=language, row=row, current=row is not None and row.base == made.version))
    return found


def counts() -> dict[str, int]:
    """Return how many posts of each flag can be learnt from. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT l.head, count(*)" + _SAID + " GROUP BY 1", [list(FLAGS), list(CLOSED)])  # nosec B608
        return dict(cursor.fetchall())


def learn(now: datetime) -> int:
    """Learn in every language that has ``NEW`` labels since the last time. Returns how many rows were written.

    A language of which a person went back to the shipped scoring stays there until he says otherwise.
    """
    waiting = [each for each in states() if not each.withdrawn and _is_due(each)]
    if not waiting:
        return 0
    newest, examples = gather()
    return sum(_learn(each, shipped()[each.language], newest, examples, now) for each in waiting)


def gather() -> tuple[int, list[Example]]:
    """Return the newest label, and what may be learnt from, the newest first, as the shipped scoring reads it."""
    judge, brands = Scorer(), context.load().brands
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM listening_label WHERE head = ANY(%s)", [list(FLAGS)])
        newest: int = cursor.fetchone()[0]
        cursor.execute(_EXAMPLES, [list(FLAGS), list(CLOSED), NEWEST])
        rows = cursor.fetchall()
    read: dict[tuple[str, int], Heard | None] = {}
    found = []
    for _id, head, value, chosen, network, instance, external_id, brand_id, brand_ids, title, text, _place in rows:
        key = "\n".join((network, instance, external_id))
        if brand_id not in brands:
            continue
        if (key, brand_id) not in read:
            about = [brands[each] for each in dict.fromkeys([*brand_ids, brand_id]) if each in brands]
            read[key, brand_id] = heard(whole(title, text), network=network, brand=brand_id, brands=about, scorer=judge)
        if (post := read[key, brand_id]) is not None:
            found.append(Example(key=key, heard=post, network=network, head=head, truth=value, drawn=chosen != ""))
    return newest, found


def withdraw(language: str, *, user_id: int | None, now: datetime) -> bool:
    """Go back to the shipped scoring of a language. False if there was nothing to go back from."""
    return _change(language, withdrawn=False, withdrawn_at=now, withdrawn_by_id=user_id)


def restore(language: str) -> bool:
    """Take a withdrawal back: what was learnt holds again, and learning goes on. False if there was none."""
    return _change(language, withdrawn=True, withdrawn_at=None, withdrawn_by_id=None)


@transaction.atomic
def _change(language: str, *, withdrawn: bool, **values: Any) -> bool:
    row = _locked(language)
    if row is None or (row.withdrawn_at is not None) is not withdrawn:
        return False
    return Adaptation.objects.filter(id=row.id).update(**values) == 1


def _locked(language: str) -> Adaptation | None:
    return Adaptation.objects.select_for_update().filter(language=language).order_by("-id").first()


def _is_due(state: State) -> bool:
    """Say whether there is enough that was not learnt from; a new shipped artefact begins anew. One query."""
    since, enough = (state.row.label, NEW) if state.row is not None and state.current else (0, AT_LEAST)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM listening_label WHERE id > %s AND head = ANY(%s) LIMIT %s) AS new",
            [since, list(FLAGS), enough],
        )
        return int(cursor.fetchone()[0]) >= enough


def _learn(state: State, made: Artefact, newest: int, examples: Sequence[Example], now: datetime) -> bool:
    mine = [each for each in examples if each.heard.language == state.language]
    found = adapt(made, mine)
    version, learnt = (found.made.version, found.learnt) if found else (made.version, {})
    return _write(state, made.version, version, learnt, len(mine), newest, now)


@transaction.atomic
def _write(
    state: State, base: str, version: str, learnt: dict[str, Any], examples: int, label: int, now: datetime
) -> bool:
    """Write what was learnt, unless somebody else did or a person went back meanwhile. The same again is no new row:
    the day since which scoring is as it is stays."""
    newest = _locked(state.language)
    if (newest and newest.id) != (state.row and state.row.id) or (newest and newest.withdrawn_at):
        return False
    values: dict[str, Any] = {"learnt": learnt, "examples": examples}
    if newest and (newest.base, newest.version) == (base, version):
        return Adaptation.objects.filter(id=newest.id).update(label=label, **values) == 1
    values |= {"version": version, "made_at": now}
    _, made = Adaptation.objects.get_or_create(language=state.language, base=base, label=label, defaults=values)
    return made
