"""What a person says of the replies of a case: which answers, who is a colleague, and that he has replied himself.

Listening keeps the word and decides the thread again; the case follows in the same transaction by the rules of intake,
and the step stands in its history with what undo needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from engagement import intake
from engagement.actions.steps import Step, apply, locked, stale
from engagement.errors import Refused
from engagement.models import Case, Event
from engagement.records import Done
from engagement.storage import plain, storing, touch_feed
from listening import actions as listening
from listening.models import Mention, Question
from listening.records import Say
from listening.storage import answering, context

REPLY, COLLEAGUE, REPLIED = "reply", "colleague", "replied"
VERBS = (REPLY, COLLEAGUE, REPLIED)
_SAID, _LISTED, _TOLD = "reply:", "account:", "replied:"
"""Prefixes of what an undo gives back to listening rather than to the case."""

_ENDS = ("status", "disposition", "disposition_reason", "closed_at", "snoozed_until", "returned")
"""Fields of a case that intake may set when it ends or returns."""


def say_of_reply(
    case_id: int, *, reply_id: int, value: bool | None, actor: User, now: datetime, version: int | None = None
) -> Done:
    """Say that a reply answers the question of the case, that it does not, or (None) take back what was said.

    To say what is said already changes nothing, whatever the ``version``. Refused as ``reply_unknown`` or
    ``question_unknown``; raises ``Unknown`` and ``Stale``.
    """
    with storing():
        mention_ids = intake.hold(case_id)
        case = locked(case_id, None)
        question, reply = _of_reply(case, mention_ids, reply_id)
        said = _said(question.pk, reply_id, value, actor, now)
        params = {"author": _name(reply), "value": value, "was": said.was, "state": said.state}
        if not said.changed:
            return Done(case_id=case.pk, verb=REPLY, undo=None, say=Say(code="reply_said", params=params))
        if version is not None and version != case.version:
            raise stale(case, max(1, case.version - version))
        kept = {f"{_SAID}{reply_id}": {"question": [question.mention_id, question.brand_id], "said": said.before}}
        say = Say(code="reply_said", params=params, citations=(reply_id,))
        return _follow(case, mention_ids, Step(verb=REPLY, say=say), kept, actor=actor, now=now)


def this_is_a_colleague(case_id: int, *, reply_id: int, actor: User, now: datetime, version: int | None = None) -> Done:
    """Say that the author of a reply speaks for us. Says how many stored questions stand otherwise by it.

    The listing, this case and its step are one transaction; the other threads follow in batches after it, and what a
    kill leaves is done by the next look at threads. Refused as ``reply_unknown``, ``account_unknown`` or
    ``account_exists``; raises ``Unknown`` and ``Stale``.
    """
    with storing():
        mention_ids = intake.hold(case_id)
        case = locked(case_id, version)
        question, reply = _of_reply(case, mention_ids, reply_id)
        brand_id = case.brand_id if case.brand.kind == "own" else None
        try:
            account = listening.name_colleague(reply_id, actor=actor, now=now, brand_id=brand_id)
        except listening.Refused as error:
            raise Refused(error.code) from error
        changed = _decide(question, now)
        say = Say(code="colleague_named", params={"author": _name(reply), "n": changed}, citations=(reply_id,))
        kept = {f"{_LISTED}{account.pk}": account.pk}
        done = _follow(case, mention_ids, Step(verb=COLLEAGUE, say=say), kept, actor=actor, now=now)
    return _counted(done, changed + answering.catch_up(now))


def replied_on_network(case_id: int, *, actor: User, now: datetime, version: int | None = None) -> Done:
    """Note that a colleague has replied where no tool can: the thread is read in 1, 3 and 10 minutes.

    Refused as ``question_unknown`` where the case asks nothing; raises ``Unknown`` and ``Stale``.
    """
    with storing():
        mention_ids = intake.hold(case_id)
        case = locked(case_id, version)
        question = next(iter(_questions(case, mention_ids)), None)
        if question is None:
            raise Refused("question_unknown")
        times = listening.replied_on_network(question.pk, now=now)
        say = Say(code="replied_there" if times else "replied_unseen", params={"network": case.network})
        event = apply(case, Step(verb=REPLIED, say=say), actor=actor, now=now)
        event.before = {f"{_TOLD}{question.pk}": question.pk} if times else {}
        case.save()
        event.save()
        touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=REPLIED, undo=event.pk if times else None, say=say)


def put_back(event: Event, case: Case, *, actor: User, now: datetime) -> tuple[Case, dict[str, Any]]:
    """Let what was said before hold again; return the case and the fields that are left to undo.

    Runs in the transaction of the undo, which holds mentions and case. Other threads of a colleague who is none after
    all are decided with the next look at threads. Refused as ``account_unknown`` if he was taken off the list since.
    """
    fields: dict[str, Any] = {}
    for name, held in event.before.items():
        if name.startswith(_SAID):
            mention_id, brand_id = held["question"]
            question = Question.objects.filter(mention_id=mention_id, brand_id=brand_id).first()
            if question is None:
                raise Refused("question_unknown")
            _said(question.pk, int(name.removeprefix(_SAID)), held["said"], actor, now)
        elif name.startswith(_LISTED):
            try:
                listening.unname_colleague(held, actor=actor, now=now)
            except listening.Refused as error:
                raise Refused(error.code) from error
        elif name.startswith(_TOLD):
            listening.not_replied(held)
        else:
            fields[name] = held
    mention_ids = intake.hold(case.pk)
    for question in _questions(case, mention_ids):
        _decide(question, now)
    case, _steps = intake.follow(case.pk, mention_ids, now=now)
    return case, fields


def _follow(
    case: Case, mention_ids: Sequence[int], step: Step, kept: dict[str, Any], *, actor: User, now: datetime
) -> Done:
    """Let the case follow what listening has decided, and write the one step that says and undoes it all."""
    was = {name: getattr(case, name) for name in _ENDS}
    case, _steps = intake.follow(case.pk, mention_ids, now=now)
    event = apply(case, step, actor=actor, now=now)
    if any(was[name] != getattr(case, name) for name in _ENDS):
        event.before = {name: plain(was[name]) for name in _ENDS}
    event.before |= kept
    case.save()
    event.save()
    touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=step.verb, undo=event.pk, say=step.say)


def _counted(done: Done, changed: int) -> Done:
    """Say in the step how many questions changed, now that all are decided."""
    params = {**done.say.params, "n": changed}
    if done.say.params != params and done.undo is not None:
        event = Event.objects.get(pk=done.undo)
        event.params["params"] = plain(params)
        event.save(update_fields=["params"])
    return Done(case_id=done.case_id, verb=done.verb, undo=done.undo, say=Say(code=done.say.code, params=params))


def _said(question_id: int, reply_id: int, value: bool | None, actor: User, now: datetime) -> listening.Said:
    try:
        return listening.say_of_reply(question_id, reply_id, value=value, actor=actor, now=now)
    except listening.Refused as error:
        raise Refused(error.code) from error


def _decide(question: Question, now: datetime) -> int:
    if question.thread_id is None:
        return 0
    return answering.decide_questions([question.thread_id], context=context.load(), now=now, only=[question.pk])


def _questions(case: Case, mention_ids: Sequence[int]) -> list[Question]:
    """Return the questions of the case about its brand, that of the post which the row shows first."""
    found = Question.objects.filter(mention_id__in=mention_ids, brand_id=case.brand_id).order_by("asked_at", "id")
    return sorted(found, key=lambda each: each.mention_id != case.lead_id)


def _of_reply(case: Case, mention_ids: Sequence[int], reply_id: int) -> tuple[Question, Mention]:
    questions = _questions(case, mention_ids)
    if not questions:
        raise Refused("question_unknown")
    reply = Mention.objects.filter(pk=reply_id, deleted_at=None).first()
    question = next(
        (each for each in questions if reply and reply.thread_id and each.thread_id == reply.thread_id), None
    )
    if reply is None or question is None or (reply_id in mention_ids and reply_id == question.mention_id):
        raise Refused("reply_unknown")
    return question, reply


def _name(reply: Mention) -> str:
    return reply.author_handle or reply.author_name
