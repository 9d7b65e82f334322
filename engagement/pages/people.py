"""Colleagues: who is here with which role, who was asked to come, and the links that are copied by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from engagement.actions import invitations, people
from engagement.codes import PHRASES
from engagement.errors import Refused, Unknown
from engagement.models import Member
from engagement.pages.desk import viewer
from engagement.pages.forms import InviteForm

HERE = "/settings/people/"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show everybody and make an invitation. Its link stands on the answer to the POST and nowhere else."""
    me, now = viewer(request), timezone.now()
    form = InviteForm(request.POST or None, may_make_owners=me.role == Member.Role.OWNER)
    if request.method == "POST" and form.is_valid():
        row, plain = invitations.invite(form.cleaned_data["role"], by=me, now=now)
        return page(request, link=f"{settings.BASE_URL}/join/{plain}/", invited=row)
    return page(request, form=form, status=422 if request.method == "POST" else 200)


@require_POST
def role(request: HttpRequest, member_id: int) -> HttpResponse:
    """Give a colleague another role."""
    wanted, by = request.POST.get("role", ""), viewer(request)
    return after(
        request,
        lambda: people.change_role(member_id, wanted, by=by, now=timezone.now()),
        _("Saved. %(name)s has the new role from the next click on."),
    )


@require_POST
def leave(request: HttpRequest, member_id: int) -> HttpResponse:
    """Shut a colleague out."""
    by = viewer(request)
    return after(
        request,
        lambda: people.deactivate(member_id, by=by, now=timezone.now()),
        _("%(name)s is signed out everywhere, and their tokens are revoked."),
    )


@require_POST
def come_back(request: HttpRequest, member_id: int) -> HttpResponse:
    """Let a colleague in again."""
    by = viewer(request)
    return after(
        request,
        lambda: people.reactivate(member_id, by=by),
        _("%(name)s may sign in again. Tokens stay revoked."),
    )


@never_cache
@require_POST
def reset(request: HttpRequest, member_id: int) -> HttpResponse:
    """Make a link by which a colleague sets a new password; it stands on this answer and nowhere else."""
    try:
        path = people.reset_path(member_id, by=viewer(request))
        return page(request, link=settings.BASE_URL + path, reset_for=people.named(member_id))
    except Refused as refused:
        messages.error(request, str(PHRASES[refused.code]))
    except Unknown as missing:
        raise Http404(_("There is no such colleague.")) from missing
    return redirect(HERE)


@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Close an open invitation."""
    if not invitations.revoke(invitation_id, now=timezone.now()):
        raise Http404(_("There is no such open invitation."))
    messages.success(request, _("Revoked. The link no longer works."))
    return redirect(HERE)


def after(request: HttpRequest, verb: Callable[[], Member], done: str) -> HttpResponse:
    """Do it and go back to the page with a word of what happened."""
    try:
        member = verb()
    except Refused as refused:
        messages.error(request, str(PHRASES[refused.code]))
    except Unknown as missing:
        raise Http404(_("There is no such colleague.")) from missing
    else:
        messages.success(request, done % {"name": member.user.get_full_name() or member.user.email})
    return redirect(HERE)


def page(request: HttpRequest, *, status: int = 200, form: InviteForm | None = None, **more: Any) -> HttpResponse:
    """Return the page, with a fresh link on it if one is handed in."""
    me, now = viewer(request), timezone.now()
    owner = me.role == Member.Role.OWNER
    context = {
        "me": me,
        "owner": owner,
        "people": people.everybody(),
        "roles": Member.Role.choices,
        "invitations": invitations.open_invitations(now),
        "form": form or InviteForm(None, may_make_owners=owner),
        "now": now,
        **more,
    }
    return render(request, "engagement/people.html", context, status=status)
