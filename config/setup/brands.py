"""Brands and rivals: topics and rivals as lists, and the accounts whose posts are answers."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from config.setup import lines, steps, storage
from config.setup.forms import WHO, AccountForm, BrandsForm
from listening import actions
from listening.connectors import registry

HERE = steps.ADDRESSES["brands"]
FIELDS = {"topics": "topic", "rivals": "competitor"}


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show who else is listened for, and make it what was sent: all of it or nothing."""
    sent = request.method == "POST"
    form = BrandsForm(
        request.POST if sent else None,
        taken=[name for kind in ("own", "partner") for name in storage.names_of(kind)],
        initial={kind: lines.written(storage.brands_of(of)) for kind, of in FIELDS.items()},
    )
    if sent and form.is_valid() and choose(form, request.user.pk):
        return steps.after("brands")
    return page(request, form, AccountForm(), status=422 if sent else 200)


@require_POST
def add_account(request: HttpRequest) -> HttpResponse:
    """Add an account of ours."""
    form = AccountForm(request.POST)
    if form.is_valid() and add(form):
        messages.success(request, _("Added %(account)s.") % {"account": form.cleaned_data["account"]})
        return redirect(f"{HERE}#accounts")
    initial = {kind: lines.written(storage.brands_of(of)) for kind, of in FIELDS.items()}
    return page(request, BrandsForm(initial=initial), form, status=422)


@require_POST
def remove_account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Forget that an account is ours."""
    actions.remove_account(account_id)
    return redirect(f"{HERE}#accounts")


def page(request: HttpRequest, form: BrandsForm, account: AccountForm, *, status: int) -> HttpResponse:
    """Return the page with both of its forms."""
    labels = {key: each.facts.label for key, each in registry.CONNECTORS.items()}
    words = dict(WHO)
    context = {
        "form": form,
        "account": account,
        "accounts": [
            (row, labels.get(row.network, row.network), words[row.kind if row.speaks else "quiet"])
            for row in storage.own_accounts()
        ],
        "own": storage.brands_of("own"),
    }
    return render(request, "setup/brands.html", context, status=status)


def choose(form: BrandsForm, user_id: int | None) -> bool:
    """Make the lists so; False puts what is wrong beside them."""
    now = timezone.now()
    try:
        with transaction.atomic():
            for name, wanted in (("topics", form.chosen_topics), ("rivals", form.chosen_rivals)):
                actions.choose_brands(FIELDS[name], wanted, now=now, user_id=user_id)
            actions.note_step("brands")
    except actions.Refused as refused:
        form.add_error(name, refused.message)
        return False
    return True


def add(form: AccountForm) -> bool:
    """Add the account; False puts what is wrong beside its field."""
    sent = form.cleaned_data
    try:
        actions.add_account(
            brand_id=actions.own_brand(),
            network=sent["network"],
            external_id=sent["account"] if sent["network"] == "x" else sent["account"].lower(),
            handle=sent["account"],
            kind=form.kind(),
            speaks=sent["who"] != "quiet",
            now=timezone.now(),
        )
    except actions.Refused as refused:
        form.add_error("account", refused.message)
        return False
    return True
