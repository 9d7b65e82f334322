"""The queue: the list, the pane beside it, and the quiet question whether there is more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement import filters, history, queue, wording
from engagement.actions import members
from engagement.companies.codes import WATCHED
from engagement.errors import BadFilter, Unknown
from engagement.labels import LANES, REASONS
from engagement.models import Member
from engagement.pages import words
from engagement.pages.address import PLACE, Address
from engagement.pages.clocks import clocks
from engagement.pages.colleagues import shown
from engagement.pages.empties import empty_words
from engagement.pages.forms import FilterForm
from engagement.pages.mornings import card
from engagement.pages.snoozes import WAKES, snoozes
from engagement.pages.zones import zone
from engagement.queue import presence
from engagement.queue.pasted import case_of, is_address
from engagement.records import Detail, Listing, Who
from engagement.storage import company_zone
from listening import metrics

PAGE = 50  # rows


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the list, and the case that the address names beside it."""
    member, now, address = viewer(request), timezone.now(), Address.of(request.GET.lists())
    spoken = address.spoken(words.PARAMETERS)
    if spoken is not None:
        return redirect(spoken)
    pasted = address.value("q").strip()
    if is_address(pasted) and (known := case_of(pasted)) is not None:
        return redirect(here(known))
    chosen = wanted(request, address)
    board = queue.board(viewer=member.user, now=now, unsure=chosen.lane == "monitor")
    request.board = board  # type: ignore[attr-defined]  # the shell shows its counts beside every page
    cursor = address.value("cursor")
    listing = queue.listing(chosen, viewer=member.user, now=now, cursor=cursor, limit=PAGE, newest=board.newest)
    detail = named_case(address, member, now)
    choices = queue.choices()
    brands, people = choices.brands, choices.people
    narrowing = chips(address, brands, people)
    context = common(member, address, now) | around(listing, detail, address) | shown(member.user, board.desk)
    context |= {
        "listing": listing,
        "lane": chosen.lane,
        "lane_word": LANES.get(chosen.lane, _("Everything")),
        "tabs": tabs(address, chosen.lane, board.counts),
        "unsure": 0 if narrowing else board.unsure,
        "surges": surge_lines(now) if chosen.lane == "monitor" and not narrowing else (),
        "morning": card(member, board.desk.left_at, now=now, zone=zone()) if greets(chosen, narrowing) else None,
        "muted": queue.muted_lately(now) if chosen.lane == "monitor" and not narrowing else 0,
        "chips": narrowing,
        "filter_form": FilterForm(request.GET, brands=brands, people=people, tags=choices.tags),
        "query_text": address.value("q"),
        "next_page": f"{address.url()}&cursor={listing.next_cursor}".replace("/&", "/?"),
        "empty": {}
        if listing.rows
        else empty_words(narrowing, chosen.lane, pasted, viewer=member.user, now=now, zone=zone()),
        "stay": not member.auto_advance,
        "densities": words.DENSITIES.items(),
        "density": member.density,
        "density_word": words.DENSITIES[member.density],
        "sorts": sorts(address, chosen.sort) if chosen.status == "open" and not chosen.q else (),
    }
    if detail is not None:
        context |= beside(detail, member, now) | company(detail, board.desk, member, now)
    return render(request, "engagement/queue.html", context)


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show one case: as the pane of the list for htmx, as a page of its own otherwise."""
    member, now, address = viewer(request), timezone.now(), Address.of(request.GET.lists())
    try:
        detail = queue.detail(case_id, viewer=member.user, now=now)
    except Unknown as missing:
        raise Http404(_("There is no such case.")) from missing
    around_me = presence.desk(viewer=member.user, now=now)
    context = common(member, address, now) | beside(detail, member, now) | shown(member.user, around_me)
    context |= company(detail, around_me, member, now) | {"selected": case_id, "here": here(case_id)}
    if request.headers.get("HX-Request") == "true":
        before, after = queue.neighbours(case_id, wanted(request, address), viewer=member.user)
        context |= {"previous": before, "following": after, "here": address.url(case=str(case_id))}
        return render(request, "engagement/_detail.html", context)
    return render(request, "engagement/case.html", context | {"back": "/"})


@require_safe
def newer(request: HttpRequest) -> HttpResponse:
    """Say how many cases came since the page was made: a line of words, or 304 if there are none."""
    address = Address.of((name, values) for name, values in request.GET.lists() if name != "newest")
    newest = request.GET.get("newest", "")
    if not newest.isdigit():
        raise BadFilter("newest", "not_a_number", newest)
    n = queue.newer_than(int(newest), wanted(request, address), viewer=viewer(request).user)
    if not n:
        return HttpResponse(status=304)
    return render(request, "engagement/_newer.html", {"n": n, "here": address.url()})


def viewer(request: HttpRequest) -> Member:
    """Return the member who asks; the permission table lets nobody else in."""
    member = getattr(request.user, "member", None)
    if not isinstance(member, Member):
        raise Http404
    return member


def wanted(request: HttpRequest, address: Address) -> filters.QueueFilters:
    """Return the filters of the address. Raises ``BadFilter`` for a parameter nobody knows."""
    asked = {name: values for name, values in request.GET.lists() if name not in (*PLACE, "newest")}
    house = getattr(request, "house", None)
    own = house.installation if isinstance(house, metrics.House) else None
    return filters.parse(asked, zone=ZoneInfo(own.zone) if own else company_zone())


def named_case(address: Address, member: Member, now: datetime) -> Detail | None:
    """Return the case that the address names, None without one or if it is gone."""
    case_id = address.value("case")
    if not case_id:
        return None
    if not case_id.isdigit():
        raise BadFilter("case", "not_a_number", case_id)
    try:
        return queue.detail(int(case_id), viewer=member.user, now=now)
    except Unknown:
        return None


def surge_lines(now: datetime) -> list[tuple[str, str]]:
    """Return the surges that run, as (address of the case or "", words)."""
    found = ((f"/?lane=monitor&case={each.case_id}" if each.case_id else "", each.say) for each in queue.surges())
    return [(address, wording.words(say, now=now, zone=zone())) for address, say in found]


def here(case_id: int) -> str:
    """Return the address of a case's own page."""
    return f"/cases/{case_id}/"


