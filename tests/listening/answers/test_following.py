"""What the place of a post in its thread tells, beside its words."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

from listening.answers import opening
from listening.answers.asking import Seeking, seeks_answer
from listening.answers.encoder.seen import Said
from listening.answers.following import Exchange, said_above
from listening.answers.records import Spoken
from tests.listening.answers.cases import ANSWER, NOON, QUESTION, asked, found, outcome, said

US = frozenset({"bob"})


def around(post: Spoken, *others: Spoken, network: str = "x") -> Said:
    return Exchange(asked(), [post, *others], US, network).around(post)


def test_it_says_what_was_said_before_and_by_whom() -> None:
    told, heard = said("r", "bob", ANSWER), said("t", "alice", "Hm.", parent="r", minutes=20)
    assert around(heard, told) == Said("x", ANSWER, "vendor")
    reply = said("u", "carol", "Me too.", parent="t", minutes=30)
    assert around(reply, told, heard) == Said("x", "Hm.", "asker")


def test_it_hears_what_a_post_replies_to_before_what_was_said_last() -> None:
    first, last = said("r", "bob", ANSWER), said("s", "carol", "Me too.", minutes=15)
    post = said("t", "alice", "Hm.", parent="r", minutes=20)
    assert around(post, first, last).heard == ANSWER
    assert around(post, last) == Said("x", "Me too.", "other")  # the other was not read


def test_it_hears_nothing_where_nobody_has_replied_to_the_asker_yet() -> None:
    bump, again = said("t", "alice", "Bump."), said("u", "alice", "Bump.", minutes=20)
    assert around(again, bump) == Said("x")


def test_it_says_what_came_next_by_the_asker_before_anybody_else() -> None:
    told, chimes = said("r", "bob", ANSWER), said("s", "carol", "Me too.", parent="r", minutes=15)
    thanks = said("t", "alice", "That was it.", parent="r", minutes=20)
    assert around(told, chimes) == Said("x", "", "", "Me too.", "other")
    assert around(told, chimes, thanks) == Said("x", "", "", "That was it.", "asker")
    assert around(thanks, told, said("u", "bob", "Glad!", parent="t", minutes=30)).then == "Glad!"


def test_it_takes_what_follows_for_what_came_next_only_where_threads_are_flat() -> None:
    told, chimes = said("r", "bob", ANSWER), said("s", "carol", "Me too.", minutes=15)
    assert around(told, chimes, network="discourse").then == "Me too."
    assert around(told, chimes, network="x").then == ""
    later = said("t", "alice", "That was it.", minutes=20)  # to his own question, as one adds to it
    assert around(told, chimes, later, network="x").then == "That was it."


def test_it_does_not_look_far_for_what_came_next() -> None:
    crowd = [said(f"s{number:02}", "carol", "Me too.", minutes=15 + number) for number in range(30)]
    later = said("t", "alice", "That was it.", minutes=60)
    assert around(said("r", "bob", ANSWER), *crowd, later, network="discourse").then == "Me too."


def test_it_leaves_what_says_nothing_and_what_was_said_earlier() -> None:
    early = said("p", "alice", "Hm.", parent="r", minutes=5)
    bot = said("s", "helper", "Thanks for your report.", parent="r", minutes=20, bot=True)
    assert around(said("r", "bob", ANSWER), early, bot).then == ""


def test_it_hears_him_to_whom_it_was_said_before_others() -> None:
    told, chimes = said("r", "bob", ANSWER, parent=""), said("s", "carol", "Me too.", parent="r", minutes=15)
    thanks = said("t", "alice", "That was it.", parent="", minutes=20)
    assert around(told, chimes, thanks, network="discourse").then == "That was it."


def test_it_gives_what_quotes_a_post_to_that_post_alone() -> None:
    first, second = said("r", "bob", ANSWER, parent=""), said("s", "carol", "Reinstall it.", parent="", minutes=15)
    works = said("t", "alice", "The first one did it.", parent="", minutes=20, quotes="r")
    assert around(first, second, works, network="discourse").then == "The first one did it."
    assert around(second, first, works, network="discourse").then == ""


def test_nobody_equals_nobody() -> None:
    told, gone = said("r", "dave", "Reinstall it."), said("s", "[removed]", "No.", minutes=15)
    question = said("q", "[deleted]", QUESTION, parent="", minutes=0)
    assert Exchange(question, [told, gone], US, "x").around(told).then == ""
    below = said("t", "[deleted]", "Why that?", parent="s", minutes=20)
    assert Exchange(question, [gone, below], US, "x").around(gone).then == "Why that?"


def test_what_was_said_before_an_edit_was_not_said_to_what_it_brought_in() -> None:
    at = NOON + timedelta(minutes=30)
    question = asked(QUESTION, was="Nice weather today.", edited_at=at)
    early, late = said("r", "bob", "Enjoy the sun!"), said("s", "bob", ANSWER, minutes=40)
    with mock.patch.object(opening, "seeks_answer", return_value=Seeking(True, "asks")) as seeks:
        found(question, early, late)
    assert [(each.args[0], each.kwargs["said"].then) for each in seeks.call_args_list] == [
        (QUESTION, ANSWER),
        ("Nice weather today.", "Enjoy the sun!"),
    ]


def test_it_hears_what_is_dated_to_the_same_instant_below_it() -> None:
    assert around(said("r", "bob", ANSWER), said("10", "alice", "That was it.", parent="r")).then == "That was it."


def test_it_says_of_a_question_what_stands_above_and_what_we_said_to_it() -> None:
    above = said("p", "bob", "We are live!", parent="", minutes=-10)
    chimes, held = said("r", "carol", "Me too."), said("s", "bob", "Sorry to hear that.", minutes=20)
    exchange = Exchange(asked(), [chimes, held], US, "x")
    assert exchange.around_question(above) == Said("x", "We are live!", "vendor", "Sorry to hear that.", "vendor")
    assert Exchange(asked(), [chimes], US, "x").around_question(None) == Said("x", "", "", "Me too.", "other")
    assert Exchange(asked(), [], US, "x").around_question(None) == Said("x")


def test_it_says_of_a_question_in_a_flat_thread_what_somebody_else_said_last_before_it() -> None:
    told, own = said("p", "bob", "We are live!", minutes=-20), said("q0", "alice", "Me too.", minutes=-10)
    liked = said("r", "dave", "", minutes=-5, kind="like")
    after = said("s", "carol", "Me too.")
    for network in ("discourse", "github"):
        assert said_above(asked(), [told, own, liked, after], network) == told
        assert said_above(asked(), [own, after], network) == own
        assert said_above(asked(), [after], network) is None
        assert said_above(asked(parent="q0"), [told, own], network) == own
    assert said_above(asked(), [told, own], "hackernews") is None
    assert said_above(asked(parent="gone"), [told, own], "discourse") is None


def test_what_stands_amid_a_flat_thread_does_not_open_it() -> None:
    told, question = said("p", "carol", "The new release is out.", minutes=-20), asked("The colours are off here.")
    with mock.patch.object(opening, "seeks_answer", return_value=Seeking(True, "asks")) as seeks:
        found(question, told, network="discourse")
        found(question, network="discourse")
    assert [each.kwargs["root"] for each in seeks.call_args_list] == [False, True]
    assert [each.kwargs["said"].heard for each in seeks.call_args_list] == ["The new release is out.", ""]


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
