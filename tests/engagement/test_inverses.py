"""Every change of state has a way back that leaves nothing behind; the key z takes the last steps back, one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from engagement import actions
from engagement.actions.undoing import _KEEPERS
from engagement.errors import Refused
from engagement.intake import take_in
from engagement.models import Case, Clock, Company, DoNotEngage, Event, Mute
from engagement.pages.verbs import VERBS
from tests.factories import NOW, make_change, make_installation, make_mention, make_thread, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
SOON = NOW + timedelta(days=1)
WORDS_ONLY = {"note"}
"""Verbs that change no state: what was said among colleagues stays said."""

SENT: dict[str, dict[str, Any]] = {
    "claim": {},
    "mute": {"subject": "author"},
    "assign": {"assignee_id": None},
    "snooze": {"until": SOON},
    "done": {"disposition": "answered"},
    "not_relevant": {"reason": "other"},
    "reopen": {},
    "wait": {},
    "move": {"lane": "manage"},
    "engage": {},
    "correct": {"head": "praise", "value": True},
    "company": {"company": "Acme"},
    "watch": {"watched": "journalist"},
    "contact": {"name": "Mira Holt"},
    "tag": {"name": "pricing"},
    "untag": {"name": "deal"},
    "task": {"title": "Ask finance", "due_on": None, "assignee_id": None},
    "do_not_engage": {"subject": "account", "reason": "Lawyers", "until": None},
}
ELSEWHERE = {"may_engage_again", "reply", "colleague", "replied", "same_person", "not_same_person"}
ELSEWHERE |= {"task_done", "task_remove"}
"""Verbs that need an entry, a thread, another account or a task: ``test_do_not_engage``, ``test_answers_said``,
``test_contacts`` and ``test_case_tasks`` take them back."""


@pytest.fixture
def alice() -> User:
    make_installation()
    return make_user("owner")


def opened(**more: Any) -> Case:
    mention = make_mention(flags=["complaint"], published_at=NOW, seen_at=NOW, thread=make_thread(), **more)
    make_change(mention, at=NOW)
    take_in(now=NOW)
    return Case.objects.get(lead=mention)


def state(case: Case) -> dict[str, Any]:
    hidden = ("version", "changed_at", "returned")
    told = {name: value for name, value in Case.objects.filter(pk=case.pk).values().get().items() if name not in hidden}
    running = list(Clock.objects.filter(case=case, stopped_at=None).values_list("breach_at", flat=True))
    standing = [model.objects.filter(ended_at=None).count() for model in (DoNotEngage, Mute)]
    return told | {"clocks": running, "standing": standing}


def test_it_knows_of_each_verb_how_it_is_taken_back() -> None:
    assert set(VERBS) == SENT.keys() | WORDS_ONLY | ELSEWHERE
    assert _KEEPERS.keys() >= ELSEWHERE


@pytest.mark.parametrize("verb", SENT)
def test_it_leaves_nothing_behind(alice: User, verb: str) -> None:
    case = opened()
    if verb == "assign":
        actions.claim(case.pk, actor=alice, now=NOW)
    if verb == "untag":
        actions.tag(case.pk, name="deal", actor=alice, now=NOW)
    if verb == "reopen":
        actions.done(case.pk, actor=alice, now=NOW)
    if verb == "company":
        Company.objects.create(name="Acme", created_at=NOW)
    before = state(case)
    done = VERBS[verb](case.pk, **SENT[verb], actor=alice, now=NOW)
    assert done.undo
    assert verb in ("company", "watch", "correct", "contact", "task") or state(case) != before
    actions.undo(done.undo, actor=alice, now=NOW)
    assert state(case) == before


def test_it_takes_the_last_steps_back_one_by_one_and_a_bulk_step_as_one(alice: User) -> None:
    first, second = opened(author="a"), opened(author="b")
    actions.claim(first.pk, actor=alice, now=NOW)
    actions.done_many([first.pk, second.pk], actor=alice, now=LATER)
    assert len(actions.undo_last(actor=alice, now=LATER)) == 2
    assert Case.objects.filter(status="open").count() == 2
    assert [each.case_id for each in actions.undo_last(actor=alice, now=LATER)] == [first.pk]
    assert Case.objects.get(pk=first.pk).assignee is None
    with pytest.raises(Refused):
        actions.undo_last(actor=alice, now=LATER)


def test_it_takes_back_neither_a_colleagues_step_nor_one_of_yesterday(alice: User) -> None:
    first, second = opened(author="a"), opened(author="b")
    actions.claim(first.pk, actor=make_user(), now=LATER)
    actions.claim(second.pk, actor=alice, now=LATER - timedelta(hours=12))
    with pytest.raises(Refused):
        actions.undo_last(actor=alice, now=LATER)


def test_it_passes_over_what_somebody_changed_since(alice: User) -> None:
    first, second = opened(author="a"), opened(author="b")
    actions.wait(first.pk, actor=alice, now=NOW)
    actions.wait(second.pk, actor=alice, now=LATER)
    actions.done(second.pk, actor=make_user(), now=LATER)
    assert [each.case_id for each in actions.undo_last(actor=alice, now=LATER)] == [first.pk]
    assert Event.objects.filter(verb="undo").count() == 1