def common(member: Member, address: Address, now: datetime) -> dict[str, Any]:
    """Return what list and pane both need."""
    me = history.who(member.user)
    return {
        "now": now,
        "me": me.id,
        "me_who": me,
        "base": address.base,
        "here": address.url(case=address.value("case")),
        "back": address.url(),
        "filter_query": address.query(),
    }


def around(listing: Listing, detail: Detail | None, address: Address) -> dict[str, Any]:
    """Return where the shown case stands in its list: its neighbours and its place in words."""
    if detail is None:
        return {"selected": None}
    ids = [row.id for row in listing.rows]
    found = {"selected": detail.row.id, "here": address.url(case=str(detail.row.id))}
    if detail.row.id not in ids:
        return found
    at = ids.index(detail.row.id)
    of = f"{len(ids)}+" if listing.next_cursor else str(len(ids))
    return found | {
        "position": _("%(at)d of %(of)s") % {"at": at + 1, "of": of},
        "previous": ids[at - 1] if at else None,
        "following": ids[at + 1] if at + 1 < len(ids) else None,
    }


def beside(detail: Detail, member: Member, now: datetime) -> dict[str, Any]:
    """Return what the pane shows of a case besides its record."""
    here_zone = zone()
    mine = detail.row.assignee is not None and detail.row.assignee.id == member.user_id
    return {
        "detail": detail,
        "clocks": clocks(detail, now=now, zone=here_zone),
        "people": members.colleagues(),
        "tags": queue.tags(),
        "engaged": mine and detail.row.lane == "engage" and detail.row.status == "open",
        "today": timezone.localdate(now, here_zone),
        "outcomes": [(value, wording.disposition(value)) for value in words.OUTCOMES],
        "reasons": REASONS.items(),
        "watched_kinds": WATCHED,
        "wakes": WAKES.items(),
        "snoozes": [(at.isoformat(), word, date_format(at, "D H:i")) for at, word in snoozes(now, here_zone)],
    }


def greets(chosen: filters.QueueFilters, narrowing: Sequence[object]) -> bool:
    """Return whether the list is the one that begins a day: Engage, open, unfiltered."""
    return chosen.lane == "engage" and chosen.status == "open" and not narrowing


def company(detail: Detail, around_me: presence.Desk, member: Member, now: datetime) -> dict[str, Any]:
    """Return who is beside the reader on the shown case."""
    found = presence.beside(detail.row.id, around_me, viewer=member.user, now=now)
    return {"beside": found, "case_id": detail.row.id}


def tabs(address: Address, lane: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the three lanes, each an address that keeps the other filters."""
    return [
        {"label": word, "url": address.url(lane=name), "here": name == lane, "count": counts.get(name)}
        for name, word in LANES.items()
    ]


def sorts(address: Address, sort: str) -> list[dict[str, Any]]:
    """Return the orders of the list, each an address that keeps the filters."""
    return [
        {"label": word, "url": address.url(sort="" if name == "priority" else name), "here": name == sort}
        for name, word in words.SORTS.items()
    ]


def chips(address: Address, brands: Sequence[tuple[int, str]], people: Sequence[Who]) -> list[dict[str, str]]:
    """Return the filters in force, each with the address of the list without it."""
    named_brands = {str(number): name for number, name in brands}
    named_people = {str(person.id): person.name for person in people}
    return [
        {
            "label": str(words.PARAMETERS[name]),
            "value": words.value(name, value, brands=named_brands, people=named_people),
            "without": address.without(name, value),
        }
        for name, value in address.filters
        if name in words.PARAMETERS and (name, value) != ("status", "open")
    ]
