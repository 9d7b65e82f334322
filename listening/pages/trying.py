"""Trying a query before it is saved: the preview, what people say of its posts, and what could make it sharper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from listening import actions, metrics, query
from listening.connectors import registry
from listening.pages import drafts
from listening.pages.drafts import Draft
from listening.pages.forms import QueryForm
from listening.query.form import Form
from listening.records import PostKey
from listening.storage.dryrun import DryRun, try_query

TO_JUDGE = 20
"""Posts that are worth a judgement: with twenty, words that tell the two kinds apart show."""

TABS = ("kept", "dropped", "changed")
VERDICTS = {"1": True, "0": False, "": None}


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Try what the editor holds; nothing is saved. With htmx answer the parts that follow, else the whole page."""
    sent = request.POST
    row = named(int(sent["query"])) if sent.get("query", "").isdigit() else None
    draft = drafts.drafted(sent.dict(), saved=row.expression if row else "")
    if sent.get("proposal"):
        draft = drafts.with_proposal(draft, sent["proposal"])
    said = {"brand": sent.get("brand"), "name": sent.get("name", "")}
    form = QueryForm(initial=said, brands=metrics.brand_choices())
    context = editor(request, row, draft, form, now=timezone.now())
    page = "listening/_query_tried.html" if is_htmx(request) else "listening/query.html"
    return render(request, page, context)


@require_POST
def judge(request: HttpRequest, query_id: int) -> HttpResponse:
    """Take what somebody says of a post: us, not us, or what he said taken back."""
    row, sent, now = named(query_id), request.POST, timezone.now()
    if sent.get("us") not in VERDICTS:
        raise Http404(_("Us or not us, nothing else."))
    key = PostKey(sent.get("network", ""), sent.get("instance", ""), sent.get("external_id", ""))
    try:
        actions.judge_post(key, brand_id=row.brand_id, us=VERDICTS[sent["us"]], user_id=request.user.pk, now=now)
    except actions.Refused as refused:
        return not_done(request, refused)
    if not is_htmx(request):
        return redirect(back(request, f"/queries/{query_id}/"))
    return verdict(request, row, key, now)


@require_POST
def apply(request: HttpRequest, query_id: int) -> HttpResponse:
    """Save a query with a proposal taken in, and offer to undo it."""
    row = named(query_id)
    changed = drafts.taken_in(row.expression, request.POST.get("kind", ""), tuple(request.POST.getlist("words")))
    if not changed:
        raise Http404(_("This is not a proposal."))
    return save_again(request, row, changed)


@require_POST
def restore(request: HttpRequest, query_id: int, version: int) -> HttpResponse:
    """Save what a query said in an earlier version as its next one."""
    row = named(query_id)
    for former in metrics.query_versions(query_id):
        if former.version == version:
            return save_again(request, row, former.expression)
    raise Http404(_("There is no such version."))


def save_again(request: HttpRequest, row: metrics.QueryRow, expression: str) -> HttpResponse:
    """Give a query a new version, say what it did, and offer to undo it."""
    try:
        edited = actions.edit_query(
            row.id,
            brand_id=row.brand_id,
            name=row.name,
            expression=expression,
            now=timezone.now(),
            user_id=request.user.pk,
        )
    except actions.Refused as refused:
        return not_done(request, refused)
    except query.QueryError as error:
        messages.error(request, query.refusal(error))
    else:
        messages.success(request, saved(edited), extra_tags=f"/queries/{row.id}/restore/{row.version}/")
    return redirect(back(request, f"/queries/{row.id}/"))


def saved(edited: actions.Edited) -> str:
    """Say what a new version did."""
    came = ngettext("%(n)d post came in", "%(n)d posts came in", edited.gained) % {"n": edited.gained}
    went = ngettext("%(n)d was let go", "%(n)d were let go", edited.lost) % {"n": edited.lost}
    return _("Saved as version %(version)d: %(came)s, %(went)s. New posts are matched by it from now on.") % {
        "version": edited.query.version,
        "came": came,
        "went": went,
    }


