"""Brands and rivals: topics and rivals as lists, and the accounts whose posts are answers."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from config.setup import lines, steps, storage
from config.setup.forms import WHO, AccountForm, BrandsForm
from listening import actions
from listening.connectors import registry

HERE = steps.ADDRESSES["brands"]
FIELDS = {"topics": "topic", "rivals": "competitor"}


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show who else is listened for, and make it what was sent: all of it or nothing.

    Every button sends the whole page, so that no list is lost to whoever adds or removes an account first.
    """
    sent = request.POST if request.method == "POST" else None
    adds = sent is not None and (sent.get("do") == "account" or bool(sent.get("account", "").strip()))
    account = AccountForm(sent if adds else None)
    form = BrandsForm(
        sent,
        taken=[name for kind in ("own", "partner") for name in storage.names_of(kind)],
        initial={kind: lines.written(storage.brands_of(of)) for kind, of in FIELDS.items()},
    )
    if sent is not None and form.is_valid() and (not adds or account.is_valid()):
        going_on = "remove" not in sent and sent.get("do") != "account"
        if save(form, account if adds else None, sent.get("remove", ""), going_on, request.user.pk):
            if adds:
                messages.success(request, _("Added %(account)s.") % {"account": account.cleaned_data["account"]})
            return steps.after("brands") if going_on else redirect(f"{HERE}#accounts")
    return page(request, form, account, status=200 if sent is None else 422)


def page(request: HttpRequest, form: BrandsForm, account: AccountForm, *, status: int) -> HttpResponse:
    """Return the page with what is listened for and the accounts of ours."""
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


def save(form: BrandsForm, account: AccountForm | None, removed: str, done: bool, user_id: int | None) -> bool:
    """Make everything so in one transaction; False puts what is wrong beside its field."""
    now = timezone.now()
    at: tuple[BrandsForm | AccountForm, str] = (form, "topics")
    try:
        with transaction.atomic():
            for name, wanted in (("topics", form.chosen_topics), ("rivals", form.chosen_rivals)):
                at = (form, name)
                actions.choose_brands(FIELDS[name], wanted, now=now, user_id=user_id)
            if removed.isascii() and removed.isdigit():
                actions.remove_account(int(removed), now=now)
            if account is not None:
                at = (account, "account")
                add(account)
            if done:
                actions.note_step("brands")
    except actions.Refused as refused:
        at[0].add_error(at[1], refused.message)
        return False
    return True


def add(form: AccountForm) -> None:
    """Add the account. Raises ``Refused`` for one that is listed already."""
    sent = form.cleaned_data
    actions.add_voice(
        brand_id=actions.own_brand(),
        network=sent["network"],
        typed=sent["account"],
        kind=form.kind(),
        speaks=sent["who"] != "quiet",
        now=timezone.now(),
    )
