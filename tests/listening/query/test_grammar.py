"""What queries mean to the parser, how they are refused, and that neither costs more than their length."""

from __future__ import annotations

import contextlib
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listening.query import Node, QueryError, parse, print_tree, refusal
from listening.query.grammar import Parser
from listening.query.tokens import MAX_BYTES, tokenise
from listening.query.tree import FIELDS, And, Field, Near, Not, Or, Term
from listening.query.wording import refusal_codes
from tests.listening.query.worlds import random_tree

HOSTILE = Path(__file__).parents[4] / "shared" / "data" / "hostile"
A, B, C, D = Term("a"), Term("b"), Term("c"), Term("d")

MEANINGS: list[tuple[str, Node]] = [
    ("a", A),
    ("a b", And((A, B))),
    ("a AND b c", And((A, B, C))),
    ("a OR b c", Or((A, And((B, C))))),
    ("a b OR c d", Or((And((A, B)), And((C, D))))),
    ("(a OR b) c", And((Or((A, B)), C))),
    ("a NOT b c", And((A, Not(B), C))),
    ("a NOT b OR c", Or((And((A, Not(B))), C))),
    ("a NOT (b OR c)", And((A, Not(Or((B, C)))))),
    ("NOT NOT a", Not(Not(A))),
    ("a NEAR/3 b", Near(A, B, 3)),
    ("c a NEAR/12 b", And((C, Near(A, B, 12)))),
    ("c NOT a NEAR/1 b", And((C, Not(Near(A, B, 1))))),
    ("(a OR b) NEAR/3 (c OR d)", Near(Or((A, B)), Or((C, D)), 3)),
    ('"acme  cloud"', Term("acme cloud")),
    ("“acme cloud”", Term("acme cloud")),
    ('"AND"', Term("AND")),
    ("`ACME Inc`", Term("ACME Inc", exact=True)),
    ("and", Term("and")),
    ("title:acme", Field("title", Term("acme"))),
    ('Title:"acme cloud"', Field("title", Term("acme cloud"))),
    ("author:`Al`", Field("author", Term("Al", exact=True))),
    ("https://acme.com/x", Term("https://acme.com/x")),
    ("12:30", Term("12:30")),
    ("C++ @acme #tag e-mail acmecloud.com", And(tuple(map(Term, ["C++", "@acme", "#tag", "e-mail", "acmecloud.com"])))),
    ('a"b c"d', And((A, Term("b c"), D))),
    ("a（b OR c）", And((A, Or((B, C))))),
    ("a\n\tOR\u3000b", Or((A, B))),
]

REFUSALS = [
    ("", "empty", 0),
    ("  ", "empty", 0),
    ("acme AND", "missing_end", 8),
    ("AND acme", "missing_term", 0),
    ("acme AND OR beta", "missing_term", 9),
    ("acme NOT", "missing_end", 8),
    ("acme OR NEAR/3 b", "missing_term", 8),
    ("(acme", "unclosed_group", 0),
    ("acme)", "unopened_group", 4),
    ("a ()", "empty_group", 2),
    ('a "b', "unclosed_quote", 2),
    ("a `b", "unclosed_backtick", 2),
    ('a " "', "empty_phrase", 2),
    ("a NEAR b", "near_number", 2),
    ("a NEAR/x b", "near_number", 2),
    ("a NEAR/0 b", "near_range", 7),
    ("a NEAR/-1 b", "near_range", 7),
    ("a NEAR/101 b", "near_range", 7),
    ("a NEAR/99999999999999999999 b", "near_range", 7),
    ("a NEAR/3 b NEAR/3 c", "near_chain", 11),
    ("a NEAR/3 (b c)", "near_operand", 9),
    ("title:a NEAR/3 b", "near_operand", 0),
    ("a NEAR/3 NOT b", "missing_term", 9),
    ("*", "star_alone", 0),
    ("b *a", "star_position", 2),
    ("b a*c", "star_position", 3),
    ('"x a*c"', "star_position", 4),
    ("a ?!", "no_letters", 2),
    ("a _", "no_letters", 2),
    ("a \u200b", "no_letters", 2),
    ("a -b", "minus", 2),
    ("a +b", "plus", 2),
    ("a & b", "operator_sign", 2),
    ("a || b", "operator_sign", 2),
    ("'acme cloud'", "single_quote", 0),
    ("a from:b", "unknown_field", 2),
    ("title: acme", "empty_field", 6),
    ("a lang:", "empty_field", 7),
    ("title:(a OR b)", "field_group", 6),
    ("NOT a", "only_not", 0),
    ("NOT a NOT b", "only_not", 0),
    ("a OR NOT b", "only_not", 5),
    ("(a NOT b) OR NOT c", "only_not", 13),
    ("a\x00", "bad_character", 1),
    ("a \ud800", "bad_character", 2),
    ("(" * 51 + "a" + ")" * 51, "too_deep", 50),
    ("NOT " * 51 + "a", "too_deep", 200),
    (" ".join("a" * 201), "too_many_terms", 400),
    ("a" * 4097, "too_long", 4096),
    ("é" * 2049, "too_long", 2048),
]


