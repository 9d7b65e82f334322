"""Intake: what listening changed becomes cases, steps and what pull clients see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, CaseItem, Company, FeedItem, Person
from listening.models import Change, Mention, Question
from tests.factories import (
    NOW,
    make_brand,
    make_change,
    make_installation,
    make_judgement,
    make_mention,
    make_own_post,
    make_question,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def taken(mention: Mention, kind: str = "judged", **more: Any) -> Case:
    make_change(mention, kind, **more)
    take_in(now=NOW)
    return Case.objects.distinct().get(items__mention=mention)


def came_back(case: Case) -> str:
    return str((case.returned or {}).get("code", ""))


def asked(state: str = "unanswered", **more: Any) -> tuple[Mention, Question]:
    mention = make_mention(flags=["question"], thread=make_thread(), **more)
    return mention, make_question(mention, state=state)


def answer(question: Question, *, at: Any = NOW) -> None:
    question.state, question.answered_at, question.answered_side = "answered_by_us", at, "ours"
    question.evidence = make_own_post(published_at=at, thread=question.thread)
    question.save()
    make_change(question.mention, question=question)
    take_in(now=LATER)


def test_it_opens_a_case_with_its_item_its_step_and_its_feed_row() -> None:
    mention = make_mention(flags=["complaint"])
    case = taken(mention)
    assert (case.lane, case.status, case.work, case.lead_id, case.version) == ("engage", "open", True, mention.id, 1)
    assert [event.verb for event in case.events.all()] == ["arrived"]
    feed = FeedItem.objects.get(mention=mention)
    assert (feed.case_id, feed.on_mask, feed.ever_mask, feed.status, feed.changed_at) == (case.id, 1, 1, "open", NOW)
    assert not Change.objects.exists()


def test_it_does_nothing_when_nothing_waits() -> None:
    assert take_in(now=NOW) == 0


def test_it_takes_the_same_change_twice_without_harm() -> None:
    mention = make_mention(flags=["complaint"])
    first = taken(mention)
    again = taken(mention)
    assert (again.id, again.version, Case.objects.count(), CaseItem.objects.count()) == (first.id, 1, 1, 1)


def test_it_opens_one_case_about_our_own_brand_first() -> None:
    rival = make_brand("Hookyard", kind="competitor")
    mention = make_mention(brand=rival, flags=["complaint"], brand_ids=[rival.id])
    make_judgement(mention, brand=make_brand(), flags=["praise"])
    case = taken(mention)
    assert (case.brand.kind, case.lane, case.work, len(case.brand_ids)) == ("own", "manage", False, 2)
    assert CaseItem.objects.filter(case=case).count() == 2


def test_it_goes_by_the_other_brand_where_the_text_is_hardly_about_us() -> None:
    topic = make_brand("webhook relay", kind="topic")
    mention = make_mention(flags=["complaint"], relevance=0.2)
    make_judgement(mention, brand=topic, flags=["buying_intent"])
    assert taken(mention).brand == topic


def test_it_opens_no_case_for_a_text_that_was_not_judged() -> None:
    make_change(make_mention(judged=False))
    assert take_in(now=NOW) == 1
    assert not Case.objects.exists()


def test_it_lets_the_authors_next_words_in_the_thread_join_his_case() -> None:
    thread = make_thread()
    case = taken(make_mention(flags=["question"], thread=thread))
    joined = taken(make_mention("Still broken", flags=["complaint"], thread=thread, published_at=NOW))
    assert (joined.id, joined.items.count(), Case.objects.count()) == (case.id, 2, 1)
    assert joined.flags_mask == 0b11


def test_it_groups_an_authors_words_of_one_batch() -> None:
    thread = make_thread()
    for author in ("charlie", "charlie", "dora"):
        make_change(make_mention(flags=["complaint"], thread=thread, author=author))
    take_in(now=NOW)
    assert sorted(case.items.count() for case in Case.objects.all()) == [1, 2]


def test_it_opens_a_new_case_when_the_old_one_is_done() -> None:
    thread = make_thread()
    case = taken(make_mention(flags=["question"], thread=thread))
    actions.done(case.id, actor=make_user(), now=NOW)
    assert taken(make_mention(flags=["complaint"], thread=thread, published_at=NOW)).id != case.id


@pytest.mark.parametrize("away", ["snoozed", "waiting"])
def test_it_brings_a_case_back_when_the_author_writes_again(away: str) -> None:
    thread, alice = make_thread(), make_user()
    case = taken(make_mention(flags=["question"], thread=thread))
    if away == "snoozed":
        actions.snooze(case.id, until=LATER, actor=alice, now=NOW)
    else:
        actions.wait(case.id, actor=alice, now=NOW)
    case = taken(make_mention("And on Teams?", thread=thread, published_at=NOW))
    assert (case.status, came_back(case)) == ("open", "wrote_again")


def test_it_closes_a_question_once_answered() -> None:
    make_installation()
    mention, question = asked()
    case = taken(mention)
    answer(question)
    case.refresh_from_db()
    assert (case.status, case.disposition, case.first_response_at) == ("done", "answered", NOW)
    step = case.events.latest("id")
    assert (step.verb, step.params["code"], step.params["params"]["url"]) == (
        "answered",
        "we_answered",
        Mention.objects.get(role="own").url,
    )
    assert FeedItem.objects.get(mention=mention).status == "done"


def test_it_never_opens_a_question_that_was_answered_before_we_saw_it() -> None:
    make_installation()
    mention, _ = asked("answered_by_us", seen_at=NOW)
    case = taken(mention)
    assert (case.status, case.disposition) == ("done", "answered")
    assert case.events.latest("id").params["code"] == "we_answered_before_we_saw_it"
    assert case.first_response_at == NOW - timedelta(hours=1)


def test_it_does_not_count_answers_to_others_questions() -> None:
    mention = make_mention(flags=["question"])
    make_question(mention, state="answered_by_us", audience="category")
    case = taken(mention)
    assert (case.status, case.first_response_at) == ("open", None)


def test_it_reopens_a_case_whose_answer_no_longer_stands() -> None:
    mention, question = asked()
    case = taken(mention)
    answer(question)
    Question.objects.update(state="unanswered", answered_at=None)
    case = taken(mention, question=question)
    assert (case.status, came_back(case), case.disposition) == ("open", "no_answer_any_more", "")


def test_it_leaves_closed_what_a_person_found_not_relevant() -> None:
    mention, question = asked("answered_by_us")
    case = taken(mention)
    actions.reopen(case.id, actor=make_user(), now=NOW)
    actions.not_relevant(case.id, reason="job_post", actor=make_user(), now=NOW)
    Question.objects.update(state="unanswered", answered_at=None)
    assert taken(mention, question=question).status == "done"


def test_it_does_not_close_again_what_a_person_reopened() -> None:
    mention, _ = asked("answered_by_us")
    case = taken(mention)
    actions.reopen(case.id, actor=make_user(), now=NOW)
    assert taken(mention).status == "open"


def test_it_ends_a_case_whose_mention_was_deleted() -> None:
    mention = make_mention(flags=["complaint"])
    taken(mention)
    Mention.objects.update(text="", author_handle="", deleted_at=NOW)
    case = taken(mention, "deleted")
    assert (case.status, case.disposition, case.disposition_reason) == ("done", "no_reply_needed", "deleted_at_source")
    assert FeedItem.objects.get().deleted


def test_it_shows_the_next_mention_when_the_first_of_a_case_is_deleted() -> None:
    thread = make_thread()
    first = make_mention(flags=["question"], thread=thread)
    taken(first)
    second = make_mention(flags=["complaint"], thread=thread, published_at=NOW)
    taken(second)
    Mention.objects.filter(id=first.id).update(text="", author_handle="", author_key="", deleted_at=NOW)
    case = taken(first, "deleted")
    assert (case.status, case.lead_id, case.flags_mask) == ("open", second.id, 0b1)


def test_it_ends_a_case_whose_author_turns_out_to_be_one_of_us() -> None:
    mention = make_mention(flags=["complaint"])
    taken(mention)
    Mention.objects.update(role="own")
    assert taken(mention).disposition_reason == "our_own_post"


def test_it_brings_back_what_was_only_heard_when_it_becomes_work() -> None:
    mention = make_mention(published_at=NOW - timedelta(days=20))
    case = taken(mention)
    Case.objects.update(created_at=NOW - timedelta(days=15))
    actions.end_heard(NOW)
    make_judgement(mention, flags=["complaint"])
    case = taken(mention)
    assert (case.status, case.lane, came_back(case)) == ("open", "engage", "became_work")


@pytest.mark.parametrize(("kind", "status"), [("edited", "open"), ("judged", "done")])
def test_it_brings_back_what_a_person_ended_only_for_an_edit(kind: str, status: str) -> None:
    mention = make_mention(flags=["complaint"])
    case = taken(mention)
    actions.done(case.id, actor=make_user(), now=NOW)
    make_judgement(mention, flags=["complaint", "question"])
    assert taken(mention, kind).status == status


def test_it_leaves_the_lane_that_a_person_chose() -> None:
    mention = make_mention(flags=["praise"])
    case = taken(mention)
    actions.move(case.id, lane="engage", actor=make_user(), now=NOW)
    make_judgement(mention, flags=["suggestion"])
    case = taken(mention)
    assert (case.lane, case.work, case.flags_mask) == ("engage", True, 0b100)


def test_it_tells_a_new_judgement_in_the_history_and_in_the_version() -> None:
    mention = make_mention(flags=["praise"])
    taken(mention)
    make_judgement(mention, flags=["complaint"])
    case = taken(mention)
    assert (case.version, case.lane) == (2, "engage")
    assert set(case.events.latest("id").params["params"]["changed"]) == {"flags_mask", "lane", "work"}


def test_it_remembers_flags_that_a_mention_once_had_for_pull_clients() -> None:
    mention = make_mention(flags=["complaint"])
    taken(mention)
    make_judgement(mention, flags=["praise"], ever_mask=0b1000)
    taken(mention)
    feed = FeedItem.objects.get()
    assert (feed.on_mask, feed.ever_mask) == (0b1000, 0b1001)


def test_it_weighs_people_of_key_accounts() -> None:
    company = Company.objects.create(name="Brinkmann", is_key=True, created_at=NOW)
    Person.objects.create(network="hackernews", external_id="charlie", company=company, created_at=NOW)
    assert taken(make_mention(flags=["complaint"])).priority_parts["account"] == [20, 20]


def test_it_needs_the_same_number_of_queries_for_any_batch() -> None:
    def queries(n: int) -> int:
        thread = make_thread()
        for number in range(n):
            mention = make_mention(flags=["question"], thread=thread, author=f"author{n}-{number}")
            make_change(mention, question=make_question(mention, state="answered_by_us"))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            take_in(now=NOW)
        return len(captured)

    make_installation()
    queries(1)  # the first clock writes the policy
    few = queries(2)
    assert queries(40) == few <= 25


def test_it_bounds_its_transaction() -> None:
    make_change(make_mention())
    with CaptureQueriesContext(connection) as captured:
        take_in(now=NOW)
    assert any("transaction_timeout = '10s'" in each["sql"] for each in captured)


def test_it_takes_no_more_than_its_limit() -> None:
    for _ in range(3):
        make_change(make_mention())
    assert [take_in(now=NOW, limit=2) for _ in range(3)] == [2, 1, 0]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("answered_by_peer", "peer_answered"),
        ("resolved_by_asker", "resolved_by_asker"),
        ("withdrawn", "question_withdrawn"),
        ("expired", "watch_ended"),
    ],
)
def test_it_ends_a_case_whose_question_is_settled_with_reason_and_link(state: str, code: str) -> None:
    mention, question = asked()
    case = taken(mention)
    question.state, question.answered_at = state, NOW
    question.evidence = make_own_post(role="context", thread=question.thread)
    question.save()
    case = taken(mention, question=question)
    assert (case.status, case.disposition, case.disposition_reason) == ("done", "no_reply_needed", code)
    step = case.events.get(verb="settled")
    assert (step.params["params"]["url"], step.params["citations"]) == (question.evidence.url, [question.evidence.id])


def test_it_counts_our_answer_where_the_asker_thanked_for_it() -> None:
    make_installation()
    mention, question = asked()
    taken(mention)
    question.state, question.answered_at, question.answered_side = "resolved_by_asker", NOW, "ours"
    question.save()
    case = taken(mention, question=question)
    assert (case.status, case.disposition, case.first_response_at) == ("done", "answered", NOW)


def test_it_brings_a_case_back_when_the_asker_asks_again() -> None:
    make_installation()
    mention, question = asked("answered_by_us")
    case = taken(mention)
    question.state = "reopened"
    question.save()
    case = taken(mention, question=question)
    assert (case.status, came_back(case)) == ("open", "asker_reopened")


def test_it_brings_back_the_post_of_somebody_who_is_no_colleague_after_all() -> None:
    mention = make_mention(flags=["complaint"])
    taken(mention)
    Mention.objects.update(role="own")
    taken(mention)
    Mention.objects.update(role="mention")
    case = taken(mention)
    assert (case.status, came_back(case)) == ("open", "not_ours_after_all")
