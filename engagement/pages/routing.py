"""Routing: the ordered rules with their trial, teams, and who has time when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement import wording
from engagement.actions import members, routing
from engagement.assigning import Colleague, is_away, is_in_hours
from engagement.assigning_words import ACCOUNTS
from engagement.errors import BadField, Refused, Unknown
from engagement.models import Member, RoutingRule
from engagement.pages import words
from engagement.pages.routing_forms import RuleForm, TeamForm, TimeForm, language
from engagement.pages.verbs import actor, said
from engagement.queue import routing as stored
from listening import metrics

HERE = "/settings/routing/"


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the rules in their order, the teams, and who has time."""
    now = timezone.now()
    rules = stored.rules()
    context = {
        "rules": [(number, row, asked(row)) for number, row in enumerate(rules, start=1)],
        "on": any(row.on for row in rules),
        "teams": [(row, ", ".join(named(each) for each in row.people.all())) for row in stored.teams()],
        "people": [(member, who, when(member, who)) for member, who in stored.people()],
        "share": stored.share(now),
        "waiting": stored.waiting(),
        "now": now,
    }
    return render(request, "engagement/routing.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a rule, which is off until somebody switches it on."""
    form = rule_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            rule = routing.add_rule(form.asked(), actor=actor(request), now=timezone.now())
        except Refused as refused:
            beside(form, refused)
        else:
            messages.success(request, _("Added, and still off. Test it first, then switch it on."))
            return redirect(f"{HERE}rules/{rule.pk}/")
    return render(request, "engagement/routing_rule.html", {"form": form}, status=status(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Show a rule, save what is changed, and with ``test`` what it would have done in the last 30 days."""
    now = timezone.now()
    row = found(stored.rule, rule_id)
    form = rule_form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            routing.change_rule(rule_id, form.asked(), actor=actor(request), now=now)
        except Refused as refused:
            beside(form, refused)
        else:
            messages.success(request, _("Saved."), extra_tags=f"{HERE}rules/{rule_id}/back/")
            return redirect(f"{HERE}rules/{rule_id}/")
    number = 1 + [each.pk for each in stored.rules()].index(rule_id)
    trial = found(stored.trial, rule_id, now) if "test" in request.GET else None
    context = {"form": form, "rule": row, "number": number, "asked": asked(row), "trial": trial, "now": now}
    return render(request, "engagement/routing_rule.html", context, status=status(request))


@require_POST
def act(request: HttpRequest, rule_id: int, verb: str) -> HttpResponse:
    """Move a rule up or down, switch it, remove it, bring it back, or take its last edit back."""
    by, now = actor(request), timezone.now()
    verbs = {
        "up": lambda: routing.order_rule(rule_id, up=True),
        "down": lambda: routing.order_rule(rule_id, up=False),
        "on": lambda: routing.switch_rule(rule_id, on=True, actor=by, now=now),
        "off": lambda: routing.switch_rule(rule_id, on=False, actor=by, now=now),
        "remove": lambda: routing.remove_rule(rule_id, actor=by, now=now),
        "restore": lambda: routing.restore_rule(rule_id, actor=by, now=now),
        "back": lambda: routing.take_back(rule_id, actor=by, now=now),
    }
    if verb not in verbs:
        raise Http404
    undo = {"up": "down", "down": "up", "on": "off", "off": "on", "remove": "restore", "restore": "remove"}
    told = {
        "up": _("Moved up."),
        "down": _("Moved down."),
        "on": _("Switched on. It takes what comes from now on."),
        "off": _("Switched off. What it gave away stays where it is."),
        "remove": _("Removed. What it gave away stays where it is."),
        "restore": _("Brought back."),
        "back": _("As it was before."),
    }
    try:
        verbs[verb]()
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except Refused as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, told[verb], extra_tags=f"{HERE}rules/{rule_id}/{undo.get(verb, 'back')}/")
    return redirect(HERE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_team(request: HttpRequest) -> HttpResponse:
    """Add a team."""
    form = TeamForm(
        request.POST if request.method == "POST" else None, members=[each for each, _who in stored.people()]
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            team = routing.add_team(given["name"], given["people"], now=timezone.now())
        except Refused as refused:
            beside(form, refused)
        else:
            messages.success(request, _("Added %(name)s.") % {"name": team.name})
            return redirect(HERE)
    return render(request, "engagement/routing_team.html", {"form": form}, status=status(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """Show a team, and save its name and people."""
    row = found(stored.team, team_id)
    everybody = [each for each, _who in stored.people()]
    form = TeamForm(request.POST if request.method == "POST" else None, members=everybody, team=row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            routing.change_team(team_id, given["name"], given["people"])
        except Refused as refused:
            beside(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(HERE)
    return render(request, "engagement/routing_team.html", {"form": form, "team": row}, status=status(request))


@require_POST
def act_on_team(request: HttpRequest, team_id: int, verb: str) -> HttpResponse:
    """Remove a team that no rule names, or bring it back."""
    if verb not in ("remove", "restore"):
        raise Http404
    try:
        removing = verb == "remove"
        row = routing.remove_team(team_id, now=timezone.now()) if removing else routing.restore_team(team_id)
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except Refused as refused:
        messages.error(request, said(refused))
    else:
        words_of = _("Removed %(name)s.") if removing else _("Brought %(name)s back.")
        again = f"{HERE}teams/{team_id}/{'restore' if removing else 'remove'}/"
        messages.success(request, words_of % {"name": row.name}, extra_tags=again)
    return redirect(HERE)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, member_id: int) -> HttpResponse:
    """Show and save how many open cases somebody takes, when, and when he is back."""
    member = found(stored.member, member_id)
    form = TimeForm(request.POST if request.method == "POST" else None, member=member)
    if request.method == "POST" and form.is_valid():
        try:
            routing.save_time(member_id, **form.cleaned_data)
        except Refused as refused:
            beside(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect(HERE)
    context = {"form": form, "name": named(member)}
    return render(request, "engagement/routing_person.html", context, status=status(request))


def rule_form(request: HttpRequest, row: RoutingRule | None = None) -> RuleForm:
    """Return the form of a rule with what can be chosen."""
    return RuleForm(
        request.POST if request.method == "POST" else None,
        brands=metrics.brand_choices(),
        queries=stored.queries(),
        people=members.colleagues(),
        teams=stored.teams(),
        rule=row,
    )


def asked(row: RoutingRule) -> str:
    """Return what a rule asks, in words: ``Complaint · on Reddit · in German``."""
    parts: Iterable[str] = (
        wording.flag(row.flag) if row.flag else "",
        _("about %(name)s") % {"name": row.brand.name} if row.brand else "",
        _("query %(name)s") % {"name": row.query.name} if row.query else "",
        _("on %(network)s") % {"network": words.network(row.network)} if row.network else "",
        _("in %(language)s") % {"language": language(row.language)} if row.language else "",
        _("author works at %(company)s") % {"company": ACCOUNTS[row.account]} if row.account else "",
        _("company of %(name)s") % {"name": row.owner.get_full_name() or row.owner.email} if row.owner else "",
    )
    said_all = " · ".join(part for part in parts if part)
    return said_all[:1].upper() + said_all[1:]


def when(member: Member, who: Colleague) -> str:
    """Return when somebody works and whether he is there now, in words."""
    now = timezone.now()
    if is_away(who, now) and who.back_on:
        return _("away, back %(day)s") % {"day": date_format(who.back_on, "D j M Y")}
    return _("in hours now") if is_in_hours(who, now) else _("out of hours now")


def named(member: Member) -> str:
    """Return a colleague's name."""
    return member.user.get_full_name() or member.user.email


def found(read: Any, *args: Any) -> Any:
    """Return what was read; a page that is not there where it is not."""
    try:
        return read(*args)
    except Unknown as missing:
        raise Http404(said(missing)) from missing


def beside(form: Any, refused: Refused) -> None:
    """Put what is wrong beside its field, or above all."""
    form.add_error(refused.field if isinstance(refused, BadField) else None, said(refused))


def status(request: HttpRequest) -> int:
    """Return the status of a page that was not saved."""
    return 422 if request.method == "POST" else 200
