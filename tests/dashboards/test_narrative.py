from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import wording
from dashboards.narrative import LINES, tell
from dashboards.records import Coverage
from dashboards.tiles import tiles
from dashboards.wording import CODES
from tests.dashboards.reported import facts, numbers, report

ANY = st.fixed_dictionaries(
    {
        "mentions": st.integers(0, 5_000),
        "complaints": st.integers(0, 500),
        "no_reply": st.integers(0, 60),
        "longest_wait_s": st.none() | st.integers(0, 10**7),
        "first_response_s": st.none() | st.floats(0, 10**6),
        "responses": st.integers(0, 200),
        "share_of_voice": st.none() | st.floats(0, 1),
        "voices_n": st.integers(1, 9_000),
        "rules": st.just(()) | st.just((("Rivals", "2026-11-09"),) * 7),
    }
)


def codes(**now: Any) -> list[str]:
    return [line.fact.code for line in tell(facts(report(now))).lines]


@given(ANY, st.sampled_from([0, 1, 3, 4, 8, 11]), st.booleans(), st.sampled_from([0, 50, 100]))
def test_it_tells_any_week_in_known_words_and_at_most_five_lines(
    now: dict[str, Any], weeks: int, running: bool, read: int
) -> None:
    coverage = Coverage(planned=100, succeeded=read, terms={}, blind=("Reddit",))
    told = tell(facts(report(now, weeks=weeks, running=running, coverage=coverage)))
    said = [*told.headline, *(line.fact for line in told.lines), *(line.cause for line in told.lines if line.cause)]
    assert 1 <= len(told.lines) <= LINES
    assert {say.code for say in said} <= CODES
    assert all(wording.words(say) for say in said)
    assert [line.tone for line in told.lines] == sorted(
        (line.tone for line in told.lines), key=["bad", "good", ""].index
    )


def test_it_says_that_nothing_moved_in_a_usual_week() -> None:
    told = tell(facts(report()))
    assert [line.fact.code for line in told.lines] == ["nothing_moved"]
    assert told.headline[0].code == "head_usual"


def test_it_names_the_day_that_brought_the_complaints_and_links_to_it() -> None:
    told = tell(facts(report({"complaints": 41}), complaints=(4, 6, 4, 15, 8, 2, 2)))
    line = told.lines[0]
    assert (line.number, str(line.day), line.shown, line.tone, line.up) == ("complaints", "2026-11-12", 15, "bad", True)
    assert wording.words(told.headline[0]) == "Thursday pushed complaints to\u00a041."


def test_it_names_no_day_if_complaints_came_evenly() -> None:
    told = tell(facts(report({"complaints": 42}), complaints=(6,) * 7))
    assert (told.lines[0].day, told.lines[0].shown, told.lines[0].cause) == (None, 42, None)


def test_it_names_no_day_if_two_were_as_bad() -> None:
    told = tell(facts(report({"complaints": 42}), complaints=(21, 21, 0, 0, 0, 0, 0)))
    assert told.lines[0].day is None


def test_it_cites_the_posts_behind_what_it_says() -> None:
    told = tell(facts(report({"complaints": 41})))
    assert told.headline[0].citations == told.lines[0].fact.citations == (7, 8)


@pytest.mark.parametrize(
    ("now", "tone"),
    [
        ({"complaints": 10}, "good"),
        ({"complaints": 60}, "bad"),
        ({"first_response_s": 600.0}, "good"),
        ({"first_response_s": 9_000.0}, "bad"),
        ({"share_of_voice": 0.4}, "good"),
        ({"share_of_voice": 0.1}, "bad"),
        ({"mentions": 400}, ""),
    ],
)
def test_it_knows_which_way_is_good(now: dict[str, Any], tone: str) -> None:
    assert [line.tone for line in tell(facts(report(now))).lines] == [tone]


def test_it_puts_bad_news_first() -> None:
    assert codes(share_of_voice=0.4, complaints=60, mentions=400) == [
        "fact_complaints",
        "fact_share-of-voice",
        "fact_mentions",
    ]


def test_it_always_says_who_waits() -> None:
    told = tell(facts(report({"no_reply": 7, "longest_wait_s": 3 * 86_400})))
    assert wording.words(told.lines[0].fact).startswith("7 questions wait for us")
    assert "3 days" in wording.words(told.lines[0].cause or told.lines[0].fact)


def test_it_never_passes_off_a_change_of_ours_as_one_of_the_market() -> None:
    assert "rule_changed" in codes(rules=(("Rivals", "2026-11-09"),))


def test_it_names_blind_sources_under_ninety_per_cent() -> None:
    low = Coverage(planned=100, succeeded=89, terms={}, blind=("Reddit",))
    told = tell(facts(report(coverage=low)))
    assert wording.words(told.lines[0].cause or told.lines[0].fact) == "Not or only partly read: Reddit."
    enough = Coverage(planned=100, succeeded=90, terms={}, blind=("Reddit",))
    assert tell(facts(report(coverage=enough))).lines[0].fact.code == "nothing_moved"


def test_its_first_week_is_a_starting_point_without_arrows() -> None:
    first = report({"complaints": 400}, weeks=0)
    assert tell(facts(first)).headline[0].code == "head_start"
    assert {tile.trend for tile in tiles(first).values()} == {"start"}
    assert not any(tile.tone or tile.moved for tile in tiles(first).values())


def test_it_compares_no_part_of_a_week_with_whole_ones() -> None:
    shown = tiles(report({"mentions": 10, "no_reply": 30}, running=True))
    assert (shown["mentions"].trend, shown["mentions"].moved) == ("running", False)
    assert (shown["no-reply"].trend, shown["no-reply"].tone) == ("up", "bad")


def test_it_shows_by_how_much_today_differs_from_the_frozen_number() -> None:
    shown = tiles(report({"complaints": 41}, live={"complaints": 43}))
    assert (shown["complaints"].value, wording.revised(shown["complaints"])) == (41, "revised +2")
    assert wording.revised(shown["mentions"]) == ""


def test_it_keeps_what_it_freezes() -> None:
    now = numbers(rules=(("Rivals", "2026-11-09"),))
    assert type(now).of(now.as_json()) == now
