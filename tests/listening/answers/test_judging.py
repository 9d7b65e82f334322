"""What replies and follow-ups are taken for, line by line, and that the words that told are shown."""

from __future__ import annotations

import pytest

from listening.answers.hearing import asker_by_rules, judge_asker
from listening.answers.ours import judge_ours, ours_by_rules
from listening.answers.theirs import asks_for_himself, judge_theirs, theirs_by_rules
from listening.answers.wanting import wanted
from tests.listening.answers import everyday
from tests.listening.answers.lines import ASKER, OURS, THEIRS

ASKED = wanted("Does this work with Acme?")
_OURS = [(line, meaning) for meaning, lines in OURS.items() for line in lines]
_THEIRS = [(question, line, meaning) for meaning, lines in THEIRS.items() for question, line in lines]
_ASKER = [(line, meaning) for meaning, lines in ASKER.items() for line in lines]


@pytest.mark.parametrize(("line", "meaning"), _OURS)
def test_its_rules_read_what_we_say(line: str, meaning: str) -> None:
    assert ours_by_rules(line, ASKED).meaning == meaning


MISSES = frozenset(
    {
        "Thanks for raising it, Peter. Support has it now.",
        "They explained it in the blog: abuse by crypto miners was costing them more than all support combined.",
    }
)
"""What the network takes for what it is not; one is a near thing, on which processors may differ."""


def _known(each: tuple[object, ...]) -> object:
    marks = [pytest.mark.xfail(reason="the network takes it for what it is not")] if MISSES & {*each} else []
    return pytest.param(*each, marks=marks)


@pytest.mark.parametrize(("question", "line", "meaning"), list(map(_known, _THEIRS)))
def test_it_reads_what_others_say(question: str, line: str, meaning: str) -> None:
    judge = judge_theirs if meaning == "substantive" else theirs_by_rules
    assert judge(line, wanted(question)).meaning == meaning


@pytest.mark.parametrize(
    ("question", "line", "says"),
    [
        ("Would this do as a replacement for my memory server?", "Yep, have seen people do it!", True),
        ("Does it fit a normal cartridge without the adapter?", "no", True),
        ("Does it fit a normal cartridge without the adapter?", "no idea, I only draw", False),
        ("Can you add a dark mode?", "Yes please!", False),
        ("Does the app crash on Android 15?", "yep, same here", False),
        ("The timer just stops and that wakes me up. Is there a setting?", "yep woke up three times", False),
        ("Is the app down for anyone else?", "yes", False),
        ("How do I turn it off?", "no", False),
    ],
)
def test_it_takes_a_yes_or_no_of_others_for_an_answer_where_one_was_asked(question: str, line: str, says: bool) -> None:
    judged = judge_theirs(line, wanted(question))
    assert (judged.rule == "their_yes_no") is says
    assert not says or judged.meaning == "substantive"
    assert judge_theirs(line, wanted(question), direct=False).rule != "their_yes_no"


@pytest.mark.parametrize(("line", "meaning"), _ASKER)
def test_its_rules_read_what_the_asker_says(line: str, meaning: str) -> None:
    assert asker_by_rules(line).last == meaning


@pytest.mark.parametrize(("line", "answers"), list(map(_known, everyday.OURS)))
def test_it_tells_our_answers_from_what_only_holds(line: str, answers: bool) -> None:
    assert (judge_ours(line, ASKED).meaning == "substantive") is answers


@pytest.mark.parametrize(("question", "line", "answers"), list(map(_known, everyday.THEIRS)))
def test_it_tells_what_answers_among_what_others_say(question: str, line: str, answers: bool) -> None:
    assert (judge_theirs(line, wanted(question)).meaning == "substantive") is answers


@pytest.mark.parametrize(("line", "heard"), everyday.ASKER)
def test_its_rules_hear_the_asker(line: str, heard: tuple[str, ...]) -> None:
    assert asker_by_rules(line).last in heard


def test_it_shows_the_words_of_a_holding_line() -> None:
    line = "Hi Tom, please send us a DM with your order number."
    judged = judge_ours(line, ASKED)
    assert "please send us a DM" in {line[sign.start : sign.end] for sign in judged.signs}


def test_it_shows_the_words_of_a_failure() -> None:
    line = "Thanks, but it still fails with the same error."
    assert "still fails" in {line[sign.start : sign.end] for sign in judge_asker(line, ASKED).signs}


def test_it_takes_a_holding_line_with_steps_beside_for_an_answer() -> None:
    line = "We're looking into it. Until then, set `sync.mode` to full and restart the agent."
    assert judge_ours(line, ASKED).meaning == "substantive"


def test_it_takes_a_promise_with_a_link_for_a_holding_line() -> None:
    assert judge_ours("We'll look into it, see https://status.acme.example", ASKED).meaning == "holding"


def test_it_reads_no_word_inside_code_quotes_and_handles() -> None:
    for line in ("> it still fails\nThanks!", '[quote="bob"]it still fails[/quote]\nThanks!'):
        assert asker_by_rules(line).last == "thanks"
        assert judge_asker(line, ASKED).last in ("thanks", "works_now")


def test_it_hears_the_last_word_of_a_post_that_says_both() -> None:
    assert judge_asker("It still failed at first, but after a restart it works now.", ASKED).last == "works_now"


def test_its_rules_hear_what_is_taken_back_in_the_same_post() -> None:
    assert asker_by_rules("It works now. No wait, it is broken again.").last == "did_not_help"


@pytest.mark.xfail(reason="the network hears that it is solved", strict=True)
def test_it_hears_what_is_taken_back_in_the_same_post() -> None:
    assert judge_asker("It works now. No wait, it is broken again.", ASKED).last == "did_not_help"


def test_it_tells_asking_back_from_a_question_of_ones_own() -> None:
    assert not asks_for_himself("Which version are you on?")
    assert asks_for_himself("Can the same thing be done with the old API?")


def test_it_takes_how_it_is_with_others_for_an_answer_to_who_asks_just_that() -> None:
    asked = wanted("Is Acme down for anyone else in Oregon?")
    assert judge_theirs("Down here in Salem, since ten or so.", asked).rule == "their_own_state"
    assert judge_theirs("lol, it's down here every Friday", asked).meaning != "substantive"


def test_it_takes_a_request_to_check_for_a_step() -> None:
    assert judge_ours("Please check that the address is the one your bank has.", ASKED).meaning == "substantive"
    assert judge_ours("We'll check that and come back to you.", ASKED).meaning == "holding"
