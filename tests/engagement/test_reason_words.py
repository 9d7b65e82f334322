"""The names of scoring's rules, as people read them."""

from __future__ import annotations

from engagement.reason_words import RULES, rule
from listening.scoring.evidence import PASSAGE, POLARITY, WORDING
from listening.scoring.rules import RULES as OF_SCORING


def test_every_rule_of_scoring_has_a_name_that_people_read() -> None:
    assert set(RULES) == {PASSAGE, *(each.name for each in OF_SCORING)}


def test_words_that_match_no_rule_have_no_name() -> None:
    assert [rule(WORDING), rule(POLARITY), rule("gone since")] == ["", "", ""]
