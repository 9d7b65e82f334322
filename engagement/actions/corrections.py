"""What a person says of a case's flags and of whose brand it is about: stored as labels, felt by the case at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from engagement import intake
from engagement.actions.steps import Step, apply, locked, stale
from engagement.errors import Refused
from engagement.models import Case, Event
from engagement.records import RELEVANT, Done
from engagement.storage import plain, storing, touch_feed
from listening.actions import corrections, labels
from listening.actions.refusals import Refused as NotTaken
from listening.models import Judgement, Mention
from listening.records import FLAGS, PostKey, Say
from listening.storage.labels import said_of
from listening.storage.relevance import NOT_US

VERB = "correct"
_SAID = "said:"  # prefix of what an undo gives back to listening rather than to the case
_ENDS = ("status", "disposition", "disposition_reason", "closed_at", "snoozed_until", "returned")
"""Fields of a case that intake may set when it ends or returns; all others follow from the judgements again."""

_Pair = tuple[int, int]  # mention id, brand id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """What people had said of a post before, and whether the post was about the brand then."""

    said: bool | None
    stood: bool


def correct(
    case_id: int, *, head: str, value: bool | None, actor: User, now: datetime, version: int | None = None
) -> Done:
    """Say that a flag of ``listening.records.FLAGS`` holds, or does not, or (None) leave it to scoring again; with
    ``relevant`` for a head, that the case is about its brand.

    A flag is added to the post that the row shows, and taken from every post of the case that carries it. The case
    follows in the same transaction by the rules of intake. To say what is said already changes nothing, whatever the
    ``version``. Refused as ``unknown_flag``, ``post_unknown`` or ``brand_unknown``.
    """
    if head not in (*FLAGS, RELEVANT):
        raise Refused("unknown_flag", {"flag": head})
    with storing():
        mention_ids = intake.hold(case_id)
        case = locked(case_id, None)
        news = _news(case, mention_ids, head, value)
        if not news:
            return Done(case_id=case.pk, verb=VERB, undo=None, say=_say(case, head, value, brand=case.brand.name))
        if version is not None and version != case.version:
            raise stale(case, max(1, case.version - version))
        brand = case.brand.name
        was = {name: getattr(case, name) for name in ("lane", *_ENDS)}
        case, steps = _write(case, dict.fromkeys(news, value), head, actor=actor, now=now)
        say = _say(case, head, value, brand=brand, lane=str(was["lane"]), steps=steps)
        event = apply(case, Step(verb=VERB, say=say), actor=actor, now=now)
        if any(was[name] != getattr(case, name) for name in _ENDS):
            event.before = {name: plain(was[name]) for name in _ENDS}
        event.before |= {_SAID + head: [[*pair, before.said, before.stood] for pair, before in news.items()]}
        case.save()
        event.save()
        touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=VERB, undo=event.pk, say=say)


def put_back(event: Event, case: Case, *, actor: User, now: datetime) -> tuple[Case, dict[str, Any]]:
    """Let what people had said before a correction hold again; return the case and the fields that are left to undo.

    Runs in the transaction of the undo, which holds mentions and case.
    """
    fields = {name: value for name, value in event.before.items() if not name.startswith(_SAID)}
    for name, rows in event.before.items():
        if name.startswith(_SAID):
            said = {(mention, brand): before for mention, brand, before, _stood in rows}
            stood = {(mention, brand) for mention, brand, _before, stood in rows if stood}
            case, _steps = _write(case, said, name.removeprefix(_SAID), actor=actor, now=now, stood=stood)
    return case, fields


def _news(case: Case, mention_ids: Sequence[int], head: str, value: bool | None) -> dict[_Pair, _Before]:
    """Return the posts for which ``value`` is news, with what people had said."""
    judged = Judgement.objects.filter(mention_id__in=mention_ids, brand_id=case.brand_id, mention__deleted_at=None)
    news: dict[_Pair, _Before] = {}
    found = {each.mention_id: each for each in judged.select_related("mention")}
    told = said_of([_key(each.mention) for each in found.values()]) if head == RELEVANT else {}
    for id_, each in found.items():
        if head == RELEVANT:
            before = told.get((_key(each.mention), case.brand_id), {}).get(RELEVANT)
            meant = True
        else:
            bit = 1 << FLAGS.index(head)
            before = bool(each.on_mask & bit) if each.decided_mask & bit else None
            meant = id_ == case.lead_id or bool((each.on_mask | each.unsure_mask) & bit and value is False)
            meant |= value is None
        if meant and before != value:
            news[id_, case.brand_id] = _Before(said=before, stood=each.relevance != NOT_US)
    if case.lead_id not in found:
        raise Refused("post_unknown")
    return news


def _write(
    case: Case,
    said: Mapping[_Pair, bool | None],
    head: str,
    *,
    actor: User,
    now: datetime,
    stood: Collection[_Pair] = (),
) -> tuple[Case, list[Event]]:
    mention_ids = list(dict.fromkeys(mention for mention, _ in said))
    mentions = Mention.objects.in_bulk(mention_ids) if head == RELEVANT else {}
    try:
        for (mention, brand), value in said.items():
            if head == RELEVANT:
                back = (mention, brand) in stood
                key = _key(mentions[mention])
                labels.judge_post(key, brand_id=brand, us=value, user_id=actor.pk, now=now, stood=back)
            else:
                corrections.correct(mention, brand_id=brand, head=head, value=value, actor=actor, now=now)
    except NotTaken as error:
        raise Refused(error.code) from error
    return intake.follow(case.pk, mention_ids, now=now)


def _key(mention: Mention) -> PostKey:
    return PostKey(mention.network, mention.instance, mention.external_id)


def _say(case: Case, head: str, value: bool | None, *, brand: str, lane: str = "", steps: Sequence[Event] = ()) -> Say:
    """Return what happened: what was said, the lane if the case changed it, and what ended it or brought it back."""
    params: dict[str, Any] = {"head": head, "value": value}
    if head == RELEVANT:
        params |= {"brand": brand}
    if lane and lane != case.lane:
        params |= {"from": lane, "to": case.lane}
    then = [step.params["code"] for step in steps if step.verb != "rejudged"]
    if then:
        params |= {"then": then[-1]}
    return Say(code="corrected", params=params)
