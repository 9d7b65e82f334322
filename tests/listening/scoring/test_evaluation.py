"""How the scorer is measured."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from listening.scoring.__main__ import main
from listening.scoring.evaluation import auc, calibration_error, evaluate, f1_of, measure
from listening.scoring.scorer import Scorer

ROWS = [
    {"set": "a", "text": "the app keeps crashing daily", "labels": {"complaint": 1, "question": 0, "sentiment": -1}},
    {"set": "a", "text": "we had lunch at the office", "labels": {"complaint": 0, "question": None, "sentiment": 0}},
    {"set": "b", "text": "does the export include our notes?", "labels": {"question": 1}},
]  # fmt: skip


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


def test_it_computes_the_calibration_error() -> None:
    assert calibration_error([True, False], [1.0, 0.0]) == 0.0
    assert calibration_error([True, False, False, False], [0.75] * 4) == pytest.approx(0.5)


def test_it_cuts_at_the_threshold_it_is_given() -> None:
    assert measure("a", "t", [True, False], [0.6, 0.4], 0.5).f1 == 1.0
    assert measure("a", "t", [True, False], [0.6, 0.4], 0.7).f1 == 0.0


def test_it_measures_each_set_and_task_on_labelled_rows_only() -> None:
    measures, speed = evaluate(ROWS, Scorer())
    found = {(one.name, one.task): (one.n, one.positives) for one in measures}
    assert found == {
        ("a", "complaint"): (2, 1),
        ("a", "question"): (1, 0),
        ("a", "sentiment"): (2, 0),
        ("b", "question"): (1, 1),
    }
    assert speed > 0


def test_it_prints_a_line_a_set_and_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with gzip.open(tmp_path / "a.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in ROWS)
    assert main(["evaluate", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[:4] == ["a", "complaint", "2", "1"]
    assert lines[-1].endswith("texts a second")


def test_it_refuses_a_folder_without_rows(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["evaluate", str(tmp_path)])
    assert refused.value.code == 2
