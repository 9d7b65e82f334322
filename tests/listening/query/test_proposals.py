"""What is proposed to sharpen a query: what it drops is counted, and what a person called us is not lost silently."""

from __future__ import annotations

import random

import pytest

from listening.query import CompiledQuery, Document, Matcher, parse
from listening.query.proposals import MOST, Proposal, applied, propose
from listening.query.vocabulary import sample
from tests.listening.query.common_words import BRANDS

CASES = [(brand, seed) for brand in BRANDS for seed in range(4)]


def judged(brand: str, seed: int) -> tuple[list[str], list[str], list[str]]:
    """Return ten posts judged us, ten judged not us, and forty that nobody judged."""
    draw = random.Random(seed)
    us, not_us = (draw.sample(posts, len(posts)) for posts in BRANDS[brand])
    return us[:10], not_us[:10], us[10:] + not_us[10:]


def proposed(brand: str, seed: int = 0) -> tuple[Proposal, ...]:
    us, not_us, unjudged = judged(brand, seed)
    return propose(us=us, not_us=not_us, unjudged=unjudged, brand_terms=[brand], taken=[brand.lower()])


def share(expression: str, texts: list[str]) -> float:
    matcher = Matcher([CompiledQuery(1, 1, 1, parse(expression))])
    return sum(bool(matcher.match(Document(text))) for text in texts) / len(texts)


def excluded(us: list[str], not_us: list[str], *, taken: tuple[str, ...] = ()) -> list[str]:
    found = propose(us=us, not_us=not_us, unjudged=[], brand_terms=["Crisp"], taken=["crisp", *taken])
    return [word for each in found if each.kind == "exclude" for word in each.words]


@pytest.mark.parametrize(("brand", "seed"), CASES)
def test_it_tells_a_brand_from_a_common_word_after_twenty_judgements(brand: str, seed: int) -> None:
    expression = brand.lower()
    for each in proposed(brand, seed):
        expression = applied(expression, each)
    us, not_us = BRANDS[brand]
    assert share(expression, us) >= 0.9
    assert share(expression, not_us) <= 0.4


@pytest.mark.parametrize(("brand", "seed"), CASES)
def test_it_counts_what_a_proposal_really_does(brand: str, seed: int) -> None:
    us, not_us, unjudged = judged(brand, seed)
    texts = [*us, *not_us, *unjudged]
    for each in proposed(brand, seed):
        kept = share(applied(brand.lower(), each), texts)
        assert each.drops == round(len(texts) * (1 - kept)) > 0
        assert each.of == len(texts)
        assert each.keeps == round(len(us) * share(applied(brand.lower(), each), us))


@pytest.mark.parametrize(("brand", "seed"), CASES)
def test_it_costs_us_only_in_the_last_proposal_and_says_so(brand: str, seed: int) -> None:
    found = proposed(brand, seed)
    assert len(found) <= MOST
    assert not any(each.costs for each in found[:-1])
    assert [each.drops for each in found if not each.costs] == sorted(
        (each.drops for each in found if not each.costs), reverse=True
    )


def test_it_proposes_the_same_whatever_the_order_of_the_posts() -> None:
    us, not_us, unjudged = judged("Crisp", 1)
    again = propose(us=us[::-1], not_us=not_us[::-1], unjudged=unjudged[::-1], brand_terms=["Crisp"], taken=["crisp"])
    assert again == proposed("Crisp", 1)


def test_it_proposes_a_pair_with_the_brand_s_own_word() -> None:
    us = ["The apple app of Crisp", "Crisp chat on an apple laptop"]
    not_us = ["A crisp apple for lunch", "One crisp apple a day", "That crisp apple again"]
    assert excluded(us, not_us) == ['"crisp apple"']


def test_it_never_proposes_what_tells_nothing() -> None:
    not_us = [f"@cook says the crisp 2026 potato is #food at https://potato.example/{n}" for n in range(4)]
    assert excluded(["The Crisp app is down"], not_us) == ["potato"]


def test_it_never_proposes_what_the_query_says_already() -> None:
    not_us = ["crisp roast potato", "crisp potato salad", "more crisp potato"]
    assert "potato" not in excluded(["The Crisp app"], not_us, taken=("potato",))


def test_it_proposes_nothing_where_nothing_was_judged_to_be_somebody_else() -> None:
    assert propose(us=["Crisp app"] * 9, not_us=[], unjudged=["crisp apple"], brand_terms=["Crisp"], taken=[]) == ()


def test_it_marks_a_proposal_that_costs_us_and_puts_it_last() -> None:
    us = ["Crisp chat in our app"] * 9 + ["The Crisp app for apple growers"]
    not_us = ["one crisp apple"] * 6 + ["crisp toast"] * 3
    found = propose(us=us, not_us=not_us, unjudged=[], brand_terms=["Crisp"], taken=["crisp"])
    assert [each.words for each in found if each.costs] == [("apple",)]
    assert found[-1].words == ("apple",)
    assert (found[-1].drops, found[-1].of, found[-1].keeps, found[-1].us) == (7, 19, 9, 10)


def test_it_joins_singular_and_plural_unless_that_finds_more() -> None:
    told = sample(us=["webhook plan"], not_us=["webhooks plans planet"], unjudged=[], barred=[])
    assert "webhook*" in told.posts_with
    assert {"plan", "plans", "planet"} <= told.posts_with.keys()


@pytest.mark.parametrize(
    ("expression", "kind", "words", "wanted"),
    [
        ("crisp", "context", ("app", "chat"), "crisp AND (app OR chat)"),
        ("crisp", "context", ("app",), "crisp AND app"),
        ("crisp NOT apple", "exclude", ('"roast potato"',), 'crisp AND NOT (apple OR "roast potato")'),
        ("crisp OR crispchat", "exclude", ("apple",), "(crisp OR crispchat) AND NOT apple"),
        ("crisp OR crispchat", "context", ("app", "chat"), "(crisp OR crispchat) AND (app OR chat)"),
        ("(a b) OR c", "exclude", ("x", "y"), "(a AND b OR c) AND NOT (x OR y)"),
        ("(a b OR c) AND (d OR e)", "exclude", ("x",), "(a AND b OR c) AND (d OR e) AND NOT x"),
    ],
)
def test_it_writes_a_proposal_into_the_query(expression: str, kind: str, words: tuple[str, ...], wanted: str) -> None:
    each = Proposal(kind="context" if kind == "context" else "exclude", words=words, drops=1, of=2, keeps=1, us=1)
    assert applied(expression, each) == wanted


def test_it_proposes_before_anybody_judged_what_only_doubted_posts_say() -> None:
    ours = ["Crisp chat widget", "Crisp pricing for chat", "the Crisp app again"] * 3
    doubted = ["a crisp apple", "crisp apple pie", "one crisp apple more", "crisp apple and pear"]
    found = propose(
        us=[], not_us=[], unjudged=[], brand_terms=["Crisp"], taken=["crisp"], probably_us=ours, probably_not=doubted
    )
    assert [(each.kind, each.words, each.drops, each.of, each.strangers) for each in found] == [
        ("exclude", ("apple",), 4, 13, 4)
    ]


def test_it_proposes_no_word_that_likely_posts_have_too() -> None:
    ours = ["Crisp apple widget", "Crisp pricing", "the Crisp app again"]
    doubted = ["a crisp apple", "crisp apple pie", "one crisp apple more"]
    found = propose(
        us=[], not_us=[], unjudged=[], brand_terms=["Crisp"], taken=["crisp"], probably_us=ours, probably_not=doubted
    )
    assert "apple" not in [word for each in found for word in each.words]
