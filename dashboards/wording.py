"""Turns the codes of a week into words, in the reader's language, at the moment they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from dashboards.tiles import Tile
from dashboards.weeks import Week
from engagement import wording as desk
from listening.records import Say

LABELS: Mapping[str, str | Promise] = {
    "mentions": lazy("Mentions"),
    "complaints": lazy("Complaints"),
    "questions": lazy("Questions"),
    "no-reply": lazy("Unanswered"),
    "first-response": lazy("First response"),
    "share-of-voice": lazy("Share of voice"),
    "asked": lazy("Questions put to us"),
}
DEFINITIONS: Mapping[str, str | Promise] = {
    "mentions": lazy("Posts about our own brands, counted on the day they were published."),
    "complaints": lazy("Mentions of our own brands that were judged to complain."),
    "questions": lazy("Mentions of our own brands that were judged to ask something, of us or of others."),
    "no-reply": lazy(
        "Questions to us or about us, at most 30 days old, that were still owed an answer when the week ended. What a "
        "competitor answered, or we only acknowledged, counts; threads that were not re-read in time are left out."
    ),
    "first-response": lazy("Median time from question to our first reply, over the replies given in the week."),
    "share-of-voice": lazy("Mentions of our own brands among those of ours and of our rivals."),
    "asked": lazy("Questions to us or about us that were asked in the week, and what became of them since."),
}
STATES: Mapping[str, str | Promise] = {
    "answered_by_us": lazy("answered by us"),
    "answered_by_others": lazy("answered by others"),
    "unanswered": lazy("unanswered"),
    "ended": lazy("withdrawn or no longer watched"),
    "unverified": lazy("cannot see replies"),
}
FEW_POINTS = 0.005
"""Under half a point a share has not visibly moved."""


def words(say: Say) -> str:
    """Return the words of a code. A code without words is shown as it is: a missing phrase must be seen."""
    phrase = _PHRASES.get(say.code)
    return phrase(say.params) if phrase else say.code


def number(value: float | None, of: str) -> str:
    """Return the value of a number as the page shows it: ``41``, ``23 %``, ``42 min``; a dash for unknown."""
    if value is None:
        return "–"
    if of == "share-of-voice":
        return percent(value)
    return span(value) if of == "first-response" else str(intcomma(round(value)))


def usual(low: float, high: float, of: str) -> str:
    """Return a usual range: ``24–33``, ``22–25 %``, ``38 min to 2 h``; one value where both ends read alike."""
    if of == "first-response":
        ends = (span(low), span(high))
        return ends[0] if ends[0] == ends[1] else _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}
    share = of == "share-of-voice"
    a, b = (round(each * 100) if share else round(each) for each in (low, high))
    said = str(intcomma(a)) if a == b else f"{intcomma(a)}–{intcomma(b)}"
    return f"{said} %" if share else said


def percent(share: float) -> str:
    """Return a share of 0..1 as whole per cent."""
    return f"{round(share * 100)} %"


def span(seconds: float) -> str:
    """Return a length of time; under a minute in words, as "0 min" would look like an error."""
    return desk.span(seconds) if seconds >= 60 else _("under a minute")


def change(tile: Tile, last: Week) -> str:
    """Return the change against last week: ``+14, +52 %``, ``about the same, +1``, or why there is none."""
    if tile.trend == "start":
        return _("starting point")
    if tile.trend == "running":
        return _("so far, the week still runs")
    if tile.value is None or tile.before is None:
        return _("nothing to compare with")
    delta = _delta(tile.value - tile.before, tile.number)
    if tile.trend == "same":
        return _("about the same, %(delta)s") % {"delta": delta} if delta else _("about the same")
    if tile.number in ("no-reply", "first-response", "share-of-voice"):
        return _("%(delta)s on week %(n)d") % {"delta": delta, "n": last.number}
    if not tile.before:
        return delta
    share = signed(round(100 * (tile.value - tile.before) / tile.before))
    return f"{delta}, {share} %"


def _delta(delta: float, of: str) -> str:
    if of == "share-of-voice":
        points = round(delta * 100)
        return ngettext("%(n)s point", "%(n)s points", abs(points)) % {"n": signed(points)} if points else ""
    if of == "first-response":
        return f"{'+' if delta > 0 else '−'}{span(abs(delta))}" if abs(delta) >= 60 else ""
    return signed(round(delta)) if round(delta) else ""


def signed(n: int) -> str:
    """Return a whole number with its sign, the minus a true one."""
    return f"{n:+,}".replace("-", "−")


def revised(tile: Tile) -> str:
    """Return how today's count differs from the frozen one: ``revised +2``; empty if it does not, as it reads."""
    delta = _delta(tile.revised, tile.number)
    return _("revised %(delta)s") % {"delta": delta} if delta else ""


def weekday(day: str | date) -> str:
    """Return the name of a day's weekday."""
    return formats.date_format(_day(day), "l")


def on_day(day: date) -> str:
    """Return a day as a heading: ``Thursday 12 November``."""
    return formats.date_format(day, "l j F")


def span_of(week: Week, *, short: bool = False) -> str:
    """Return the days of a week: ``9–15 November 2026``, ``30 November – 6 December 2026``, short ``9–15 Nov``."""
    first, last = week.days[0], week.days[-1]
    month, year = ("M", "") if short else ("F", " Y")
    if first.month == last.month:
        return f"{first.day}–{formats.date_format(last, f'j {month}{year}')}"
    own_year = year if first.year != last.year else ""
    begin = formats.date_format(first, f"j {month}{own_year}")
    return f"{begin} – {formats.date_format(last, f'j {month}{year}')}"


