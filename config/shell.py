"""What every page shows around its content: company, navigation with counts, and the viewer's own preferences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.permissions import DESK, SETTERS
from config.setup import steps
from engagement import queue
from engagement.models import Member
from listening import metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One line of the rail. ``tone`` is "warn" where the count is trouble."""

    label: str
    url: str
    icon: str = ""
    count: int = 0
    count_words: str = ""
    tone: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of a page. Empty fields are left out of it."""

    theme: str = "system"
    density: str = "default"
    keys: str = "on"
    company: str = ""
    demo: bool = False
    may_triage: bool = False
    may_set: bool = False
    nav: tuple[NavItem, ...] = ()
    views: tuple[NavItem, ...] = ()
    sources: str = ""
    unfinished: str = ""
    unfinished_url: str = ""
    passkeys: bool = True


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the frame as a template variable, made only if the template asks for it: fragments do not."""
    return {"shell": SimpleLazyObject(lambda: frame(request))}


def frame(request: HttpRequest) -> Shell:
    """Return the frame for the viewer of ``request``; for a stranger only the looks."""
    member = member_of(request)
    if member is None:
        return Shell()
    house = house_of(request)
    installation, well, polled = house.installation, house.well, house.polled
    board = getattr(request, "board", None) or queue.board(viewer=member.user, now=timezone.now())
    counts = board.counts
    unfinished, unfinished_url = steps.unfinished(installation if member.role in SETTERS else None)
    return Shell(
        theme=member.theme,
        density=member.density,
        keys=member.keys,
        company=installation.company if installation else "",
        may_triage=member.role in DESK,
        may_set=member.role in SETTERS,
        demo=bool(installation and installation.demo),
        nav=tuple(navigation(request.path, queue_count=counts.get("engage", 0), troubled=polled - well)),
        views=(*views(request.get_full_path(), counts), *kept_views(request, member, board)),
        passkeys=settings.MFA_PASSKEY_LOGIN_ENABLED,
        unfinished=unfinished,
        unfinished_url=unfinished_url,
        sources=_("%(well)d of %(all)d sources well") % {"well": well, "all": polled},
    )


def member_of(request: HttpRequest) -> Member | None:
    """Return the member who asks, None for a stranger or a user that is no member."""
    user = getattr(request, "user", None)
    return getattr(user, "member", None) if user is not None and user.is_authenticated else None


def navigation(path: str, *, queue_count: int, troubled: int) -> list[NavItem]:
    """Return the lines of the rail with the one that holds ``path`` marked."""
    trouble = ngettext("source needs a look", "sources need a look", troubled)
    items = [
        NavItem(label=_("Queue"), url="/", icon="inbox", count=queue_count, count_words=_("to engage")),
        NavItem(label=_("Week"), url="/weekly/", icon="chart-column"),
        NavItem(label=_("Responses"), url="/responses/", icon="timer"),
        NavItem(label=_("Team"), url="/team/", icon="users"),
        NavItem(label=_("Sources"), url="/sources/", icon="radio", count=troubled, count_words=trouble, tone="warn"),
        NavItem(label=_("Queries"), url="/queries/", icon="search"),
        NavItem(label=_("Companies"), url="/companies/", icon="building-2"),
        NavItem(label=_("Settings"), url="/settings/", icon="sliders-horizontal"),
    ]
    return [marked(item, path) for item in items]


def marked(item: NavItem, path: str) -> NavItem:
    """Return ``item`` with ``here`` set if ``path`` lies under its address."""
    here = path == "/" or path.startswith("/cases/") if item.url == "/" else path.startswith(item.url)
    return NavItem(
        label=item.label,
        url=item.url,
        icon=item.icon,
        count=item.count,
        count_words=item.count_words,
        tone=item.tone,
        here=here,
    )


def views(address: str, counts: Mapping[str, int]) -> list[NavItem]:
    """Return the shipped views of the queue; those the counts do not know stand without a number."""
    shipped = [
        (_("Mine"), "/?assignee=me", "mine"),
        (_("Due today"), "/?due=today", "due"),
        (_("Snoozed"), "/?status=snoozed", "snoozed"),
        (_("Waiting"), "/?status=waiting", "waiting"),
        (_("Done"), "/?status=done", "done"),
        (_("Replies"), "/replies/", "replies"),
        (_("Tasks"), "/tasks/", "tasks"),
    ]
    return [NavItem(label=label, url=url, count=counts.get(key, 0), here=address == url) for label, url, key in shipped]


class LanguageMiddleware:
    """Speak the viewer's chosen language; without one it stays what his browser asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``. Django's own middleware, further out, chooses anew for the next one."""
        member = member_of(request)
        if member is not None and member.language:
            translation.activate(member.language)
        return self.get_response(request)


def kept_views(request: HttpRequest, member: Member, board: queue.Board) -> list[NavItem]:
    """Return the saved views that the viewer may see, with their counts, in one query for all."""
    found = house_of(request).installation
    counts = queue.view_counts(board.views, viewer=member.user, zone=ZoneInfo(found.zone if found else "UTC"))
    address = request.get_full_path()
    return [
        NavItem(label=view.name, url=f"/?{view.query}", count=n, here=address == f"/?{view.query}")
        for view, n in zip(board.views, counts, strict=True)
    ]


class ZoneMiddleware:
    """Show times in the viewer's zone, else in the company's. Storage stays UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request`` with the zone in force, and leave none behind for the next one."""
        with timezone.override(zone_of(request)):
            return self.get_response(request)


def zone_of(request: HttpRequest) -> ZoneInfo:
    """Return the viewer's zone, the company's where he has none, UTC for a stranger."""
    member = member_of(request)
    if member is None:
        return ZoneInfo("UTC")
    installation = house_of(request).installation if not member.zone else None
    return ZoneInfo(member.zone or (installation.zone if installation else "UTC"))


def house_of(request: HttpRequest) -> metrics.House:
    """Return what pages say of the installation, read once a request; pages of other rooms find it there too."""
    house = getattr(request, "house", None)
    if not isinstance(house, metrics.House):
        house = metrics.house()
        request.house = house  # type: ignore[attr-defined]
    return house
