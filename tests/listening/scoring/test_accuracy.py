"""Figures from judged posts: known intervals, exact on a census, true on average for every way of drawing."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listening.scoring.accuracy import Checked, Sizes, curve, precision, recall, share_of, step_of, weights, wilson
from listening.scoring.sampling import Candidate, Pool, draw

HN, FEEDS = ("hackernews", "en"), ("feeds", "en")


def label(was: bool, value: bool, place: tuple[str, str] = HN, chance: float | None = 0.9) -> Checked:
    return Checked(flag="complaint", place=place, was=was, chance=chance, value=value)


def sizes(**places: tuple[int, int]) -> Sizes:
    """Return sizes from (posts with the flag, posts without) by network."""
    return Sizes(
        scored={(name, "en"): on + off for name, (on, off) in places.items()},
        on={("complaint", (name, "en")): on for name, (on, _) in places.items()},
    )


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [  # Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_it_gives_the_published_intervals(yes: int, n: int, low: float, high: float) -> None:
    assert wilson(yes / n, n) == pytest.approx((low, high), abs=5e-5)


def test_it_knows_nothing_from_nothing() -> None:
    assert wilson(0.0, 0) == (0.0, 1.0)
    assert share_of([]) is None
    assert recall([label(True, True)], sizes(hackernews=(5, 5))) is None


@given(st.integers(1, 500), st.integers(0, 500))
def test_it_keeps_the_share_inside_its_interval(n: int, yes: int) -> None:
    low, high = wilson(min(yes, n) / n, n)
    assert 0 <= low <= min(yes, n) / n + 1e-12
    assert min(yes, n) / n - 1e-12 <= high <= 1


@pytest.mark.parametrize("n", [1, 3, 1.7, 2.9999, 41.3])
def test_it_keeps_none_and_all_inside_in_spite_of_rounding(n: float) -> None:
    assert wilson(0.0, n)[0] == 0.0
    assert wilson(1.0, n)[1] == 1.0


def test_it_tells_a_plain_share_of_one_place() -> None:
    found = precision([label(True, number < 84) for number in range(100)], sizes(hackernews=(1_000, 9_000)))
    assert found is not None
    assert (found.n, found.yes, found.share) == pytest.approx((100, 84, 0.84))
    assert (found.low, found.high) == pytest.approx((0.7558, 0.8990), abs=5e-5)


def test_it_does_not_let_posts_without_the_flag_into_precision() -> None:
    rows = [label(True, True), label(False, False), label(False, True)]
    found = precision(rows, sizes(hackernews=(10, 10)))
    assert found is not None
    assert (found.n, found.share) == (1, 1.0)


_ROWS = st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from(["hackernews", "feeds", "web"])), min_size=1)


def slow_share(rows: list[Checked], of: Sizes, *, was: bool) -> Fraction | None:
    """Return the share of true ones, cell by cell, each cell's own share times its size: the oracle."""
    cells: dict[tuple[str, str], list[bool]] = {}
    for row in rows:
        if row.was is was:
            cells.setdefault(row.place, []).append(row.value)
    if not cells:
        return None
    many = {place: max(of.of("complaint", place, on=was), len(values)) for place, values in cells.items()}
    true = sum((Fraction(sum(values), len(values)) * many[place] for place, values in cells.items()), Fraction())
    return true / sum(many.values())


@given(_ROWS, st.tuples(*[st.tuples(st.integers(0, 900), st.integers(0, 900)) for _ in range(3)]))
def test_it_agrees_with_the_slow_way(drawn: list[tuple[bool, bool, str]], many: tuple[tuple[int, int], ...]) -> None:
    of = sizes(hackernews=many[0], feeds=many[1], web=many[2])
    rows = [label(was, value, (name, "en")) for was, value, name in drawn]
    expected = slow_share(rows, of, was=True)
    found = precision(rows, of)
    assert (found is None) is (expected is None)
    if found is not None and expected is not None:
        assert found.share == pytest.approx(float(expected))
        assert found.low - 1e-9 <= found.share <= found.high + 1e-9


def test_it_has_a_wider_interval_the_less_even_the_weights_are() -> None:
    rows = [label(True, number % 5 > 0, HN if number % 2 else FEEDS) for number in range(60)]
    even, uneven = (
        precision(rows, sizes(hackernews=(500, 1), feeds=(500, 1))),
        precision(rows, sizes(hackernews=(990, 1), feeds=(30, 1))),
    )
    assert even is not None
    assert uneven is not None
    assert uneven.high - uneven.low > even.high - even.low


