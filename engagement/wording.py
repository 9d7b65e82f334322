"""Turns the codes of this room into words, in the reader's language, at the moment they are shown.

Every ``Say`` code, flag, disposition, reason, lane and status of the queue has its words here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from engagement import answer_words, contact_words, outbox_words, reply_words, surge_words, view_words
from engagement.codes import PHRASES
from engagement.companies import codes as companies
from engagement.errors import EngagementError, Stale
from engagement.labels import (
    COMPLAINT_REASONS,
    DAYS,
    DENIED,
    DISPOSITIONS,
    EXEMPTIONS,
    FLAGS,
    LANES,
    NO_ANSWERS,
    PAUSES,
    REASONS,
    STATUSES,
    VERBS,
    unreadable,
)
from engagement.places import LABELS as NETWORKS
from engagement.records import RELEVANT
from listening.records import Say

_TABLES: Mapping[str, Mapping[str, str | Promise]] = {
    "flag": FLAGS,
    "disposition": DISPOSITIONS,
    "lane": LANES,
    "from": LANES,
    "to": LANES,
    "verb": VERBS,
    "status": STATUSES,
    "day": DAYS,
    "pause": PAUSES,
    "exempt": EXEMPTIONS,
    "watched": companies.WATCHED,
    "network": NETWORKS,
    "refusal": outbox_words.REFUSALS,
    "check": {code: how for code, (_what, how) in outbox_words.CHECKS.items()},
}
_INSTANTS = frozenset({"at", "until", "since", "asked_at", "checked_at"})
_UNKNOWN = lazy("unknown")
_THEN: Mapping[str, Promise] = {
    "no_longer_about_us": lazy("The case ended"),
    "about_us_after_all": lazy("The case came back"),
    "became_work": lazy("The case came back: it needs an answer now"),
}
"""What became of a case when a person corrected what it is."""


def words(say: Say, *, now: datetime, zone: ZoneInfo) -> str:
    """Return the words of a code. Instants are told as a span from ``now`` or as a time in the reader's ``zone``.

    A code without words is shown as it is: a missing phrase is a defect that must be seen, not hidden.
    """
    special = _SPECIAL.get(say.code)
    if special:
        return special(say.params, now, zone)
    otherwise = reply_words.PHRASES if say.params.get("wants") == "reply" else PHRASES
    phrase = otherwise.get(say.code, PHRASES.get(say.code))
    if phrase is None:
        return say.code
    return str(phrase) % _filled(say.params, now, zone)


def error(problem: EngagementError, *, now: datetime, zone: ZoneInfo) -> str:
    """Return what a refusal says to the person who was refused."""
    if isinstance(problem, Stale) and problem.changes:
        latest = problem.changes[0]
        return _("Not done: %(who)s changed this case %(ago)s: %(what)s.") % {
            "who": latest.actor.name if latest.actor else _("Wellheard"),
            "ago": ago(latest.at, now),
            "what": words(latest.say, now=now, zone=zone),
        }
    return words(Say(code=problem.code, params=problem.params), now=now, zone=zone)


def flag(name: str) -> str:
    """Return a flag in words: ``Complaint``."""
    return str(FLAGS.get(name, name))


def decided(head: str, value: bool | None, brand: str) -> str:
    """Return what a person said of a flag, or of a case being about its brand; None is what he took back."""
    if head == RELEVANT:
        about = _("About %(brand)s") if value else _("Not about %(brand)s")
        return (about if value is not None else _("About %(brand)s or not: left to the query")) % {"brand": brand}
    if value is None:
        return _("%(flag)s or not: left to scoring") % {"flag": flag(head)}
    return flag(head) if value else str(DENIED.get(head, head))


def disposition(name: str) -> str:
    """Return an outcome in words: ``No reply needed``."""
    return str(DISPOSITIONS.get(name, name))


def reason(name: str) -> str:
    """Return why something is not relevant, in words."""
    return str(REASONS.get(name, name))


def lane(name: str) -> str:
    """Return a lane in words."""
    return str(LANES.get(name, name))


def status(name: str) -> str:
    """Return a status in words."""
    return str(STATUSES.get(name, name))


def span(seconds: float) -> str:
    """Return how long in the largest fitting unit, with a space: ``42 min``, ``3 days``."""
    minutes = int(max(0, seconds)) // 60
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    hours, minutes = divmod(minutes, 60)
    if hours < 2 and minutes:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if hours < 48:
        return _("%(n)d h") % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago an instant was."""
    seconds = (now - at).total_seconds()
    return _("just now") if seconds < 60 else _("%(span)s ago") % {"span": span(seconds)}


