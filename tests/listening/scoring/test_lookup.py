"""Whole numbers by the thousand: the distinct ones, and places among known ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from listening.scoring.lookup import Lookup, distinct

MANY = some.lists(some.integers(0, 2**40), max_size=60)


@given(MANY, MANY)
def test_it_finds_each_key_at_its_place_and_nothing_else(keys: list[int], others: list[int]) -> None:
    keys = list(dict.fromkeys(keys))
    places = {key: place for place, key in enumerate(keys)}
    sought = [*others, *keys, *others]
    found = Lookup(np.array(keys, dtype=np.int64), missing=-7).places(np.array(sought, dtype=np.int64))
    assert found.tolist() == [places.get(key, -7) for key in sought]


@pytest.mark.parametrize("step", [1, 1 << 20, 1 << 32])
def test_its_buckets_stay_small_for_keys_that_are_alike(step: int) -> None:
    assert Lookup(np.arange(10_000, dtype=np.int64) * step, missing=-1)._deepest <= 12


@given(MANY)
def test_it_tells_the_distinct_keys_in_order(keys: list[int]) -> None:
    assert distinct(np.array(keys, dtype=np.int64)).tolist() == sorted(set(keys))
