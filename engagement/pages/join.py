"""Where a colleague comes in by an invitation. Its token stands in one address only, which answers everybody alike.

That address keeps the token's digest in the visitor's session and sends on to ``/join/``: nothing that is typed, no
referrer and no error page ever goes along with the token.
"""

from __future__ import annotations

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from engagement.actions import invitations
from engagement.errors import Refused
from engagement.models import Invitation, Member
from engagement.pages.forms import JoinForm

KEPT = "invitation"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_safe
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Note which invitation the visitor holds and go on. Looking does not use it up: chat programs look at links."""
    key = invitations.digest(token)
    if invitations.standing(key, now=timezone.now()) is not None:
        request.session[KEPT] = key.hex()
    else:
        request.session.pop(KEPT, None)
    return unreferred(redirect("/join/"))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask for name, address and password; then the invitation is used up and its holder signed in."""
    now, key = timezone.now(), bytes.fromhex(request.session.get(KEPT, ""))
    invitation = invitations.standing(key, now=now)
    if invitation is None:
        return gone(request)
    form = JoinForm(request.POST or None)
    stranger = not request.user.is_authenticated
    if request.method == "POST" and stranger and form.is_valid():
        try:
            member = accepted(key, form)
        except Refused:
            return gone(request)
        if member is not None:
            login(request, member.user, backend=BACKEND)
            return redirect("/")
    context = {"form": form, "role": role_of(invitation), "stranger": stranger}
    status = 422 if request.method == "POST" else 200
    return unreferred(render(request, "engagement/join.html", context, status=status))


def accepted(key: bytes, form: JoinForm) -> Member | None:
    """Return the new colleague; None puts what is wrong beside the fields."""
    try:
        return invitations.accept(key, now=timezone.now(), **form.cleaned_data)
    except ValidationError as weak:
        form.add_error("password", weak)
    except ValueError:
        form.add_error("email", _("Somebody with this address is already here. Sign in instead."))
    return None


def role_of(invitation: Invitation) -> str:
    """Return the role that the invitation gives, in words."""
    return str(Member.Role(invitation.role).label)


def gone(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing to join by: the same words whether the link is unknown, used, revoked or expired."""
    return unreferred(render(request, "engagement/join_gone.html", status=404))


def unreferred(response: HttpResponse) -> HttpResponse:
    """Let browsers tell nobody where they come from."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
