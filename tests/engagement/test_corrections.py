"""Corrections at the desk: one step of one person, felt by the case at once, and undone as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import actions, queue, wording
from engagement.errors import Refused, Stale, Unknown
from engagement.intake import take_in
from engagement.models import Case, Event, FeedItem
from engagement.pages.zones import zone
from engagement.records import Choice, Done
from listening.models import Change, Judgement, Label, Mention, Revision
from listening.records import flags_in
from listening.storage import context
from tests.factories import NOW, make_change, make_installation, make_mention, make_question, make_thread, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
STATE = ("status", "lane", "work", "flags_mask", "unsure_mask", "disposition", "closed_at", "returned", "priority")


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    make_installation()


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Hale")


@pytest.fixture
def bob() -> User:
    return make_user(name="Bob Stone")


def opened(*flags: str, **more: Any) -> Case:
    mention = make_mention(flags=flags, **more)
    if flags[:1] == ("complaint",) and "thread" not in more:
        make_question(mention, flag="complaint", state="unverified")
        Judgement.objects.filter(mention=mention).update(counted_day=NOW.date())
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.get(items__mention=mention)


def say(case: Case, head: str, value: bool | None, actor: User, **more: Any) -> Done:
    return actions.correct(case.pk, head=head, value=value, actor=actor, **({"now": LATER} | more))


def undo(done: Done, actor: User) -> Done:
    assert done.undo is not None
    return actions.undo(done.undo, actor=actor, now=LATER + timedelta(minutes=1))


def state(case: Case) -> Any:
    return Case.objects.values_list(*STATE).get(pk=case.pk)


def told(done: Done) -> str:
    return wording.words(done.say, now=LATER, zone=zone())


def choice(case: Case, head: str, viewer: User) -> Choice:
    found = queue.detail(case.pk, viewer=viewer, now=LATER).choices
    return next(each for each in found if each.head == head)


def test_it_leaves_the_open_work_with_the_complaint_it_was_there_for(alice: User) -> None:
    case = opened("complaint")
    done = say(case, "complaint", False, alice, version=1)
    case.refresh_from_db()
    assert (case.lane, case.work, case.status, case.flags_mask) == ("monitor", False, "open", 0)
    assert case.routed == {"code": "denied", "params": {"flag": "complaint"}}
    assert told(done) == "Corrected: Not a complaint. Moved from Engage to Monitor"


def test_it_opens_work_with_a_complaint_that_was_missed(alice: User) -> None:
    case = opened()
    done = say(case, "complaint", True, alice)
    case.refresh_from_db()
    assert (case.lane, case.work, flags_in(case.flags_mask)) == ("engage", True, ("complaint",))
    assert told(done) == "Corrected: Complaint. Moved from Monitor to Engage"


def test_it_stays_where_another_flag_keeps_it(alice: User) -> None:
    case = opened("complaint", "churn_risk")
    assert told(say(case, "complaint", False, alice)) == "Corrected: Not a complaint"
    case.refresh_from_db()
    assert (case.lane, case.work, flags_in(case.flags_mask)) == ("engage", True, ("churn_risk",))


@pytest.mark.parametrize(("head", "value"), [("complaint", False), ("question", True), ("relevant", False)])
def test_it_comes_back_on_undo(head: str, value: bool, alice: User) -> None:
    case = opened("complaint")
    before = state(case)
    done = say(case, head, value, alice)
    assert state(case) != before
    undo(done, alice)
    assert state(case) == before
    assert Label.objects.order_by("-id")[0].value is None


def test_it_gives_back_what_a_colleague_had_said(alice: User, bob: User) -> None:
    case = opened()
    say(case, "complaint", True, bob)
    undo(say(case, "complaint", False, alice), alice)
    assert Judgement.objects.get().decided_mask == Judgement.objects.get().on_mask == 1


def test_it_is_one_step_of_the_history_in_words(alice: User) -> None:
    case = opened("complaint")
    say(case, "complaint", False, alice)
    lines = queue.detail(case.pk, viewer=alice, now=LATER).history
    words = [wording.words(line.say, now=LATER, zone=zone()) for line in lines]
    assert words[0] == "Corrected: Not a complaint. Moved from Engage to Monitor"
    assert (lines[0].actor.name if lines[0].actor else "", len(lines), lines[0].undoable) == ("Alice Hale", 2, True)
    assert Case.objects.get().version == 2


def test_it_closes_what_is_not_about_us_and_says_so(alice: User) -> None:
    case = opened("complaint")
    done = say(case, "relevant", False, alice)
    case.refresh_from_db()
    assert (case.status, case.disposition) == ("done", "not_relevant")
    assert told(done) == "Corrected: Not about Northwind Relay. The case ended"
    assert [event.verb for event in Event.objects.order_by("-id")] == ["correct", "arrived"]


@pytest.mark.parametrize(("disposition", "status"), [("no_reply_needed", "open"), ("answered", "done")])
def test_it_brings_back_only_what_had_needed_no_reply(disposition: str, status: str, alice: User) -> None:
    case = opened()
    actions.done(case.pk, disposition=disposition, actor=alice, now=NOW)
    before = state(case)
    done = say(case, "complaint", True, alice)
    assert Case.objects.get().status == status
    undo(done, alice)
    assert state(case) == before


def test_it_stays_in_a_lane_that_a_person_chose(alice: User) -> None:
    case = opened("complaint")
    actions.engage(case.pk, actor=alice, now=NOW)
    say(case, "complaint", False, alice)
    assert Case.objects.values_list("lane", "work").get() == ("engage", True)


def test_it_takes_a_flag_from_every_post_of_the_case(alice: User) -> None:
    thread = make_thread()
    case = opened("complaint", thread=thread)
    assert opened("complaint", thread=thread) == case
    done = say(case, "complaint", False, alice)
    assert set(Judgement.objects.values_list("on_mask", flat=True)) == {0}
    undo(done, alice)
    assert set(Judgement.objects.values_list("on_mask", "decided_mask")) == {(1, 0)}


def test_it_routes_a_post_that_scoring_could_not_read_by_what_people_say(alice: User) -> None:
    case = opened(scored=False, language="de")
    say(case, "complaint", True, alice)
    assert Case.objects.values_list("lane", "work").get() == ("engage", True)


def test_it_counts_a_persons_buying_intent_as_sure(alice: User) -> None:
    case = opened()
    Judgement.objects.update(probabilities={"buying_intent": 0.1})
    say(case, "buying_intent", True, alice)
    assert Case.objects.get().priority_parts["intent"] == [10, 10]


def test_it_changes_nothing_when_it_is_sent_twice(alice: User) -> None:
    case = opened("complaint")
    say(case, "complaint", False, alice, version=1)
    before = state(case)
    assert say(case, "complaint", False, alice, version=1).undo is None
    assert (state(case), Label.objects.count(), Event.objects.filter(verb="correct").count()) == (before, 1, 1)


def test_it_refuses_what_is_stale_unknown_or_gone(alice: User, bob: User) -> None:
    case = opened("complaint")
    actions.claim(case.pk, actor=bob, now=NOW)
    with pytest.raises(Stale):
        say(case, "complaint", False, alice, version=1)
    with pytest.raises(Refused, match="unknown_flag"):
        say(case, "angry", True, alice)
    with pytest.raises(Unknown):
        actions.correct(case.pk + 1, head="complaint", value=True, actor=alice, now=NOW)
    Mention.objects.update(deleted_at=NOW, text="", author_key="", author_handle="")
    with pytest.raises(Refused, match="post_unknown"):
        say(case, "complaint", False, alice)
    assert not Label.objects.exists()


def test_it_does_not_undo_under_a_later_decision(alice: User, bob: User) -> None:
    case = opened()
    first = say(case, "complaint", True, alice)
    say(case, "complaint", False, bob)
    with pytest.raises(Stale):
        undo(first, alice)
    undo(say(case, "praise", True, alice), alice)


def test_it_leaves_nothing_for_intake_and_tells_pull_clients(alice: User) -> None:
    case = opened("complaint")
    say(case, "complaint", True, alice)  # confirms: the same flags, but decided by a person
    assert not Change.objects.exists()
    assert FeedItem.objects.get().changed_at == LATER


def test_it_answers_by_us_no_more_once_it_is_no_question(alice: User) -> None:
    mention = make_mention(flags=["question"], thread=make_thread())
    make_question(mention)
    make_change(mention)
    take_in(now=NOW)
    say(Case.objects.get(), "question", False, alice)
    assert Case.objects.values_list("answer", "lane").get() == ("", "monitor")


def test_it_shows_who_said_so_and_lets_only_him_undo(alice: User, bob: User) -> None:
    case = opened("complaint")
    done = say(case, "complaint", False, alice)
    seen = choice(case, "complaint", alice)
    assert (seen.state, seen.said, seen.at, seen.undo) == ("off", False, LATER, done.undo)
    assert seen.who is not None
    assert seen.who.name == "Alice Hale"
    assert choice(case, "complaint", bob).undo is None


def test_it_shows_that_a_decision_is_older_than_an_edit(alice: User) -> None:
    case = opened("complaint")
    say(case, "complaint", False, alice)
    Mention.objects.update(edited_at=NOW)
    Revision.objects.create(mention=case.lead, text="before", content_hash=b"other", seen_at=LATER + timedelta(days=1))
    assert choice(case, "complaint", alice).older


def test_it_gives_a_decided_flag_no_probability(alice: User) -> None:
    case = opened("complaint")
    say(case, "complaint", True, alice)
    detail = queue.detail(case.pk, viewer=alice, now=LATER)
    assert [(view.flag, view.probability) for view in detail.flags] == [("complaint", None)]
    assert [line.say.code for line in detail.why] == ["a_colleague_says"]


def test_it_needs_as_many_queries_for_a_case_of_many_posts(alice: User) -> None:
    def queries(posts: int) -> int:
        thread = make_thread()
        cases = [opened(author=f"mira{posts}", thread=thread) for _ in range(posts)]
        with CaptureQueriesContext(connection) as captured:
            say(cases[0], "complaint", True, alice)
        return len(captured)

    queries(1)  # the context is read once
    assert queries(2) == queries(4) <= 48
