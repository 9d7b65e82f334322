"""The first run: guarded by the one-time token, it makes the company and its owner, and signs him in."""

from __future__ import annotations

import time
from datetime import datetime

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.permissions import SETTERS, role_of
from config.setup import steps, token
from config.setup.forms import SetupForm
from engagement.actions import members
from engagement.models import Member
from listening import actions, metrics, query


@never_cache
@sensitive_post_parameters("password", "token")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest) -> HttpResponse:
    """Show the form to whoever holds the token, and found the company from it. Afterwards lead on to the open step."""
    secret = request.POST.get("token") or request.GET.get("token", "")
    path = token.place(settings.DATA_DIR)
    installation = metrics.installation()
    if installation is not None:
        if request.method != "POST" and role_of(request.user) in SETTERS:
            return redirect(steps.ADDRESSES[steps.open_step(installation)])
        raise PermissionDenied(_("This installation is set up already. Sign in instead."))
    if not token.is_good(path, secret, now=time.time()):
        raise PermissionDenied(_("The link is used up or an hour old. `manage.py setup --link` prints a new one."))
    form = SetupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        owner = found(form, now=timezone.now())
        if owner is not None and token.spend(path, secret, now=time.time()):
            login(request, owner.user, backend="django.contrib.auth.backends.ModelBackend")
            return steps.after("company")
    status = 422 if request.method == "POST" else 200
    return render(request, "setup/setup.html", {"form": form, "token": secret}, status=status)


def found(form: SetupForm, *, now: datetime) -> Member | None:
    """Make the company and its owner, both or neither; None puts what is wrong beside the fields."""
    sent = form.cleaned_data
    try:
        with transaction.atomic():
            actions.found_installation(
                company=sent["company"],
                domain=sent["domain"],
                zone=sent["zone"],
                brand_terms=form.brand_terms(),
                now=now,
            )
            return members.create_owner(sent["email"], sent["password"], sent["name"], now)
    except actions.Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    except query.QueryError as error:
        form.add_error("company", query.refusal(error))
    except ValidationError as weak:
        form.add_error("password", weak)
    except ValueError as taken:
        form.add_error("email", str(taken))
    return None


@require_POST
def skip(request: HttpRequest, step: str) -> HttpResponse:
    """Leave a step for later and go on."""
    if step not in steps.ADDRESSES or step in ("company", "look"):
        raise Http404(_("There is no such step."))
    actions.note_step(step, skipped=True)
    return steps.after(step)


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """End the first ten minutes and open the desk."""
    actions.finish_setup(now=timezone.now())
    return redirect("/")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say how to go from the practice company to one's own: another database, opened by another command."""
    return render(request, "setup/start.html", {"base_url": settings.BASE_URL})
