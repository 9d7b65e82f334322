"""How the scorer is measured."""

from __future__ import annotations

import gzip
import json
import random
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from listening.scoring import corpus, evaluation
from listening.scoring.__main__ import main
from listening.scoring.evaluation import (
    Labelled,
    auc,
    calibration_error,
    evaluate,
    f1_interval,
    f1_of,
    held_out,
    measure,
    measure_sentiment,
    of_rows,
    side,
    table,
)
from listening.scoring.scorer import Scorer

ROWS = [
    {"set": "a", "text": "the app keeps crashing daily", "labels": {"complaint": 1, "question": 0, "sentiment": -1}},
    {"set": "a", "text": "we had lunch at the office", "labels": {"complaint": 0, "question": None, "sentiment": 0}},
    {"set": "b", "text": "does the export include our notes?", "labels": {"question": 1}},
]  # fmt: skip


def drawn(n: int) -> tuple[list[bool], list[float]]:
    """Labels and chances with ties, the same every time."""
    chance = random.Random(3)
    return [chance.random() < 0.3 for _ in range(n)], [chance.randrange(20) / 20 for _ in range(n)]


def test_it_computes_f1_precision_and_recall() -> None:
    assert f1_of([True, True, False, False], [True, False, True, False]) == (0.5, 0.5, 0.5)
    assert f1_of([True], [False]) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("truth", "chances", "expected"),
    [
        ([True, False], [0.9, 0.1], 1.0),
        ([True, False], [0.1, 0.9], 0.0),
        ([True, False, True, False], [0.5, 0.5, 0.5, 0.5], 0.5),
        ([True, False, False], [0.5, 0.5, 0.1], 0.75),
        ([True, True], [0.1, 0.2], None),
    ],
)
def test_it_computes_the_area_under_the_curve(truth: list[bool], chances: list[float], expected: Any) -> None:
    assert auc(truth, chances) == expected


def test_its_area_is_that_of_counting_all_pairs() -> None:
    truth, chances = drawn(300)
    places = range(len(truth))
    pairs = [
        (chances[one], chances[other]) for one, other in product(places, places) if truth[one] and not truth[other]
    ]
    slow = sum((one > other) + (one == other) / 2 for one, other in pairs) / len(pairs)
    assert auc(truth, chances) == pytest.approx(slow)


def test_it_computes_the_calibration_error() -> None:
    assert calibration_error([True, False], [1.0, 0.0]) == 0.0
    assert calibration_error([True, False, False, False], [0.75] * 4) == pytest.approx(0.5)


def test_its_calibration_error_is_that_of_the_definition() -> None:
    truth, chances = drawn(300)
    slow = 0.0
    for low in range(10):
        inside = [at for at, chance in enumerate(chances) if low <= chance * 10 < low + 1]
        share, told = (sum(float(some[at]) for at in inside) / len(inside) for some in (truth, chances))
        slow += len(inside) / len(truth) * abs(share - told)
    assert calibration_error(truth, chances) == pytest.approx(slow)


def test_its_interval_is_that_of_drawing_texts_anew() -> None:
    truth, chances = drawn(200)
    said = [chance > 0.6 for chance in chances]
    again = random.Random(5)
    samples = ([again.randrange(200) for _ in range(200)] for _ in range(1_500))
    slow = sorted(f1_of([truth[at] for at in sample], [said[at] for at in sample])[0] for sample in samples)
    assert f1_interval(truth, said, (True,)) == pytest.approx((slow[37], slow[1462]), abs=0.02)


def test_its_interval_is_the_same_twice_and_narrower_with_more_texts() -> None:
    few, many = ([True, False, True, False] * times for times in (5, 500))
    wrong = [[True, False, False, False] * times for times in (5, 500)]
    spans = [f1_interval(truth, said, (True,)) for truth, said in zip((few, many), wrong, strict=True)]
    assert spans[0] == f1_interval(few, wrong[0], (True,))
    assert spans[0][1] - spans[0][0] > 5 * (spans[1][1] - spans[1][0]) > 0


def test_it_counts_what_is_said_and_ranks_by_chance() -> None:
    one = measure("a", "t", [True, False], [0.6, 0.7], [True, False])
    assert (one.f1, one.auc) == (1.0, 0.0)


def test_it_shows_no_calibration_of_what_is_only_an_order() -> None:
    assert measure("a", "t", [True, False], [6.0, -4.0], [True, False], sure=False).ece is None


