"""The two clocks beside a mention, in words: the wait that onlookers see and the team's own. Reads no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagement import wording
from engagement.labels import EXEMPTIONS, PAUSES
from engagement.records import Detail, Owing


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """One clock as its cell shows it. ``share`` is the part of the allowed time that is used, None without a bar."""

    label: str
    value: str
    foot: str = ""
    end: str = ""
    tone: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Both clocks of a case."""

    wait: ClockView
    team: ClockView


def spell(length: timedelta) -> str:
    """Say a length of time; under a minute in words, as "0 min" would look like an error."""
    return wording.span(length.total_seconds()) if length >= timedelta(minutes=1) else _("under a minute")


def clocks(detail: Detail, *, now: datetime, zone: tzinfo) -> Clocks:
    """Return both clocks of ``detail`` as they stand at ``now``."""
    return Clocks(wait=public_wait(detail, now=now), team=team_clock(detail, now=now, zone=zone))


def public_wait(detail: Detail, *, now: datetime) -> ClockView:
    """Return what onlookers see: the time from the post to our answer, or to now."""
    end = detail.public_wait_until
    foot = _("until our answer") if end else _("and still waiting")
    if not detail.row.work and end is None:
        foot = _("since it was posted")
    if detail.privately is not None and end == detail.privately.at:
        foot = _("until answered privately")
    return ClockView(label=_("Public wait"), value=spell((end or now) - detail.published_at), foot=foot)


def team_clock(detail: Detail, *, now: datetime, zone: tzinfo) -> ClockView:
    """Return the team's clock: time left, late by how much, paused, stopped, or none. All lengths are open time."""
    label, owing = _("Team clock"), detail.clock
    if owing is None:
        if detail.row.status == "done":
            return ClockView(label=label, value=_("Stopped"), tone="muted")
        foot = _("no target is set") if detail.row.work else _("nothing is owed here")
        return ClockView(label=label, value=_("No clock"), foot=foot, tone="muted")
    if owing.response == "next":
        label = _("Team clock, next response")
    if owing.exempt or owing.share is None or owing.remaining is None:
        return ClockView(label=label, value=_("No target"), foot=_why(owing), tone="muted")
    spans = {"used": spell(owing.elapsed), "allowed": spell(owing.target)}
    foot = _("%(used)s of %(allowed)s") % spans
    if owing.ended:
        return _ended(owing, label, foot)
    if owing.paused:
        paused = str(PAUSES[owing.paused])
        return ClockView(
            label=_("Paused"), value=paused[:1].upper() + paused[1:], foot=foot, tone="muted", share=owing.share
        )
    end = _("due %(at)s") % {"at": _at(owing.due_at, now, zone)} if owing.due_at else ""
    if owing.breached_at:
        late = _("%(span)s late") % {"span": spell(-owing.remaining)}
        return ClockView(label=label, value=late, foot=foot, end=end, tone="bad", share=1.0)
    left = _("%(span)s left") % {"span": spell(owing.remaining)}
    tone = "warn" if owing.state == "warned" else ""
    return ClockView(label=label, value=left, foot=foot, end=end, tone=tone, share=owing.share)


def _ended(owing: Owing, label: str, foot: str) -> ClockView:
    """Return a clock that has stopped; only a response was in time or too late."""
    if owing.ended not in ("answered", "closed_answered"):
        return ClockView(label=label, value=_("Stopped"), foot=foot, tone="bad" if owing.breached_at else "muted")
    met = owing.state == "met"
    value = _("Answered in time") if met else _("Answered too late")
    return ClockView(label=label, value=value, foot=foot, tone="good" if met else "bad")


def _why(owing: Owing) -> str:
    return str(EXEMPTIONS[owing.exempt]) if owing.exempt else ""


def _at(due: datetime, now: datetime, zone: tzinfo) -> str:
    local = due.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == now.astimezone(zone).date() else date_format(local, "D H:i")