def editor(
    request: HttpRequest, row: metrics.QueryRow | None, draft: Draft, form: QueryForm, *, now: datetime
) -> dict[str, Any]:
    """Return what the page of a query shows: the editor, and the preview of what it holds."""
    dry = tried(draft, row, form, now)
    posts = dry.posts if dry else ()
    kept, dropped = [post for post in posts if post.kept], [post for post in posts if not post.kept]
    show = request.POST.get("show", "")
    return {
        "row": row,
        "draft": draft,
        "form": form,
        "wrong": drafts.form_mistake(draft),
        "action": f"/queries/{row.id}/" if row else "/queries/add/",
        "following": row.version + 1 if row else 1,
        "versions": metrics.query_versions(row.id) if row else [],
        "networks": ", ".join(sorted(registry.CONNECTORS)),
        "dry": dry,
        "proposals": dry.proposals if dry else (),
        "kept": kept,
        "kept_more": dry.kept - len(kept) if dry else 0,
        "dropped": dropped,
        "found": dry.kept + dry.dropped if dry else 0,
        "to_judge": to_judge(dry),
        "tabs": tabs(dry),
        "show": show if show in TABS else "kept",
        "next": f"/queries/{row.id}/" if row else "/queries/add/",
    }


def tried(draft: Draft, row: metrics.QueryRow | None, form: QueryForm, now: datetime) -> DryRun | None:
    """Return the dry run of what can be tried, None where nothing can yet."""
    brand_id = form.chosen_brand()
    if not draft.valid or brand_id is None:
        return None
    return try_query(draft.valid, brand_id=brand_id, query_id=row.id if row else None, now=now, form=writer(draft))


def writer(draft: Draft) -> Form | None:
    """Return the form that wrote what is tried, so that its parts are told as its chips stand."""
    if draft.edited != "form" or draft.form_mistake is not None or draft.expression != draft.valid:
        return None
    return drafts.form_from(draft.inputs)


def tabs(dry: DryRun | None) -> list[tuple[str, str, int]]:
    """Return value, word and number of each tab of the preview."""
    if dry is None:
        return []
    numbers = (dry.kept, dry.dropped, dry.gained + dry.lost)
    return list(zip(TABS, (_("Kept"), _("Dropped"), _("Changed")), numbers, strict=True))


def to_judge(dry: DryRun | None) -> int:
    """Return how many posts are to be judged: twenty, or all there are."""
    return max(min(TO_JUDGE, dry.kept + dry.dropped), dry.judged) if dry else 0


def verdict(request: HttpRequest, row: metrics.QueryRow, key: PostKey, now: datetime) -> HttpResponse:
    """Answer a judgement with its buttons, and with the proposals and the number that follow from it."""
    sent = request.POST.dict()
    in_editor = "expression" in sent
    stored = drafts.opened(row.expression)
    draft = drafts.drafted(sent, saved=row.expression) if in_editor else stored
    form = QueryForm(initial={"brand": row.brand_id}, brands=metrics.brand_choices())
    dry = tried(draft, row, form, now) or tried(stored, row, form, now)
    context = {
        "key": key,
        "us": VERDICTS[sent["us"]],
        "judged": dry.judged if dry else 0,
        "to_judge": to_judge(dry),
        "proposals": dry.proposals if dry else (),
        "editor": in_editor,
        "query_id": row.id,
        "next": back(request, f"/queries/{row.id}/"),
    }
    return render(request, "listening/_query_verdict.html", context)


def not_done(request: HttpRequest, refused: actions.Refused) -> HttpResponse:
    """Answer a verb that was refused: nothing was changed, and why."""
    if is_htmx(request):
        return HttpResponse(refused.message, status=400, content_type="text/plain; charset=utf-8")
    messages.error(request, _("Not saved. %(why)s") % {"why": refused.message})
    return redirect(back(request, "/queries/"))


def back(request: HttpRequest, otherwise: str) -> str:
    """Return the address of ours to go back to."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if ours and address.startswith("/") else otherwise


def is_htmx(request: HttpRequest) -> bool:
    """Return whether a script asked and wants a part of the page."""
    return request.headers.get("HX-Request") == "true"


def named(query_id: int) -> metrics.QueryRow:
    """Return one query of the list."""
    for row in metrics.query_rows(timezone.now()):
        if row.id == query_id:
            return row
    raise Http404(_("There is no such query."))
