"""The settings of replies: the policy and who accepted it, snippets, and the switch that freezes replies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from engagement.actions import members
from engagement.actions.replies import house
from engagement.errors import BadField, Refused, Unknown
from engagement.pages.desk import viewer
from engagement.pages.verbs import actor, said
from engagement.queue import replies
from engagement.replies import snippets

HERE = "/settings/replies/"


class PolicyForm(forms.Form):
    """The next version of the policy."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = forms.CharField(label=lazy("Policy"), widget=forms.Textarea(attrs={"rows": 18}))
    banned = forms.CharField(
        label=lazy("Claims that nobody may make"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("One a line. A reply that holds one is not sent."),
    )  # fmt: skip
    regulated = forms.BooleanField(
        label=lazy("Regulated: risky words need a second person"), required=False,
        help_text=lazy("Law, security, price, liability, competitors, personal data. Otherwise they only warn."),
    )  # fmt: skip


class SnippetForm(forms.Form):
    """A snippet, new or changed."""

    snippet_id = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    key = forms.CharField(label=lazy("Key"), max_length=60, help_text=lazy("A slash and the key call it: /status"))
    title = forms.CharField(label=lazy("Title"), max_length=200)
    text = forms.CharField(
        label=lazy("Text"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Blanks that are filled: {name} {product} {company} {me} {link}"),
    )  # fmt: skip


class CrisisForm(forms.Form):
    """Why replies are frozen, and who speaks meanwhile."""

    reason = forms.CharField(label=lazy("Why"), max_length=1_000)
    spokesperson = forms.TypedChoiceField(label=lazy("Who replies meanwhile"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["spokesperson"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.id, each.name) for each in members.colleagues()]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show all three."""
    return page(request)


def page(request: HttpRequest, *, status: int = 200, **forms_sent: forms.Form) -> HttpResponse:
    """Show the page; ``forms_sent`` are those that were wrong, under their names."""
    member = viewer(request)
    now_holds = replies.policy_now(member.user)
    crises = replies.crises()
    asked = request.GET.get("snippet", "")
    known = replies.known_snippets()
    chosen = next((each for each in known if str(each.id) == asked), None)
    context = {
        "policy": now_holds,
        "versions": replies.policy_versions(),
        "accepted": replies.accepted_by(),
        "crises": crises,
        "running": crises[0] if crises and crises[0].until is None else None,
        "snippets": known,
        "policy_form": _policy_form(now_holds),
        "snippet_form": _snippet_form(chosen),
        "crisis_form": CrisisForm(auto_id="crisis_%s"),
        "may_set": member.role in ("owner", "manager"),
        "now": timezone.now(),
    }
    return render(request, "engagement/reply_house.html", context | forms_sent, status=status)


def _policy_form(row: Any) -> PolicyForm:
    held = {"version": row.version, "text": row.text, "banned": "\n".join(row.banned), "regulated": row.regulated}
    return PolicyForm(initial=held, auto_id="policy_%s")


def _snippet_form(chosen: snippets.Snippet | None) -> SnippetForm:
    held = {"snippet_id": chosen.id, "key": chosen.key, "title": chosen.title, "text": chosen.text} if chosen else {}
    return SnippetForm(initial=held, auto_id="snippet_%s")


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Accept the policy that holds."""
    version = request.POST.get("version", "")
    return _run(request, lambda: house.accept(int(version) if version.isdigit() else 0, **_by(request)), _("Accepted."))


@require_POST
def write_policy(request: HttpRequest) -> HttpResponse:
    """Write the next version."""
    form = PolicyForm(request.POST, auto_id="policy_%s")
    return _sent(
        request, "policy_form", form, house.write_policy, _("The new version holds. Everybody accepts it anew.")
    )


@require_POST
def write_snippet(request: HttpRequest) -> HttpResponse:
    """Write a snippet."""
    form = SnippetForm(request.POST, auto_id="snippet_%s")
    return _sent(request, "snippet_form", form, house.write_snippet, _("Snippet saved."))


@require_POST
def remove_snippet(request: HttpRequest, snippet_id: int) -> HttpResponse:
    """Remove a snippet."""
    return _run(request, lambda: house.remove_snippet(snippet_id), _("Snippet removed."))


@require_POST
def begin_crisis(request: HttpRequest) -> HttpResponse:
    """Freeze replies."""
    form = CrisisForm(request.POST, auto_id="crisis_%s")
    return _sent(request, "crisis_form", form, _begin, _("Replies are frozen."))


def _begin(*, spokesperson: int | None, **more: Any) -> object:
    return house.begin_crisis(spokesperson_id=spokesperson, **more)


@require_POST
def end_crisis(request: HttpRequest) -> HttpResponse:
    """Let everybody reply again."""
    return _run(request, lambda: house.end_crisis(**_by(request)), _("Everybody replies again."))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor(request), "now": timezone.now()}


def _run(request: HttpRequest, verb: Callable[[], object], told: str) -> HttpResponse:
    try:
        verb()
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except Refused as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, told)
    return redirect(HERE)


def _sent(request: HttpRequest, name: str, form: forms.Form, verb: Callable[..., object], told: str) -> HttpResponse:
    """Run a verb with what a form holds; what is wrong is put beside its field."""
    if form.is_valid():
        try:
            verb(**form.cleaned_data, **_by(request))
        except Unknown as missing:
            raise Http404(said(missing)) from missing
        except BadField as wrong:
            form.add_error(wrong.field, said(wrong))
        except Refused as refused:
            form.add_error(None, said(refused))
        else:
            messages.success(request, told)
            return redirect(HERE)
    return page(request, status=422, **{name: form})
