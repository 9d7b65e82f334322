"""A tried post is shown as one line around its first match."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from listening.pages.pieces import Piece, snippet
from listening.records import Span


def span(text: str, word: str) -> Span:
    at = text.index(word)
    return Span(start=at, end=at + len(word), text=word)


def test_it_marks_what_was_matched() -> None:
    text = "Is Northwind good?"
    assert snippet(text, [span(text, "Northwind")]) == (
        Piece(text="Is "),
        Piece(text="Northwind", mark=True),
        Piece(text=" good?"),
    )


def test_it_begins_near_the_first_match_of_a_long_text() -> None:
    text = "word " * 60 + "northwind " + "more " * 60
    line = snippet(text, [span(text, "northwind")], width=100)
    assert line[0].text == "… "
    assert Piece(text="northwind", mark=True) in line
    assert line[-1].text.endswith(" …")


def test_it_runs_lines_together() -> None:
    assert snippet("a\n b\tc", [])[0].text == "a b c"


def test_it_keeps_a_title_apart_from_what_follows() -> None:
    text = "Relay is late\n\n Relay is late again"
    assert "".join(piece.text for piece in snippet(text, [])) == "Relay is late – Relay is late again"


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(-5, 300), st.integers(-5, 300)), max_size=6))
def test_it_shows_every_text_with_any_spans(text: str, places: list[tuple[int, int]]) -> None:
    line = snippet(text, [Span(start=a, end=b, text="") for a, b in places], width=80)
    assert sum(len(piece.text) for piece in line) <= 80 + 4
