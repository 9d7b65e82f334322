"""VADER's numbers, and the time they take."""

from __future__ import annotations

from time import process_time

import pytest
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from listening.scoring import vader
from tests.listening.scoring.texts import texts

ORACLE = SentimentIntensityAnalyzer()
KNOWN = [
    "",
    " \n ",
    "VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!",
    "At least it isn't a horrible book.",
    "The least helpful support, but not the very least bad",
    "Today only kinda sux! But I'll get by, lol",
    "no good, no bad, no or good, no nor great",
    "never so good; never this awful; without a doubt great; without doubt bad",
    "so x y good and this x y bad",
    "kind of good, sort of bad, just enough love, kind",
    "it is the shit, the bomb, a bad ass, to die for, the kiss of death, at the bus stop, yeah right",
    "good good good but bad bad good bad",
    "Catch emoji such as 💘 and 💋and 😁!",
    ":) :D <3 >:( XD",
    "isn't n't can't'n't good",
    "İyi GOOD ǅ bad ß",
]


@pytest.mark.parametrize("text", KNOWN)
def test_it_says_what_vadersentiment_says(text: str) -> None:
    assert vader.scores(text)._asdict() == ORACLE.polarity_scores(text)


@pytest.mark.parametrize("seed", range(4))
def test_it_equals_vadersentiment_on_generated_texts(seed: int) -> None:
    differing = [text for text in texts(5_000, seed) if vader.scores(text)._asdict() != ORACLE.polarity_scores(text)]
    assert differing == []


@pytest.mark.parametrize(
    "text",
    ["😀" * 2_000, "!" * 10_000, "?!" * 5_000, "good but bad " * 300, "isn't " * 1_000, "a" * 10_000, "NO no " * 500],
    ids=["emoji", "exclamations", "questions", "but", "negations", "one word", "no"],
)
def test_it_reads_a_hostile_text_within_ten_milliseconds(text: str) -> None:
    vader.scores(text)

    def milliseconds() -> float:
        start = process_time()
        vader.scores(text)
        return (process_time() - start) * 1000

    assert min(milliseconds() for _ in range(10)) <= 10


def test_it_takes_time_in_proportion_to_the_text() -> None:
    def seconds(words: int) -> float:
        text = "good but not bad 😀 " * words
        start = process_time()
        vader.scores(text)
        return process_time() - start

    # A quadratic way would take 64 times as long.
    assert min(seconds(8_000) for _ in range(3)) < 32 * min(seconds(1_000) for _ in range(3))


def test_it_takes_no_brand_name_for_a_word() -> None:
    assert vader.scores("We use Outreach", ["Outreach"]) == vader.scores("We use Acme")
    assert vader.scores("Ghost is down", {"ghost"}).compound == 0.0
    assert vader.scores("Ghost is down").compound < 0


def test_it_masks_whole_words_only() -> None:
    assert vader.masked_text("loom, Looming and @Loom", ["Loom"]) == "zq, Looming and @zq"


def test_it_masks_the_longest_term_first() -> None:
    assert vader.masked_text("Love Inc ships", ["Love", "Love Inc"]) == "zq ships"


def test_it_masks_nothing_for_empty_terms() -> None:
    assert vader.scores("good", [""]) == vader.scores("good")


def test_it_names_the_words_that_made_the_score() -> None:
    _, words = vader.read("The support is great but slow, terrible")
    assert [(word.place, word.token) for word in words] == [(1, "support"), (3, "great"), (6, "terrible")]
