"""The rows of alerts and letters: reading history once, what waits and why not, claiming and settling letters."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import F, Max, Q

from engagement.history import say_of, who
from engagement.letters.records import CLOCKS, EXPERTS, HANDLED, Happened, LetterClaim, Pending, Reader, Told, Wishes
from engagement.models import Alert, Case, Event, HistoryRead, Letter, Member, Notice, Receiver
from engagement.notices import quiet
from engagement.notices.records import Verdict
from engagement.notices.storage import FREE, KEPT, LEASE, free_at
from listening.records import Say

SETTLES = timedelta(seconds=15)
"""A step is read when its number is this old: storing transactions end within 10 s, so none with a lower one comes."""

BATCH = 5_000
MOST = 50_000
"""Lines that are looked at in one go; the rest waits for the next."""

_READ = (*CLOCKS, *EXPERTS, "returned", "note")
_SPEAK = ("mention", "expert")  # what is told whatever became of its case
_LOCK = 7_314
_ROW = ("id", "person_id", "receiver_id", "kind", "case_id", "at", "critical", "as_holder")
_STATE = ("case__status", "case__assignee_id", "clock_id", "clock__stopped_at", "clock__pauses")


def alone() -> bool:
    """Take the lock that lets one at a time write alerts and letters; False if somebody has it. Ends with the
    transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def readers(zone: ZoneInfo) -> list[Reader]:
    """Return everybody who can be told by mail. One query. Leads are managers, or owners where there are none."""
    members = list(Member.objects.filter(user__is_active=True).exclude(user__email="").select_related("user"))
    leads = "manager" if any(each.role == "manager" for each in members) else "owner"
    return [
        Reader(
            id=each.user_id,
            address=each.user.email,
            lead=each.role == leads,
            manager=each.role in ("manager", "owner"),
            names=_names(each),
            language=each.language,
            wishes=Wishes(
                muted=frozenset(each.muted),
                quiet=quiet.load(each.quiet),
                zone=ZoneInfo(each.zone) if each.zone else zone,
            ),
        )
        for each in members
    ]


def _names(member: Member) -> frozenset[str]:
    user = member.user
    given = (user.first_name, user.username, user.email, user.email.partition("@")[0])
    whole = user.get_full_name().replace(" ", ".")
    return frozenset(each.lower() for each in (*given, whole) if each)


def history(now: datetime) -> list[Happened]:
    """Return the steps that nobody has been told of yet, and move on behind them. What was before the first look is
    never told. Runs in the transaction that writes their alerts."""
    place = HistoryRead.objects.select_for_update().first()
    if place is None:
        head = _head()
        HistoryRead.objects.create(read_to=head, head=head, head_at=now)
        return []
    if now - place.head_at < SETTLES:
        return []
    rows = Event.objects.filter(id__gt=place.read_to, id__lte=place.head, verb__in=_READ).order_by("id")
    fields = ("id", "case_id", "case__assignee_id", "verb", "at", "actor_id", "params")
    found = [
        Happened(id=key, case_id=case, holder=holder, verb=verb, at=at, actor=actor, kept=kept)
        for key, case, holder, verb, at, actor, kept in rows.values_list(*fields)[:BATCH]
    ]
    place.read_to = found[-1].id if len(found) == BATCH else place.head
    place.head, place.head_at = max(place.head, _head()), now
    place.save()
    return found


def _head() -> int:
    return int(Event.objects.aggregate(last=Max("id"))["last"] or 0)


def add(alerts: Iterable[Alert]) -> None:
    """Store alerts. Who was told of a step already is left out."""
    Alert.objects.bulk_create(list(alerts), ignore_conflicts=True, batch_size=2_000)


def waiting() -> tuple[dict[int, list[Pending]], dict[int, list[Pending]]]:
    """Return the lines that wait: those of each person and those of each receiver. One query."""
    rows = Alert.objects.filter(state=Alert.State.WAITING, letter=None, notice=None).order_by("id")
    people: dict[int, list[Pending]] = defaultdict(list)
    channels: dict[int, list[Pending]] = defaultdict(list)
    for row in rows.values(*_ROW, *_STATE)[:MOST]:
        (people[row["person_id"]] if row["person_id"] else channels[row["receiver_id"]]).append(_pending(row))
    return people, channels


def lines_of(letter_ids: Collection[int]) -> dict[int, list[Pending]]:
    """Return the lines that are to go with each letter, as they stand now. One query."""
    rows = Alert.objects.filter(letter__in=letter_ids, state=Alert.State.WAITING).order_by("id")
    found: dict[int, list[Pending]] = defaultdict(list)
    for row in rows.values(*_ROW, *_STATE, "letter_id"):
        found[row["letter_id"]].append(_pending(row))
    return found


