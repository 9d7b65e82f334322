"""A cure mends a query as little as possible, and only what parses is offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening.query import QueryError, parse
from listening.query.cures import cure

CURES = [
    ("acme AND", "acme"),
    ("OR acme", "acme"),
    ("acme OR OR cloud", "acme OR cloud"),
    ("acme AND (cloud OR )", "acme AND (cloud)"),
    ("(acme AND webhook* NEAR/8)", "(acme AND webhook*)"),
    ("(acme", "(acme)"),
    ("acme)", "acme"),
    ("acme ()", "acme"),
    ('"acme', '"acme"'),
    ("`acme", "`acme`"),
    ('acme ""', "acme"),
    ("acme NEAR cloud", "acme NEAR/3 cloud"),
    ("acme NEAR/999 cloud", "acme NEAR/100 cloud"),
    ("acme NEAR/0 cloud", "acme NEAR/1 cloud"),
    ("a1 NEAR/3 b1 NEAR/3 c1", "a1 NEAR/3 b1 AND b1 NEAR/3 c1"),
    ("integ*rat", "integ*"),
    ("*integ", "integ"),
    ("acme -hiring", "acme NOT hiring"),
    ("+acme", "acme"),
    ("acme && cloud", "acme AND cloud"),
    ("acme || cloud", "acme OR cloud"),
    ("'acme cloud'", '"acme cloud"'),
    ("site:acme", '"site:acme"'),
    ("author: acme", "author:acme"),
    ("acme ...", "acme"),
    ("acme AND AND cloud AND", "acme AND cloud"),
]


def failure(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(("text", "wanted"), CURES)
def test_it_writes_what_was_meant(text: str, wanted: str) -> None:
    assert cure(text, failure(text)) == wanted


@pytest.mark.parametrize("text", ["NOT acme", "...", "()", "author:(a OR b)"])
def test_it_offers_nothing_where_it_would_have_to_guess(text: str) -> None:
    assert cure(text, failure(text)) == ""


@given(st.text(alphabet="ab \"`()*-+&|'/:3ANDORTE", max_size=30))
def test_it_only_offers_what_parses(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        mended = cure(text, error)
        assert not mended or parse(mended)
