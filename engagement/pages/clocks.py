"""The two clocks beside a mention, in words: the wait that onlookers see and the team's own. Reads no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext as _

from engagement import wording
from engagement.records import Detail

WARN_AT = 0.75  # of the time allowed: PRODUCT, Clocks


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
    return ClockView(label=_("Public wait"), value=spell((end or now) - detail.published_at), foot=foot)


def team_clock(detail: Detail, *, now: datetime, zone: tzinfo) -> ClockView:
    """Return the team's clock: time left, late by how much, stopped, or none."""
    label, due = _("Team clock"), detail.due_at
    if detail.row.status == "done":
        return ClockView(label=label, value=_("Stopped"), tone="bad" if detail.breached_at else "good")
    if due is None:
        foot = _("no target is set") if detail.row.work else _("nothing is owed here")
        return ClockView(label=label, value=_("No clock"), foot=foot, tone="muted")
    allowed, used = due - detail.seen_at, now - detail.seen_at
    share = 1.0 if allowed <= timedelta(0) else used / allowed
    foot = _("%(used)s of %(allowed)s") % {"used": spell(used), "allowed": spell(allowed)}
    local = due.astimezone(zone)
    end = f"{local:%H:%M}" if local.date() == now.astimezone(zone).date() else f"{local:%a %H:%M}"
    end = _("due %(at)s") % {"at": end}
    if detail.row.status == "waiting":
        return ClockView(label=_("Paused"), value=_("Waiting for them"), foot=foot, tone="muted", share=share)
    if now > due:
        late = _("%(span)s late") % {"span": spell(now - due)}
        return ClockView(label=label, value=late, foot=foot, end=end, tone="bad", share=1.0)
    left = _("%(span)s left") % {"span": spell(due - now)}
    return ClockView(label=label, value=left, foot=foot, end=end, tone="warn" if share >= WARN_AT else "", share=share)
