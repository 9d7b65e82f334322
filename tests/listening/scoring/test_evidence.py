"""What is told of why a flag is on: words that tell something, phrases by name, and each once."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from listening.records import FLAGS, BrandTerms, Reason, Verdict
from listening.scoring import sentences
from listening.scoring.choosing import AGAINST, FOR
from listening.scoring.corpus import posts
from listening.scoring.evidence import PASSAGE, POLARITY
from listening.scoring.scorer import NO_BRAND, Scorer
from listening.scoring.telling import is_dull

SCORER = Scorer()
ACME = BrandTerms(id=1, name="Acme", kind="own", terms=("Acme",))


def told(text: str, flag: str, brands: tuple[BrandTerms, ...] = ()) -> dict[str, Reason]:
    """Return the reasons for and against a flag by their words."""
    (found,) = SCORER.judge(text, network="x", brands=brands).values()
    return {reason.text: reason for reason in found.reasons if reason.flag == flag}


def verdicts() -> list[tuple[str, Verdict]]:
    drawn = random.Random(5).sample([*posts("en"), *posts("de")], 500)
    rows = [(post.text, post.channel, ()) for post in drawn]
    return [(text, found[NO_BRAND]) for (text, _, _), found in zip(rows, SCORER.judge_many(rows), strict=True)]


VERDICTS = verdicts()


def test_it_tells_no_word_that_tells_nothing() -> None:
    reasons = [reason for _, found in VERDICTS for reason in found.reasons]
    assert len(reasons) > 500
    assert not [reason for reason in reasons if is_dull(reason.text)]


def test_a_flag_that_words_speak_for_shows_some_of_them() -> None:
    for text, found in VERDICTS:
        for flag in found.on:
            assert any(reason.flag == flag and reason.weight > 0 for reason in found.reasons), (text, flag)


@pytest.mark.parametrize(("side", "most"), [(1, FOR), (-1, AGAINST)])
def test_it_tells_the_same_words_once(side: int, most: int) -> None:
    for text, found in VERDICTS:
        for flag in FLAGS:
            spans = [each[2:4] for each in found.reasons if each.flag == flag and each.weight * side > 0]
            assert len(spans) <= most
            assert all(end <= start for (_, end), (start, _) in pairwise(sorted(spans))), (text, flag)


def test_words_within_a_phrase_with_a_name_are_one_reason() -> None:
    found = told("We are leaving Acme in March", "churn_risk", (ACME,))
    assert [(reason.text, reason.rule) for reason in found.values()] == [("leaving Acme", "leaves")]
    assert found["leaving Acme"].weight > 3


def test_what_is_small_beside_the_rest_is_left_out() -> None:
    text = "MSP, 2,100 endpoints, leaving Acme before the Bulwark price list hits us."
    assert told(text, "churn_risk", (ACME,)).keys() == {"leaving Acme"}
    assert "2,100 endpoints" in told(f"{text} What are others landing on?", "buying_intent", (ACME,))


def test_a_number_tells_something_with_a_unit_only() -> None:
    found = told("We benchmarked it for a year, page 6, and after three weeks I stopped digging, 2.9 s.", "complaint")
    assert any("three weeks" in words for words in found)
    assert not any("6" in words for words in found)
    assert any("20 seconds" in words for words in told("The list is slow: 20 seconds", "complaint"))


def test_words_run_over_those_that_say_nothing() -> None:
    assert "Filters at 60 each every four months do not" in told(
        "Filters at 60 each every four months do not help my wallet.", "complaint"
    )


def test_words_do_not_run_over_the_end_of_a_sentence() -> None:
    text = "bot levels feel human. lost to the squirrel again"
    assert {"levels feel human", "lost to the squirrel"} <= told(text, "praise").keys()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Acme is here. Where can I order disks? Tx", "Where can I order disks?"),
        ("MSP here. Acme or Globex for 40 seats? We have both.", "Acme or Globex for 40 seats?"),
        ("Would Acme be too heavy? What does it cost for non-profits?", "What does it cost for non-profits?"),
        ("Wo finde ich den Lohnausweis 2025? Der vom Vorjahr ist da.", "Wo finde ich den Lohnausweis 2025?"),
    ],
)
def test_of_a_question_it_tells_the_sentence_that_asks(text: str, sentence: str) -> None:
    assert sentence in told(text, "question", (ACME,))


def test_it_takes_no_log_for_a_question() -> None:
    found = told("what is this " + "x1 " * 100 + "?", "question")
    assert max(map(len, found)) < 100


def test_where_no_word_tells_anything_it_tells_the_sentence() -> None:
    found = told("Outpost wieder weg. Statusseite grün, Login 502, 40 Leute im Büro trinken Kaffee.", "complaint")
    assert [(reason.text, reason.rule) for reason in found.values()] == [
        ("Statusseite grün, Login 502, 40 Leute im Büro trinken Kaffee.", PASSAGE)
    ]


@pytest.mark.parametrize("mark", ["", "’", " (", "– ", "“"])
def test_a_passage_begins_and_ends_with_its_words(mark: str) -> None:
    text = f"{mark}the shows and oursigns, our the , and so on"
    start, end = sentences.around(text, text.index("shows"), text.index("shows") + 5)
    assert text[start:end] == "the shows and oursigns, our the , and so on"


def test_a_word_that_was_turned_stands_with_what_turned_it() -> None:
    found = told("Acme does not spark joy", "complaint")
    assert found["not spark joy"].rule == POLARITY


def test_it_finds_a_word_of_the_lexicon_by_itself() -> None:
    text = "Hello from the shell, the export is hell"
    found = [reason for reason in told(text, "complaint").values() if reason.text.endswith("hell")]
    assert [(reason.text, text[: reason.end]) for reason in found] == [("hell", text)]