@pytest.mark.parametrize(("query", "tree"), MEANINGS)
def test_it_reads_the_query_as_people_mean_it(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(("query", "code", "position"), REFUSALS)
def test_it_names_the_fault_and_its_position(query: str, code: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert (caught.value.code, caught.value.position) == (code, position)


def test_it_has_words_for_every_refusal_and_a_test_for_every_code() -> None:
    assert {code for _, code, _ in REFUSALS} == refusal_codes()


@pytest.mark.parametrize("query", [query for query, _, _ in REFUSALS])
def test_it_says_each_refusal_in_a_sentence(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    words = refusal(caught.value)
    assert words[0].strip()
    assert words.endswith((".", "integrat*."))
    assert "{" not in words


@pytest.mark.parametrize("query", ["(" * 50 + "a" + ")" * 50, " ".join("a" * 200), "a" * 4096, "é" * 2048])
def test_it_accepts_what_just_fits_the_limits(query: str) -> None:
    assert parse(query)


@pytest.mark.parametrize("query", ["a NOT b", "NOT NOT a", "NOT (NOT a OR NOT b)", "lang:en NOT b", "a NEAR/2 b NOT c"])
def test_it_accepts_a_query_whose_every_match_holds_something(query: str) -> None:
    assert parse(query)


@pytest.mark.parametrize(("query", "_tree"), MEANINGS)
def test_it_prints_what_it_parsed(query: str, _tree: Node) -> None:
    assert parse(print_tree(parse(query))) == parse(query)


@pytest.mark.parametrize("seed", range(20))
def test_it_prints_random_trees_so_that_they_come_back(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(100):
        tree = random_tree(draw)
        assert parse(print_tree(tree)) == tree


def test_it_prints_people_a_readable_query() -> None:
    assert print_tree(parse('("acme cloud"OR @acme)NOT(jobs OR hiring)')) == (
        '("acme cloud" OR @acme) AND NOT (jobs OR hiring)'
    )


def test_it_prints_a_query_at_the_limit_within_the_limit() -> None:
    query = " ".join(["é" * 9] * 199)
    query += " " + "b" * (MAX_BYTES - len(query.encode()) - 1)
    assert parse(print_tree(parse(query))) == parse(query)
    assert len(print_tree(parse(query)).encode()) <= MAX_BYTES


PIECES = (" AND ", " OR ", " NOT ", " NEAR/2 ", "title:", "lang:")
ALPHABET = st.sampled_from([*"ab日é💩 \"`()*:/-+_&'\u200b\u0301", *PIECES])


def answer(query: str) -> Node | QueryError:
    try:
        return parse(query)
    except QueryError as error:
        return error


def check(query: str) -> None:
    """The query is refused within itself and in words, or comes back from its print."""
    found = answer(query)
    if isinstance(found, QueryError):
        assert 0 <= found.position <= len(query)
        assert refusal(found)
    else:
        assert parse(print_tree(found)) == found


@settings(max_examples=500, deadline=None)
@given(st.lists(ALPHABET, max_size=30).map("".join))
def test_it_comes_back_from_its_print_whatever_was_typed(query: str) -> None:
    check(query)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_it_raises_nothing_but_a_query_error(query: str) -> None:
    check(query)


def hostile(name: str, *members: str) -> list[str]:
    path = HOSTILE / name
    if not path.exists():
        pytest.skip("the hostile data is not beside the project")
    records = [json.loads(line) for line in path.read_text().splitlines()]
    return [record[member] for record in records for member in members if member in record]


@pytest.mark.parametrize("name", ["boolean_queries.jsonl", "naughty.jsonl"])
def test_it_survives_every_hostile_query_with_the_same_answer_twice(name: str) -> None:
    queries = hostile(name, "q", "s")
    assert len(queries) > 90
    for query in queries:
        check(query)
        assert repr(answer(query)) == repr(answer(query))


@pytest.mark.parametrize("unit", ["a ", "a OR ", "(", "NOT ", '"a"', "a NEAR/2 b ", "title:a ", "a) "])
def test_it_takes_each_token_at_most_once(unit: str) -> None:
    tokens = tokenise(unit * (4000 // len(unit)))
    assert len(tokens) <= 4001
    parser = Parser(tokens)
    with contextlib.suppress(QueryError):
        parser.whole()
    assert parser.taken <= len(tokens)


def test_it_knows_the_fields_of_the_language() -> None:
    for name in FIELDS:
        assert parse(f"{name}:x") == Field(name, Term("x"))
