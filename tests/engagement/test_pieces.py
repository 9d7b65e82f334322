"""Texts cut for showing: nothing lost, nothing invented, marks where they belong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from engagement.pieces import Underline, pieces, snippet
from engagement.records import Piece

SPANS = some.lists(some.tuples(some.integers(-5, 60), some.integers(-5, 60)), max_size=8)


def shown(found: tuple[Piece, ...]) -> str:
    return "".join(f"[{piece.text}]" if piece.mark else piece.text for piece in found)


@given(some.text(max_size=50), SPANS, SPANS)
def test_it_cuts_any_text_into_pieces_that_join_again(text: str, marks: list, reasons: list) -> None:
    lines = [Underline(start=a, end=b, flag="complaint", number=n) for n, (a, b) in enumerate(reasons, 1)]
    assert "".join(piece.text for piece in pieces(text, marks, lines)) == text


def test_it_marks_the_matched_words() -> None:
    assert shown(pieces("We run Relay here", [(7, 12)])) == "We run [Relay] here"


def test_it_numbers_a_reason_once_even_if_a_match_stands_inside() -> None:
    found = pieces("Relay lost our events", [(0, 5)], [Underline(start=0, end=21, flag="complaint", number=2)])
    assert [(piece.text, piece.mark, piece.number) for piece in found] == [
        ("Relay", True, None),
        (" lost our events", False, 2),
    ]


def test_it_numbers_reasons_that_overlap_or_touch_once() -> None:
    lines = [Underline(start=a, end=b, flag="question", number=2) for a, b in ((6, 11), (6, 14), (21, 22))]
    found = pieces("Relay or is it late? ?", (), lines)
    assert [(piece.text, piece.number) for piece in found if piece.number] == [("or is it", 2), ("?", 2)]
    assert "".join(piece.text for piece in found if piece.flag) == "or is it?"


def test_it_numbers_a_reason_at_its_end_where_another_stands_inside() -> None:
    lines = [Underline(start=4, end=12, flag="question", number=2), Underline(start=0, end=18, flag="spam", number=3)]
    found = pieces("Our contract is up", (), lines)
    assert [(piece.text, piece.number) for piece in found] == [("Our ", None), ("contract", 2), (" is up", 3)]


def test_it_puts_a_number_at_its_word_and_once_though_another_flag_covers_the_rest() -> None:
    spans = ((4, 12, "question", 2), (0, 7, "spam", 3), (6, 12, "spam", 3), (13, 19, "spam", 3), (19, 22, "praise", 1))
    lines = [Underline(start=a, end=b, flag=flag, number=number) for a, b, flag, number in spans]
    found = pieces("Our contract ended and so on", (), lines)
    assert [(piece.text, piece.number) for piece in found if piece.number] == [
        ("Our", 3), ("contract", 2), ("ended", 3), ("and", 1),
    ]  # fmt: skip


def test_it_numbers_a_reason_that_lies_under_another() -> None:
    lines = [Underline(start=3, end=18, flag="complaint", number=2), Underline(start=3, end=15, flag="spam", number=3)]
    found = pieces("we move to another, soon", (), [*lines, Underline(start=3, end=18, flag="praise", number=4)])
    assert [(piece.text, piece.number) for piece in found] == [
        ("we ", None), ("move to anot", None), ("", 3), ("her", 2), ("", 4), (", soon", None),
    ]  # fmt: skip


def test_it_shows_one_line_around_the_first_match() -> None:
    text = "word " * 60 + "\n\nNorthwind drops events " + "and more " * 60
    line = shown(snippet(text, [(302, 311)]))
    assert line.startswith("… ")
    assert line.endswith(" …")
    assert "[Northwind] drops events" in line
    assert "\n" not in line
    assert len(line) <= 170


def test_it_keeps_the_space_between_marked_and_plain_words() -> None:
    assert shown(snippet("on  Northwind\nRelay today", [(4, 19)])) == "on [Northwind Relay] today"


def test_it_survives_spans_of_a_text_that_was_wiped() -> None:
    assert snippet("", [(3, 9)]) == ()


def test_it_cuts_a_hostile_number_of_matches_quickly() -> None:
    text = "a " * 50_000
    found = pieces(text, [(n, n + 1) for n in range(0, 100_000, 2)])
    assert sum(piece.mark for piece in found) == 300