def rows(n: int, of: str) -> str:
    """Return how many rows a list has, in its own noun: ``7 questions``."""
    params = {"n": intcomma(n)}
    if of in ("no-reply", "questions", "asked"):
        return ngettext("%(n)s question", "%(n)s questions", n) % params
    if of == "first-response":
        return ngettext("%(n)s reply", "%(n)s replies", n) % params
    return ngettext("%(n)s post", "%(n)s posts", n) % params


def _day(day: str | date) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def _fact(of: str, noun: Callable[[Any], str]) -> Callable[[Mapping[str, Any]], str]:
    def said(params: Mapping[str, Any]) -> str:
        told = noun(params["value"])
        if params.get("low") is not None:
            band = usual(params["low"], params["high"], of)
            return _("%(told)s, usual %(band)s.") % {"told": told, "band": band}
        return _("%(told)s.") % {"told": told}

    return said


def _waiting(value: Any) -> str:
    return ngettext("%(n)s question waits for us", "%(n)s questions wait for us", value) % {"n": intcomma(value)}


def _head_waiting(params: Mapping[str, Any]) -> str:
    n = params["n"]
    if not n:
        return _("No question waits for us.")
    return ngettext("%(n)s question still waits for us.", "%(n)s questions still wait for us.", n) % {"n": intcomma(n)}


def _mentions(single: str, several: str) -> Callable[[Mapping[str, Any]], str]:
    def said(params: Mapping[str, Any]) -> str:
        return ngettext(single, several, params["n"]) % {"n": intcomma(params["n"])}

    return said


def _pushed(on_a_day: str | Promise, over_days: str | Promise) -> Callable[[Mapping[str, Any]], str]:
    def said(params: Mapping[str, Any]) -> str:
        day = params.get("day")
        told = {"n": intcomma(params["n"]), "day": weekday(day) if day else ""}
        return str(on_a_day if day else over_days) % told

    return said


def _not_read(params: Mapping[str, Any]) -> str:
    names = ", ".join(params["names"])
    return _("Not or only partly read: %(names)s.") % {"names": names}


def _rule_changed(params: Mapping[str, Any]) -> str:
    return _("Query “%(name)s” was changed on %(day)s.") % {"name": params["name"], "day": weekday(params["day"])}


def _is(params: Mapping[str, Any]) -> str:
    if params["flag"] == "praise":
        return _("Praise, no answer owed")
    return desk.flag(params["flag"])


_PHRASES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    # Headline
    "head_start": _mentions("Starting point: %(n)s mention.", "Starting point: %(n)s mentions."),
    "head_running": _mentions("So far %(n)s mention.", "So far %(n)s mentions."),
    "head_usual": _mentions("A usual week with %(n)s mention.", "A usual week with %(n)s mentions."),
    "head_complaints_above": _pushed(
        lazy("%(day)s pushed complaints to %(n)s."), lazy("Complaints rose to %(n)s, more than usual.")
    ),
    "head_complaints_below": _pushed("", lazy("Complaints fell to %(n)s, fewer than usual.")),
    "head_mentions_above": _pushed(
        lazy("%(day)s pushed mentions to %(n)s."), lazy("Mentions rose to %(n)s, more than usual.")
    ),
    "head_mentions_below": _pushed("", lazy("Mentions fell to %(n)s, fewer than usual.")),
    "head_waiting": _head_waiting,
    # What moved
    "fact_complaints": _fact("complaints", lambda n: _("Complaints %(n)s") % {"n": intcomma(n)}),
    "fact_mentions": _fact("mentions", lambda n: _("Mentions %(n)s") % {"n": intcomma(n)}),
    "fact_no-reply": _fact("no-reply", _waiting),
    "fact_first-response": _fact("first-response", lambda s: _("Median first response %(s)s") % {"s": span(s)}),
    "fact_share-of-voice": _fact("share-of-voice", lambda s: _("Share of voice %(s)s") % {"s": percent(s)}),
    "coverage": lambda params: _("Coverage %(share)s.") % {"share": percent(params["share"])},
    "rule_changed": _rule_changed,
    "nothing_moved": lambda params: _("Nothing left its usual range."),
    # Causes
    "peak_day": lambda params: _("%(n)s came on %(day)s.") % {"n": params["n"], "day": weekday(params["day"])},
    "longest_wait": lambda params: _("The longest has been visible for %(span)s.") % {"span": span(params["seconds"])},
    "rival": lambda params: _("%(name)s has %(share)s.") % {"name": params["name"], "share": percent(params["share"])},
    "not_read": _not_read,
    "not_the_market": lambda params: _("What follows from it is no change of the market."),
    # What became of a post
    "post_deleted": lambda params: _("Deleted at its source"),
    "post_answered": lambda params: _("Answered by us in %(span)s") % {"span": span(params["seconds"])},
    "post_answered_by_peer": lambda params: (
        _("Answered by somebody else in %(span)s") % {"span": span(params["seconds"])}
    ),
    "post_answered_by_competitor": lambda params: (
        _("Answered by a competitor, %(span)s") % {"span": span(params["seconds"])}
    ),
    "post_acknowledged": lambda params: _("Acknowledged, not answered, %(span)s") % {"span": span(params["seconds"])},
    "post_reopened": lambda params: _("Asked again, %(span)s") % {"span": span(params["seconds"])},
    "post_resolved": lambda params: _("Resolved by the asker"),
    "post_withdrawn": lambda params: _("The question was withdrawn"),
    "post_expired": lambda params: _("No longer watched"),
    "post_waits": lambda params: _("Unanswered, %(span)s") % {"span": span(params["seconds"])},
    "post_unseen": lambda params: _("Cannot see replies"),
    "post_is": _is,
    "post_heard": lambda params: _("Heard"),
}
CODES = frozenset(_PHRASES)
"""Every code that has words."""
