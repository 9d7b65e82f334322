"""The plain models that scoring is compared with, and the table of all."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from listening.records import BrandTerms
from listening.scoring import corpus
from listening.scoring.evaluation import Labelled
from listening.scoring.prepared import prepare
from listening.scoring.reading import read
from listening.scoring.training import comparing
from listening.scoring.training.comparing import Learner, compared, lexicon, main, measures
from listening.scoring.training.rows import HEADS, Row
from listening.scoring.training.tfidf import Block, Tfidf, best_cut, letters, words

COMPLAINT = {"complaint": 1, "negative": 1, "positive": 0}
CALM = {"complaint": 0, "negative": 0, "positive": 1}
PAIRS = [("the export broke again today", COMPLAINT), ("lovely export, works well today", CALM)]


def row(number: int, text: str, labels: dict[str, int], *, held_out: bool = False) -> Row:
    known = dict.fromkeys(HEADS, 0) | labels
    return Row(str(number), "x", known, 1.0, number % 5, held_out, True, read(prepare(text), "en"))


def rows() -> list[Row]:
    return [row(at, f"{text} {at // 2}", labels) for at in range(40) for text, labels in [PAIRS[at % 2]]]


def labelled(text: str, **labels: int) -> Labelled:
    return Labelled(sets=("a",), text=text, labels=labels)


def test_it_counts_words_pairs_and_letters_within_words() -> None:
    assert words("it is so so") == {"it": 1, "is": 1, "so": 2, "it is": 1, "is so": 1, "so so": 1}
    assert letters("ab") == {" a": 1, "ab": 1, "b ": 1, " ab": 1, "ab ": 1, " ab ": 1}


def test_it_brings_every_text_to_length_one_and_rare_words_weigh_more() -> None:
    block = Block(words, ["red fox", "red hen", "red fox ox"], fewest=2)
    numbers = block.numbers(["red fox"]).toarray()[0]
    assert np.linalg.norm(numbers) == pytest.approx(1.0)
    fox, red, pair = numbers[0], numbers[1], numbers[2]
    assert fox == pytest.approx(red * (np.log(4 / 3) + 1))
    assert pair == fox


def test_a_text_of_unknown_words_is_all_zeros() -> None:
    assert Block(words, ["red fox", "red fox"], fewest=2).numbers(["blue hen", ""]).nnz == 0


def test_it_learns_what_tells_texts_apart_and_skips_unknown_labels() -> None:
    texts = ["broken export today", "lovely export today"] * 10
    y, weights = np.array([[1.0, 1.0], [0.0, 1.0]] * 10), np.array([[1.0, 0.0], [1.0, 1.0]] * 10)
    first, second = Tfidf(texts, y, weights).chances(["broken", "lovely"])
    assert first[0] > 0.5 > second[0]
    assert first[1] > 0.9


def test_its_threshold_has_the_best_f1() -> None:
    assert best_cut(np.array([0.9, 0.8, 0.7, 0.1]), np.array([1.0, 0.0, 1.0, 0.0])) == 0.7


def test_held_out_rows_teach_nothing() -> None:
    lies = [row(at, "the export broke again today", CALM, held_out=True) for at in range(60)]
    asked = [labelled("the export broke again")]
    assert Learner([*rows(), *lies])(asked) == Learner(rows())(asked)


def test_it_learns_complaints_and_sentiment() -> None:
    said = Learner(rows())([labelled(PAIRS[0][0]), labelled(PAIRS[1][0])])
    assert said.flags["complaint"][1] == [True, False]
    assert said.mood is not None
    assert list(said.mood[1]) == [-1, 1]


def test_vader_and_the_question_mark_speak_for_themselves() -> None:
    said = lexicon([labelled("terrible, awful"), labelled("great?"), labelled("a table")])
    assert said.flags["complaint"][1] == [True, False, False]
    assert said.flags["question"] == ([0.0, 1.0, 0.0], [False, True, False])
    assert said.mood is not None
    assert said.mood[1] == [-1, 1, 0]


def test_the_brand_is_masked_for_the_plain_model_too() -> None:
    brand = BrandTerms(id=1, name="Loom", kind="own", terms=("Loom",))
    read_as = comparing.as_read(Labelled(sets=("a",), text="Loom broke", labels={}, brands=(brand,)))
    assert "loom" not in read_as
    assert read_as.endswith(" broke")


def test_it_measures_every_contender_on_the_same_rows() -> None:
    asked = [labelled("terrible, awful", complaint=1, sentiment=-1), labelled("a table", complaint=0)]
    found = dict(measures(asked, lexicon(asked)))
    assert {key: one.n for key, one in found.items()} == {("a", "complaint"): 2, ("a", "sentiment"): 1}
    assert found["a", "complaint"].f1 == 1.0


def test_no_lexicon_is_shown_for_german() -> None:
    lines = compared([labelled("Die App stürzt ab?", complaint=1, question=1)], Learner(rows()), "de")
    complaint, question = (line.split() for line in lines)
    assert complaint[:4] == ["a", "complaint", "1", "1"]
    assert "–" in complaint[7:8]
    assert question[7] == "1.000"


def test_it_prints_a_folder_beside_the_held_out_posts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with gzip.open(tmp_path / "own.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"text": "the export broke", "labels": {"complaint": 1}}) + "\n")
    monkeypatch.setattr(corpus, "languages", lambda: ["en"])
    monkeypatch.setattr(comparing, "all_rows", lambda _language, _folder: rows())
    monkeypatch.setattr(comparing, "held_out", lambda: [labelled("we had lunch", complaint=0)])
    main([str(tmp_path)])
    _, columns, *lines = capsys.readouterr().out.splitlines()
    assert columns.split()[:4] == ["set", "task", "n", "pos"]
    assert [line.split()[:3] for line in lines] == [["a", "complaint", "1"], ["own", "complaint", "1"]]


def test_it_refuses_a_folder_without_rows(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main([str(tmp_path)])
    assert refused.value.code == 2
