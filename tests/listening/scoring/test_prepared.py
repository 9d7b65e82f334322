"""A text made ready: where it names a brand."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from listening.records import BrandTerms
from listening.scoring.prepared import occurrences, term_pattern

TERMS = st.lists(st.text("aAb .9_@é", max_size=3), max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.text("aAb_ .9-@éK", max_size=14), TERMS)
def test_it_finds_a_brand_where_its_pattern_does(prose: str, terms: list[str]) -> None:
    pattern = term_pattern(("", *terms))
    expected = [found.span() for found in pattern.finditer(prose)] if pattern else []
    assert occurrences(prose, BrandTerms(id=1, name="", kind="own", terms=tuple(terms))) == expected
