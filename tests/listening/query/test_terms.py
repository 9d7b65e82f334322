"""What networks are asked for: enough that nothing is missed, and a list of what they cannot say."""

from __future__ import annotations

import random

import pytest

from listening.query import Document, compile_for, parse, terms_for_search
from listening.query.oracle import oracle
from listening.query.tree import Term
from listening.query.wording import unsaid
from tests.listening.query.worlds import random_document, random_tree

SEARCHES = [
    ("acme", ("acme",)),
    ('"acme cloud" OR @acme OR acmecloud.com', ("acme cloud", "@acme", "acmecloud.com")),
    ("(acme OR beta) integration", ("integration",)),
    ("zendesk the", ("zendesk",)),
    ("acme NOT (jobs OR hiring)", ("acme",)),
    ("a NEAR/3 kubernetes", ("kubernetes",)),
    ("NOT (NOT acme OR NOT a)", ("acme",)),
    ("title:acme lang:en", ("acme",)),
    ("lang:en", ()),
    ("integrat*", ("integrat*",)),
]


@pytest.mark.parametrize(("query", "terms"), SEARCHES)
def test_it_asks_for_the_rarest_required_group(query: str, terms: tuple[str, ...]) -> None:
    assert terms_for_search([parse(query)]) == terms


def test_it_asks_for_each_term_once() -> None:
    assert terms_for_search([parse("acme OR beta"), parse("beta OR gamma")]) == ("acme", "beta", "gamma")


@pytest.mark.parametrize("seed", range(10))
def test_it_never_misses_a_post_that_matches(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(200):
        tree, document = random_tree(draw), random_document(draw)
        terms = terms_for_search([tree])
        if terms and oracle(tree, document) is not None:
            assert any(oracle(Term(term), Document(text=document.text)) is not None for term in terms)


def test_it_quotes_words_for_hacker_news_and_says_what_is_left_to_us() -> None:
    searches, says = compile_for("hackernews", parse('("acme cloud" OR `ACME`) NOT jobs'))
    assert searches == ('"acme cloud"', '"ACME"')
    assert [say.code for say in says] == ["query.unsaid_not", "query.unsaid_case", "query.many_searches"]
    assert unsaid(says[2]) == "Hacker News knows no OR; this query costs 2 searches."


def test_it_leaves_a_prefix_unquoted_and_says_so() -> None:
    searches, says = compile_for("hackernews", parse("integrat* OR (a NEAR/2 acme lang:en)"))
    assert searches == ("integrat", '"acme"')
    assert "query.unsaid_wildcard" in [say.code for say in says]
    assert all(unsaid(say).startswith("Hacker News") for say in says)


def test_it_says_when_there_is_nothing_to_ask_for() -> None:
    searches, says = compile_for("hackernews", parse("author:alice"))
    assert searches == ()
    assert [say.code for say in says] == ["query.unsaid_field", "query.unsaid_everything"]
