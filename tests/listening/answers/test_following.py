"""What the place of a post in its thread tells, beside its words."""

from __future__ import annotations

from listening.answers.asking import seeks_answer
from listening.answers.encoder.seen import Said
from listening.answers.following import heard_before
from tests.listening.answers.cases import ANSWER, asked, outcome, said

US = frozenset({"bob"})


def test_it_says_what_was_said_before_and_by_whom() -> None:
    told, heard = said("r", "bob", ANSWER), said("t", "alice", "Hm.", parent="r", minutes=20)
    assert heard_before(heard, asked(), [told], US, "x") == Said("x", ANSWER, "vendor")
    reply = said("u", "carol", "Me too.", parent="t", minutes=30)
    assert heard_before(reply, asked(), [told, heard], US, "x") == Said("x", "Hm.", "asker")


def test_it_hears_what_a_post_replies_to_before_what_was_said_last() -> None:
    first, last = said("r", "bob", ANSWER), said("s", "carol", "Me too.", minutes=15)
    post = said("t", "alice", "Hm.", parent="r", minutes=20)
    assert heard_before(post, asked(), [first, last], US, "x").heard == ANSWER
    assert heard_before(post, asked(), [last], US, "x") == Said("x", "Me too.", "other")  # the other was not read


def test_it_hears_nothing_where_nobody_has_replied_to_the_asker_yet() -> None:
    bump, again = said("t", "alice", "Bump."), said("u", "alice", "Bump.", minutes=20)
    assert heard_before(again, asked(), [bump], US, "x") == Said("x")


def test_it_has_not_read_a_thread_whose_asker_speaks_to_what_was_not_read() -> None:
    assert outcome(said("t", "alice", "I see, I'll check that later.", parent="gone"))[0] == "unverified"


def test_it_stays_acknowledged_when_the_asker_nods_at_a_promise() -> None:
    held = said("r", "bob", "That shouldn't be so. I'll take it to the team on Monday and come back to you.")
    nod = said("t", "alice", "Great, looking forward to it", parent="r", minutes=20)
    assert outcome(held, nod) == ("acknowledged", "r")


def test_it_overlooks_what_a_reply_repeats_of_the_question() -> None:
    text = "What is the LoLE that you write of here?\n\nI read the rest with pleasure."
    reply = said(
        "r",
        "bob",
        "What is the LoLE that you write of here?\n\nIt is the Law of Least Effort, named on page 2.",
        parent="",
    )
    assert outcome(asked(text), reply, network="discourse") == ("answered_by_us", "r")


def test_it_leaves_other_matters_of_a_flat_thread_alone() -> None:
    before = said("p", "dora", "This is the thread for feedback on Acme.", parent="", minutes=-60)
    other = said("o", "charlie", "Hello! I can't install the new version in any of my browsers, see below.", parent="")
    to_other = said("r", "bob", "I pushed 1.6.1, fixed there.", parent="o", minutes=20)
    assert outcome(before, asked(), other, to_other, network="discourse")[0] == "unanswered"


def test_it_takes_a_change_that_is_handed_in_for_none() -> None:
    assert not seeks_answer("docs: fix a typo in the guide", network="github", root=True).seeks
    assert seeks_answer("Docs: what does the flag mean?", network="github", root=True).seeks


def test_it_takes_a_wish_on_a_tracker_for_more_than_praise() -> None:
    assert seeks_answer("Dark mode\n\nIt'd be great to have a dark theme.", network="github", root=True).seeks


def test_it_needs_scoring_for_a_question_without_its_mark() -> None:
    line = "It is. It stays longer, which is why it rises."
    assert not seeks_answer(line, network="reddit", chance=0.03, complaint=0.2).seeks


def test_it_hears_from_others_that_the_asker_has_found_it() -> None:
    told = said("t", "alice", "Swapped the two lines in the vhost and everybody gets in.", minutes=20)
    pleased = said("r", "bob", "Glad you figured it out, and thanks for telling us!", parent="t", minutes=30)
    assert outcome(told, pleased) == ("resolved_by_asker", "t")


def test_it_takes_pleasure_about_somebody_else_for_nothing() -> None:
    other = said("o", "charlie", "Swapped the two lines and mine gets in.", minutes=20)
    pleased = said("r", "dora", "Glad it works. Took me a Sunday.", parent="o", minutes=30)
    assert outcome(other, pleased)[0] != "resolved_by_asker"


def test_it_is_our_turn_once_the_asker_thanks_and_supplies() -> None:
    back = said("r", "bob", "Thanks for the report. Which version is that? Please send us the log as well.")
    supplied = said(
        "t", "alice", "Thanks for the quick reply! It is 0.9.8 on Android 9, and this is the log: https://p.example/1",
        parent="r", minutes=60,
    )  # fmt: skip
    assert outcome(back, supplied) == ("unanswered", "")
