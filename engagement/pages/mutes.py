"""Mutes and exclusions: what each would have hidden, the word that makes it so, and the list where mutes end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagement import queue
from engagement.actions import mutes as actions
from engagement.errors import Refused, Unknown
from engagement.pages.verbs import actor, back, said
from engagement.queue.mutes import NEWEST, Asked, matched_queries, taken_up
from listening import query
from listening.query.proposals import Proposal, applied
from listening.storage.dryrun import try_query

HERE = "/settings/mutes/"
WORD_LIMIT = 100  # characters of a term


@require_safe
def preview(request: HttpRequest, case_id: int, subject: str) -> HttpResponse:
    """Show what a mute would have kept quiet, and the button that mutes."""
    try:
        found = queue.preview_mute(case_id, subject, timezone.now())
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect(f"/cases/{case_id}/")
    return render(request, "engagement/mute.html", {"found": found, "case_id": case_id, "shown": NEWEST})


@require_safe
def exclude(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show what a query would have dropped without a term, and the button that gives it a new version."""
    try:
        asked = matched_queries(case_id)
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    word = " ".join(request.GET.get("word", "").replace('"', " ").split())[:WORD_LIMIT]
    chosen = next((each for each in asked if str(each.id) == request.GET.get("query")), asked[0] if asked else None)
    context: dict[str, Any] = {"case_id": case_id, "queries": asked, "chosen": chosen, "word": word}
    if chosen is not None and word:
        context |= dropped(chosen, f'"{word}"' if " " in word else word, timezone.now())
    return render(request, "engagement/exclude.html", context, status=422 if context.get("wrong") else 200)


def dropped(chosen: Asked, term: str, now: datetime) -> dict[str, Any]:
    """Return what the query loses by the term: posts that it matches now, how many were looked at, the newest."""
    try:
        without = applied(chosen.expression, Proposal(kind="exclude", words=(term,), drops=0, of=0, keeps=0, us=0))
        before = try_query(chosen.expression, brand_id=chosen.brand_id, query_id=chosen.id, now=now)
        dry = try_query(without, brand_id=chosen.brand_id, query_id=chosen.id, now=now)
    except query.QueryError as error:
        return {"wrong": query.refusal(error)}
    gone = [each for each in dry.posts if not each.kept and (each.change == "lost" or each.dropped_by == term)]
    lost = [each.mention_id for each in gone if each.mention_id is not None]
    engaged, newest = taken_up(lost[:NEWEST])
    return {
        "term": term,
        "without": without,
        "days": dry.days,
        "kept": before.kept,
        "lost": before.kept - dry.kept,
        "capped": dry.capped,
        "engaged": engaged,
        "newest": newest,
    }


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show what is muted, what was, and how much each has kept quiet."""
    standing, over = queue.mutes(timezone.now())
    return render(request, "engagement/mutes.html", {"standing": standing, "over": over})


@require_POST
def end(request: HttpRequest, mute_id: int) -> HttpResponse:
    """End a mute; the message that says so takes it back."""
    try:
        row = actions.end(mute_id, actor=actor(request), now=timezone.now())
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    words = _("%(name)s is no longer muted. What it kept quiet stays readable.") % {"name": row.name}
    messages.success(request, words, extra_tags=f"{HERE}{row.pk}/restore/")
    return redirect(back(request, HERE))


@require_POST
def restore(request: HttpRequest, mute_id: int) -> HttpResponse:
    """Let a mute that was ended hold again."""
    try:
        row = actions.restore(mute_id)
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except Refused as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, _("%(name)s is muted again.") % {"name": row.name})
    return redirect(back(request, HERE))
