"""First look: what was already out there, each number with its posts, nothing clocked. The last of the first steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dashboards import wording
from dashboards.metrics import firstlook
from dashboards.metrics.firstlook import KINDS, FirstLook, Heard, Unread
from dashboards.pages.evidence import page_of
from engagement.storage import company_zone
from listening import metrics
from listening import wording as sources
from listening.records import Say

SHOWN = 20  # questions on the page itself
PAGE = 100  # rows of a list
HEIGHT = 56  # of the tallest bar, in units of the drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stretch of time: where its bar stands in the drawing, and what it counts."""

    label: str
    title: str
    n: int
    x: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return HEIGHT - self.height

    @property
    def above(self) -> float:
        return self.top - 4


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the look back."""
    now, zone = timezone.now(), company_zone()
    look = firstlook.first_look(zone=zone, now=now)
    waits, sources_n = firstlook.reading()
    most = max((n for _network, n in look.networks), default=0)
    context = {
        "look": look,
        "headline": headline(look),
        "rows": described(firstlook.rows(look.questions[:SHOWN], now=now)),
        "more": max(0, len(look.questions) - SHOWN),
        "networks": [(network, n, round(100 * n / most, 1)) for network, n in look.networks],
        "bars": bars(look, now.astimezone(zone).date()),
        "span": span(look),
        "kinds": [(kind, n) for kind, n in look.kinds.items() if n],
        "unread": could_not_read(firstlook.unread_sources(), now=now, zone=zone),
        "waits": waits,
        "sources_n": sources_n,
        "height": HEIGHT,
        "foot": HEIGHT + 16,
    }
    return render(request, "setup/first_look.html", context)


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """List the posts that a number of the first look counts. ``kind`` and ``network`` narrow it."""
    unknown = set(request.GET) - {"kind", "network", "page"}
    if unknown:
        raise BadRequest(_("The list has no filter called “%(name)s”.") % {"name": sorted(unknown)[0][:40]})
    now = timezone.now()
    look = firstlook.first_look(zone=company_zone(), now=now)
    pairs, title = chosen(look, kind=request.GET.get("kind", ""), network=request.GET.get("network", ""))
    page = page_of(request.GET.get("page", ""))
    start = (page - 1) * PAGE
    context = {
        "title": title,
        "count": wording.rows(len(pairs), "mentions"),
        "rows": described(firstlook.rows(pairs[start : start + PAGE], now=now)),
        "page": page,
        "pages": max(1, -(-len(pairs) // PAGE)),
        "narrowed": "&".join(f"{name}={value}" for name, value in request.GET.items() if name != "page"),
    }
    return render(request, "setup/first_look_posts.html", context)


def chosen(look: FirstLook, *, kind: str, network: str) -> tuple[Sequence[tuple[int, int]], str]:
    """Return the posts that a link means, and what the list is called. Raises ``BadRequest`` for an unknown value."""
    if kind == "asked":
        return look.questions, _("Questions to you and about you")
    if kind and kind not in KINDS:
        raise BadRequest(_("“%(value)s” is no value of %(parameter)s.") % {"value": kind[:40], "parameter": "kind"})
    known = {each.network for each in look.posts}
    if network and network not in known:
        raise BadRequest(
            _("“%(value)s” is no value of %(parameter)s.") % {"value": network[:40], "parameter": "network"}
        )
    found = [each.pair for each in look.posts if kind in ("", each.kind) and network in ("", each.network)]
    return found, _("Posts about you")


def headline(look: FirstLook) -> tuple[str, str]:
    """Return the headline in its two parts: posts, and questions without an answer."""
    said = ngettext("%(n)s post", "%(n)s posts", len(look.posts)) % {"n": f"{len(look.posts):,}"}
    asked = ngettext("%(n)s question without an answer", "%(n)s questions without an answer", look.unanswered) % {
        "n": f"{look.unanswered:,}"
    }
    return said, asked


def span(look: FirstLook) -> str:
    """Return from when to when something was said, in months."""
    days = firstlook.span_of(look.posts)
    if days is None:
        return ""
    first, last = (date_format(day, "F Y") for day in days)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def bars(look: FirstLook, today: date) -> list[Bar]:
    """Return the bars of the look back: months of a year, weeks of a month."""
    stretches = months(today) if look.days > 60 else weeks(today)
    found = Counter(_stretch(each, stretches) for each in look.posts)
    most = max(found.values(), default=0)
    width = 320 / len(stretches)
    return [
        Bar(
            label=date_format(start, "M")[:1] if look.days > 60 else date_format(start, "j M"),
            title=date_format(start, "F Y") if look.days > 60 else date_format(start, "j F Y"),
            n=found[start],
            x=round(number * width + 4, 1),
            width=round(width - 8, 1),
            height=round(HEIGHT * found[start] / most, 1) if most else 0.0,
        )
        for number, start in enumerate(stretches)
    ]


def months(today: date) -> list[date]:
    """Return the first days of the last twelve months and this one's, oldest first: twelve months back cut one."""
    number = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(number - 12, number + 1)]


def weeks(today: date) -> list[date]:
    """Return the Mondays of the last thirty days, oldest first."""
    first = today - timedelta(days=30)
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(weeks=week) for week in range((today - monday).days // 7 + 1)]


def _stretch(heard: Heard, stretches: Sequence[date]) -> date:
    return max((start for start in stretches if start <= heard.day), default=stretches[0])


def described(rows: Sequence[Any]) -> list[tuple[Any, str]]:
    """Return rows of posts with what became of each in words. How long it took is not said: nothing here is late."""
    return [(row, answered_in_words(row.state)) for row in rows]


def answered_in_words(state: Say) -> str:
    """Return who answered, without a clock."""
    plain = {
        "post_waits": _("Unanswered"),
        "post_answered": _("You answered"),
        "post_answered_by_peer": _("Somebody else answered"),
        "post_answered_by_competitor": _("A competitor answered"),
        "post_acknowledged": _("Acknowledged, not answered"),
        "post_reopened": _("Asked again"),
    }
    return plain.get(state.code) or wording.words(state)


def could_not_read(unread: Sequence[Unread], *, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return a sentence for each thing that no count here can hold."""
    said = [_("LinkedIn lets no tool search members’ posts.")]
    installed = {row.network for row in metrics.source_rows(now) if row.polled and row.state != "retired"}
    if "x" in installed:
        said.append(_("X search goes back 7 days on your plan."))
    if "feeds" in installed:
        said.append(_("A feed holds only its newest posts."))
    for each in unread:
        if each.code == "look_back_most":
            said.append(_("%(name)s: only the newest 500 posts of a word were looked at.") % {"name": each.name})
        else:
            why = sources.words(Say(code=each.code), now=now, zone=zone)
            said.append(_("%(name)s could not be read. %(why)s") % {"name": each.name, "why": why})
    return said
