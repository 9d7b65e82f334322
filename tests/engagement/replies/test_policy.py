"""Who needs a second person, whom a crisis freezes, and what becomes of typed phrases."""

from __future__ import annotations

import pytest

from engagement.replies.policy import STARTER, Crisis, frozen, phrases, second_person


@pytest.mark.parametrize(
    ("role", "regulated", "risky", "why"),
    [
        ("marketer", False, True, ""),
        ("marketer", True, False, ""),
        ("marketer", True, True, "second.risky"),
        ("owner", True, True, "second.risky"),
        ("agency", False, False, "second.role"),
        ("expert", True, True, "second.role"),
    ],
)
def test_it_says_who_needs_a_second_person(role: str, regulated: bool, risky: bool, why: str) -> None:
    assert second_person(role, regulated=regulated, risky=risky) == why


def test_it_freezes_everybody_but_the_spokesperson() -> None:
    assert not frozen(None, 1)
    assert frozen(Crisis(spokesperson=2), 1)
    assert not frozen(Crisis(spokesperson=1), 1)
    assert frozen(Crisis(spokesperson=None), 1)


def test_it_takes_a_phrase_a_line() -> None:
    assert phrases("market leader\n\n  Market   Leader \x00\nunbeatable") == ("Market Leader", "unbeatable")


def test_it_ships_a_policy_of_one_page() -> None:
    assert len(STARTER.splitlines()) < 20
