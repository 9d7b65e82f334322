"""Writes the notices of saved views: which cases came into a list since its channel was last told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from django.db.models import Q

from engagement import filters
from engagement.errors import BadFilter
from engagement.models import Case, Event, Notice, Receiver, SavedView
from engagement.notices import pacing, storage, wording
from engagement.queue.selecting import searched, select
from engagement.storage import company_zone
from listening.records import Say

CAME = Q(verb="arrived") | Q(verb="returned") | Q(verb="rejudged", params__params__changed__contains=["lane"])
"""How a case comes into a list without anybody's hand."""

MOST = 500
"""Cases that came in and are looked at for one view at a time; a message says how many there are of at most these."""


def about_views(
    receivers: Sequence[Receiver], last: Mapping[tuple[int, str], Notice], now: datetime
) -> Iterator[Notice]:
    """Yield a notice for each view with a channel, if cases came into it. At most one in 15 minutes a view.

    A list is read as its owner sees it; that of somebody who may no longer sign in tells nothing.
    """
    listeners = {each.pk: each for each in receivers if Receiver.Alert.VIEWS in each.wants}
    if not listeners:
        return
    views = SavedView.objects.filter(receiver__in=list(listeners), removed_at=None, owner__is_active=True)
    zone = company_zone()
    for view in views.filter(owner__member__isnull=False).select_related("owner").order_by("id"):
        receiver, subject = listeners[view.receiver_id or 0], f"view:{view.pk}"
        before = last.get((receiver.pk, subject))
        if not pacing.may_hear(before, now):
            continue
        since = max(pacing.since_when(before, receiver, now), view.told_since or receiver.since)
        until = now - pacing.SETTLES
        cases = _came_into(view, since, until, zone)
        if cases:
            shown = cases[: wording.SHOWN]
            params = {"n": len(cases), "view": view.name, "query": view.query, "until": until}
            params["cases"] = [case.pk for case in shown]
            say = Say(code="view_news", params=params, citations=tuple(case.lead_id for case in shown))
            yield storage.follow(receiver, "views", subject, say, last=before, now=now)


def _came_into(view: SavedView, since: datetime, until: datetime, zone: ZoneInfo) -> list[Case]:
    """Return the cases of a view that came in between the two instants, what is due first on top."""
    came = Event.objects.filter(CAME, actor=None, at__gt=since, at__lte=until, case__changed_at__gt=since)
    ids = list(came.order_by("-id").values_list("case_id", flat=True)[:MOST])
    if not ids:
        return []
    try:
        wanted = filters.parse(parse_qs(view.query), zone=zone)
    except BadFilter:  # a tag or a brand it names is gone since: its page says so to who opens it
        return []
    cases = select(wanted, viewer=view.owner).filter(pk__in=ids)
    if wanted.q:
        cases = searched(cases, wanted.q, None)
    return list(cases.order_by("-sort_key", "-id"))
