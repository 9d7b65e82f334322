"""What is said after a question in languages that the network learnt little of; the lines are made up."""

from __future__ import annotations

import pytest

from listening.answers.encoder.seen import Said
from listening.answers.hearing import judge_asker
from listening.answers.ours import judge_ours, ours_by_rules
from listening.answers.reading import Table
from listening.answers.rules.abroad import FOLLOW_UPS
from listening.answers.wanting import wanted
from listening.scoring.patterns import words_of
from listening.scoring.prepared import prepare
from tests.listening.answers.abroad import DONE, NOT_DONE, SOLVED, STILL_NOT
from tests.listening.answers.lines import ASKER, OURS

ASKED = wanted("Die App stürzt seit dem Update beim Start ab, was kann ich tun?")
HEARD = Said("x", "Version 4.2.1", "vendor")


@pytest.mark.parametrize("line", DONE)
def test_it_knows_that_something_is_done(line: str) -> None:
    assert judge_ours(line, ASKED, Said("github")).rule == "own_done_abroad"


@pytest.mark.parametrize("line", NOT_DONE)
def test_it_takes_nothing_for_done_that_is_to_be(line: str) -> None:
    assert ours_by_rules(line, ASKED).rule != "own_done_abroad"


@pytest.mark.parametrize("line", STILL_NOT)
def test_it_knows_that_something_is_as_bad_as_before(line: str) -> None:
    assert judge_asker(line, ASKED, HEARD).last == "did_not_help"


@pytest.mark.parametrize("line", SOLVED)
def test_it_takes_no_success_for_a_failure(line: str) -> None:
    assert judge_asker(line, ASKED, HEARD).last == "works_now"


def test_no_rule_for_what_is_said_later_speaks_in_english() -> None:
    table = Table(FOLLOW_UPS)
    lowers = [prepare(line).lower for told in (OURS, ASKER) for lines in told.values() for line in lines]
    assert len(lowers) > 100
    assert not [lower for lower in lowers if list(table.find(lower, words_of(lower)))]


@pytest.mark.parametrize(
    "line",
    [
        "No answer for weeks, closing.",
        "Closed due to inactivity.",
        "We haven't received a reply from you yet. We'll close this for now, and reopen it when you leave a message.",
        "closing this as there was no further feedback. If it comes back let us know",
        "Seems to have gone stale, I close it.",
    ],
)
def test_who_closes_for_want_of_a_word_answers_nothing(line: str) -> None:
    judged = judge_ours(line, wanted("The export hangs at 80 %."), Said("github"))
    assert (judged.meaning, judged.rule) == ("approval", "own_unheard")


@pytest.mark.parametrize(
    "line",
    [
        "Closing, this was fixed in 4.2.",
        "Closing as there is no way to do this on our side, the API of the bank does not offer it.",
        "Have you heard back from the bank, or may I close this?",
        "No activity is logged while the door is closed, that is by design.",
    ],
)
def test_who_closes_with_a_reason_may_answer(line: str) -> None:
    assert ours_by_rules(line, wanted("The export hangs at 80 %.")).rule != "own_unheard"
