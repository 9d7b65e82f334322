"""Deciding on many cases: what was chosen and how many the list holds, the decision, and exactly what it did.

Every step carries the cases with the versions that the page counted: a decision never falls on more than it named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from engagement import actions, filters, queue, wording
from engagement.actions import members
from engagement.actions.many import AT_MOST, Outcome
from engagement.errors import Refused, Unknown
from engagement.labels import REASONS
from engagement.pages import words
from engagement.pages.address import PLACE, Address
from engagement.pages.desk import PAGE, viewer
from engagement.pages.snoozes import snoozes
from engagement.pages.verbs import actor, said
from engagement.pages.zones import zone
from engagement.queue.together import left_alone, matching
from engagement.storage import company_zone

_CHOSEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Show what is chosen, choose all that match, or carry out the decision on what was chosen."""
    sent, now = request.POST, timezone.now()
    address = Address.of(QueryDict(sent.get("list", "")).lists())
    chosen = chosen_in(sent)
    if sent.get("do") in DECISIONS:
        try:
            outcome = DECISIONS[sent["do"]](chosen, sent, actor(request), now)
        except (Refused, Unknown) as wrong:
            return page(request, address, chosen, now, wrong=said(wrong))
        return result(request, address, outcome)
    if sent.get("do") == "all" or not chosen:
        chosen = dict(matches(request, address, now, limit=AT_MOST if sent.get("do") == "all" else PAGE)[0])
    return page(request, address, chosen, now)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Put back what a decision on many cases did, where nobody has changed it since."""
    ids = [int(each) for each in request.POST.get("events", "").split() if each.isdigit() and len(each) < 19]
    address = Address.of(QueryDict(request.POST.get("list", "")).lists())
    try:
        outcome = actions.undo_many(ids, actor=actor(request), now=timezone.now())
    except Refused as refused:
        return page(request, address, {}, timezone.now(), wrong=said(refused))
    return result(request, address, outcome, undone=True)


def chosen_in(sent: QueryDict) -> dict[int, int]:
    """Return the chosen cases with the versions that were seen, from check boxes or from the page before."""
    texts = [*sent.getlist("case"), *sent.get("chosen", "").split()]
    return {int(found[1]): int(found[2]) for each in texts if (found := _CHOSEN.fullmatch(each))}


def matches(request: HttpRequest, address: Address, now: datetime, *, limit: int) -> tuple[list[tuple[int, int]], bool]:
    """Return the cases of the list with their versions, and whether there are more. Raises ``BadFilter``."""
    asked: dict[str, list[str]] = {}
    for name, value in address.filters:
        if name not in PLACE:
            asked.setdefault(name, []).append(value)
    return matching(filters.parse(asked, zone=company_zone()), viewer=viewer(request).user, now=now, limit=limit)


def page(
    request: HttpRequest, address: Address, chosen: Mapping[int, int], now: datetime, *, wrong: str = ""
) -> HttpResponse:
    """Show how many are chosen, how many the list holds, and what can be decided."""
    all_, more = matches(request, address, now, limit=AT_MOST)
    here_zone = zone()
    context: dict[str, Any] = {
        "n": len(chosen),
        "chosen": " ".join(f"{case_id}:{version}" for case_id, version in chosen.items()),
        "all": len(all_) if set(dict(all_)) != set(chosen) and len(all_) > len(chosen) else 0,
        "more": more,
        "list": address.query(),
        "back": address.url(),
        "wrong": wrong,
        "outcomes": [(value, wording.disposition(value)) for value in words.OUTCOMES],
        "reasons": REASONS.items(),
        "snoozes": [(at.isoformat(), word) for at, word in snoozes(now, here_zone)],
        "people": members.colleagues(),
        "tags": queue.tags(),
    }
    return render(request, "engagement/together.html", context, status=422 if wrong else 200)


def result(request: HttpRequest, address: Address, outcome: Outcome, *, undone: bool = False) -> HttpResponse:
    """Say how many were decided on, which were left alone and why, and offer the way back."""
    done, changed = outcome
    context = {
        "done": len(done),
        "changed": left_alone(changed),
        "say": done[0].say if done else None,
        "events": " ".join(str(each.undo) for each in done if each.undo),
        "undone": undone,
        "list": address.query(),
        "back": address.url(),
        "now": timezone.now(),
    }
    return render(request, "engagement/together_done.html", context)


def _done(chosen: Mapping[int, int], sent: QueryDict, by: Any, now: datetime) -> Outcome:
    disposition = sent.get("disposition", "")
    return actions.done_many([*chosen], disposition=disposition, actor=by, now=now, versions=chosen)


def _not_relevant(chosen: Mapping[int, int], sent: QueryDict, by: Any, now: datetime) -> Outcome:
    return actions.not_relevant_many([*chosen], reason=sent.get("reason", ""), actor=by, now=now, versions=chosen)


def _snooze(chosen: Mapping[int, int], sent: QueryDict, by: Any, now: datetime) -> Outcome:
    try:
        until = parse_datetime(sent.get("until", ""))
    except ValueError:
        until = None
    if until is None or until.tzinfo is None:
        until = now  # refused in words
    return actions.snooze_many([*chosen], until=until, actor=by, now=now, versions=chosen)


def _assign(chosen: Mapping[int, int], sent: QueryDict, by: Any, now: datetime) -> Outcome:
    given = sent.get("assignee", "")
    person = int(given) if given.isdigit() and len(given) < 10 else None
    return actions.assign_many([*chosen], assignee_id=person, actor=by, now=now, versions=chosen)


def _tag(chosen: Mapping[int, int], sent: QueryDict, by: Any, now: datetime) -> Outcome:
    return actions.tag_many([*chosen], name=sent.get("tag", ""), actor=by, now=now, versions=chosen)


DECISIONS: Mapping[str, Callable[[Mapping[int, int], QueryDict, Any, datetime], Outcome]] = {
    "done": _done,
    "not_relevant": _not_relevant,
    "snooze": _snooze,
    "assign": _assign,
    "tag": _tag,
}
