"""What learning from labels does is measured on posts that nothing was learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from listening.scoring.evaluation import Labelled
from listening.scoring.scorer import Scorer
from listening.scoring.training import adapting
from listening.scoring.training.adapting import Effect, Fit, effects, main

JUDGE = Scorer()


def rows(n: int = 240, *, planted: bool = True) -> list[Labelled]:
    """Posts of which half name a migration. Planted: here that is always a complaint, which scoring does not know."""
    draw, found = Random(3), []
    for place in range(n):
        about = "our migration to" if place % 2 else "the dashboard of"
        text = f"We looked at {about} Relay {draw.choice(['today', 'this week', 'in the team', 'at work', 'again'])}"
        text += draw.choice([", for the report", ", with Ann", ", and wrote it down", ", for the plan"])
        truth = place % 2 if planted else draw.randrange(2)
        found.append(Labelled(sets=("a",), text=text, labels={"complaint": truth, "praise": 0}))
    return found


def measured(found: Sequence[Labelled], monkeypatch: pytest.MonkeyPatch) -> list[Effect]:
    monkeypatch.setattr(adapting, "DRAWS", 3)
    return list(effects("a", found, JUDGE, labels=(40,)))


def test_it_sees_what_an_installation_means_by_a_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    (effect,) = measured(rows(), monkeypatch)
    assert (effect.task, effect.n, len(effect.kept)) == ("complaint", 40, 3)
    assert all(fit.f1 > effect.before.f1 + 0.5 and fit.loss < effect.before.loss - 0.5 for fit in effect.kept)


def test_it_sees_nothing_where_there_is_nothing_to_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    (effect,) = measured(rows(planted=False), monkeypatch)
    assert all(fit.loss > 0.6 for fit in effect.kept)


def test_it_leaves_out_what_is_too_small_to_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured(rows(60), monkeypatch) == []
    assert measured(rows(100), monkeypatch) == []  # forty of fifty would be the same ones every time


def test_it_counts_a_draw_of_which_nothing_was_kept_as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapting, "DRAWS", 4)
    told = Effect("airline", "complaint", 40, Fit(0.6, 0.7), [Fit(0.4, 0.9), Fit(0.5, 0.5)]).line()
    assert told.split() == ["airline", "complaint", "40", "2/4", "0.60", "0.53", "0.70", "0.70", "0.50"]


def test_it_names_a_folder_that_holds_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert "holds no *.jsonl.gz" in capsys.readouterr().err
