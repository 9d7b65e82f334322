"""The composer of a case: draft, checks, the choice how to reply, what became of it. Plain forms; scripts only help.

Every form sends the text it shows, so that nothing typed is lost: what is typed is kept first, and acted upon after.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement import queue, wording
from engagement.actions import presence
from engagement.actions.replies import clicks, drafts, house
from engagement.errors import Refused, Unknown
from engagement.outbox_words import CHECKS, REFUSALS, RISKS, RULES, SECOND, STATES
from engagement.pages import desk, verbs, words
from engagement.pages.address import Address
from engagement.pages.forms import first_error
from engagement.pages.zones import zone
from engagement.queue import replies
from engagement.replies import limits, outbox, policy, snippets
from engagement.replies.records import Composer, DraftChanged, Overtaken
from listening.money import dollars

KNOWN_AT_MOST = 200


class ReplyForm(forms.Form):
    """What the composer's forms send. ``known`` are posts that its person was shown and replies to all the same."""

    text = forms.CharField(required=False, strip=False)
    version = forms.IntegerField(min_value=0)
    way = forms.CharField(required=False, max_length=20)
    opened = forms.DateTimeField(required=False)
    acknowledged = forms.BooleanField(required=False)
    ruled = forms.BooleanField(required=False)
    snippet = forms.IntegerField(required=False, min_value=1)
    url = forms.CharField(required=False, max_length=3_000)
    writes = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the composer. What is posted to this address is a word on a reply of others: the verb of that name."""
    if request.method == "POST":
        return verbs.act(request, case_id, "reply")
    return composer(request, case_id)


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show every reply that still needs somebody."""
    rows = [(row, STATES[row.state], _reason(row)) for row in replies.outbox_rows()]
    writes = desk.viewer(request).role in (*policy.APPROVERS, *policy.BY_OTHERS)
    context = {"rows": rows, "now": timezone.now(), "tail": "reply/" if writes else ""}
    return render(request, "engagement/replies.html", context)


@require_POST
def step(request: HttpRequest, case_id: int, verb: str) -> HttpResponse:
    """Run one step of the composer."""
    if verb not in STEPS:
        raise Http404
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return refused(request, case_id, first_error(form))
    try:
        return STEPS[verb](request, case_id, form.cleaned_data)
    except Unknown as missing:
        raise Http404(verbs.said(missing)) from missing
    except DraftChanged as changed:
        return conflict(request, case_id, changed, form.cleaned_data)
    except Overtaken as overtaken:
        return stopped(request, case_id, overtaken, form.cleaned_data)
    except Refused as error:
        return refused(request, case_id, verbs.said(error))


def composer(request: HttpRequest, case_id: int, *, status: int = 200, typed: str | None = None) -> HttpResponse:
    """Show the composer as it stands now. ``typed`` is what was sent and could not be kept."""
    member, now = desk.viewer(request), timezone.now()
    try:
        detail = queue.detail(case_id, viewer=member.user, now=now)
        holding = presence.writing(case_id, actor=member.user, now=now)
        made = replies.composer(case_id, viewer=member.user, now=now)
    except Unknown as missing:
        raise Http404(_("There is no such case.")) from missing
    context = desk.common(member, Address(()), now) | desk.beside(detail, member, now)
    context |= about(made, member.role, detail.row.network) | {
        "api_price": dollars(detail.reply.price_micros),
        "link_price": dollars(detail.reply.link_price_micros),
    }
    context |= {
        "c": made,
        "holding": None if holding.mine else holding,
        "typed": typed if typed is not None else made.reply.text if made.reply else "",
        "note_mode": request.GET.get("mode") == "note",
        "here": address(case_id),
        "step": f"{address(case_id)}step/",
        "opened": now.isoformat(),
        "others": [post for post in detail.thread if not post.is_lead],
        "row": detail.row,
    }
    return render(request, "engagement/composer.html", context, status=status)