def moment(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return an instant as the reader's clock shows it: today only the time, else the day too."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    clock = local.strftime("%H:%M")
    if local.date() == today.date():
        return clock
    shape = "D j M" if local.year == today.year else "j M Y"
    return f"{formats.date_format(local, shape)}, {clock}"


def number(n: int) -> str:
    """Return a count, shortened from a thousand on: ``4.2k`` for 4,200."""
    if n < 1_000:
        return str(n)
    if n < 1_000_000:
        return f"{n / 1_000:.1f}k".replace(".0k", "k")
    return f"{n / 1_000_000:.1f}m".replace(".0m", "m")


def _instant(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) and value else value or None


def _filled(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    filled: dict[str, Any] = {"ago": "", "span": ""}
    for name, value in params.items():
        if name in _TABLES and isinstance(value, str):
            filled[name] = str(_TABLES[name].get(value, value))
        elif name in _INSTANTS and value:
            at = _instant(value)
            filled[name] = moment(at, now=now, zone=zone) if at else str(_UNKNOWN)
            if at:
                filled["ago"], filled["span"] = ago(at, now), span(abs((now - at).total_seconds()))
        else:
            filled[name] = value
    return filled


def _answered(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    at, asked = _instant(params.get("at")), _instant(params.get("asked_at"))
    by = str(params.get("by") or _("your account"))
    if at is None or asked is None:
        return _("Answered by %(by)s.") % {"by": by}
    took = span((at - asked).total_seconds())
    return _("Answered by %(by)s after %(took)s, %(at)s.") % {
        "by": by,
        "took": took,
        "at": moment(at, now=now, zone=zone),
    }


def _answered_by_others(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    return _answered({**params, "by": params.get("by") or _("somebody else")}, now, zone)


def _no_answer(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    """Say what a reply is that answers nothing."""
    return str(NO_ANSWERS.get(str(params.get("meaning")), _("does not answer")))


def _cannot_see(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    why = unreadable(str(params.get("reason", "")))
    return _("Cannot see replies: %(why)s") % {"why": why} if why else _("Cannot see replies")


def _says(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    said = {
        "complaint": _("Complains"),
        "churn_risk": _("Thinks of leaving"),
        "inaccuracy": _("Says something wrong"),
        "question": _("Asks"),
        "buying_intent": _("Wants to buy"),
    }
    return said.get(str(params.get("flag")), str(params.get("flag")))


def _earlier(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    n = int(params["n"])
    if params.get("capped"):
        return _("%(n)d or more earlier posts about us") % {"n": n}
    return ngettext("%(n)d earlier post about us", "%(n)d earlier posts about us", n) % {"n": n}


def _followers(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    n = int(params["n"])
    return ngettext("%(n)s follower", "%(n)s followers", n) % {"n": number(n)}


def _not_relevant(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    return _("Not relevant: %(reason)s") % {"reason": reason(str(params.get("reason", "")))}


def _flag_reason(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    name = flag(str(params.get("flag", "")))
    why = COMPLAINT_REASONS.get(str(params.get("reason", "")))
    said = f"{name}: {why}" if why else name
    return _("%(flag)s, not sure") % {"flag": said} if params.get("state") == "unsure" else said


def _corrected(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    """Say what a person decided, and what the case did of it."""
    said = decided(str(params.get("head", "")), params.get("value"), str(params.get("brand", "")))
    sentences = [_("Corrected: %(said)s") % {"said": said}]
    then = str(params.get("then", ""))
    if then in _THEN:
        sentences.append(str(_THEN[then]))
    if params.get("to") and then != "no_longer_about_us":
        sentences.append(str(PHRASES["moved"]) % _filled(params, now, zone))
    return ". ".join(sentences)


def _denied(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    return _("%(said)s, as a colleague says") % {"said": DENIED.get(str(params.get("flag")), "")}


def _rejudged(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    names = {
        "brand_id": _("brand"),
        "flags_mask": _("flags"),
        "unsure_mask": _("unsure flags"),
        "lane": _("lane"),
        "work": _("need of a decision"),
    }
    changed = ", ".join(names.get(str(each), str(each)) for each in params.get("changed", ()))
    return _("Judged again; changed: %(changed)s") % {"changed": changed}


def _new_to_engage(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    n = int(params["n"])
    return ngettext("%(n)d new to engage", "%(n)d new to engage", n) % {"n": n}


def _clock_due(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    """Say when it is due: how soon while that is today or within two hours, else the day and the time."""
    at = _instant(params.get("at"))
    if at is None:
        return str(_UNKNOWN)
    left = (at - now).total_seconds()
    if left < 60:
        return _("due now")
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date() or left < 2 * 3_600:
        return _("due in %(span)s") % {"span": span(left)}
    if local.date() == today.date() + timedelta(days=1):
        return _("due tomorrow %(time)s") % {"time": local.strftime("%H:%M")}
    return _("due %(at)s") % {"at": moment(at, now=now, zone=zone)}


def _clock_overdue(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    """Say by how much open time it is overdue; outside of the open hours that stands still."""
    seconds = float(params["seconds"])
    return _("late by %(span)s") % {"span": span(seconds)} if seconds >= 60 else _("late")


def _clock_met(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    return _("in time, after %(span)s") % {"span": _length(params)}


def _clock_missed(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    return _("too late, after %(span)s") % {"span": _length(params)}


def _length(params: Mapping[str, Any]) -> str:
    seconds = float(params["seconds"])
    return span(seconds) if seconds >= 60 else _("under a minute")


_SPECIAL: Mapping[str, Callable[[Mapping[str, Any], datetime, ZoneInfo], str]] = {
    "evidence_answered_by_us": _answered,
    "evidence_answered_by_peer": _answered_by_others,
    "evidence_answered_by_competitor": _answered_by_others,
    "no_answer": _no_answer,
    "cannot_see_replies": _cannot_see,
    "says": _says,
    "earlier_posts": _earlier,
    "followers": _followers,
    "not_relevant": _not_relevant,
    "flag_reason": _flag_reason,
    "corrected": _corrected,
    "denied": _denied,
    "rejudged": _rejudged,
    "new_to_engage": _new_to_engage,
    "clock_due": _clock_due,
    "clock_overdue": _clock_overdue,
    "clock_met": _clock_met,
    "clock_missed": _clock_missed,
    **companies.SPECIAL,
    **view_words.SPECIAL,
    **contact_words.SPECIAL,
    **surge_words.SPECIAL,
    **answer_words.SPECIAL,
}
CODES = frozenset(PHRASES) | frozenset(_SPECIAL)
"""Every code that has words."""