def lines_of_notice(notice_id: int) -> list[Pending]:
    """Return the lines that are to go with a notice, as they stand now. One query."""
    rows = Alert.objects.filter(notice=notice_id, state=Alert.State.WAITING).order_by("id")
    return [_pending(row) for row in rows.values(*_ROW, *_STATE)]


def _pending(row: Mapping[str, Any]) -> Pending:
    return Pending(
        id=row["id"],
        case_id=row["case_id"],
        kind=row["kind"],
        at=row["at"],
        critical=row["critical"],
        gone=_gone(row),
    )


def _gone(row: Mapping[str, Any]) -> str:
    """Return why there is nothing to tell any more, or ""."""
    if row["kind"] in _SPEAK:
        return ""
    stopped = row["clock_id"] is not None and row["clock__stopped_at"] is not None
    handled = row["case__status"] == Case.Status.DONE or stopped
    if row["kind"] == HANDLED:
        return "" if handled else "open_again"
    if handled:
        return "handled"
    if row["case__status"] == Case.Status.WAITING or any(end is None for _, end, _ in row["clock__pauses"] or ()):
        return "paused"
    mine = row["person_id"] is None or not row["as_holder"] or row["case__assignee_id"] == row["person_id"]
    return "" if mine else "handed_over"


def handled(now: datetime) -> int:
    """Close the lines whose case was handled since they were told, and write who is to hear that somebody else did it.

    Who has done anything to the case since he was told knows of it. Three queries, and two more if there are any.
    """
    ended = Q(case__status=Case.Status.DONE) | Q(clock__stopped_at__isnull=False)
    watched = Alert.objects.filter(ended, state=Alert.State.TOLD).exclude(kind__in=(*_SPEAK, HANDLED)).order_by("id")
    rows = list(watched[:MOST])
    if not rows:
        return 0
    cases = {row.case_id for row in rows}
    steps = _endings(cases)
    acted = _acted(cases, {row.person_id for row in rows if row.person_id})
    told: dict[tuple[int | None, int | None, int], Alert] = {}
    for row in rows:
        told.setdefault((row.person_id, row.receiver_id, row.case_id), row)
    follow = [
        _following(row, steps[row.case_id], now)
        for (person, _receiver, case), row in told.items()
        if case in steps and acted.get((case, person), row.created_at) <= row.created_at
    ]
    add(follow)
    Alert.objects.filter(id__in=[row.pk for row in rows]).update(state=Alert.State.CLOSED)
    return len(follow)


def _endings(case_ids: Collection[int]) -> dict[int, Event]:
    """Return the step that ended each case, or the last that may have stopped its clock."""
    told = Q(verb__in=(*CLOCKS, "note", "claim", "assign", "snooze"))
    steps = Event.objects.filter(Q(before__has_key="status") | (~Q(case__status=Case.Status.DONE) & ~told))
    last = steps.filter(case__in=case_ids).order_by("case_id", "-id").distinct("case_id")
    return {each.case_id: each for each in last}


def _acted(case_ids: Collection[int], people: Collection[int]) -> dict[tuple[int, int | None], datetime]:
    """Return when each of these people last did something to each of these cases."""
    steps = Event.objects.filter(case__in=case_ids, actor__in=people).values("case_id", "actor_id")
    return {(each["case_id"], each["actor_id"]): each["last"] for each in steps.annotate(last=Max("at"))}


def _following(row: Alert, step: Event, now: datetime) -> Alert:
    return Alert(
        person_id=row.person_id,
        receiver_id=row.receiver_id,
        kind=HANDLED,
        case_id=row.case_id,
        event=step,
        clock_id=row.clock_id,
        at=step.at,
        created_at=now,
    )


def drop(dropped: Mapping[int, str]) -> None:
    """Note of each alert why it is not told. One query a reason."""
    by_why: dict[str, list[int]] = defaultdict(list)
    for key, why in dropped.items():
        by_why[why].append(key)
    for why, ids in by_why.items():
        Alert.objects.filter(id__in=ids).update(state=Alert.State.DROPPED, why=why)


def last_letters(people: Collection[int]) -> dict[int, Letter]:
    """Return the newest letter of each person. One query."""
    last = Letter.objects.filter(person__in=people).order_by("person_id", "-id").distinct("person_id")
    return {each.person_id: each for each in last}


def add_letters(lines: Mapping[int, Sequence[Pending]], now: datetime) -> None:
    """Write a letter for each person, with these lines. Two queries."""
    letters = [Letter(person_id=person, due_at=now, created_at=now) for person in sorted(lines)]
    Letter.objects.bulk_create(letters)
    pairs = [(each.id, letter.pk) for letter in letters for each in lines[letter.person_id]]
    _join("letter_id", pairs)


def add_notices(notices: Sequence[tuple[Notice, Sequence[Pending]]]) -> None:
    """Write the notices of receivers, with their lines. Two queries."""
    Notice.objects.bulk_create([notice for notice, _ in notices])
    pairs = [(each.id, notice.pk) for notice, lines in notices for each in lines]
    _join("notice_id", pairs)