def test_it_averages_sentiment_over_the_classes_there_are() -> None:
    one = measure_sentiment("a", [-1, -1, 1, 1], [-0.9, 0.0, 0.9, 0.9], [-1, 0, 1, 1])
    assert one.f1 == pytest.approx((2 / 3 + 1) / 2)
    assert (one.auc, one.positives) == (1.0, 2)


def test_it_takes_a_small_sentiment_for_none() -> None:
    assert [side(value) for value in (-0.21, -0.2, 0.0, 0.2, 0.21)] == [-1, 0, 0, 0, 1]


def test_it_measures_each_set_and_task_on_labelled_rows_only() -> None:
    measures, speed = evaluate(of_rows(ROWS), Scorer())
    found = {(one.name, one.task): (one.n, one.positives) for one in measures}
    assert found == {
        ("a", "complaint"): (2, 1),
        ("a", "question"): (1, 0),
        ("a", "sentiment"): (2, 0),
        ("b", "question"): (1, 1),
    }
    assert speed > 0


def test_it_calls_on_what_the_scorer_of_that_language_calls_on() -> None:
    text = "Seit heute morgen stürzt die App bei uns ständig ab, der Support meldet sich nicht."
    verdict = next(iter(Scorer().judge(text).values()))
    row = Labelled(sets=("de",), text=text, labels=dict.fromkeys(verdict.probabilities, 1))
    found = {one.task for one in evaluate([row], Scorer())[0] if one.recall == 1.0}
    assert verdict.language == "de"
    assert found == set(verdict.on)


def test_it_measures_reasons_among_complaints() -> None:
    rows = [
        Labelled(sets=("a",), text="the app keeps crashing daily, fix this bug", labels={"reason": reason})
        for reason in ("bug", "contract")
    ]
    (one,), _ = evaluate(rows, Scorer())
    assert (one.task, one.n, one.precision, one.recall) == ("reason", 2, 0.5, 0.5)


def test_it_takes_only_what_is_held_out_of_the_corpus_and_names_its_brand() -> None:
    held = [post for language in corpus.languages() for post in corpus.posts(language) if post.held_out]
    rows = held_out()
    assert [(row.text, row.brands[0].name, row.network) for row in rows] == [
        (post.text, post.brand, post.channel) for post in held
    ]
    kinds = {name for row in rows for name in row.sets}
    assert {"de hard", "en everyday", "en hard", "en everyday, reviews"} <= kinds


def test_it_leaves_out_groups_of_a_few_posts() -> None:
    sizes = [name for row in held_out() for name in row.sets]
    assert min(sizes.count(name) for name in set(sizes)) >= evaluation.FEWEST


def test_it_prints_a_line_a_set_and_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in ROWS)
    assert main(["evaluate", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:9] == ["set", "task", "n", "pos", "F1", "prec", "rec", "AUC", "ECE"]
    assert lines[1].split()[:4] == ["a", "complaint", "2", "1"]
    assert lines[-1].endswith("texts a second")


def test_it_prints_the_corpus(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    few = [row for row in held_out() if "de hard" in row.sets][:10]
    monkeypatch.setattr("listening.scoring.__main__.held_out", lambda: few)
    assert main(["evaluate", "corpus"]) == 0
    assert "de hard                   sentiment           10" in capsys.readouterr().out


def test_it_prints_a_dash_for_what_cannot_be_measured() -> None:
    assert table([measure("a", "t", [True], [0.5], [True])], 12_345.6)[1:] == [
        f"{'a':<26}{'t':<15}      1      1   1.000   1.000   1.000       –   0.500   1.00–1.00",
        "12,346 texts a second",
    ]


def test_it_refuses_a_folder_without_rows(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["evaluate", str(tmp_path)])
    assert refused.value.code == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no gzip", "b.jsonl.gz, line 1: "),
        (gzip.compress(json.dumps(ROWS[0]).encode() + b"\n{"), "b.jsonl.gz, line 2: "),
        (gzip.compress(b'{"text": "a"}'), "line 1: a row is an object with text and labels"),
        (gzip.compress(json.dumps(ROWS[0]).encode() * 99)[:-20], "b.jsonl.gz, line 1: "),
    ],
    ids=["no gzip", "cut line", "no labels", "cut file"],
)
def test_it_says_in_which_file_and_line_a_row_is_bad(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.jsonl.gz").write_bytes(content)
    with pytest.raises(SystemExit):
        main(["evaluate", str(tmp_path)])
    assert said in capsys.readouterr().err
