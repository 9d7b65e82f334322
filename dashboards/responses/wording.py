"""The response report in words, in the reader's language. Under ten cases it says so instead of a percentage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from zoneinfo import ZoneInfo

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dashboards import wording as week
from dashboards.responses.asking import Asked
from dashboards.responses.records import FEWEST, Figures, Spread
from listening.records import Say

Words = Mapping[str, str | Promise]
RESPONSE = "response_"
"""What the codes of clocks in lists begin with."""

LABELS: Words = {
    "asked": lazy("Questions and complaints"),
    "shared": lazy("Known to be answered or not"),
    "us": lazy("Answered by us"),
    "peers": lazy("Answered by others"),
    "asker": lazy("Solved by the asker"),
    "competitors": lazy("Answered by a competitor"),
    "nobody": lazy("Answered by nobody"),
    "private": lazy("Answered privately"),
    "unverified": lazy("Replies cannot be seen"),
    "stale": lazy("Not read again in time"),
    "expired": lazy("No longer watched"),
    "withdrawn": lazy("Withdrawn"),
    "verifiable": lazy("Threads that could be read"),
    "met": lazy("Met a real reply of ours"),
    "clocks": lazy("Team clocks"),
    "decided": lazy("In time or late"),
    "in-time": lazy("In time"),
    "late": lazy("Late"),
    "running": lazy("Still running"),
    "dropped": lazy("Ended without an answer"),
    "exempt": lazy("Found too late to count"),
    "first": lazy("First response"),
    "next": lazy("Next response"),
    "next-public": lazy("Next response, as onlookers saw it"),
    "reach-under-100": lazy("Seen by fewer than 100"),
    "reach-under-1000": lazy("Seen by 100 to 999"),
    "reach-under-10000": lazy("Seen by 1,000 to 9,999"),
    "reach-under-100000": lazy("Seen by 10,000 to 99,999"),
    "reach-from-100000": lazy("Seen by 100,000 or more"),
    "reach-unknown": lazy("Reach unknown"),
}
DEFINITIONS: Words = {
    "asked": lazy("Put to us or about us in the period, by the time of the post. Questions in our field are left out."),
    "shared": lazy("Those of which the thread tells whether somebody answered, and the asker still wants it."),
    "us": lazy("A substantive reply of ours stands, or the asker thanked for it."),
    "peers": lazy("A substantive reply of somebody who is neither ours nor a competitor’s."),
    "asker": lazy("The asker says that it is settled, without an answer of anybody."),
    "competitors": lazy("Only a listed competitor’s reply answers."),
    "nobody": lazy("The thread was read and nothing answers, or the asker asked again. A holding line is no answer."),
    "private": lazy("A colleague ended the case as answered privately. Onlookers do not see that answer."),
    "unverified": lazy("The thread could not be read, or not to its end. Nobody knows whether it was answered."),
    "stale": lazy("Open when last read, but that is longer ago than its schedule allows."),
    "expired": lazy("The thread was locked, or 30 days passed without an answer."),
    "withdrawn": lazy("Deleted at its source, or edited until nothing was asked."),
    "verifiable": lazy(
        "All but what was withdrawn or answered privately, and those whose replies could not be read in time."
    ),
    "met": lazy("At least one substantive reply of ours stands in the same thread, whoever else answered."),
    "clocks": lazy("Responses owed since a time in the period: from when we saw the post, in open hours."),
    "decided": lazy("Clocks that were met or missed."),
    "in-time": lazy("Answered before the team’s time was used up."),
    "late": lazy("The time was used up first. A late answer stays late."),
    "running": lazy("The time is not used up yet."),
    "dropped": lazy("The case ended in time without an answer, or nothing was owed any more. Neither met nor missed."),
    "exempt": lazy("Too old when we saw them to be answered in time. Neither met nor missed."),
    "first": lazy("Open hours from when we saw the post to our answer."),
    "next": lazy("Open hours from when we saw that the asker came back to our answer."),
    "next-public": lazy("The same by the clock on the wall, for answers found in the thread."),
}
_REACHED = lazy(
    "Hours in which onlookers saw no answer, by followers of the author, views and points, the largest that is known."
)
DIMENSIONS: Words = {
    "network": lazy("Network"),
    "class": lazy("Class"),
    "brand": lazy("Brand"),
    "person": lazy("Colleague"),
    "account": lazy("Account that answered"),
}
WITHOUT: Words = {"person": lazy("Nobody"), "account": lazy("No answer of ours")}
"""The group of what has none."""


def definition(number: str) -> str:
    """Return what a number counts."""
    return str(DEFINITIONS.get(number, _REACHED))


def within(seconds: float, *, open_hours: bool) -> str:
    """Return a length rounded up, so that "within" is true. Open hours are never called days: a day has twelve."""
    minutes = ceil(seconds / 60)
    hours, rest = divmod(minutes, 60)
    if minutes < 60:
        return _("%(n)d min") % {"n": max(1, minutes)}
    if hours < 12:
        return (
            _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
            if rest
            else _("%(n)d h") % {"n": hours}
        )
    hours = ceil(minutes / 60)
    if open_hours or hours < 48:
        return _("%(n)s h") % {"n": intcomma(hours)}
    days, left = divmod(hours, 24)
    if left and days < 7:
        return ngettext("%(n)d day %(h)d h", "%(n)d days %(h)d h", days) % {"n": days, "h": left}
    days = ceil(hours / 24)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def share(part: int, whole: int) -> str:
    """Return a share: ``73 %``, below ten cases ``2 of 3``, of none a dash."""
    if not whole:
        return "–"
    if whole < FEWEST:
        return _("%(part)d of %(whole)d") % {"part": part, "whole": whole}
    return f"{_percent(part, whole)} %"


def _percent(part: int, whole: int) -> int:
    """Return whole per cent; neither all nor none unless it is."""
    return min(99, max(1, round(100 * part / whole))) if 0 < part < whole else round(100 * part / whole)


def of(part: int, whole: int) -> str:
    """Return ``30 of 41``."""
    return _("%(part)s of %(whole)s") % {"part": intcomma(part), "whole": intcomma(whole)}


def few(spread: Spread) -> str:
    """Return why there is no percentile: ``3 answers; too few for a percentile``."""
    told = ngettext("%(n)d answer", "%(n)d answers", spread.n) % {"n": spread.n}
    return _("%(told)s; too few for a percentile") % {"told": told} if spread.n else _("no answers")


def headline(figures: Figures) -> list[str]:
    """Return the report in at most three sentences."""
    if not figures.asked and not figures.clocks:
        return [_("Nothing was asked of us in this period.")]
    said = []
    if figures.settled:
        said.append(_("We answered %(share)s of what was asked of us.") % {"share": _in_words(figures)})
    elif figures.asked:
        said.append(_("Of nothing that was asked of us it is known whether somebody answered."))
    if figures.public.half is not None and figures.public.most is not None:
        times = {
            "half": within(figures.public.half, open_hours=False),
            "most": within(figures.public.most, open_hours=False),
        }
        said.append(_("Half of our replies came within %(half)s, nine of ten within %(most)s.") % times)
    if figures.decided:
        said.append(
            _("%(told)s responses were in time.") % {"told": of(figures.clock_fates.get("met", 0), figures.decided)}
        )
    return said


def _in_words(figures: Figures) -> str:
    us = figures.fates.get("us", 0)
    if figures.settled < FEWEST:
        return of(us, figures.settled)
    return _("%(percent)s, %(told)s,") % {"percent": share(us, figures.settled), "told": of(us, figures.settled)}


def not_known(figures: Figures) -> str:
    """Return what the shares leave out as unknown: ``3 of 41 not re-checked, replies of 5 cannot be seen``."""
    stale, unseen = figures.fates.get("stale", 0), figures.fates.get("unverified", 0)
    said = []
    if stale:
        said.append(_("%(told)s not re-checked in time") % {"told": of(stale, figures.asked)})
    if unseen:
        said.append(_("replies of %(n)s cannot be seen") % {"n": intcomma(unseen)})
    return ", ".join(said)


def period(asked: Asked) -> str:
    """Return the period: ``Last 30 days``, ``Week 46``."""
    if asked.week:
        return _("Week %(n)d") % {"n": asked.week.number}
    return _("Last %(n)d days") % {"n": asked.period}


def days(asked: Asked, zone: ZoneInfo) -> str:
    """Return the days of the period: ``24 Oct – 22 Nov 2026``."""
    first, last = asked.scope.since.astimezone(zone), _last(asked.scope.until, zone)
    return f"{formats.date_format(first, 'j M')} – {formats.date_format(last, 'j M Y')}"


def _last(until: datetime, zone: ZoneInfo) -> datetime:
    local = until.astimezone(zone)
    return datetime.fromtimestamp(local.timestamp() - 1, zone)


def state(say: Say) -> str:
    """Return what became of a post, or how its clock stands, for its row in a list."""
    if not say.code.startswith(RESPONSE):
        return week.words(say)
    fate, took = say.code.removeprefix(RESPONSE), say.params["took"]
    number = "in-time" if fate == "met" else fate
    if took is None:
        return _("Late, not answered yet") if fate == "late" else str(LABELS[number])
    params = {
        "label": LABELS[number],
        "took": within(took, open_hours=True),
        "target": within(say.params["target"], open_hours=True),
    }
    if fate in ("met", "late"):
        return _("%(label)s: %(took)s, allowed %(target)s") % params
    return _("%(label)s, %(took)s") % params
