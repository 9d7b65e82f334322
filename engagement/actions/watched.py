"""Writes the notices about watched people: who has spoken of us for the first time in a while, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from engagement.intake.people import SPOKE
from engagement.models import Case, Event, Notice, Receiver
from engagement.notices import pacing, storage, wording
from listening.records import Say

SUBJECT = "watched"


def about_watched(
    receivers: Sequence[Receiver], last: Mapping[tuple[int, str], Notice], now: datetime
) -> Iterator[Notice]:
    """Yield a notice for each receiver who wants it, if a watched person spoke. At most one in 15 minutes each."""
    for receiver in receivers:
        before = last.get((receiver.pk, SUBJECT))
        if Receiver.Alert.WATCHED not in receiver.wants or not pacing.may_hear(before, now):
            continue
        until = now - pacing.SETTLES
        cases = _spoken(pacing.since_when(before, receiver, now), until)
        if cases:
            shown = cases[: wording.SHOWN]
            params = {"n": len(cases), "cases": [case.pk for case in shown], "until": until}
            say = Say(code="watched_people_spoke", params=params, citations=tuple(case.lead_id for case in shown))
            yield storage.follow(receiver, SUBJECT, SUBJECT, say, last=before, now=now)


def _spoken(since: datetime, until: datetime) -> list[Case]:
    """Return the open cases in which a watched person spoke after ``since``, the newest first."""
    events = Event.objects.filter(verb=SPOKE, at__gt=since, at__lte=until, case__changed_at__gt=since)
    ids = events.values("case_id")
    return list(Case.objects.filter(pk__in=ids, status=Case.Status.OPEN).order_by("-published_at", "-id"))