def census(random: Random, posts: int) -> list[Checked]:
    """Return every post of a world, judged: complaints are flagged three times in four, others one time in ten."""
    found = []
    for _ in range(posts):
        place = FEEDS if random.random() < 0.2 else HN
        value = random.random() < (0.5 if place == FEEDS else 0.2)
        was = random.random() < (0.75 if value else 0.1)
        found.append(label(was, value, place, chance=random.uniform(0.5, 1) if was else random.uniform(0, 0.5)))
    return found


def sizes_of(rows: list[Checked]) -> Sizes:
    return Sizes(
        scored=Counter(row.place for row in rows), on=Counter(("complaint", row.place) for row in rows if row.was)
    )


def truth(rows: list[Checked]) -> tuple[float, float]:
    """Return precision and recall of a whole world."""
    both = sum(row.was and row.value for row in rows)
    return both / sum(row.was for row in rows), both / sum(row.value for row in rows)


def test_it_is_exact_where_every_post_is_judged() -> None:
    rows = census(Random(3), 2_000)
    right, found = precision(rows, sizes_of(rows)), recall(rows, sizes_of(rows))
    assert right is not None
    assert found is not None
    assert (right.share, found.share) == pytest.approx(truth(rows))


def judged_draws(rows: list[Checked], weeks: int, seed: int) -> list[Checked]:
    """Draw weeks of posts as the Labels page does and judge them; only the random ones come back."""
    pool = [
        Candidate(
            mention_id=number, brand_id=1, flag=row.flag, network=row.place[0], language=row.place[1], on=row.was,
            chance=row.chance or 0.0, cut=0.5,
        )
        for number, row in enumerate(rows)
    ]  # fmt: skip
    drawn = draw(Pool(flagged=pool, all=pool), seed=f"{seed}", labelled={}, size=25 * weeks)
    return [rows[each.candidate.mention_id] for each in drawn if each.chosen.startswith("random")]


def test_it_is_true_on_average_for_what_the_page_draws() -> None:
    rows = census(Random(5), 3_000)
    of, runs, covered = sizes_of(rows), 60, Counter[str]()
    means = Counter[str]()
    for seed in range(runs):
        judged = judged_draws(rows, 12, seed)
        right, found = precision(judged, of), recall(judged, of)
        assert right is not None
        assert found is not None
        means["precision"] += right.share / runs  # type: ignore[assignment]
        means["recall"] += found.share / runs  # type: ignore[assignment]
        covered["precision"] += right.low <= truth(rows)[0] <= right.high
        covered["recall"] += found.low <= truth(rows)[1] <= found.high
    assert means["precision"] == pytest.approx(truth(rows)[0], abs=0.015)
    assert means["recall"] == pytest.approx(truth(rows)[1], abs=0.03)
    assert min(covered.values()) >= 0.88 * runs


def test_it_gives_small_cells_their_own_weight_and_no_more() -> None:
    rows = [label(True, True, HN), label(True, True, HN), label(True, False, FEEDS)]
    assert weights(rows, sizes(hackernews=(98, 0), feeds=(2, 0))) == [49.0, 49.0, 2.0]


def test_it_says_how_much_is_found_from_both_kinds() -> None:
    rows = [label(True, number < 24) for number in range(30)] + [label(False, number < 3) for number in range(60)]
    found = recall(rows, sizes(hackernews=(100, 400)))
    assert found is not None
    assert (found.n, found.missed, found.checked, found.enough) == (60, 3, 30, True)
    assert found.share == pytest.approx(0.8 * 100 / (0.8 * 100 + 0.05 * 400))
    assert found.low < found.share < found.high


def test_it_draws_the_curve_of_what_was_said_and_what_was_true() -> None:
    rows = [label(True, number < 7, chance=0.85) for number in range(10)] + [label(False, False, chance=0.05)]
    low, high = curve(rows, sizes(hackernews=(100, 400)))
    assert (low.said, low.true.share, low.true.n) == pytest.approx((0.05, 0.0, 1))
    assert (high.said, high.true.share, high.true.n) == pytest.approx((0.85, 0.7, 10))


@pytest.mark.parametrize(("chance", "step"), [(0.0, 0), (0.199, 0), (0.2, 1), (0.99, 4), (1.0, 4)])
def test_it_sorts_probabilities_into_stretches(chance: float, step: int) -> None:
    assert step_of(chance) == step


@settings(max_examples=50)
@given(_ROWS)
def test_it_never_leaves_the_range(drawn: list[tuple[bool, bool, str]]) -> None:
    rows = [label(was, value, (name, "en")) for was, value, name in drawn]
    found = recall(rows, sizes(hackernews=(3, 50)))
    if found is not None:
        assert 0 <= found.low <= found.share <= found.high <= 1
