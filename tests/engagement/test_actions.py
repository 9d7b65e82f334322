"""The verbs: each one step, undoable, refused when stale, told to pull clients."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import actions
from engagement.errors import Refused, Stale, Unknown
from engagement.intake import take_in
from engagement.models import Case, Event, FeedItem
from engagement.records import Done
from tests.factories import NOW, make_change, make_mention, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
STATE = ("status", "lane", "work", "disposition", "disposition_reason", "assignee_id", "snoozed_until", "closed_at")


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Park")


@pytest.fixture
def bob() -> User:
    return make_user(name="Bob Hale")


def opened(*flags: str, **more: Any) -> Case:
    mention = make_mention(flags=flags or ["complaint"], **more)
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.get(lead=mention)


def undo(did: Done, *, actor: User, now: datetime) -> Done:
    assert did.undo is not None
    return actions.undo(did.undo, actor=actor, now=now)


def state(case: Case) -> Any:
    return Case.objects.values_list(*STATE).get(pk=case.pk)


VERBS: dict[str, dict[str, Any]] = {
    "claim": {},
    "snooze": {"until": LATER},
    "wait": {},
    "done": {},
    "not_relevant": {"reason": "job_post"},
    "move": {"lane": "manage"},
    "engage": {},
}


@pytest.mark.parametrize("verb", VERBS)
def test_it_undoes_every_verb(verb: str, alice: User) -> None:
    case = opened("praise" if verb == "engage" else "complaint")
    before = state(case)
    did = getattr(actions, verb)(case.id, actor=alice, now=NOW, version=1, **VERBS[verb])
    assert state(case) != before
    assert undo(did, actor=alice, now=LATER).say.params == {"verb": verb}
    assert state(case) == before


@pytest.mark.parametrize("verb", VERBS)
def test_it_writes_one_step_and_tells_pull_clients(verb: str, alice: User) -> None:
    case = opened("praise" if verb in ("move", "engage") else "complaint", author=verb)
    arguments = {"lane": "monitor"} if verb == "move" else VERBS[verb]
    getattr(actions, verb)(case.id, actor=alice, now=LATER - timedelta(minutes=1), **arguments)
    case.refresh_from_db()
    step = case.events.latest("id")
    assert (step.verb, step.actor, case.version, case.events.count()) == (verb, alice, 2, 2)
    feed = FeedItem.objects.get(case=case)
    assert (feed.status, feed.lane, feed.changed_at) == (case.status, case.lane, case.changed_at)
    assert case.changed_at > NOW


@pytest.mark.parametrize("verb", VERBS)
def test_it_refuses_a_stale_version_and_says_who_did_what(verb: str, alice: User, bob: User) -> None:
    case = opened()
    actions.note(case.id, text="Looking", actor=bob, now=NOW)
    before = state(case)
    with pytest.raises(Stale) as refused:
        getattr(actions, verb)(case.id, actor=alice, now=LATER, version=1, **VERBS[verb])
    (change,) = refused.value.changes
    assert (change.actor and change.actor.name, change.say.code, change.note, change.at) == (
        "Bob Hale",
        "noted",
        "Looking",
        NOW,
    )
    assert (refused.value.version, state(case)) == (2, before)


@pytest.mark.parametrize("verb", VERBS)
def test_it_knows_no_case_that_does_not_exist(verb: str, alice: User) -> None:
    with pytest.raises(Unknown) as refused:
        getattr(actions, verb)(0, actor=alice, now=NOW, **VERBS[verb])
    assert refused.value.code == "unknown_case"


@pytest.mark.parametrize(
    ("verb", "arguments", "code"),
    [
        ("snooze", {"until": NOW}, "snooze_in_the_past"),
        ("snooze", {"until": NOW + timedelta(days=400)}, "snooze_too_long"),
        ("done", {"disposition": "not_relevant"}, "unknown_disposition"),
        ("done", {"disposition": "heard"}, "unknown_disposition"),
        ("done", {"note": "x" * 5_001}, "note_too_long"),
        ("not_relevant", {"reason": "boring"}, "unknown_reason"),
        ("note", {"text": " \x00 "}, "empty_note"),
        ("move", {"lane": "engage"}, "already_in_lane"),
        ("move", {"lane": "later"}, "unknown_lane"),
        ("reopen", {}, "already_open"),
    ],
)
def test_it_refuses_what_does_not_fit(verb: str, arguments: dict[str, Any], code: str, alice: User) -> None:
    case = opened()
    with pytest.raises(Refused) as refused:
        getattr(actions, verb)(case.id, actor=alice, now=NOW, **arguments)
    assert (refused.value.code, Event.objects.filter(case=case).count()) == (code, 1)


@pytest.mark.parametrize("verb", ["snooze", "wait", "done", "not_relevant", "engage"])
def test_it_does_nothing_more_to_a_case_that_is_done(verb: str, alice: User) -> None:
    case = opened()
    actions.done(case.id, disposition="duplicate", actor=alice, now=NOW)
    with pytest.raises(Refused) as refused:
        getattr(actions, verb)(case.id, actor=alice, now=NOW, **VERBS[verb])
    assert (refused.value.code, refused.value.params["disposition"]) == ("already_done", "duplicate")


def test_it_does_not_take_a_case_from_a_colleague(alice: User, bob: User) -> None:
    case = opened()
    actions.claim(case.id, actor=bob, now=NOW)
    with pytest.raises(Refused) as refused:
        actions.engage(case.id, actor=alice, now=NOW)
    assert (refused.value.code, refused.value.params["name"]) == ("already_claimed", "Bob Hale")


def test_it_assigns_to_a_colleague_and_to_nobody(alice: User, bob: User) -> None:
    case = opened()
    assert actions.assign(case.id, assignee_id=bob.pk, actor=alice, now=NOW).say.params["name"] == "Bob Hale"
    actions.assign(case.id, assignee_id=None, actor=alice, now=NOW)
    assert Case.objects.get().assignee is None
    with pytest.raises(Unknown):
        actions.assign(case.id, assignee_id=0, actor=alice, now=NOW)


def test_it_makes_work_of_what_is_moved_to_engage(alice: User) -> None:
    case = opened("praise")
    actions.move(case.id, lane="engage", actor=alice, now=NOW)
    assert Case.objects.get().work


def test_it_reopens_without_an_outcome(alice: User) -> None:
    case = opened()
    actions.not_relevant(case.id, reason="other", actor=alice, now=NOW)
    actions.reopen(case.id, actor=alice, now=LATER)
    case.refresh_from_db()
    assert (case.status, case.disposition, case.disposition_reason, case.closed_at) == ("open", "", "", None)


def test_it_keeps_a_note_for_the_team(alice: User) -> None:
    case = opened()
    did = actions.note(case.id, text=" Ask Leo\x00 ", actor=alice, now=NOW, version=7)
    assert (did.undo, case.events.latest("id").params["note"]) == (None, "Ask Leo")


def test_it_refuses_to_undo_what_a_later_step_touched(alice: User, bob: User) -> None:
    case = opened()
    did = actions.done(case.id, actor=alice, now=NOW)
    actions.reopen(case.id, actor=bob, now=NOW)
    with pytest.raises(Stale) as refused:
        undo(did, actor=alice, now=LATER)
    assert refused.value.changes[0].say.code == "reopened"


def test_it_undoes_beside_a_later_step_that_touched_something_else(alice: User, bob: User) -> None:
    case = opened()
    did = actions.done(case.id, actor=alice, now=NOW)
    actions.assign(case.id, assignee_id=bob.pk, actor=bob, now=NOW)
    undo(did, actor=alice, now=LATER)
    case.refresh_from_db()
    assert (case.status, case.assignee) == ("open", bob)


def test_it_undoes_step_by_step(alice: User, bob: User) -> None:
    case = opened()
    first = actions.assign(case.id, assignee_id=alice.pk, actor=alice, now=NOW)
    second = actions.assign(case.id, assignee_id=bob.pk, actor=alice, now=NOW)
    undo(second, actor=alice, now=NOW)
    undo(first, actor=alice, now=NOW)
    assert Case.objects.get().assignee is None


def test_it_undoes_nothing_twice_and_no_undo(alice: User) -> None:
    did = actions.done(opened().id, actor=alice, now=NOW)
    undo(did, actor=alice, now=NOW)
    with pytest.raises(Refused, match="already_undone"):
        undo(did, actor=alice, now=NOW)
    with pytest.raises(Refused, match="cannot_be_undone"):
        actions.undo(Event.objects.latest("id").pk, actor=alice, now=NOW)
    with pytest.raises(Unknown):
        actions.undo(0, actor=alice, now=NOW)


def test_it_ends_many_and_names_those_that_changed_meanwhile(alice: User, bob: User) -> None:
    cases = [opened(author=f"author{n}") for n in range(4)]
    actions.claim(cases[1].id, actor=bob, now=NOW)
    actions.done(cases[2].id, actor=bob, now=NOW)
    ids = [case.id for case in cases]
    done, changed = actions.done_many([*ids, 0], actor=alice, now=LATER, versions=dict.fromkeys(ids, 1))
    assert ([each.case_id for each in done], changed) == ([ids[0], ids[3]], (ids[1], ids[2], 0))
    undo(done[0], actor=alice, now=LATER)
    assert [Case.objects.get(pk=pk).status for pk in ids] == ["open", "open", "done", "done"]


def test_it_ends_any_number_in_the_same_number_of_queries(alice: User) -> None:
    def queries(n: int) -> int:
        ids = [opened(author=f"author{n}-{number}").id for number in range(n)]
        with CaptureQueriesContext(connection) as captured:
            actions.done_many(ids, actor=alice, now=NOW)
        return len(captured)

    assert queries(2) == queries(20) <= 10


def test_it_wakes_what_is_due_and_says_why(alice: User) -> None:
    due, later = opened(author="a"), opened(author="b")
    actions.snooze(due.id, until=LATER, actor=alice, now=NOW)
    actions.snooze(later.id, until=LATER + timedelta(seconds=1), actor=alice, now=NOW)
    assert (actions.wake(LATER), actions.wake(LATER)) == (1, 0)
    due.refresh_from_db()
    assert (due.status, (due.returned or {})["code"], due.events.latest("id").verb) == (
        "open",
        "snooze_ended",
        "returned",
    )
    assert FeedItem.objects.get(case=due).changed_at == LATER


def test_it_ends_what_was_only_heard_after_fourteen_days(alice: User) -> None:
    heard, work, taken = opened("spam"), opened("complaint", author="b"), opened("praise", author="c")
    actions.claim(taken.id, actor=alice, now=NOW)
    fortnight = NOW + timedelta(days=14)
    assert (actions.end_heard(fortnight - timedelta(seconds=1)), actions.end_heard(fortnight)) == (0, 1)
    heard.refresh_from_db()
    assert (heard.status, heard.disposition, heard.closed_at) == ("done", "heard", fortnight)
    assert {Case.objects.get(pk=each.pk).status for each in (work, taken)} == {"open"}
