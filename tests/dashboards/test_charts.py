from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboards.charts import GRID, Chart, chart, grid_of, spark
from dashboards.records import Day
from dashboards.usual import Usual

COUNTS = st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900))


def drawn(counts: list[tuple[int, int, int]], *, weekdays: bool = False) -> Chart:
    monday = date(2026, 10, 19)
    days = [
        Day(day=monday + timedelta(days=at), mentions=sum(each), complaints=each[0], questions=each[1], usual=3.0)
        for at, each in enumerate(counts)
    ]
    current = frozenset(day.day for day in days[-7:])
    return chart(days, current=current, width=740, height=300, weekdays=weekdays)


@given(st.floats(0, 10**7))
def test_its_grid_is_round_and_just_high_enough(most: float) -> None:
    step, highest = grid_of(most)
    assert highest >= most
    assert highest % step == 0
    assert 1 <= highest // step <= GRID
    assert str(step).rstrip("0") in {"1", "2", "5"}


@given(st.lists(COUNTS, min_size=28, max_size=28))
def test_it_draws_every_part_of_a_day_that_has_posts_and_no_other(counts: list[tuple[int, int, int]]) -> None:
    for bar, (complaints, questions, other) in zip(drawn(counts).bars, counts, strict=True):
        kinds = [("complaint", complaints), ("question", questions), ("other", other)]
        assert [part.kind for part in bar.segments] == [kind for kind, n in kinds if n]


@given(st.lists(COUNTS, min_size=28, max_size=28))
def test_its_bars_stand_inside_and_beside_each_other(counts: list[tuple[int, int, int]]) -> None:
    found = drawn(counts)
    edges = [(bar.left, bar.left + bar.reach) for bar in found.bars]
    assert all(before[1] <= after[0] + 0.2 for before, after in pairwise(edges))
    assert edges[0][0] >= found.left
    assert edges[-1][1] <= found.width + 0.2


def test_a_bar_is_as_high_as_its_day_on_the_grid() -> None:
    found = drawn([(0, 0, 0)] * 27 + [(0, 0, 40)])
    scale = {value: y for y, value in found.grid}
    assert f"{scale[40] + 2:g}" in found.bars[-1].segments[0].path


def test_it_marks_the_week_itself_and_names_every_monday() -> None:
    found = drawn([(1, 1, 1)] * 28)
    assert sum(bar.current for bar in found.bars) == 7
    assert [day.isoweekday() for _x, day in found.starts] == [1] * 4
    assert found.panel is not None


def test_it_names_every_day_where_there_is_room() -> None:
    assert len(drawn([(1, 1, 1)] * 7, weekdays=True).starts) == 7


def test_a_small_line_breaks_where_nothing_was_measured() -> None:
    found = spark([1.0, 2.0, None, 4.0, 5.0], None, slots=12)
    assert len(found.lines) == 2
    assert found.end is not None


def test_a_small_line_ends_at_the_right_edge_and_stays_inside() -> None:
    found = spark([3.0, 9.0, 4.0], Usual(middle=4, low=2, high=12), slots=12, width=200, height=40)
    assert found.end is not None
    assert found.end[0] == 200
    assert found.band == (2.0, 36.0)


def test_a_small_line_of_nothing_is_empty() -> None:
    assert spark([None, None], None, slots=12).lines == ()
