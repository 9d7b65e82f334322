"""A case that waits for its talk comes back when that has come, and not before."""

from __future__ import annotations

import pytest

from engagement.talk import Talk, has_come

WAS = Talk(replies=2, mark="a", reach=40)


@pytest.mark.parametrize(
    ("wanted", "now", "come"),
    [
        ("reply", Talk(replies=3, mark="b", reach=40), True),
        ("reply", Talk(replies=2, mark="b", reach=900), False),
        ("reply", Talk(replies=1, mark="b", reach=40), False),
        ("growth", Talk(replies=5, mark="b", reach=40), True),
        ("growth", Talk(replies=4, mark="b", reach=40), False),  # twice, but only two more
        ("growth", Talk(replies=2, mark="a", reach=80), True),
        ("growth", Talk(replies=2, mark="a", reach=79), False),
        ("change", Talk(replies=2, mark="b", reach=40), True),
        ("change", Talk(replies=1, mark="a", reach=40), True),
        ("change", Talk(replies=2, mark="a", reach=900), False),
    ],
)
def test_it_knows_what_has_come(wanted: str, now: Talk, come: bool) -> None:
    assert has_come(wanted, WAS, now) is come


def test_it_takes_little_for_no_growth() -> None:
    assert not has_come("growth", Talk(replies=0, mark="", reach=0), Talk(replies=2, mark="", reach=9))
