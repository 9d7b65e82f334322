from __future__ import annotations

from typing import Any

import pytest

from dashboards import wording
from dashboards.tiles import tiles
from dashboards.weeks import Week, parse_week
from tests.dashboards.reported import report


@pytest.mark.parametrize(
    ("number", "now", "said"),
    [
        ("complaints", {"complaints": 44}, "+14, +47 %"),
        ("complaints", {"complaints": 15}, "−15, −50 %"),
        ("complaints", {"complaints": 31, "mentions": 10}, "about the same, +1"),
        ("complaints", {}, "about the same"),
        ("no-reply", {"no_reply": 3}, "+3 on week 45"),
        ("share-of-voice", {"share_of_voice": 0.31}, "+6 points on week 45"),
        ("share-of-voice", {"share_of_voice": 0.24, "voices_n": 3}, "about the same, −1 point"),
        ("first-response", {"first_response_s": 1_800.0}, "−30 min on week 45"),
        ("first-response", {"first_response_s": None}, "nothing to compare with"),
    ],
)
def test_it_says_how_a_number_changed(number: str, now: dict[str, Any], said: str) -> None:
    assert wording.change(tiles(report(now))[number], Week(2026, 45)) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("2026-W46", "9–15 November 2026"),
        ("2026-W49", "30 November – 6 December 2026"),
        ("2026-W53", "28 December 2026 – 3 January 2027"),
    ],
)
def test_it_says_the_days_of_a_week(name: str, said: str) -> None:
    assert wording.span_of(parse_week(name)) == said


@pytest.mark.parametrize(
    ("low", "high", "of", "said"),
    [
        (24.2, 33.4, "complaints", "24–33"),
        (30, 30.2, "complaints", "30"),
        (0.22, 0.25, "share-of-voice", "22–25 %"),
        (2_280, 7_200, "first-response", "38 min to 2 h"),
        (1_200, 3_400, "mentions", "1,200–3,400"),
    ],
)
def test_it_says_a_usual_range(low: float, high: float, of: str, said: str) -> None:
    assert wording.usual(low, high, of) == said


def test_it_shows_unknown_as_a_dash_never_as_zero() -> None:
    assert wording.number(None, "first-response") == "–"
    assert wording.number(0, "complaints") == "0"


def test_it_counts_one_in_the_singular() -> None:
    assert (wording.rows(1, "complaints"), wording.rows(2, "no-reply")) == ("1 post", "2 questions")
