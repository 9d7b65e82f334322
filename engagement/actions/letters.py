"""Tells people by mail, and channels, what clocks told and what came back: one message for all that is due.

Three steps, each harmless to repeat: history becomes lines for each reader, lines become a letter when he may be told,
letters are sent. All rows are written before anything is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.utils import translation

from engagement.actions.receivers import why_of
from engagement.letters import storage, wording
from engagement.letters.deciding import decide
from engagement.letters.readers import readers_of
from engagement.letters.records import CLOCKS, EXPERTS, Decision, Happened, LetterClaim, Pending, Reader, Told, Wishes
from engagement.models import Alert, Letter, Notice, Receiver
from engagement.notices import delivering, pacing, quiet
from engagement.notices.records import Message, Title
from engagement.notices.retrying import after_failure
from engagement.notices.storage import follow, last_words, titles
from engagement.storage import company_zone, storing
from listening.errors import ListeningError
from listening.records import Say

CLOCK_NEWS = "clock_news"
SUBJECT = "clocks"
ROUNDS = 8  # of senders at once, as for chat
_KINDS = {"note": Alert.Kind.MENTION.value, **dict.fromkeys(EXPERTS, Alert.Kind.EXPERT.value)}

log = structlog.get_logger(__name__)


def write_letters(now: datetime) -> int:
    """Write down who is to be told what, and a message for everybody who may be told now; return how many messages.

    Two sweeps at once write each only once: the second leaves it to the first.
    """
    with storing():
        if not storage.alone():
            return 0
        zone = company_zone()
        readers = storage.readers(zone) if delivering.mail_is_on() else []
        channels = storage.channels()
        storage.add(_alerts(storage.history(now), readers, channels, now))
        storage.settle_notices(now)
        storage.handled(now)
        people, receivers = storage.waiting()
        if not people and not receivers:
            return 0
        return _to_people(people, readers, now) + _to_channels(receivers, channels, zone, now)


def _alerts(
    steps: Sequence[Happened], readers: Sequence[Reader], channels: Sequence[Receiver], now: datetime
) -> Iterator[Alert]:
    for step in steps:
        kind = _KINDS.get(step.verb, step.verb)
        clock = step.params.get("clock") if step.verb in CLOCKS else None
        told: dict[str, Any] = {
            "kind": kind,
            "case_id": step.case_id,
            "event_id": step.id,
            "clock_id": clock,
            "at": step.at,
            "critical": bool(clock) and step.params.get("kind") == "critical",
            "created_at": now,
        }
        for person, as_holder in readers_of(step, readers).items():
            yield Alert(**told, person_id=person, as_holder=as_holder)
        for channel in channels if clock else ():
            if step.at >= channel.since:
                yield Alert(**told, receiver_id=channel.pk)


def _to_people(pending: Mapping[int, Sequence[Pending]], readers: Sequence[Reader], now: datetime) -> int:
    """Write the letters that may go now. Who may no longer sign in, or has no address, is told nothing any more."""
    known = {each.id: each for each in readers}
    last = storage.last_letters(pending.keys())
    goes: dict[int, Sequence[Pending]] = {}
    dropped: dict[int, str] = {}
    for person, lines in pending.items():
        if person not in known:
            dropped |= {each.id: "nobody_to_tell" for each in lines} if readers else {}
            continue
        found = _decide(lines, last.get(person), known[person], now)
        dropped |= found.dropped
        if found.goes:
            goes[person] = found.goes
    storage.drop(dropped)
    storage.add_letters(goes, now)
    return len(goes)


def _decide(lines: Sequence[Pending], last: Letter | None, reader: Reader, now: datetime) -> Decision:
    told_at = (last.sent_at or last.created_at) if last and last.state != Letter.State.DROPPED else None
    busy = last is not None and last.state == Letter.State.WAITING
    return decide(lines, told_at=told_at, busy=busy, wishes=reader.wishes, now=now)


def _to_channels(
    pending: Mapping[int, Sequence[Pending]], channels: Sequence[Receiver], zone: ZoneInfo, now: datetime
) -> int:
    """Write the notices about clocks of receivers that may hear now. Who is switched off is not told later either."""
    known = {each.pk: each for each in channels}
    last = last_words(pending.keys()) if pending else {}
    notices: list[tuple[Notice, Sequence[Pending]]] = []
    dropped: dict[int, str] = {}
    for key, lines in pending.items():
        if key not in known:
            dropped |= {each.id: "nobody_to_tell" for each in lines}
            continue
        before, wishes = last.get((key, SUBJECT)), Wishes(quiet=quiet.load(known[key].quiet), zone=zone)
        heard = pacing.may_hear(before, now)
        found = decide(lines, told_at=None, busy=not heard, wishes=wishes, now=now)
        dropped |= found.dropped
        if found.goes:
            say = Say(code=CLOCK_NEWS, params={"critical": all(each.critical for each in found.goes)})
            notices.append((follow(known[key], SUBJECT, SUBJECT, say, last=before, now=now), found.goes))
    storage.drop(dropped)
    if notices:
        storage.add_notices(notices)
    return len(notices)


def clock_message(notice_id: int, *, base_url: str, now: datetime) -> Message | None:
    """Return the message of a notice about clocks; None if all that it tells of was handled meanwhile."""
    stands = [each.id for each in storage.lines_of_notice(notice_id) if not each.gone]
    if not stands:
        return None
    told = list(storage.told_lines(stands).values())
    found = {each.case_id: each for each in titles([line.case_id for line in told]) if each.case_id}
    return wording.message(told, found, base_url=base_url, now=now, zone=company_zone(), personal=False)


def send_letters(clock: Callable[[], datetime]) -> int:
    """Send the letters that are due; return how many were taken. A mail server that hangs delays no chat channel."""
    taken = 0
    for _ in range(ROUNDS):
        now = clock()
        claims = storage.claim(now, limit=delivering.SENDERS)
        if not claims:
            break
        taken += _send({each.id: each for each in claims}, clock)
    return taken


def _send(claims: Mapping[int, LetterClaim], clock: Callable[[], datetime]) -> int:
    now = clock()
    readers = {each.id: each for each in storage.readers(company_zone())}
    messages = _messages(claims, readers, now)
    parcels = {
        key: ("mail", {"addresses": readers[claims[key].person].address}, message) for key, message in messages.items()
    }
    taken = 0
    for key, outcome in delivering.deliver_all(parcels, now=now):
        claim = claims[key]
        if isinstance(outcome, ListeningError):
            verdict = after_failure(outcome, attempts=claim.attempts, created_at=claim.created_at, now=clock())
            storage.settle_failed(claim, why_of(outcome), verdict)
            log.warning("letter_not_sent", letter=claim.id, person=claim.person, code=outcome.code)
            continue
        storage.settle_sent(claim, clock())
        log.info("letter_sent", letter=claim.id, person=claim.person)
        taken += 1
    return taken


def _messages(claims: Mapping[int, LetterClaim], readers: Mapping[int, Reader], now: datetime) -> dict[int, Message]:
    """Return the messages of letters with what still stands of them and may be told now; the others are settled.

    A letter may have waited for its mail server: answers may have come, and quiet hours begun.
    """
    lines = storage.lines_of(claims.keys())
    goes: dict[int, Sequence[Pending]] = {}
    for key, claim in claims.items():
        goes[key] = _still(lines.get(key, ()), readers.get(claim.person), now)
        if not goes[key]:
            storage.settle_empty(claim)
    told = storage.told_lines([each.id for found in goes.values() for each in found])
    shown = dict.fromkeys(line.case_id for line in told.values())
    named: Mapping[int, Title] = {each.case_id: each for each in titles(list(shown)) if each.case_id} if shown else {}
    messages = {}
    for key, found in goes.items():
        if found:
            lines_told = [told[each.id] for each in found]
            words = _in_words(lines_told, named, readers[claims[key].person], now)
            messages[key] = replace(words, key=str(claims[key].key))
    return messages


def _in_words(told: Sequence[Told], named: Mapping[int, Title], reader: Reader, now: datetime) -> Message:
    """Return a letter in its reader's language and by his clock."""
    with translation.override(reader.language or settings.LANGUAGE_CODE):
        return wording.message(told, named, base_url=settings.BASE_URL, now=now, zone=reader.wishes.zone, personal=True)


def _still(lines: Sequence[Pending], reader: Reader | None, now: datetime) -> Sequence[Pending]:
    if reader is None:
        storage.drop({each.id: "nobody_to_tell" for each in lines})
        return ()
    found = decide(lines, told_at=None, busy=False, wishes=reader.wishes, now=now)
    storage.drop(found.dropped)
    kept = {each.id for each in found.goes} | found.dropped.keys()
    held = [each.id for each in lines if each.id not in kept]
    if held:
        storage.hold_back(held)
    return found.goes
