"""Tokens of REST clients: made here, shown once, revoked here."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from engagement.actions import tokens
from engagement.pages.desk import viewer
from engagement.pages.forms import TokenForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """List the viewer's tokens and make a new one. Its plain text stands on the answer to the POST and nowhere else."""
    member, now, plain = viewer(request), timezone.now(), ""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        life = timedelta(days=sent["days"])
        _row, plain = tokens.create_token(member, name=sent["name"], scopes=sent["scopes"], now=now, life=life)
        form = TokenForm()
    context = {
        "form": form,
        "plain": plain,
        "base_url": request.build_absolute_uri("/").rstrip("/"),
        "tokens": tokens.tokens_of(member),
        "now": now,
    }
    status = 422 if request.method == "POST" and not plain else 200
    return render(request, "engagement/tokens.html", context, status=status)


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke one of the viewer's tokens."""
    if not tokens.revoke_token(token_id, member=viewer(request), now=timezone.now()):
        raise Http404(_("There is no such token."))
    messages.success(request, _("Revoked. Whoever used it is refused from now on."))
    return redirect("/settings/tokens/")