def about(made: Composer, role: str, network: str) -> dict[str, Any]:
    """Return what the checklist and the buttons say in words."""
    reply = made.reply
    checks = [(each, *CHECKS[each.code]) for each in made.checks]
    kinds = dict.fromkeys(each.kind for each in made.risks)
    state = reply.state if reply else outbox.DRAFT
    return {
        "checks": checks,
        "passed": sum(each.result == "pass" for each in made.checks),
        "risks": [(RISKS[kind], [each.word for each in made.risks if each.kind == kind]) for kind in kinds],
        "second_words": SECOND.get(made.second, ""),
        "rule_words": RULES.get(made.rule, ""),
        "state": state,
        "state_word": STATES[state],
        "writable": state in outbox.WRITABLE,
        "may_send": role in policy.APPROVERS,
        "reason_words": _reason(reply),
        "network_name": words.network(network),
        "price": dollars(made.price_micros) if made.price_micros is not None else "",
        "spent": dollars(made.spent_micros),
        "cap": dollars(made.cap_micros) if made.cap_micros is not None else "",
        "typed_limit": limits.LONGEST,
    }


def _reason(reply: Any) -> str:
    if reply is None or reply.reason is None:
        return ""
    return wording.words(reply.reason, now=timezone.now(), zone=zone())


def address(case_id: int) -> str:
    """Return the address of a case's composer."""
    return f"/cases/{case_id}/reply/"


Sent = dict[str, Any]


