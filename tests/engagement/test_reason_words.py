"""What is underlined of a reason: words that tell something, and the sentence that asks."""

from __future__ import annotations

import pytest

from engagement.queue.reasons import _strongest
from engagement.reason_words import asking, telling

TEXT = "Firefox stays empty since 72 hours. Is it the plan, or is 4.2 broken? Not nice."


def shown(flag: str, *words: str, text: str = TEXT) -> list[str]:
    reasons = [
        {"flag": flag, "start": text.index(each), "end": text.index(each) + len(each), "weight": 9.0 - n}
        for n, each in enumerate(words)
    ]
    return [text[each["start"] : each["end"]] for each in _strongest(reasons, flag, text)]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("since 72 hours", "hours"),
        ("stays empty since", "stays empty"),
        ("since", None),
        ("72", None),
        ("Not nice", "Not nice"),
        ("?", None),
    ],
)
def test_it_keeps_of_a_reason_what_tells_something(words: str, left: str | None) -> None:
    start = TEXT.index(words)
    span = telling(TEXT, start, start + len(words))
    assert (TEXT[slice(*span)] if span else None) == left


def test_it_leaves_function_words_out_where_others_remain() -> None:
    assert shown("complaint", "since", "or is", "stays empty since", "72") == ["stays empty"]


def test_it_shows_function_words_where_nothing_else_was_weighed() -> None:
    assert shown("complaint", "since", "72") == ["since", "72"]


def test_it_underlines_the_sentence_that_asks() -> None:
    assert shown("question", "or is", "stays") == ["Is it the plan, or is 4.2 broken?"]


def test_it_underlines_words_of_a_question_that_has_no_mark() -> None:
    assert shown("question", "plan", text="wondering whether the plan covers it") == ["plan"]


def test_it_takes_no_log_for_a_sentence() -> None:
    assert asking("x" * 300 + "?", 5) is None
