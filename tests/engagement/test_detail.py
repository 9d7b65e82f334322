"""One case: the thread around it, why it is here, what happened to it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from engagement import actions, queue
from engagement.errors import Unknown
from engagement.intake import take_in
from engagement.models import Case
from engagement.queue import pull
from engagement.records import Detail
from listening.models import BrandAccount, Credential, Mention, Source
from listening.scoring.evidence import PASSAGE
from listening.scoring.scorer import Scorer
from listening.storage.judgements import reason_row
from tests.factories import (
    NOW,
    make_brand,
    make_change,
    make_judgement,
    make_mention,
    make_own_post,
    make_query,
    make_question,
    make_source,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.django_db
ASKED = "Is the window capped?"
TEXT = f"Northwind Relay lost our events. {ASKED}"


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Park")


def opened(mention: Mention) -> Case:
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.distinct().get(items__mention=mention)


def shown(mention: Mention, viewer: User) -> Detail:
    return queue.detail(opened(mention).id, viewer=viewer, now=NOW)


def reasoned(**more: Any) -> Mention:
    query = make_query(expression="Northwind Relay", name="Our brand", version=7)
    mention = make_mention(TEXT, query=query, **more)
    reasons = [
        {"flag": "complaint", "rule": "lost", "start": 16, "end": 31, "weight": 2.0, "text": "lost our events"},
        {
            "flag": "question",
            "rule": "question mark",
            "start": 33,
            "end": 54,
            "weight": 1.0,
            "text": "Is the window capped?",
        },
        {"flag": "question", "rule": "off", "start": 0, "end": 3, "weight": -1.0, "text": "Nor"},
    ]
    make_judgement(
        mention,
        flags=["complaint", "question"],
        probabilities={"complaint": 0.92, "question": 0.97},
        complaint_reason="bug",
        reasons=reasons,
        sentiment=-0.4,
    )
    return mention


def test_it_numbers_reasons_in_the_text_as_in_the_lines(alice: User) -> None:
    detail = shown(reasoned(), alice)
    (post,) = detail.thread
    assert [(piece.text, piece.number, piece.flag) for piece in post.text if piece.number] == [
        ("Northwind Relay", 1, ""),
        ("lost our events", 3, "complaint"),
        ("Is the window capped?", 2, "question"),
    ]
    assert [(line.number, line.kind, [words.text for words in line.words], line.note) for line in detail.why] == [
        (1, "match", ["Northwind Relay"], "v7"),
        (2, "question", ["Is the window capped?"], ""),
        (3, "complaint", ["lost our events"], ""),
    ]


def test_it_tells_what_clients_of_the_api_are_told(alice: User) -> None:
    mention = make_mention("Relay is slow, keeps crashing and I still love it?", judged=False)
    (verdict,) = Scorer().judge(mention.text).values()
    reasons = [reason_row(reason) for reason in verdict.reasons]
    make_judgement(mention, flags=verdict.on, unsure=verdict.unsure, reasons=reasons)
    told = {
        (line.kind, words.text, words.rule, words in line.words)
        for line in shown(mention, alice).why
        for words in (*line.words, *line.against)
        if line.kind != "match"
    }
    (row,) = pull.one(mention.id)["brands"]  # type: ignore[index]
    assert told == {(each["flag"], each["text"], each["rule"], each["weight"] > 0) for each in row["reasons"]}
    assert len(told) > 3


@pytest.mark.parametrize(("sure", "number"), [(True, 1), (False, None)])
def test_it_underlines_a_passage_of_which_no_word_stands_out_only_if_scoring_is_sure(
    alice: User, sure: bool, number: int | None
) -> None:
    mention = make_mention(TEXT, judged=False)
    reason = {"flag": "praise", "rule": PASSAGE, "start": 33, "end": 54, "weight": 1.0, "text": ASKED}
    make_judgement(mention, flags=["praise"] * sure, unsure=["praise"] * (not sure), reasons=[reason])
    (line,) = [line for line in shown(mention, alice).why if line.kind == "praise"]
    assert (line.number, [words.text for words in line.words]) == (number, [ASKED])


def test_it_says_by_which_rule_words_speak_for_a_flag_and_which_speak_against_it(alice: User, client: Client) -> None:
    client.force_login(alice)
    page = client.get(f"/cases/{opened(reasoned()).id}/").content.decode()
    text = " ".join(strip_tags(page).split())
    assert "“Is the window capped?” (a question mark) Against it: “Nor”" in unescape(text)


def test_it_cuts_reasons_apart_where_a_post_has_a_title(alice: User) -> None:
    mention = make_mention("It lost events", title="Northwind Relay", spans=[[0, 15]])
    reason = {"flag": "complaint", "rule": "lost", "start": 20, "end": 31, "weight": 1.0, "text": "lost events"}
    make_judgement(mention, flags=["complaint"], reasons=[reason])
    detail = shown(mention, alice)
    assert [(piece.text, piece.number) for piece in detail.title_pieces] == [("Northwind Relay", 1)]
    assert [(piece.text, piece.number) for piece in detail.thread[0].text] == [("It ", None), ("lost events", 2)]


def test_it_shows_flags_priority_and_sentiment(alice: User) -> None:
    detail = shown(reasoned(), alice)
    assert {flag.flag: (flag.state, flag.probability) for flag in detail.flags} == {
        "complaint": ("on", 0.92),
        "question": ("on", 0.97),
    }
    assert sum(points for points, _ in detail.priority_parts.values()) == detail.row.priority
    assert (detail.sentiment, detail.scored, detail.brand) == (-0.4, True, "Northwind Relay")


def talk(posts: int) -> tuple[Mention, list[Mention]]:
    """Return a lead in the middle of a thread of context posts, oldest first."""
    thread = make_thread()
    start = NOW - timedelta(hours=5)
    times = [start + timedelta(minutes=10 * n) for n in range(posts)]
    around = [
        make_own_post(f"Post {n}", author=f"peer{n}", role="context", thread=thread, published_at=at)
        for n, at in enumerate(times)
    ]
    lead = make_mention(
        TEXT, flags=["question"], thread=thread, published_at=start + timedelta(minutes=10 * (posts // 2) - 5)
    )
    return lead, around


def test_it_shows_two_posts_before_and_after_and_counts_the_rest(alice: User) -> None:
    lead, around = talk(10)
    detail = shown(lead, alice)
    assert [post.id for post in detail.thread] == [around[3].id, around[4].id, lead.id, around[5].id, around[6].id]
    assert (detail.thread_more, [post.is_lead for post in detail.thread].index(True)) == (6, 2)


def test_it_shows_parents_and_our_answer_wherever_they_stand(alice: User) -> None:
    lead, around = talk(10)
    Mention.objects.filter(id=lead.id).update(in_reply_to=around[1].external_id)
    ours = make_own_post(thread=lead.thread, published_at=NOW, in_reply_to=lead.external_id)
    make_question(lead, state="answered_by_us", evidence=ours)
    detail = shown(Mention.objects.get(id=lead.id), alice)
    assert {around[0].id, around[1].id, ours.id} <= {post.id for post in detail.thread}
    assert detail.thread[-1].counts is not None
    assert (detail.thread[-1].counts.code, detail.thread[-1].role) == ("counts_as_answer", "own")


def test_it_leaves_out_what_we_told_others_further_up(alice: User) -> None:
    lead, around = talk(12)
    theirs = make_own_post(thread=lead.thread, published_at=around[0].published_at, in_reply_to=around[0].external_id)
    ours = make_own_post(thread=lead.thread, published_at=NOW, in_reply_to=lead.external_id)
    ids = {post.id for post in shown(lead, alice).thread}
    assert ours.id in ids
    assert theirs.id not in ids


def test_it_says_of_each_reply_why_it_does_not_count(alice: User) -> None:
    rival = make_brand("Hookyard", kind="competitor")
    BrandAccount.objects.create(brand=rival, network="hackernews", external_id="peer2", created_at=NOW)
    lead, _ = talk(4)
    make_question(lead)
    posts = shown(lead, alice).thread
    assert [post.counts.code if post.counts else "" for post in posts] == [
        "before_the_question",
        "before_the_question",
        "",
        "a_rival_wrote",
        "not_from_us",
    ]


def test_it_shows_the_evidence_and_when_the_wait_ended(alice: User) -> None:
    lead, _ = talk(2)
    ours = make_own_post(thread=lead.thread, published_at=NOW)
    make_question(lead, state="answered_by_us", evidence=ours)
    detail = shown(lead, alice)
    assert detail.answer is not None
    assert (detail.answer.say.code, detail.answer.say.citations) == ("evidence_answered_by_us", (ours.id,))
    assert (detail.answer.url, detail.public_wait_until, detail.answer.checked_at) == (ours.url, NOW, NOW)


def test_it_says_the_same_sentence_as_the_list(alice: User) -> None:
    lead, around = talk(1)
    make_question(lead)
    case = opened(lead)
    assert queue.detail(case.id, viewer=alice, now=NOW).row.sentence[0].code == "unanswered"
    around[0].delete()
    assert queue.detail(case.id, viewer=alice, now=NOW).row.sentence[0].code == "nobody_answered"


def test_it_lets_the_wait_run_while_nobody_answered(alice: User) -> None:
    lead, _ = talk(2)
    make_question(lead)
    assert shown(lead, alice).public_wait_until is None


def test_it_tells_the_authors_earlier_posts_and_followers(alice: User) -> None:
    make_mention(published_at=NOW - timedelta(days=9))
    detail = shown(make_mention(author_followers=380), alice)
    assert [(say.code, say.params["n"]) for say in detail.author_line] == [("earlier_posts", 1), ("followers", 380)]


def test_it_shows_the_history_and_what_may_be_undone(alice: User) -> None:
    bob = make_user(name="Bob Hale")
    case = opened(reasoned())
    actions.claim(case.id, actor=alice, now=NOW)
    actions.note(case.id, text="Ask Leo", actor=bob, now=NOW)
    actions.done(case.id, actor=bob, now=NOW)
    for viewer, undoable in ((alice, [False, False, True, False]), (bob, [True, False, False, False])):
        lines = queue.detail(case.id, viewer=viewer, now=NOW).history
        assert [line.undoable for line in lines] == undoable
    assert [line.say.code for line in lines] == ["done", "noted", "claimed", "owed_an_answer"]
    assert lines[1].note == "Ask Leo"


def test_it_offers_no_undo_of_a_step_that_a_later_one_overrode(alice: User) -> None:
    case = opened(reasoned())
    actions.done(case.id, actor=alice, now=NOW)
    actions.reopen(case.id, actor=alice, now=NOW)
    assert [line.undoable for line in queue.detail(case.id, viewer=alice, now=NOW).history] == [True, False, False]


def test_it_lists_further_mentions_of_the_case(alice: User) -> None:
    thread = make_thread()
    first = make_mention(flags=["question"], thread=thread)
    second = make_mention("Still broken", flags=["complaint"], thread=thread, published_at=NOW)
    opened(first)
    assert [each["id"] for each in shown(second, alice).mentions] == [second.id]


def test_it_shows_a_deleted_mention_without_its_words(alice: User) -> None:
    case = opened(reasoned())
    Mention.objects.update(text="", author_handle="", deleted_at=NOW)
    detail = queue.detail(case.id, viewer=alice, now=NOW)
    assert (detail.deleted, detail.thread[0].text, detail.row.snippet) == (True, (), ())


def test_it_needs_no_more_queries_for_a_long_thread(alice: User) -> None:
    def queries(posts: int) -> int:
        lead, _ = talk(posts)
        make_question(lead)
        case = opened(lead)
        with CaptureQueriesContext(connection) as captured:
            queue.detail(case.id, viewer=alice, now=NOW)
        return len(captured)

    assert queries(4) == queries(40) <= 22


def test_it_knows_no_case_that_does_not_exist(alice: User) -> None:
    with pytest.raises(Unknown):
        queue.detail(0, viewer=alice, now=NOW)


ACCOUNT = "1152921504606846999"


def on_x(**more: Any) -> Mention:
    """Return a mention on X, where our key writes as ``ACCOUNT``."""
    key = Credential.objects.create(network="x", name="X", sealed=b"", created_at=NOW)
    make_source(network="x", credential=key, params={"speaks_for": ACCOUNT})
    return make_mention(TEXT, network="x", external_id="7", url="https://x.com/charlie/status/7", **more)


@pytest.mark.parametrize("summons", [{"addressed": ["1", ACCOUNT]}, {"quoted_author": ACCOUNT}])
def test_it_says_what_a_reply_costs_where_one_may_be_sent(alice: User, summons: dict[str, Any]) -> None:
    reply = shown(on_x(**summons), alice).reply
    assert (reply.mode, reply.price_micros, reply.link_price_micros) == ("api", 10_000, 200_000)


def test_it_says_why_no_reply_may_be_sent(alice: User) -> None:
    reply = shown(on_x(addressed=["1"]), alice).reply
    assert (reply.mode, reply.reason) == ("open_native", "reply.not_summoned")
    Source.objects.update(state="retired")
    assert shown(Mention.objects.get(), alice).reply.reason == "reply.no_account_key"


def test_it_opens_the_post_where_nothing_is_ever_sent(alice: User) -> None:
    mention = make_mention(TEXT)
    reply = shown(mention, alice).reply
    assert (reply.mode, reply.reason, reply.url) == ("open_native", "reply.by_hand", mention.url)
    assert shown(make_mention(TEXT, network="ingest", url=""), alice).reply.reason == "reply.no_address"


def test_it_answers_nothing_that_is_gone(alice: User) -> None:
    mention = make_mention(TEXT)
    case = opened(mention)
    Mention.objects.filter(id=mention.id).update(deleted_at=NOW, text="", author_handle="")
    assert queue.detail(case.id, viewer=alice, now=NOW).reply.mode == "none"