def save(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Keep what was typed; a script is answered with the checklist alone."""
    reply = _kept(request, case_id, sent)
    if request.headers.get("X-Autosave") != "1":
        messages.success(request, _("Draft saved."))
        return redirect(address(case_id))
    member, now = desk.viewer(request), timezone.now()
    presence.writing(case_id, actor=member.user, now=now)
    made = replies.composer(case_id, viewer=member.user, now=now)
    context = {"c": made, "now": now, **about(made, member.role, replies.answered(case_id).case.network)}
    answer = render(request, "engagement/_reply_checks.html", context)
    answer["X-Version"] = str(reply)
    return answer


def _kept(request: HttpRequest, case_id: int, sent: Sent) -> int:
    """Keep the text of a form that has one, and return the version that stands now."""
    if not sent["writes"]:
        return int(sent["version"])
    reply = drafts.save(
        case_id,
        text=sent["text"],
        acknowledged=sent["acknowledged"] if sent["ruled"] else None,
        version=sent["version"],
        actor=verbs.actor(request),
        now=timezone.now(),
    )
    return reply.version if reply else 0


def send(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Let the reply out, or ask for approval where a second person has to look first."""
    now = timezone.now()
    version = _kept(request, case_id, sent)
    if not version:
        raise Refused("reply_empty")
    click = clicks.Click(
        case_id=case_id,
        version=version,
        way=sent["way"],
        opened=min(sent["opened"] or now, now),
        known=frozenset(request.POST.getlist("known")[:KNOWN_AT_MOST]),
    )
    done = clicks.send(click, actor=verbs.actor(request), now=now)
    presence.stop(case_id, actor=verbs.actor(request))
    return _done(request, case_id, done)


def insert(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Put a snippet at the end of the draft, with its blanks filled. Scripts do it at the cursor."""
    found = next((each for each in replies.known_snippets() if each.id == sent["snippet"]), None)
    if found is None:
        raise Refused("unknown_snippet")
    values = replies.values_of(replies.answered(case_id), verbs.actor(request))
    added = snippets.fill(found.text, values).text
    text = f"{sent['text'].rstrip()} {added}".strip()
    _kept(request, case_id, sent | {"text": text, "writes": True})
    return redirect(address(case_id))


def discard(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Throw the draft away."""
    if not sent["version"]:
        return redirect(address(case_id))
    done = drafts.discard(case_id, **_seen(request, sent))
    presence.stop(case_id, actor=verbs.actor(request))
    return _done(request, case_id, done)


def take_back(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Write at it again."""
    return _done(request, case_id, drafts.take_back(case_id, **_seen(request, sent)))


def replied(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Say that one has posted it by hand."""
    return _done(request, case_id, clicks.replied_by_hand(case_id, **_seen(request, sent)))


def there(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Say that it stands in the thread, with its address."""
    return _done(request, case_id, clicks.it_is_there(case_id, url=sent["url"], **_seen(request, sent)))


def not_there(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Say that it does not stand in the thread."""
    return _done(request, case_id, clicks.it_is_not_there(case_id, **_seen(request, sent)))


def note(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Keep a text that was not sent as a note of the team."""
    done = drafts.keep_as_note(case_id, text=sent["text"], actor=verbs.actor(request), now=timezone.now())
    return _done(request, case_id, done)


def accept(request: HttpRequest, case_id: int, sent: Sent) -> HttpResponse:
    """Accept the policy that holds, and keep what was typed."""
    _kept(request, case_id, sent)
    house.accept(int(request.POST.get("policy") or 0), actor=verbs.actor(request), now=timezone.now())
    messages.success(request, _("Accepted. You may reply now."))
    return redirect(address(case_id))


STEPS: dict[str, Callable[[HttpRequest, int, Sent], HttpResponse]] = {
    "save": save,
    "send": send,
    "insert": insert,
    "discard": discard,
    "take-back": take_back,
    "replied": replied,
    "there": there,
    "not-there": not_there,
    "note": note,
    "accept": accept,
}


def _seen(request: HttpRequest, sent: Sent) -> dict[str, Any]:
    return {"version": sent["version"], "actor": verbs.actor(request), "now": timezone.now()}


def _done(request: HttpRequest, case_id: int, done: Any) -> HttpResponse:
    messages.success(request, wording.words(done.say, now=timezone.now(), zone=zone()))
    return redirect(address(case_id))


def refused(request: HttpRequest, case_id: int, why: str) -> HttpResponse:
    """Show the composer again with what was wrong; what was typed is kept already, or was refused as a whole."""
    if request.headers.get("X-Autosave") == "1":
        return HttpResponse(why, status=422, content_type="text/plain; charset=utf-8")
    messages.error(request, why)
    return composer(request, case_id, status=422, typed=request.POST.get("text") if "writes" in request.POST else None)


def conflict(request: HttpRequest, case_id: int, changed: DraftChanged, sent: Sent) -> HttpResponse:
    """Answer 409: how the reply stands now, what was not kept, and the ways on."""
    context = {
        "theirs": changed.theirs,
        "state_word": STATES[changed.theirs.state],
        "mine": changed.mine or sent["text"],
        "writable": changed.theirs.state in outbox.WRITABLE,
        "step": f"{address(case_id)}step/",
        "composer": address(case_id),
        "opened": _opened(sent),
        "now": timezone.now(),
    }
    part = request.headers.get("X-Autosave") == "1"
    template = "engagement/_reply_changed.html" if part else "engagement/reply_changed.html"
    return render(request, template, context, status=409)


def stopped(request: HttpRequest, case_id: int, overtaken: Overtaken, sent: Sent) -> HttpResponse:
    """Answer 409: what came in the thread meanwhile, the own text, and the ways on."""
    known = [*request.POST.getlist("known")[:KNOWN_AT_MOST], *(post.external_id for post in overtaken.posts)]
    current = replies.live(case_id)
    context = {
        "posts": overtaken.posts,
        "unread": overtaken.unread,
        "unread_words": REFUSALS.get(overtaken.unread, overtaken.unread),
        "mine": overtaken.text,
        "known": [*known, *(["unread"] if overtaken.unread else [])],
        "version": current.version if current else 0,
        "way": sent["way"],
        "step": f"{address(case_id)}step/",
        "composer": address(case_id),
        "opened": _opened(sent),
        "now": timezone.now(),
    }
    return render(request, "engagement/reply_overtaken.html", context, status=409)


def _opened(sent: Sent) -> str:
    opened: datetime | None = sent["opened"]
    return (opened or timezone.now()).isoformat()
