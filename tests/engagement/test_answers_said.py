"""What people say of replies at the desk: kept by listening, followed by the case, in its history, undone as one."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from engagement import actions, answer_words, queue, wording
from engagement.errors import Refused, Stale
from engagement.intake import take_in
from engagement.models import Case, Clock, Event
from engagement.pages.zones import zone
from engagement.records import Detail, Done
from listening import answers as engine
from listening.models import BrandAccount, Mention, Question, ReplyWord, Thread
from listening.storage import context
from tests.factories import NOW, make_brand, make_change, make_installation, make_user
from tests.listening.storage.speaking import ANSWER, asked, decided, list_account, reply

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
HOLDS = "We'll look into it."


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    make_installation()
    make_brand()
    list_account("alice")


@pytest.fixture
def maya() -> User:
    return make_user(name="Maya Rehn")


def opened(text: str = ANSWER, *, author: str) -> tuple[Case, Mention]:
    """Return the case of a decided question with one reply, and the reply."""
    question = asked()
    answer = reply(question, text, author=author)
    decided(question)
    make_change(question.mention, question=question)
    take_in(now=NOW)
    return Case.objects.distinct().get(items__mention=question.mention), answer


def undo(done: Done, actor: User) -> Done:
    assert done.undo is not None
    return actions.undo(done.undo, actor=actor, now=LATER + timedelta(minutes=1))


def say(case: Case, answer: Mention, value: bool | None, actor: User, **more: Any) -> Done:
    return actions.say_of_reply(case.pk, reply_id=answer.id, value=value, actor=actor, now=LATER, **more)


def told(done: Done) -> str:
    return wording.words(done.say, now=LATER, zone=zone())


def shown(case: Case, viewer: User) -> Detail:
    return queue.detail(case.pk, viewer=viewer, now=LATER)


def standing() -> tuple[str, str, str]:
    return Case.objects.values_list("answer", "status", "disposition").latest("id")


def test_it_ends_the_case_that_our_reply_answers_and_brings_it_back_by_undo(maya: User) -> None:
    case, answer = opened(HOLDS, author="alice")
    before = standing()
    done = say(case, answer, True, maya, version=case.version)
    assert standing() == ("answered_by_us", "done", "answered")
    assert told(done) == "Said that the reply of alice answers it. Now: Answered by us"
    undo(done, maya)
    assert (standing(), before) == (before, ("acknowledged", "open", ""))
    assert list(ReplyWord.objects.order_by("id").values_list("value", flat=True)) == [True, None]


def test_it_brings_the_case_back_whose_answer_is_none(maya: User) -> None:
    case, answer = opened(author="alice")
    assert standing()[1] == "done"
    done = say(case, answer, False, maya)
    assert standing() == ("unanswered", "open", "")
    undo(done, maya)
    assert standing()[:2] == ("answered_by_us", "done")


def test_it_writes_who_said_it_and_when_into_the_history(maya: User) -> None:
    case, answer = opened(author="dora")
    say(case, answer, False, maya)
    line = shown(case, maya).history[0]
    assert (line.actor and line.actor.name, line.at, line.say.code, line.undoable) == (
        "Maya Rehn",
        LATER,
        "reply_said",
        True,
    )


def test_it_writes_nothing_for_what_is_said_already(maya: User) -> None:
    case, answer = opened(author="dora")
    say(case, answer, False, maya, version=case.version)
    assert say(case, answer, False, maya, version=case.version).undo is None
    assert Event.objects.filter(verb="reply").count() == 1


def test_it_says_nothing_of_a_case_that_changed_meanwhile(maya: User) -> None:
    case, answer = opened(author="dora")
    actions.claim(case.pk, actor=make_user(), now=LATER)
    with pytest.raises(Stale):
        say(case, answer, False, maya, version=case.version)
    assert not ReplyWord.objects.exists()


def test_it_refuses_a_reply_of_another_thread(maya: User) -> None:
    case, _ = opened(author="dora")
    elsewhere = reply(asked("Is the relay capped?"), author="dora")
    for reply_id in (elsewhere.id, case.lead_id, 0):
        with pytest.raises(Refused, match="reply_unknown"):
            actions.say_of_reply(case.pk, reply_id=reply_id, value=True, actor=maya, now=LATER)


def test_it_names_a_colleague_and_says_how_many_questions_changed(maya: User) -> None:
    other = asked("Is the relay capped?")
    reply(other, author="bob")
    decided(other)
    case, answer = opened(author="bob")
    done = actions.this_is_a_colleague(case.pk, reply_id=answer.id, actor=maya, now=LATER)
    assert told(done) == "bob is a colleague. 2 stored questions changed"
    assert Event.objects.get(verb="colleague").params["params"]["n"] == 2
    assert set(Question.objects.values_list("state", flat=True)) == {"answered_by_us"}
    assert Case.objects.values_list("answer", "status").get(pk=case.pk) == ("answered_by_us", "done")


def test_a_colleague_is_a_stranger_again_by_undo(maya: User) -> None:
    case, answer = opened(author="bob")
    before = standing()
    done = actions.this_is_a_colleague(case.pk, reply_id=answer.id, actor=maya, now=LATER)
    undo(done, maya)
    assert (standing(), Question.objects.get().state) == (before, "answered_by_peer")
    assert not BrandAccount.objects.filter(external_id="bob").exists()


def test_it_refuses_to_name_a_colleague_twice(maya: User) -> None:
    case, answer = opened(author="bob")
    actions.this_is_a_colleague(case.pk, reply_id=answer.id, actor=maya, now=LATER)
    with pytest.raises(Refused, match="account_exists"):
        actions.this_is_a_colleague(case.pk, reply_id=answer.id, actor=maya, now=LATER)


def test_it_reads_the_thread_soon_after_somebody_replied_there(maya: User) -> None:
    case, _ = opened(HOLDS, author="dora")
    done = actions.replied_on_network(case.pk, actor=maya, now=LATER)
    thread = Thread.objects.get()
    assert (thread.replied_at, thread.next_read_at) == (LATER, LATER + timedelta(minutes=1))
    assert standing()[1] == "open"
    undo(done, maya)
    assert Thread.objects.get().replied_at is None


def test_it_says_so_where_the_reply_cannot_be_found(maya: User) -> None:
    case, _ = opened(HOLDS, author="dora")
    Thread.objects.update(unreadable={"code": "no_threads"})
    done = actions.replied_on_network(case.pk, actor=maya, now=LATER)
    assert (done.say.code, done.undo) == ("replied_unseen", None)
    assert Event.objects.filter(verb="replied").count() == 1


def test_answered_privately_wants_a_reason_and_stops_the_clock(maya: User) -> None:
    case, _ = opened(HOLDS, author="dora")
    end: Any = {"disposition": "answered_privately", "actor": maya, "now": LATER}
    with pytest.raises(Refused, match="private_reason_missing"):
        actions.done(case.pk, **end)
    with pytest.raises(Refused, match="private_reason_missing"):
        actions.done_many([case.pk], **end)
    done = actions.done(case.pk, note="By e-mail", **end)
    assert Clock.objects.get().ended == "closed_answered"
    private = shown(case, maya).privately
    assert private is not None
    assert (private.note, private.actor and private.actor.name) == ("By e-mail", "Maya Rehn")
    undo(done, maya)
    assert (standing()[1], Clock.objects.get().ended, shown(case, maya).privately) == ("open", "", None)


def test_it_shows_every_reply_with_its_side_its_meaning_and_its_words(maya: User) -> None:
    case, answer = opened("No, it is capped at seven days on every plan.", author="alice")
    found = shown(case, maya).answer
    assert found is not None
    (one,) = found.replies
    assert (one.id, one.side, one.decides, one.answers, one.stranger) == (answer.id, "ours", True, True, False)
    assert "".join(piece.text for piece in one.text) == answer.text
    assert any(piece.mark for piece in one.text)
    says = [wording.words(each, now=LATER, zone=zone()) for each in (one.taken, one.rule)]
    assert says[0] == "answers"
    assert not says[1].startswith("own_")


def test_a_reply_that_people_called_no_answer_stays_in_sight(maya: User) -> None:
    case, answer = opened(author="dora")
    say(case, answer, False, maya)
    found = shown(case, maya).answer
    assert found is not None
    assert [(each.said, each.who and each.who.name, each.said_at, each.stranger) for each in found.replies] == [
        (False, "Maya Rehn", LATER, True)
    ]


def test_it_tells_that_what_is_known_is_stale(maya: User) -> None:
    case, _ = opened(HOLDS, author="dora")
    for stale_at, stale in ((LATER - timedelta(minutes=1), True), (LATER, False), (None, False)):
        Question.objects.update(stale_at=stale_at)
        found = shown(case, maya).answer
        assert found is not None
        assert found.stale is stale


def test_it_has_words_for_every_rule_by_which_a_reply_is_judged() -> None:
    room = Path(engine.__file__).parent
    strings = {
        node.value
        for name in ("ours.py", "theirs.py", "deciding.py")
        for node in ast.walk(ast.parse((room / name).read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    rules = {each for each in strings if each.isidentifier() and each.startswith(("own_", "their_"))}
    kinds = ("step", "fact", "uses", "yes_no", "pitch", "approval", "house_rule", "guess", "me_too", "joke", "polite")
    rules |= {f"own_{kind}" for kind in kinds} | {"gesture", "done", "accepted_answer", "thanks", "works_now"}
    assert rules - {"own_", "their_", "own_question"} - set(answer_words.RULES) == set()
