"""The command: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BufferedReader, BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from listening.records import FLAGS
from listening.scoring.filtering import answers, answers_together, lines_at_hand
from listening.scoring.scorer import Scorer

ROOT = Path(__file__).parents[3]
CRASH = {"id": "a1", "text": "The dashboard keeps crashing and support never replied"}
BRANDS = [
    {"id": "us", "terms": ["Acme"], "kind": "own"},
    {"id": 7, "terms": ["Globex"], "kind": "competitor"},
]


def run(given: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "listening.scoring", *arguments]
    return subprocess.run(command, input=given, capture_output=True, cwd=ROOT, timeout=60, check=False)


def ask(**row: Any) -> Any:
    return next(answers([json.dumps(row).encode()], Scorer()))


def test_it_answers_every_line_in_order() -> None:
    lines = [json.dumps({"id": number, "text": "does it export?"}) for number in range(5)]
    done = run("\n".join(lines).encode())
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [0, 1, 2, 3, 4]
    assert (done.returncode, done.stderr) == (0, b"")


def test_it_goes_on_after_bad_lines_and_counts_them_in_its_exit_status() -> None:
    done = run(b"{\n" + json.dumps(CRASH).encode() + b"\n\n[1]\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row.get("error"), row.get("line")) for row in found] == [
        ("not_json", 1),
        (None, None),
        ("not_json", 3),
        ("not_an_object", 4),
    ]
    assert done.returncode == 3


def test_its_exit_status_stops_at_125() -> None:
    assert run(b"x\n" * 300).returncode == 125


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"\xff\xfe", "not_utf8"),
        (b"[" * 100_000, "not_json"),
        (b'{"text": "a", "id": NaN}', "not_json"),
        (b'{"text": 1' + b"0" * 5_000 + b"}", "not_json"),
        (b'{"id": 1}', "no_text"),
        (b'{"text": null}', "no_text"),
        (b'{"text": "a", "network": 3}', "bad_network"),
        (b'{"text": "a", "brands": {}}', "bad_brands"),
        (b'{"text": "a", "brands": [{"id": 1, "terms": "Acme", "kind": "own"}]}', "bad_brands"),
        (b'{"text": "a", "brands": [{"id": 1, "terms": [], "kind": "friend"}]}', "bad_brands"),
        (b'{"text": "a", "brands": [{"id": 1, "terms": []}, {"id": "1", "terms": []}]}', "bad_brands"),
    ],
)
def test_it_says_what_is_wrong_with_a_line(line: bytes, error: str) -> None:
    assert list(answers([line], Scorer())) == [{"error": error, "line": 1}]


def test_its_answer_has_the_documented_keys() -> None:
    found = ask(**CRASH)
    documented = {"id", "lang", "scored", "version", "sentiment", "reason", "on", "spans", "brands", *FLAGS}
    assert documented <= found.keys()
    assert found["on"] == ["complaint"]
    assert found["reason"]["label"] in {"bug", "support"}
    assert 0.2 < found["reason"]["p"] < 1


def test_its_spans_quote_the_text() -> None:
    spans = ask(**CRASH)["spans"]
    assert spans
    assert all(CRASH["text"][span["start"] : span["end"]] == span["text"] for span in spans)


def test_it_judges_each_brand_and_takes_the_point_of_view_of_ours() -> None:
    found = ask(id=1, text="Globex is terrible and crashes daily, so we moved to Acme and love it", brands=BRANDS)
    assert found["brands"].keys() == {"us", "7"}
    assert "complaint" not in found["on"]
    assert found["brands"]["us"]["sentiment"] == found["sentiment"] > 0 > found["brands"]["7"]["sentiment"]
    assert found["brands"]["7"]["complaint"] > found["complaint"]


def test_it_answers_null_and_not_neutral_for_a_language_it_does_not_know() -> None:
    found = ask(id=1, text="Le programme plante sans cesse depuis la dernière mise à jour")
    assert (found["scored"], found["lang"], found["sentiment"], found["complaint"]) == (False, "fr", None, None)
    assert (found["reason"], found["on"], found["spans"]) == (None, [], [])


def test_it_survives_lone_surrogates() -> None:
    done = run(b'{"id": "\\ud800", "text": "the export \\ud800 keeps failing every time"}\n')
    assert done.returncode == 0
    assert json.loads(done.stdout)["lang"] == "en"


def test_it_answers_many_lines_as_it_answers_each() -> None:
    rows = [{"id": 1, "text": "it crashes daily", "brands": BRANDS}, {"id": 2, "text": "love it"}, CRASH]
    lines = [*(json.dumps(row).encode() for row in rows), b"{", json.dumps(CRASH).encode()]
    together = answers_together([lines[:2], lines[2:]], Scorer())
    assert list(chain.from_iterable(together)) == list(answers(lines, Scorer()))


@pytest.mark.parametrize(
    "given", [b"", b"\n", b"one", b"one\n", b"one\n\ntwo", b"a" * 200_000 + b"\nb\n", b"x\n" * 99_999]
)
def test_it_cuts_what_it_reads_into_lines(given: bytes) -> None:
    found = chain.from_iterable(lines_at_hand(BufferedReader(BytesIO(given))))
    assert list(found) == [line.removesuffix(b"\n") for line in BytesIO(given)]


def test_it_answers_a_line_before_it_waits_for_the_next() -> None:
    command = [sys.executable, "-m", "listening.scoring"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(2):
            process.stdin.write(json.dumps({"id": number, "text": "does it export?"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
