"""Us or not us: what the first reading has found, twenty matches to judge, and what would make the query sharper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config.setup import steps, storage
from listening import actions
from listening.pages import trying
from listening.storage import dryrun
from listening.storage.dryrun import TriedPost

HERE = steps.ADDRESSES["judge"]
ENOUGH = trying.TO_JUDGE
MOST = 200  # matches that are looked through for those that nobody judged


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show how far the reading is and the posts to judge; going on needs none of them."""
    if request.method == "POST":
        actions.note_step("judge")
        return steps.after("judge")
    now, query = timezone.now(), storage.own_query()
    if query is None:
        raise Http404(_("Your own brand has no query yet."))
    tried = dryrun.try_query(query.expression, brand_id=query.brand_id, query_id=query.id, now=now)
    wanted = trying.to_judge(tried)
    posts = batch(dryrun.to_judge(query.brand_id, query.id, now=now, most=MOST), tried.judged, wanted)
    context = {
        **reading(len(posts)),
        "query": query,
        "posts": posts,
        "judged": tried.judged,
        "to_judge": wanted,
        "proposals": tried.proposals,
        "next": HERE,
    }
    return render(request, "setup/judge.html", context)


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Say how far the reading is: a fragment of the page, asked again every two seconds until the reading ends.

    ``shown`` is how many posts the page shows. A page that shows none is loaded anew once there are some.
    """
    shown = request.GET.get("shown", "0")
    context = reading(int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 4 else 0)
    answer = render(request, "setup/_reading.html", context)
    if context["ready"]:
        answer["HX-Refresh"] = "true"
    return answer


def reading(shown: int) -> dict[str, Any]:
    """Return how far each source is read, and whether a page that shows ``shown`` posts has to be loaded anew."""
    sources = storage.readings()
    waiting = [each for each in sources if each.waits]
    heard = storage.heard()
    return {
        "sources": sources,
        "waiting": waiting,
        "further": any(each.days > 60 for each in sources),
        "heard": heard,
        "shown": shown,
        "ready": not shown and (heard >= ENOUGH or (not waiting and bool(sources))),
    }


def batch(found: Sequence[TriedPost], judged: int, wanted: int) -> list[TriedPost]:
    """Return the posts of the page, the newest first: what was judged of them, and what is still to judge.

    In the order of time a post keeps its place when it is judged. Once all are judged that were ``wanted``, more come.
    """
    said = [each for each in found if each.us is not None]
    others = [each for each in found if each.us is None]
    more = wanted - judged if judged < wanted else ENOUGH
    return sorted(said[:ENOUGH] + others[:more], key=lambda each: each.at, reverse=True)
