"""Who is at the desk besides the reader, who looks at which case, and who writes to whom. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q

from engagement import history
from engagement.models import Case, Event, Reply
from engagement.queue.contacts import Key, keys_of, newest_of, with_accounts
from engagement.records import Who
from listening.models import Mention

HERE = timedelta(seconds=45)
"""How long after his last beat a person is still here."""

LATELY = timedelta(days=7)
"""How far back an answer to the same person is told of."""

PRESENT = """
SELECT p.user_id, u.first_name, u.last_name, u.username, p.case_id, p.seen_at, NULL::timestamptz AS since,
    NULL::timestamptz AS until, '' AS network, '' AS instance, '' AS author_key
FROM engagement_presence p JOIN auth_user u ON u.id = p.user_id AND u.is_active
WHERE p.seen_at > %(here)s OR p.user_id = %(viewer)s
UNION ALL
SELECT h.user_id, u.first_name, u.last_name, u.username, h.case_id, NULL, h.since, h.until,
    h.network, h.instance, h.author_key
FROM engagement_hold h JOIN auth_user u ON u.id = h.user_id AND u.is_active
WHERE h.until > %(now)s
ORDER BY 2, 3, 1
"""
"""Who is here and who writes. ``here``, ``now`` and ``viewer`` are parameters."""

_ANSWERED = ("answered", "acknowledged", "answered_privately")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Who writes a reply on a case, since when, and until when nobody else should. ``account`` is whom he writes to:
    network, instance and the network's id of the author, which may be ""."""

    case_id: int
    by: Who
    since: datetime
    until: datetime
    account: tuple[str, str, str]
    mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who is here besides the reader. ``left_at`` is when the reader himself was seen last, None for never."""

    people: tuple[Who, ...] = ()
    looking: Mapping[int, tuple[Who, ...]] = field(default_factory=dict)  # case id -> who looks at it
    holds: Mapping[int, Holding] = field(default_factory=dict)  # case id -> who writes on it, the reader too
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """That a colleague has answered the author of a case lately, and on which case."""

    by: Who
    at: datetime
    case_id: int
    network: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Who is beside the reader on one case. ``holding`` writes on this case or to its author, ``elsewhere`` says which;
    ``answered`` has answered the same person lately."""

    looking: tuple[Who, ...] = ()
    holding: Holding | None = None
    elsewhere: bool = False
    answered: Answered | None = None


def desk(*, viewer: User, now: datetime) -> Desk:
    """Return who is at the desk, in one query over two tables that hold a few rows each."""
    sql = f"SELECT json_agg(p) FROM ({PRESENT}) p"  # noqa: S608 - all parts are ours  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(sql, {"here": now - HERE, "now": now, "viewer": viewer.pk})
        (rows,) = cursor.fetchone()
    return desk_of(orjson.loads(rows) if isinstance(rows, str) else rows or [], viewer)


def desk_of(rows: Iterable[Mapping[str, Any]], viewer: User) -> Desk:
    """Return who is at the desk, of the rows of ``PRESENT``; instants are ISO text in them."""
    people: dict[int, Who] = {}
    looking: dict[int, list[Who]] = defaultdict(list)
    holds: dict[int, Holding] = {}
    left_at = None
    for row in rows:
        named = {name: row[name] for name in ("first_name", "last_name", "username")}
        who, mine = history.who(User(pk=row["user_id"], **named)), row["user_id"] == viewer.pk
        if row["since"]:
            holds[row["case_id"]] = Holding(
                case_id=row["case_id"],
                by=who,
                since=datetime.fromisoformat(row["since"]),
                until=datetime.fromisoformat(row["until"]),
                account=(row["network"], row["instance"], row["author_key"]),
                mine=mine,
            )
        elif mine:
            left_at = datetime.fromisoformat(row["seen_at"])
        else:
            people[who.id] = who
            if row["case_id"] is not None:
                looking[row["case_id"]].append(who)
    seen = {case_id: tuple(each) for case_id, each in looking.items()}
    return Desk(people=tuple(people.values()), looking=seen, holds=holds, left_at=left_at)


def beside(case_id: int, around: Desk, *, viewer: User, now: datetime) -> Beside:
    """Return who is beside the reader on a case, with whichever account of its author. Three queries; an empty record
    if the case is gone."""
    leads = Mention.objects.filter(pk__in=Case.objects.filter(pk=case_id).values("lead_id"))
    lead = with_accounts(leads).first()
    if lead is None:
        return Beside()
    accounts = keys_of(lead)
    holding = around.holds.get(case_id)
    if accounts and (holding is None or holding.mine):
        to_him = (each for each in around.holds.values() if each.account in accounts and not each.mine)
        holding = next(to_him, holding)
    by = holding.by if holding is not None and holding.case_id == case_id else None
    return Beside(
        looking=tuple(who for who in around.looking.get(case_id, ()) if who != by),
        holding=holding,
        elsewhere=holding is not None and holding.case_id != case_id,
        answered=answered_lately(accounts, viewer=viewer, now=now) if accounts else None,
    )


def answered_lately(accounts: Collection[Key], *, viewer: User, now: datetime) -> Answered | None:
    """Return the last answer of a colleague to one of these accounts within a week: one that was sent from here, or a
    case of theirs that was ended as answered. None if there is none, or if it was the reader's own."""
    his = Q(case__lead__in=newest_of(accounts))
    sent = Reply.objects.filter(his, state=Reply.State.SENT, sent_at__gt=now - LATELY, clicked_by__isnull=False)
    ended = Event.objects.filter(
        his, verb="done", at__gt=now - LATELY, actor__isnull=False, case__disposition__in=_ANSWERED
    )
    found = []
    for reply in sent.select_related("clicked_by", "case").order_by("-sent_at")[:1]:
        if reply.clicked_by and reply.sent_at:
            found.append((reply.sent_at, reply.clicked_by, reply.case))
    for event in ended.select_related("actor", "case").order_by("-at")[:1]:
        if event.actor:
            found.append((event.at, event.actor, event.case))
    if not found:
        return None
    at, colleague, case = max(found, key=lambda each: each[0])
    if colleague.pk == viewer.pk:
        return None
    return Answered(by=history.who(colleague), at=at, case_id=case.pk, network=case.network)
