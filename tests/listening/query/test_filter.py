"""The filter command: JSON lines in, matches out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def run(*arguments: str, lines: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "listening.query", *arguments], input=lines, capture_output=True, cwd=ROOT, check=False
    )


def answers(expression: str, *lines: str) -> list[dict]:
    done = run(expression, lines="\n".join(lines).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_it_prints_those_that_match_with_spans_into_title_and_text() -> None:
    assert answers(
        "acme",
        '{"id": "1", "title": "Ácme", "text": "down: acme"}',
        '{"id": "2", "text": "acmeville"}',
        '{"id": 3, "title": null, "text": "\\ud83d\\ude00 acme"}',
    ) == [{"id": "1", "spans": [[0, 4], [12, 16]]}, {"id": 3, "spans": [[2, 6]]}]


def test_it_filters_by_fields() -> None:
    line = (
        '{"id": 1, "text": "x", "author": "al", "source": "hn", "lang": "en", "type": "post", "link": "https://a.io/b"}'
    )
    assert answers("author:al source:hn lang:en type:post link:a.io NOT y", line) == [{"id": 1, "spans": []}]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("nonsense", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"text": 5}', "text is not a string"),
        ('{"link": [5]}', "link is neither a string nor a list of strings"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_it_reports_a_bad_line_and_goes_on(line: str, error: str) -> None:
    assert answers("acme", "", line, '{"id": 2, "text": "acme"}') == [
        {"error": error, "line": 2},
        {"id": 2, "spans": [[0, 4]]},
    ]


def test_it_reports_bytes_that_are_not_utf_8() -> None:
    done = run("acme", lines=b'{"text": "\xff"}\n')
    assert json.loads(done.stdout) == {"error": "not JSON", "line": 1}


def test_it_refuses_a_bad_expression_with_its_position() -> None:
    done = run("acme AND", lines=b'{"id": 1, "text": "acme"}')
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"position 8: The query stops where a word is expected.\n"


@pytest.mark.parametrize("arguments", [(), ("a", "b")])
def test_it_wants_exactly_one_expression(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2
