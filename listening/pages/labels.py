"""The Labels page: posts to judge, one at a time. What scoring thought is shown once the person has answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from listening.actions import asks
from listening.actions.refusals import Refused
from listening.pages import asking
from listening.pages.pieces import Piece, snippet
from listening.pages.trying import is_htmx
from listening.records import Span
from listening.storage.asks import Asked, spans

ANSWERS = {"yes": True, "no": False, "skip": None}
READ = 2_000  # characters of a post: more than anybody judges in seconds
TOLD = 320  # characters of a post that was judged
OPEN, SKIPPED, ANSWERED = "open", "skipped", "answered"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the next post to judge, or what this week's answers came to."""
    return render(request, "listening/labels.html", context(request))


@require_POST
def answer(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Take an answer and show the next post."""
    if request.POST.get("answer") not in ANSWERS:
        raise Http404(_("Yes, no or skip, nothing else."))
    value = ANSWERS[request.POST["answer"]]
    trouble = ""
    try:
        asks.answer(ask_id, value=value, actor=who(request), now=timezone.now())
    except Refused as refused:
        trouble = refused.message
    return onwards(request, trouble)


@require_POST
def undo(request: HttpRequest, ask_id: int) -> HttpResponse:
    """Take back what the same person answered last, and show that post again."""
    trouble = ""
    try:
        asks.take_back(ask_id, actor=who(request), now=timezone.now())
    except Refused as refused:
        trouble = refused.message
    return onwards(request, trouble)


@require_POST
def more(request: HttpRequest) -> HttpResponse:
    """Draw another twenty-five for those who want the figures sooner."""
    drawn = asks.ask_more(now=timezone.now())
    return onwards(request, "" if drawn else _("There are no more posts to judge this week."))


def onwards(request: HttpRequest, trouble: str) -> HttpResponse:
    """Answer a verb: the part that follows for a script, the page for everybody else."""
    if is_htmx(request):
        return render(request, "listening/_judging.html", context(request) | {"trouble": trouble})
    if trouble:
        messages.error(request, trouble)
    return redirect("/labels/")


def who(request: HttpRequest) -> User:
    """Return the person behind the request; the table of permissions has let nobody else in."""
    assert isinstance(request.user, User)
    return request.user


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows: the post to judge now, the one before with its words, the sum at the end."""
    listed = asks.asked_this_week(now=timezone.now())
    waiting = [each for each in listed if each.outcome == OPEN]
    done = [each for each in listed if each.outcome != OPEN]
    mine = [each for each in done if each.user_id == request.user.pk]
    last = max(mine, key=lambda each: each.decided_at, default=None)
    answered = [each for each in done if each.outcome == ANSWERED]
    differing = [] if waiting else [each for each in answered if not each.agreed]
    marked = spans([*differing, *([last] if last else [])])
    return {
        "ask": waiting[0] if waiting else None,
        "question": asking.question(waiting[0].flag, waiting[0].brand) if waiting else "",
        "means": asking.WORDS[waiting[0].flag].means if waiting else "",
        "text": waiting[0].text[:READ] if waiting else "",
        "rest": max(0, len(waiting[0].text) - READ) if waiting else 0,
        "number": len(done) + 1,
        "done": len(done),
        "all": len(listed),
        "last": told(last, marked) if last else None,
        "skipped": sum(each.outcome == SKIPPED for each in done),
        "answered": len(answered),
        "agreed": sum(each.agreed for each in answered),
        "alone": len({each.user_id for each in answered}) <= 1,
        "differing": [told(each, marked) for each in differing],
    }


def told(asked: Asked, marked: dict[int, list[Span]]) -> dict[str, Any]:
    """Return a judged post with both answers in words, and its text with what scoring went by marked."""
    pieces: Sequence[Piece] = snippet(asked.text, marked[asked.id], width=TOLD)
    return {
        "asked": asked,
        "said": asking.answer(asked.flag, asked.answer) if asked.answer is not None else "",
        "scored": asking.answer(asked.flag, asked.was),
        "sure": asking.sure(asked.was, asked.chance),
        "pieces": pieces,
    }