def settle_notices(now: datetime) -> None:
    """Let the lines of notices follow them: told once they are sent, dropped where they were given up. Two queries."""
    open_ = Alert.objects.filter(state=Alert.State.WAITING)
    open_.filter(notice__state=Notice.State.SENT).update(state=Alert.State.TOLD, told_at=now)
    open_.filter(notice__state=Notice.State.FAILED).update(state=Alert.State.DROPPED, why="given_up")


def _join(column: str, pairs: Sequence[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE engagement_alert a SET {column} = t.message FROM unnest(%s::bigint[], %s::bigint[])"  # noqa: S608
            " AS t (id, message) WHERE a.id = t.id",  # nosec B608 - the column is ours
            [[key for key, _ in pairs], [message for _, message in pairs]],
        )


def claim(now: datetime, *, limit: int) -> list[LetterClaim]:
    """Claim up to ``limit`` letters that are due, what waits longest first. Two queries."""
    token = uuid.uuid4()
    with transaction.atomic():
        due = Letter.objects.filter(free_at(now), state=Letter.State.WAITING, due_at__lte=now).order_by("due_at", "id")
        rows = list(due.select_for_update(skip_locked=True)[:limit])
        Letter.objects.filter(id__in=[row.pk for row in rows]).update(lease_token=token, lease_until=now + LEASE)
    return [
        LetterClaim(
            id=row.pk,
            key=row.key,
            person=row.person_id,
            attempts=row.attempts,
            created_at=row.created_at,
            token=token,
        )
        for row in rows
    ]


def told_lines(alert_ids: Collection[int]) -> dict[int, Told]:
    """Return what the words of these alerts need. One query."""
    rows = Alert.objects.filter(id__in=alert_ids)
    return {row.pk: _told(row) for row in rows.select_related("case", "event__actor").order_by("id")}


def _told(row: Alert) -> Told:
    step = row.event
    speaks = row.kind in ("mention", HANDLED)
    return Told(
        case_id=row.case_id,
        kind=row.kind,
        at=row.at,
        network=row.case.network,
        due_at=row.case.due_at,
        by=who(step.actor).name if speaks and step.actor else "",
        say=(say_of(step.params) or Say(code=step.verb)) if row.kind in ("expert", HANDLED) else None,
    )


def hold_back(alert_ids: Collection[int]) -> None:
    """Take lines out of their letter: they wait for another."""
    Alert.objects.filter(id__in=alert_ids, state=Alert.State.WAITING).update(letter=None)


def settle_sent(claim: LetterClaim, now: datetime) -> None:
    """Note that the claimed letter was taken, and its lines are told. Does nothing if the lease was lost meanwhile."""
    ours = Letter.objects.filter(id=claim.id, lease_token=claim.token)
    with transaction.atomic():
        if ours.update(state=Letter.State.SENT, sent_at=now, attempts=F("attempts") + 1, why=None, **FREE):
            lines = Alert.objects.filter(letter=claim.id, state=Alert.State.WAITING)
            lines.update(state=Alert.State.TOLD, told_at=now)


def settle_failed(claim: LetterClaim, why: Say, verdict: Verdict) -> None:
    """Note that the claimed letter was not taken, and what becomes of it."""
    stored = {"code": why.code, "params": dict(why.params)}
    ours = Letter.objects.filter(id=claim.id, lease_token=claim.token)
    with transaction.atomic():
        done = ours.update(state=verdict.state, due_at=verdict.due_at, attempts=F("attempts") + 1, why=stored, **FREE)
        if done and verdict.state == Letter.State.FAILED:
            lines = Alert.objects.filter(letter=claim.id, state=Alert.State.WAITING)
            lines.update(state=Alert.State.DROPPED, why="given_up")


def settle_empty(claim: LetterClaim) -> None:
    """Note that the claimed letter has nothing left to tell."""
    Letter.objects.filter(id=claim.id, lease_token=claim.token).update(state=Letter.State.DROPPED, **FREE)


def channels() -> list[Receiver]:
    """Return the receivers that want to hear of clocks."""
    return list(Receiver.objects.filter(active=True, wants__contains=[Receiver.Alert.CLOCKS]).order_by("id"))


def forget_old(now: datetime) -> int:
    """Delete what was told or dropped longer than 30 days ago, but nobody's last letter, and nothing still watched."""
    old = Alert.objects.filter(created_at__lt=now - KEPT, state__in=(Alert.State.CLOSED, Alert.State.DROPPED))
    kept = Letter.objects.order_by("person_id", "-id").distinct("person_id").values("id")
    letters = Letter.objects.filter(created_at__lt=now - KEPT).exclude(state=Letter.State.WAITING).exclude(id__in=kept)
    return old.delete()[0] + letters.delete()[0]
