"""What the product tells by itself: it looks at rows, writes notices for those who want them, and sends what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db.models import OuterRef, Q, Subquery

from engagement.actions.letters import CLOCK_NEWS, clock_message
from engagement.actions.receivers import why_of
from engagement.actions.surges import about_surges
from engagement.actions.view_news import about_views
from engagement.actions.watched import about_watched
from engagement.models import Case, Event, Notice, Receiver
from engagement.notices import delivering, pacing, storage, wording
from engagement.notices.records import Answer, Claim, Message
from engagement.notices.retrying import after_failure
from engagement.storage import company_zone
from listening.errors import ListeningError
from listening.models import Source
from listening.records import Say
from listening.storage.credentials import open_credential

UNREAD_WAITS = timedelta(minutes=5)
"""A question whose thread was not read yet holds its message up for at most this long."""

ROUNDS = 8  # of senders at once; a round takes 15 s at worst, a task may take 210
_LOOK = (Source.State.SIGN_IN_EXPIRED, Source.State.BLOCKED, Source.State.OUT_OF_BUDGET, Source.State.SILENT)
_CAME_BACK = (
    "wrote_again", "no_answer_any_more", "became_work", "escalating", "support_returned", "support_not_reached",
)  # fmt: skip

log = structlog.get_logger(__name__)


def notice(now: datetime) -> int:
    """Write the notices that are due to be written; return how many. Two sweeps at once write each only once."""
    receivers = list(Receiver.objects.filter(active=True).order_by("id"))
    if not receivers:
        return 0
    last = storage.last_words(each.pk for each in receivers)
    awake = alert = receivers
    if any(each.quiet for each in receivers):  # what becomes news meanwhile is written when their hours end
        zone = company_zone()
        awake = pacing.awake(receivers, zone=zone, now=now)
        alert = pacing.awake(receivers, zone=zone, now=now, critical=True)
    found = [
        *_about_sources(awake, last, now),
        *_about_work(awake, last, now),
        *about_watched(awake, last, now),
        *about_views(awake, last, now),
        *about_surges(alert, last, now),
    ]
    storage.add(found)
    return len(found)


def _about_sources(
    receivers: Sequence[Receiver], last: Mapping[tuple[int, str], Notice], now: datetime
) -> Iterator[Notice]:
    """Yield a notice for each source whose state is another than the one last told. States in between say nothing."""
    listeners = [each for each in receivers if Receiver.Alert.SOURCES in each.wants]
    if not listeners:
        return
    for source in Source.objects.filter(state__in=[*_LOOK, Source.State.OK]).order_by("id"):
        subject = f"source:{source.pk}"
        for receiver in listeners:
            before = last.get((receiver.pk, subject))
            told = before.say["params"]["state"] if before else Source.State.OK
            if told != source.state:
                yield storage.follow(receiver, "sources", subject, _source_say(source), last=before, now=now)


def _source_say(source: Source) -> Say:
    params: dict[str, Any] = {"source": source.pk, "name": source.name, "state": source.state}
    if source.state == Source.State.OK:
        return Say(code="source_is_well", params=params)
    return Say(code="source_needs_a_look", params={**params, "reason": source.reason})


def _about_work(
    receivers: Sequence[Receiver], last: Mapping[tuple[int, str], Notice], now: datetime
) -> Iterator[Notice]:
    """Yield a notice for each receiver whose last one about new work is old enough, if there is some."""
    for receiver in receivers:
        before = last.get((receiver.pk, "work"))
        if Receiver.Alert.WORK not in receiver.wants or not pacing.may_hear(before, now):
            continue
        since, until = pacing.since_when(before, receiver, now), now - pacing.SETTLES
        cases, until = _settled(_new_work(since, until), until, now)
        if cases:
            params = {"n": len(cases), "cases": [case.pk for case in cases[: wording.SHOWN]], "until": until}
            citations = tuple(case.lead_id for case in cases[: wording.SHOWN])
            say = Say(code="new_to_engage", params=params, citations=citations)
            yield storage.follow(receiver, "work", "work", say, last=before, now=now)


def _new_work(since: datetime, until: datetime) -> list[Case]:
    """Return the open cases of Engage that nobody has taken and that came in after ``since``, the first row first.

    ``arrived_at`` says when each came in last, up to ``until``.
    """
    came = Q(verb="arrived") | Q(verb="rejudged", params__params__changed__contains=["lane"])
    came |= Q(verb="returned", params__code__in=_CAME_BACK)
    arrivals = Event.objects.filter(came, case=OuterRef("pk"), actor=None, at__gt=since, at__lte=until)
    cases = Case.objects.filter(
        lane=Case.Lane.ENGAGE,
        status=Case.Status.OPEN,
        work=True,
        assignee=None,
        changed_at__gt=since,  # the index that narrows; every arrival changes its case
    ).annotate(arrived_at=Subquery(arrivals.order_by("-at").values("at")[:1]))
    found = cases.filter(arrived_at__isnull=False).select_related("lead__thread")
    return list(found.order_by("-sort_key", "-id"))


def _settled(cases: list[Case], until: datetime, now: datetime) -> tuple[list[Case], datetime]:
    """Leave out what came with or after the first question whose thread is still to be read."""
    waiting = [case for case in cases if _is_unread(case) and now - case.created_at < UNREAD_WAITS]
    if not waiting:
        return cases, until
    before = min(_arrived_at(case) for case in waiting) - timedelta(microseconds=1)
    return [case for case in cases if _arrived_at(case) <= before], before


def _arrived_at(case: Case) -> datetime:
    at: datetime = case.arrived_at  # type: ignore[attr-defined]  # annotated above
    return at


def _is_unread(case: Case) -> bool:
    thread = case.lead.thread
    return case.answer == "unverified" and thread is not None and thread.read_at is None and not thread.unreadable


def tell(clock: Callable[[], datetime]) -> int:
    """Send what waits and is due; return how many were taken. A receiver that hangs or fails delays no other."""
    taken = 0
    for _ in range(ROUNDS):
        claims = {claim.notice_id: claim for claim in storage.claim(clock(), limit=delivering.SENDERS)}
        if not claims:
            break
        taken += _send(claims, clock)
    return taken


def _send(claims: Mapping[int, Claim], clock: Callable[[], datetime]) -> int:
    parcels: dict[int, tuple[str, Mapping[str, str], Message]] = {}
    for key, claim in claims.items():
        try:
            address = open_credential(claim.credential)
        except ListeningError as error:
            _settle(claim, error, clock())
            continue
        parts = [words for each in (claim, *claim.rest) if (words := _words(each, clock()))]
        if parts:
            whole = parts[0] if len(parts) == 1 else wording.together(parts, base_url=settings.BASE_URL)
            parcels[key] = (claim.kind, address, whole)
    taken = 0
    for key, outcome in delivering.deliver_all(parcels, now=clock()):
        _settle(claims[key], outcome, clock())
        taken += not isinstance(outcome, ListeningError)
    return taken


def _words(claim: Claim, now: datetime) -> Message | None:
    """Return the words of a notice; None, and it is settled, if what it tells of was handled meanwhile."""
    say = claim.say
    if say.code == CLOCK_NEWS:
        message = clock_message(claim.notice_id, base_url=settings.BASE_URL, now=now)
        if message is None:
            storage.settle_empty(claim, Say(code="handled_elsewhere"))
        return message
    titles = storage.post_titles(say.citations) if say.code == "surges" else storage.titles(say.params.get("cases", ()))
    return wording.message(say, titles, base_url=settings.BASE_URL, now=now, zone=company_zone())


def _settle(claim: Claim, outcome: Answer | ListeningError, now: datetime) -> None:
    for each in (claim, *claim.rest):
        if not isinstance(outcome, ListeningError):
            storage.settle_sent(each, now)
            log.info("notice_sent", notice=each.notice_id, receiver=each.receiver_id)
            continue
        verdict = after_failure(outcome, attempts=each.attempts, created_at=each.created_at, now=now)
        storage.settle_failed(each, why_of(outcome), verdict)
        log.warning("notice_not_sent", notice=each.notice_id, receiver=each.receiver_id, code=outcome.code)
