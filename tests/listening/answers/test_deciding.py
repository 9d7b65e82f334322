"""The machine: each state, and the nasty cases. Alice asks, Bob is ours, Charlie a stranger, Rita a competitor's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest

from listening.answers import opening
from listening.answers.asking import Seeking
from listening.answers.deciding import decide
from tests.listening.answers.cases import ANSWER, NOON, QUESTION, asked, case, found, outcome, said

HOLD = "Please DM us your account number."


def test_it_is_unanswered_if_nobody_replied() -> None:
    assert outcome() == ("unanswered", "")


def test_it_is_unverified_if_the_thread_was_read_in_part() -> None:
    assert outcome(said("1", "charlie", "+1"), complete=False) == ("unverified", "")


def test_it_is_unverified_if_a_reply_hangs_on_a_post_that_was_not_read() -> None:
    assert outcome(said("1", "charlie", "good to know", parent="nowhere")) == ("unverified", "")


def test_it_needs_no_ancestors_of_the_question() -> None:
    assert outcome(asked(parent="unread"), said("1", "charlie", "+1")) == ("unanswered", "")


def test_it_is_answered_in_a_part_read_if_what_was_read_answers() -> None:
    assert outcome(said("1", "bob", ANSWER), complete=False) == ("answered_by_us", "1")


def test_it_is_answered_by_our_earliest_answer() -> None:
    assert outcome(said("2", "bob", ANSWER, minutes=30), said("1", "acmehq", "Yes.", minutes=5))[1] == "1"


def test_it_compares_accounts_without_case_and_sign() -> None:
    assert outcome(said("1", "@ACMEHQ", ANSWER)) == ("answered_by_us", "1")


def test_it_is_acknowledged_by_a_holding_line() -> None:
    assert outcome(said("1", "bob", HOLD)) == ("acknowledged", "1")


def test_it_is_answered_once_the_answer_follows_the_holding_line() -> None:
    posts = (said("1", "bob", HOLD), said("2", "bob", ANSWER, minutes=60 * 40))
    assert outcome(*posts) == ("answered_by_us", "2")
    assert found(*posts).answered_at == NOON + timedelta(minutes=60 * 40)


def test_it_is_acknowledged_at_most_by_a_like_or_a_quote() -> None:
    assert outcome(said("1", "bob", "", kind="like")) == ("acknowledged", "1")
    assert outcome(said("1", "bob", ANSWER, parent="", quotes="q"), network="x") == ("acknowledged", "1")


def test_it_is_answered_by_a_peer() -> None:
    decision = found(said("1", "charlie", ANSWER))
    assert (decision.state, decision.evidence, decision.answered_by) == ("answered_by_peer", "1", "charlie")


def test_it_puts_us_before_a_peer_who_was_earlier() -> None:
    assert outcome(said("1", "charlie", ANSWER), said("2", "bob", ANSWER, minutes=60)) == ("answered_by_us", "2")


def test_it_puts_a_peer_before_a_competitor() -> None:
    assert outcome(said("1", "rita", ANSWER), said("2", "charlie", ANSWER, minutes=60))[0] == "answered_by_peer"


def test_it_is_answered_by_a_competitor_who_answers_but_not_by_his_pitch() -> None:
    assert outcome(said("1", "rita", ANSWER)) == ("answered_by_competitor", "1")
    assert outcome(said("1", "rita", "Switch to Globex, free migration! Book a demo."))[0] == "unanswered"


def test_it_takes_a_colleague_who_is_not_listed_for_a_peer() -> None:
    assert outcome(said("1", "jo_at_acme", "I work at Acme. " + ANSWER)) == ("answered_by_peer", "1")


def test_it_ignores_what_we_said_before_the_question() -> None:
    assert outcome(said("1", "bob", ANSWER, minutes=-5)) == ("unanswered", "")


def test_it_counts_an_answer_of_the_same_instant() -> None:
    assert outcome(said("1", "bob", ANSWER, minutes=0)) == ("answered_by_us", "1")


def test_it_does_not_know_what_is_later_than_now() -> None:
    assert outcome(said("1", "bob", ANSWER, minutes=60 * 24 * 3), days=1) == ("unanswered", "")


def test_it_counts_no_bot_and_no_deleted_reply() -> None:
    assert outcome(said("1", "bob", ANSWER, bot=True)) == ("unanswered", "")
    assert outcome(said("1", "bob", ANSWER, deleted=True)) == ("unanswered", "")
    assert outcome(said("1", "charlie", "[deleted]")) == ("unanswered", "")


def test_it_takes_nobody_for_the_asker() -> None:
    posts = (asked(), said("1", "charlie", ANSWER), said("2", "[deleted]", "Thanks!", parent="1", minutes=20))
    assert outcome(*posts) == ("answered_by_peer", "1")


# The asker's word


def test_it_is_resolved_by_thanks_for_an_answer() -> None:
    decision = found(said("1", "bob", ANSWER), said("2", "alice", "Thank you!", parent="1", minutes=20))
    assert (decision.state, decision.evidence, decision.answered_by) == ("resolved_by_asker", "2", "bob")


def test_it_is_not_resolved_by_thanks_for_a_holding_line() -> None:
    assert outcome(said("1", "bob", "We'll look into it."), said("2", "alice", "Thanks!", parent="1", minutes=20)) == (
        "acknowledged",
        "1",
    )


def test_it_is_not_resolved_by_thanks_in_advance() -> None:
    posts = (said("1", "charlie", ANSWER), said("2", "alice", "Will try it, thanks in advance", parent="1", minutes=20))
    assert outcome(*posts) == ("answered_by_peer", "1")


def test_it_is_resolved_by_an_asker_who_found_it_himself() -> None:
    assert outcome(said("1", "alice", "Never mind, found it in the settings.")) == ("resolved_by_asker", "1")


def test_it_hears_who_accepted_an_answer() -> None:
    """Whoever opened the thread did: not for a question that somebody else asks below it."""
    opened = said("root", "dora", "It overheats. Do I need a new one?", parent="", minutes=-60)
    ours, accepted = asked(parent="root"), said("1", "charlie", ANSWER, parent="root", accepted=True)
    assert outcome(opened, ours, accepted, network="reddit") == ("unanswered", "")
    assert outcome(replace(opened, author="alice"), ours, accepted, network="reddit") == ("resolved_by_asker", "1")
    assert outcome(opened, ours, replace(accepted, parent="q"), network="reddit") == ("resolved_by_asker", "1")
    nobody = replace(ours, author=""), replace(opened, author="[deleted]")
    assert outcome(*nobody, accepted, network="reddit")[0] != "resolved_by_asker"


def test_it_stays_resolved_if_another_answer_than_the_accepted_did_not_help() -> None:
    first, accepted = said("1", "charlie", ANSWER), said("2", "dora", ANSWER, minutes=20, accepted=True)
    failed = said("3", "alice", "That did not help, still the same error.", parent="1", minutes=30)
    posts = (first, accepted, failed)
    assert outcome(*posts, network="stackexchange") == ("resolved_by_asker", "2")
    assert outcome(first, accepted, replace(failed, parent="2"), network="stackexchange") == ("reopened", "3")
    own = said("4", "alice", "I am on Business.", minutes=5)
    assert outcome(first, accepted, own, replace(failed, parent="4"), network="stackexchange") == ("reopened", "3")
    later = replace(first, at=NOON + timedelta(minutes=25))
    assert outcome(later, accepted, failed, network="stackexchange") == ("resolved_by_asker", "2")


@pytest.mark.parametrize(
    "more",
    [
        "Does that go for the sandbox too?",
        "And does it also run on ARM?",
        "One more question: does it work offline?",
    ],
)
def test_it_is_reopened_by_who_asks_further(more: str) -> None:
    """Whoever watches sees a question that stands there without an answer, be the first one answered or not."""
    posts = [said("1", "bob", ANSWER), said("2", "alice", more, parent="1", minutes=20)]
    assert outcome(*posts) == ("reopened", "2")
    posts.append(said("3", "bob", "Yes, that works in the same way there.", parent="2", minutes=30))
    assert outcome(*posts) == ("answered_by_us", "3")


@pytest.mark.parametrize("network", ["reddit", "stackexchange"])
def test_it_is_not_reopened_by_what_he_asks_a_stranger(network: str) -> None:
    gave_up = said("2", "charlie", "I had the same and gave up on it last year.", minutes=20)
    posts = (said("1", "bob", ANSWER), gave_up)
    of_him = said("3", "alice", "What did you switch to?", parent="2", minutes=30)
    assert outcome(*posts, of_him, network=network)[0] == "answered_by_us"
    assert outcome(*posts, replace(of_him, parent="1", text="Does it go for the sandbox too?"), network=network) == (
        "reopened",
        "3",
    )


def test_it_is_not_reopened_by_a_question_with_which_he_gives_what_we_asked_for() -> None:
    asks = said("2", "bob", "Which version are you on?", minutes=20)
    gives = said("3", "alice", "4.2, is that too old?", parent="2", minutes=30)
    assert outcome(said("1", "charlie", ANSWER), asks, gives)[0] == "answered_by_peer"


def test_it_is_not_reopened_by_an_addition_of_which_nobody_knows_when_it_was_made() -> None:
    marked = asked(f"{QUESTION}\n\nEDIT: I am on Team, is that the reason?", edited_at=NOON + timedelta(minutes=40))
    assert outcome(marked, said("1", "bob", ANSWER))[0] == "answered_by_us"
    assert outcome(replace(marked, was=QUESTION), said("1", "bob", ANSWER)) == ("reopened", "q")


def test_it_counts_our_answer_that_names_whom_it_agrees_with() -> None:
    peer = said("1", "charlie", ANSWER, parent="")
    agrees = said("2", "bob", f"Good question, and @charlie is right. {ANSWER}", parent="", minutes=30)
    assert outcome(asked(), peer, agrees, network="discourse") == ("answered_by_us", "2")
    asks = replace(peer, text="How can I export the audit log as a file? I can't find it anywhere.")
    his = replace(agrees, text="Sure @charlie, the audit log can be exported as CSV under Settings > Audit.")
    assert outcome(asked(), asks, his, network="discourse") == ("unanswered", "")
    answers, asks = replace(peer, parent="q"), replace(asks, id="3", parent="q")
    between = said("4", "dora", "good question", parent="3", minutes=20)
    assert outcome(asked(), answers, asks, between, replace(his, parent="4"), network="x") == ("answered_by_peer", "1")


def test_it_is_resolved_by_an_accepted_answer_whoever_gave_it() -> None:
    decision = found(said("1", "charlie", ANSWER, accepted=True), said("2", "bob", ANSWER, minutes=90))
    assert (decision.state, decision.evidence, decision.answered_by) == ("resolved_by_asker", "1", "charlie")


def test_it_is_reopened_by_an_asker_whom_it_did_not_help() -> None:
    posts = (said("1", "bob", ANSWER), said("2", "alice", "Thanks, but it still fails.", parent="1", minutes=20))
    assert outcome(*posts) == ("reopened", "2")


def test_it_is_answered_again_by_what_follows_the_reopening() -> None:
    posts = (
        said("1", "bob", ANSWER),
        said("2", "alice", "That option isn't there.", parent="1", minutes=20),
        said("3", "bob", "It is under Plan > Backups since 5.1.", parent="2", minutes=30),
    )
    assert outcome(*posts) == ("answered_by_us", "3")


def test_it_hears_the_last_word_of_the_asker() -> None:
    posts = (
        said("1", "bob", ANSWER),
        said("2", "alice", "Works now, thanks!", parent="1", minutes=20),
        said("3", "alice", "It broke again this morning.", parent="1", minutes=900),
    )
    assert outcome(*posts) == ("reopened", "3")


def test_it_stays_unanswered_if_the_asker_only_asks_again() -> None:
    assert outcome(said("1", "alice", "Any update?", minutes=600)) == ("unanswered", "")


def test_it_waits_for_the_asker_whom_we_asked_back() -> None:
    decision = found(said("1", "bob", "Which version are you on?"))
    assert (decision.state, decision.waits_for_asker) == ("acknowledged", True)


def test_it_is_our_turn_again_once_the_asker_has_supplied_it() -> None:
    posts = (said("1", "bob", "Which version are you on?"), said("2", "alice", "4.2 on Ubuntu", parent="1", minutes=20))
    assert (found(*posts).state, found(*posts).waits_for_asker) == ("unanswered", False)


# Withdrawn, expired, edited


def test_it_is_withdrawn_if_the_question_is_gone() -> None:
    assert outcome(asked(deleted=True), said("1", "bob", ANSWER)) == ("withdrawn", "q")
    assert outcome(asked("[deleted]")) == ("withdrawn", "q")


def test_it_is_withdrawn_if_the_question_was_edited_out() -> None:
    edited = asked("Acme keeps its backups for a year.", was=QUESTION, edited_at=NOON + timedelta(hours=1))
    assert outcome(edited) == ("withdrawn", "q")


def test_it_reads_the_text_before_an_edit_that_is_later_than_now() -> None:
    edited = asked("Acme keeps its backups for a year.", was=QUESTION, edited_at=NOON + timedelta(days=9))
    assert outcome(edited) == ("unanswered", "")


def test_it_counts_from_the_edit_that_brought_the_question_in() -> None:
    edited = asked(QUESTION, was="Acme keeps backups.", edited_at=NOON + timedelta(hours=1))
    assert outcome(edited, said("1", "bob", ANSWER, minutes=5)) == ("unanswered", "")
    assert found(edited).asked_at == NOON + timedelta(hours=1)


def test_it_expires_locked_or_after_thirty_days() -> None:
    assert outcome(said("1", "charlie", "+1"), locked=True) == ("expired", "")
    assert outcome(said("1", "bob", HOLD), days=31) == ("expired", "")
    assert outcome(said("1", "bob", ANSWER), days=31, locked=True)[0] == "answered_by_us"


def test_it_counts_the_thirty_days_from_the_askers_last_word() -> None:
    assert outcome(said("1", "alice", "Any update?", minutes=60 * 24 * 20), days=31)[0] == "unanswered"


def test_it_says_what_is_no_question() -> None:
    assert outcome(asked("Kudos to the Acme team!"), said("1", "bob", "Thank you!")) == ("not_a_question", "")


@pytest.mark.parametrize(("decided", "state"), [(False, "not_a_question"), (True, "unanswered")])
def test_it_obeys_a_person_on_what_is_a_question(decided: bool, state: str) -> None:
    assert found(asked("Kudos to the Acme team!"), a_question=decided).state == state


# Who is meant


def test_it_ignores_our_reply_to_another_branch() -> None:
    posts = (asked(parent="root"), said("1", "charlie", "Hi", parent="root"), said("2", "bob", ANSWER, parent="1"))
    assert outcome(*posts) == ("unanswered", "")


def test_it_does_not_count_our_answer_to_somebody_who_asked_below() -> None:
    other = said("1", "charlie", "Can the snapshots be moved to another bucket?")
    assert outcome(other, said("2", "bob", "Yes, in Settings > Storage.", parent="1", minutes=20)) == ("unanswered", "")


def test_it_counts_a_flat_reply_if_nobody_else_asked_in_between() -> None:
    answer = said("1", "bob", ANSWER, parent="")
    assert outcome(answer, network="forum") == ("answered_by_us", "1")


def test_it_does_not_count_a_flat_reply_to_another_asker() -> None:
    other = said("1", "charlie", "Can the snapshots be moved to another bucket?", parent="", minutes=5)
    reply = said("2", "bob", "Yes, any bucket of the same region works.", parent="")
    assert outcome(other, reply, network="forum") == ("unanswered", "")


@pytest.mark.parametrize(("earlier", "expected"), [(True, ("unanswered", "")), (False, ("answered_by_us", "2"))])
def test_it_does_not_count_our_reply_to_what_another_came_with_in_a_talk_of_many(
    earlier: bool, expected: tuple[str, str]
) -> None:
    """Where the question opens the thread, what is said to who has it too is said to its asker as well."""
    opened = [said("0", "dora", "A thread for all who keep snapshots.", parent="", minutes=-60)] if earlier else []
    matter = said("1", "charlie", "The snapshots fail with an error here since the weekend.", parent="", minutes=5)
    reply = said("2", "bob", "We mended the snapshots in 4.2, which is out now.", parent="1", minutes=20)
    assert outcome(*opened, matter, reply, network="discourse") == expected


@pytest.mark.parametrize("more", [{"mentions": ("alice",)}, {"quotes": "q"}, {}])
def test_it_counts_a_flat_reply_that_mentions_quotes_or_names_the_asker(more: dict[str, Any]) -> None:
    other = said("1", "charlie", "Can the snapshots be moved to another bucket?", parent="", minutes=5)
    text = "Yes, a year on Business." if more else "Hello alice, yes, a year on Business."
    assert outcome(other, said("2", "bob", text, parent="", **more), network="forum")[0] == "answered_by_us"


def test_it_takes_no_stranger_who_answers_by_asking_for_another_asker() -> None:
    told = (
        "Strange, the manual says that this leaves the memory alone. Perhaps the new version cannot get at it? "
        "What if you put the old chip back? I did that with mine and all patches were there again."
    )
    question = asked(
        "After I went from 1.11 to 1.13 all my patches are gone! How is that possible? Are they truly lost?"
    )
    assert outcome(question, said("1", "charlie", told, parent=""), network="discourse") == ("answered_by_peer", "1")
    own = "My 1000 lost its patches as well after 1.13, what should I do now? I have not touched the chip so far."
    posts = (question, said("1", "charlie", own, parent=""), said("2", "bob", f"@charlie {ANSWER}", parent=""))
    assert outcome(*posts, network="discourse") == ("unanswered", "")


def test_it_keeps_every_reply_with_what_it_was_taken_for() -> None:
    decision = found(said("1", "charlie", "Same here."), said("2", "bob", ANSWER, minutes=20))
    assert [(reply.id, reply.side, reply.meaning) for reply in decision.replies] == [
        ("1", "peer", "me_too"),
        ("2", "ours", "substantive"),
    ]


def test_it_ends_on_a_ring_of_parents() -> None:
    ring = (said("1", "charlie", "+1", parent="2"), said("2", "charlie", "+1", parent="1"))
    assert outcome(*ring, said("3", "bob", ANSWER)) == ("answered_by_us", "3")


def test_it_walks_threads_of_any_depth() -> None:
    chain = [said(str(n), "charlie", "+1", parent=str(n - 1) if n else "q", minutes=n) for n in range(5000)]
    assert outcome(*chain, said("end", "bob", ANSWER, parent="4999", minutes=6000), days=9) == ("answered_by_us", "end")


def test_it_refuses_a_case_without_its_question() -> None:
    with pytest.raises(KeyError):
        decide(replace(case(), question="nowhere"))


_SIGH = "What a week. Three boxes came, two were empty."
_PUT_OFF = "@alice Sorry about that! Please DM us your order number so that we can look into it."


def test_what_we_put_off_was_a_matter() -> None:
    held = said("a", "bob", _PUT_OFF)
    with mock.patch.object(opening, "seeks_answer", return_value=Seeking(False, "statement")):
        assert outcome(asked(_SIGH), network="x") == ("not_a_question", "")
        assert outcome(asked(_SIGH), held, network="x") == ("acknowledged", "a")
        assert outcome(asked(_SIGH), replace(held, deleted=True), network="x") == ("not_a_question", "")
        assert outcome(asked(_SIGH), said("a", "charlie", _PUT_OFF), network="x") == ("not_a_question", "")
        assert outcome(asked(_SIGH), said("a", "bob", "@alice Aw, chin up! 💛"), network="x") == ("not_a_question", "")
        assert outcome(asked(_SIGH), held, network="github") == ("not_a_question", "")
        assert outcome(asked(_SIGH), held, network="x", a_question=False) == ("not_a_question", "")
