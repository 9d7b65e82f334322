"""Saved views: kept from the list, renamed, shared and removed on their page, and read by programs as a feed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement import filters, queue, wording
from engagement.actions import views
from engagement.errors import Refused, Unknown
from engagement.models import SavedView
from engagement.pages import words
from engagement.pages.verbs import actor, back, said
from engagement.pages.zones import zone
from engagement.records import Row
from engagement.storage import company_zone

HERE = "/views/"
FEED_ROWS = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """List the reader's own views, and keep the list whose query string is sent under a name."""
    if request.method == "POST":
        return save(request)
    return listed(request)


def listed(request: HttpRequest, *, key: str = "", key_of: int = 0) -> HttpResponse:
    """Show the page; the key of a new link stands on this one answer and nowhere else."""
    base = settings.BASE_URL
    links = [f"{base}/feeds/{key}/{form}/" for form in FORMS] if key else []
    context = {
        "views": views.own_views(actor(request)),
        "channels": views.channels(),
        "links": links,
        "key_of": key_of,
    }
    return render(request, "engagement/views.html", context)


def save(request: HttpRequest) -> HttpResponse:
    """Keep a list; the message that says so takes it back."""
    query = parsed(request.POST.get("query", "")).query()
    name, shared = request.POST.get("name", ""), "shared" in request.POST
    try:
        view = views.save_view(name=name, shared=shared, query=query, owner=actor(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect(back(request, HERE))
    gone = f"{HERE}{view.pk}/remove/"
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name}, extra_tags=gone)
    return redirect(f"/?{view.query}")


@require_POST
def act(request: HttpRequest, view_id: int, verb: str) -> HttpResponse:
    """Run one verb on a view of the reader's own."""
    if verb not in VERBS:
        raise Http404
    try:
        return VERBS[verb](request, view_id)
    except Unknown as missing:
        raise Http404(_("There is no such view.")) from missing
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect(HERE)


def change(request: HttpRequest, view_id: int) -> HttpResponse:
    """Rename, share or take back, and choose who is told."""
    name, shared, to = request.POST.get("name", ""), "shared" in request.POST, request.POST.get("receiver", "")
    receiver = int(to) if to.isascii() and to.isdigit() and len(to) < 10 else None
    who, now = actor(request), timezone.now()
    view = views.change_view(view_id, name=name, shared=shared, receiver_id=receiver, actor=who, now=now)
    messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
    return redirect(HERE)


def remove(request: HttpRequest, view_id: int) -> HttpResponse:
    """Remove; the message that says so takes it back."""
    view = views.remove_view(view_id, actor=actor(request), now=timezone.now())
    again = f"{HERE}{view.pk}/restore/"
    messages.success(request, _("“%(name)s” is removed.") % {"name": view.name}, extra_tags=again)
    return redirect(HERE)


def restore(request: HttpRequest, view_id: int) -> HttpResponse:
    """Let a removed view return."""
    view = views.restore_view(view_id, actor=actor(request))
    messages.success(request, _("“%(name)s” is back.") % {"name": view.name})
    return redirect(HERE)


def link(request: HttpRequest, view_id: int) -> HttpResponse:
    """Make a secret link; it is shown once."""
    key = views.open_feed(view_id, actor=actor(request), now=timezone.now())
    return listed(request, key=key, key_of=view_id)


def unlink(request: HttpRequest, view_id: int) -> HttpResponse:
    """End the secret link."""
    views.close_feed(view_id, actor=actor(request))
    messages.success(request, _("The link is ended. Whoever used it is refused from now on."))
    return redirect(HERE)


VERBS: dict[str, Callable[[HttpRequest, int], HttpResponse]] = {
    "change": change,
    "remove": remove,
    "restore": restore,
    "link": link,
    "unlink": unlink,
}


@never_cache
@require_safe
def feed(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Answer the first 50 cases of a view as its owner sees them, as Atom or as a JSON feed."""
    view, now = views.view_of_feed(key), timezone.now()
    if view is None or form not in FORMS:
        raise Http404
    rows = queue.listing(parsed(view.query), viewer=view.owner, now=now, limit=FEED_ROWS, newest=0).rows
    answer = FORMS[form](view, rows, now)
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def atom(view: SavedView, rows: tuple[Row, ...], now: datetime) -> HttpResponse:
    """Return the rows as an Atom feed."""
    made = Atom1Feed(title=view.name, link=f"{settings.BASE_URL}/?{view.query}", description="")
    for row in rows:
        url = f"{settings.BASE_URL}/cases/{row.id}/"
        made.add_item(
            title=title(row),
            link=url,
            unique_id=url,
            description=plain(row, now),
            pubdate=row.published_at,
            updateddate=row.published_at,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def json(view: SavedView, rows: tuple[Row, ...], now: datetime) -> HttpResponse:
    """Return the rows as a JSON feed, version 1.1."""
    items = [
        {
            "id": f"{settings.BASE_URL}/cases/{row.id}/",
            "url": f"{settings.BASE_URL}/cases/{row.id}/",
            "title": title(row),
            "content_text": plain(row, now),
            "date_published": row.published_at.isoformat(),
            "tags": list(row.flags),
        }
        for row in rows
    ]
    found = {"version": "https://jsonfeed.org/version/1.1", "title": view.name, "items": items}
    return JsonResponse(found | {"home_page_url": f"{settings.BASE_URL}/?{view.query}"})


FORMS: dict[str, Callable[[SavedView, tuple[Row, ...], datetime], HttpResponse]] = {"atom": atom, "json": json}


def title(row: Row) -> str:
    """Return who wrote, and where."""
    return clean(_("%(author)s on %(network)s") % {"author": row.author, "network": words.network(row.network)})


def plain(row: Row, now: datetime) -> str:
    """Return the state of a case and the words around what matched."""
    state = ", ".join(wording.words(say, now=now, zone=zone()) for say in row.sentence)
    return clean(f"{state}: {''.join(piece.text for piece in row.snippet)}")


def clean(text: str) -> str:
    """Return a text without the control characters that XML cannot carry."""
    return "".join(each for each in text if each >= " " or each in "\t\n")


def parsed(query: str) -> filters.QueueFilters:
    """Return the filters of a query string. Raises ``BadFilter``."""
    return filters.parse(parse_qs(query), zone=company_zone())
