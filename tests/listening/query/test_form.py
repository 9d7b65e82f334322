"""The form and the language say the same: what the form writes it reads back, and it matches alike."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from listening.query import parse, refusal
from listening.query.form import (
    Form,
    FormError,
    Nearness,
    exclusions,
    expression,
    form_of,
    normal,
    parts,
    parts_of,
    positive,
    term_of,
    tree_of,
)
from listening.query.oracle import oracle
from listening.query.printing import print_tree
from listening.query.tree import Term
from tests.listening.query.worlds import TERMS, random_document, random_tree

HARD = ["AND", "NEAR/3", "re:invent", "lang:en", "(a)", "-x", "https://acme.com/a?b=c", "'tis", "a`", '"acme cloud"']
CHIPS = st.sampled_from([*TERMS, *HARD[:8], '"acme cloud"', "“acme”", "`ACME`", "  acme   cloud "])
SOME = st.lists(CHIPS, max_size=3).map(tuple)
NEAR = st.none() | st.builds(
    Nearness,
    words=st.lists(CHIPS, min_size=1, max_size=3).map(tuple),
    distance=st.integers(1, 100),
    others=st.lists(CHIPS, min_size=1, max_size=3).map(tuple),
)
FORMS = st.builds(Form, must=SOME, any_of=SOME, none_of=SOME, near=NEAR, sources=SOME, langs=SOME, authors=SOME).filter(
    lambda form: any((form.must, form.any_of, form.near, form.sources, form.langs, form.authors))
)

CHIP_TERMS = [
    ("webhook*", Term("webhook*")),
    ("@acme", Term("@acme")),
    ("acme.com", Term("acme.com")),
    ("event  delivery", Term("event delivery")),
    ('"event delivery"', Term("event delivery")),
    ("“event delivery”", Term("event delivery")),
    ("`ACME`", Term("ACME", exact=True)),
    ('`say "hi"`', Term('say "hi"', exact=True)),
    ("OR", Term("OR")),
    ("title:acme", Term("title:acme")),
    ("日本", Term("日本")),
]

BAD_CHIPS = [
    ("", "empty_phrase", 0),
    ("  ", "empty_phrase", 2),
    ('5" pipe', "unclosed_quote", 1),
    ('"', "unclosed_quote", 0),
    ('  "a"b"', "unclosed_quote", 4),
    ("`acme", "unclosed_backtick", 0),
    ("*", "star_alone", 0),
    (" foo*bar", "star_position", 4),
    ('"foo *"', "star_alone", 5),
    ("!?", "no_letters", 0),
    ("a\x00", "bad_character", 1),
    ("a" * 5000, "too_long", 4095),
]

BY_HAND = [
    "(acme cloud) OR beta",
    "acme NOT (cloud beta)",
    "acme NOT author:bob",
    "title:acme",
    "link:acme.com cloud",
    "(a OR b) AND (c OR d)",
    "a NEAR/3 b AND c NEAR/3 d",
    "acme OR lang:en",
    "lang:en lang:de",
    "acme OR (beta NOT cloud)",
]


@given(FORMS)
def test_it_reads_back_what_it_wrote(form: Form) -> None:
    assert form_of(parse(expression(form))) == normal(form)


@given(FORMS)
def test_it_is_normal_once_it_was_read_back(form: Form) -> None:
    assert normal(normal(form)) == normal(form)
    assert expression(normal(form)) == expression(form)


@settings(max_examples=60, deadline=None)
@given(FORMS, st.integers(0, 2**32))
def test_it_matches_what_its_normal_form_matches(form: Form, seed: int) -> None:
    draw = random.Random(seed)
    tree, again = parse(expression(form)), tree_of(normal(form))
    for document in [random_document(draw) for _ in range(20)]:
        assert oracle(tree, document) == oracle(again, document)


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_it_shows_no_tree_that_means_something_else(seed: int) -> None:
    draw = random.Random(seed)
    tree = random_tree(draw, depth=2)
    form = form_of(tree)
    assume(form is not None)
    assert form is not None
    for document in [random_document(draw) for _ in range(20)]:
        assert oracle(tree, document) == oracle(tree_of(form), document)


@pytest.mark.parametrize(("chip", "term"), CHIP_TERMS)
def test_it_takes_a_chip_for_what_it_looks_like(chip: str, term: Term) -> None:
    assert term_of(chip) == term
    assert term_of(print_tree(term)) == term


@pytest.mark.parametrize(("chip", "code", "position"), BAD_CHIPS)
def test_it_names_the_chip_at_fault(chip: str, code: str, position: int) -> None:
    with pytest.raises(FormError) as raised:
        expression(Form(must=("acme",), none_of=("fine", chip)))
    error = raised.value
    assert (error.code, error.field, error.index, error.position) == (code, "none_of", 1, position)
    assert refusal(error)


@pytest.mark.parametrize(
    ("form", "code", "field"),
    [
        (Form(), "empty", ""),
        (Form(near=Nearness(words=(), distance=3, others=())), "empty", ""),
        (Form(none_of=("jobs",)), "only_not", "none_of"),
        (Form(near=Nearness(words=("a",), distance=3, others=())), "near_side", "near.others"),
        (Form(near=Nearness(words=(), distance=3, others=("a",))), "near_side", "near.words"),
        (Form(near=Nearness(words=("a",), distance=0, others=("b",))), "near_range", "near.distance"),
        (Form(near=Nearness(words=("a",), distance=101, others=("b",))), "near_range", "near.distance"),
        (Form(any_of=tuple(f"w{n}" for n in range(201))), "too_many_terms", ""),
        (Form(any_of=tuple("x" * 90 + str(n) for n in range(60))), "too_long", ""),
    ],
)
def test_it_refuses_a_form_that_says_nothing_or_too_much(form: Form, code: str, field: str) -> None:
    with pytest.raises(FormError) as raised:
        expression(form)
    assert (raised.value.code, raised.value.field, raised.value.index) == (code, field, None)
    assert refusal(raised.value)


@pytest.mark.parametrize("text", BY_HAND)
def test_it_does_not_show_what_was_written_by_hand(text: str) -> None:
    assert form_of(parse(text)) is None


def test_it_writes_what_a_person_could_have_written() -> None:
    form = Form(
        must=("northwind",),
        any_of=("relay", "@northwindrelay", "event delivery"),
        none_of=("sample database", "traders"),
        near=Nearness(words=("northwind",), distance=8, others=("retry", "webhook*")),
        langs=("en", "de"),
    )
    assert expression(form) == (
        'northwind AND (relay OR @northwindrelay OR "event delivery") AND northwind NEAR/8 (retry OR webhook*)'
        ' AND (lang:en OR lang:de) AND NOT ("sample database" OR traders)'
    )


def test_it_reads_several_nots_in_any_order_as_one() -> None:
    form = form_of(parse("NOT jobs (relay OR webhook*) NOT (hiring OR jobs) northwind"))
    assert form == Form(must=("northwind",), any_of=("relay", "webhook*"), none_of=("jobs", "hiring"))


def test_it_tells_its_parts_in_the_order_of_the_form() -> None:
    told = parts(Form(must=("a", "b"), any_of=("c",), none_of=("d", "e"), langs=("en", "de")))
    assert [(part.role, part.words) for part in told] == [
        ("must", ("a",)),
        ("must", ("b",)),
        ("any", ("c",)),
        ("where", ("lang:en", "lang:de")),
        ("not", ("d",)),
        ("not", ("e",)),
    ]


def test_it_tells_the_parts_of_what_was_written_by_hand() -> None:
    told = parts_of(parse("(a b OR c) title:d x NEAR/3 y NOT (e OR f g)"))
    assert [(part.role, part.words) for part in told] == [
        ("any", ("a AND b", "c")),
        ("where", ("title:d",)),
        ("near", ("x NEAR/3 y",)),
        ("not", ("e",)),
        ("not", ("f AND g",)),
    ]


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_it_finds_without_nots_whatever_it_finds_with_them(seed: int) -> None:
    draw = random.Random(seed)
    tree = random_tree(draw)
    for document in [random_document(draw) for _ in range(20)]:
        assert oracle(tree, document) is None or oracle(positive(tree), document) is not None


def test_it_lists_what_is_left_out_however_deep() -> None:
    tree = parse("a NOT (b OR c) OR d NOT NOT (e NOT f)")
    assert [print_tree(node) for node in exclusions(tree)] == ["b", "c", "f"]
