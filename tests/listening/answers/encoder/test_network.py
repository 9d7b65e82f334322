"""The network against one that is computed number by number, and what it is shown of long and hostile texts."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from listening.answers.encoder import reading
from listening.answers.encoder.network import HEADS, Network
from listening.answers.encoder.reading import DOES, Does, read, telling
from listening.answers.encoder.seen import MOST, OF_POST, Seen, plainly, shown
from listening.answers.encoder.wordpieces import WordPieces

WIDTH, LAYERS = 2 * HEADS, 2
LINE = Seen("ours", "x", "substantive, own step", "Where is the export?", "", "", "It is below Files. Have a nice day!")


@pytest.fixture
def weights(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """Return a small network of random weights, in its file and as it stands there."""
    random = np.random.default_rng(7)

    def small(rows: int, columns: int) -> Any:
        return random.integers(-127, 128, (rows, columns)).astype(np.int8)

    def scale(rows: int) -> Any:
        return random.uniform(0.001, 0.01, rows).astype(np.float32)

    told: dict[str, Any] = {"pieces": np.array("a\nb\nc\nd\ne"), "layers": np.array(LAYERS)}
    told |= {"words": small(5, WIDTH), "words scale": scale(5)}
    told |= {"places": random.normal(size=(9, WIDTH)), "kinds": random.normal(size=(2, WIDTH))}
    told |= {"out": random.normal(size=(2 * WIDTH, 3)), "out shift": random.normal(size=3)}
    shapes = {"attend": (3 * WIDTH, WIDTH), "gather": (WIDTH, WIDTH), "widen": (48, WIDTH), "narrow": (WIDTH, 48)}
    for number in range(LAYERS):
        for name, (rows, columns) in shapes.items():
            of = f"{number} {name}"
            told |= {of: small(rows, columns), f"{of} scale": scale(rows), f"{of} shift": random.normal(size=rows)}
    for name in ("begin", *(f"{number} {name}" for number in range(LAYERS) for name in ("gathered", "narrowed"))):
        told |= {name: random.normal(size=WIDTH), f"{name} shift": random.normal(size=WIDTH)}
    path = tmp_path / "small.npz"
    np.savez(path, **told)
    return path, told


def test_it_computes_what_a_loop_over_every_number_computes(weights: tuple[Path, dict[str, Any]]) -> None:
    path, told = weights
    numbers, of_post = [0, 3, 2, 4, 1], [0, 0, 1, 1, 1]
    odds, adds = Network(path).read(numbers, of_post)
    rows = _slowly(told, numbers, of_post)
    post = [rows[at] for at, there in enumerate(of_post) if there]
    middle = [sum(row[column] for row in post) / len(post) for column in range(WIDTH)]
    expected = _times(told["out"].T, [*rows[0], *middle])
    assert odds == pytest.approx(expected + told["out shift"], abs=1e-3)
    assert adds.shape == (3, 3)
    beginning = _times(told["out"][:WIDTH].T, rows[0]) + told["out shift"]
    assert odds - adds.mean(axis=0) == pytest.approx(beginning, abs=1e-3)


def _slowly(told: dict[str, Any], numbers: list[int], of_post: list[int]) -> list[list[float]]:
    rows = [
        [
            float(told["words"][n][c]) * float(told["words scale"][n]) + told["places"][at][c] + told["kinds"][kind][c]
            for c in range(WIDTH)
        ]
        for at, (n, kind) in enumerate(zip(numbers, of_post, strict=True))
    ]
    rows = [_levelled(row, told, "begin") for row in rows]
    for layer in range(LAYERS):
        rows = _layer(told, layer, rows)
    return rows


def _layer(told: dict[str, Any], layer: int, rows: list[list[float]]) -> list[list[float]]:
    three = [_through(told, f"{layer} attend", row) for row in rows]
    size, found = WIDTH // HEADS, []
    for at, row in enumerate(rows):
        heard: list[float] = []
        for head in range(HEADS):
            asked = three[at][head * size : (head + 1) * size]
            offers = [each[WIDTH + head * size : WIDTH + (head + 1) * size] for each in three]
            fits = [math.exp(sum(map(lambda a, b: a * b, asked, offer)) / math.sqrt(size)) for offer in offers]
            for column in range(size):
                tells = [each[2 * WIDTH + head * size + column] for each in three]
                heard.append(sum(fit * tell for fit, tell in zip(fits, tells, strict=True)) / sum(fits))
        gathered = _through(told, f"{layer} gather", heard)
        row = _levelled([a + b for a, b in zip(row, gathered, strict=True)], told, f"{layer} gathered")
        wide = [_gelu(each) for each in _through(told, f"{layer} widen", row)]
        narrow = _through(told, f"{layer} narrow", wide)
        found.append(_levelled([a + b for a, b in zip(row, narrow, strict=True)], told, f"{layer} narrowed"))
    return found


def _through(told: dict[str, Any], name: str, row: list[float]) -> list[float]:
    sums = _times(told[name].astype(float), row)
    return [
        one * float(scale) + float(shift)
        for one, scale, shift in zip(sums, told[f"{name} scale"], told[f"{name} shift"], strict=True)
    ]


def _times(matrix: Any, row: list[float]) -> Any:
    return np.array([sum(float(a) * b for a, b in zip(line, row, strict=True)) for line in matrix])


def _levelled(row: list[float], told: dict[str, Any], name: str) -> list[float]:
    middle = sum(row) / len(row)
    spread = math.sqrt(sum((each - middle) ** 2 for each in row) / len(row))
    return [
        (each - middle) / spread * float(by) + float(shift)
        for each, by, shift in zip(row, told[name], told[f"{name} shift"], strict=True)
    ]


def _gelu(value: float) -> float:
    return value * 0.5 * (1 + math.erf(value / math.sqrt(2)))


@pytest.mark.parametrize("voice", DOES)
def test_it_says_one_of_the_things_that_a_voice_can_do(voice: str) -> None:
    does = read(LINE._replace(voice=voice))
    assert does.what in DOES[voice]
    assert 1 / len(DOES[voice]) <= does.chance <= 1


def test_it_knows_no_other_voice() -> None:
    with pytest.raises(KeyError):
        read(LINE._replace(voice="chorus"))


@pytest.mark.parametrize(
    "text", ["", "?", "\x00", "🙃" * 9, "ال", "x" * 5_000, "a " * 100_000, "`" * 9_999, "> " * 999]
)
def test_it_reads_hostile_texts_at_their_ends(text: str) -> None:
    seen = Seen("asker", text, "talk", text, text, "vendor", text)
    numbers, of_post = shown(seen, WordPieces(reading.network()[0].pieces))
    assert len(numbers) == len(of_post) <= MOST
    assert read(seen).what in DOES["asker"]


def test_it_takes_out_what_others_wrote() -> None:
    text = "> it fails\nSee https://acme.example/x?y=1 @bob_1:\n```\nrm -rf /\n```\ndone"
    assert plainly(text).split() == ["See", "link", "@name:", "[code]", "done"]


def test_it_marks_the_sentence_that_said_most() -> None:
    words = "Thanks for writing in. " * 3
    seen = LINE._replace(text=f"{words}Go to Settings > Files. Bye.")
    pieces = reading.network()[1]
    peak = len(pieces.of(words)) + 2
    (sign,) = telling(seen, Does("answers", 0.9, peak), "own_words")
    assert seen.text[sign.start : sign.end] == "Go to Settings > Files."
    (last,) = telling(seen, Does("answers", 0.9, 99), "own_words")
    assert seen.text[last.start : last.end] == "Bye."


def test_it_finds_the_sentence_behind_what_it_was_not_shown() -> None:
    seen = LINE._replace(text=f"{'Word upon word. ' * 60}At last the matter.")
    (sign,) = telling(seen, Does("answers", 0.9, sum(OF_POST) - 1), "own_words")
    assert seen.text[sign.start : sign.end] == "At last the matter."


def test_it_reads_a_post_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reading.forget()
    first = read(LINE)
    monkeypatch.setattr(Network, "read", lambda *_: pytest.fail("read twice"))
    assert read(LINE) == first


def test_it_sees_the_closing_words_behind_a_log() -> None:
    text = "It fails:\n```\n" + "at line 1\n" * 400 + "```\nSolved by the update."
    assert plainly(text).split() == ["It", "fails:", "[code]", "Solved", "by", "the", "update."]


def test_it_leaves_out_what_a_forum_quotes() -> None:
    assert plainly('[quote="bob, post:1"]\nit fails\n[/quote]\nSame here').split() == ["Same", "here"]
