"""The network against the one it was made from, and what it is shown of long and hostile texts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from listening.answers.encoder import reading
from listening.answers.encoder.network import Network
from listening.answers.encoder.reading import DOES, Does, read, telling
from listening.answers.encoder.seen import MOST, OF_POST, Seen, plainly, shown
from listening.answers.encoder.wordpieces import WordPieces

ROUNDED = 0.2
LINE = Seen("ours", "x", "substantive, own step", "Where is the export?", "", "", "It is below Files. Have a nice day!")


TOLD = json.loads(Path(__file__).with_name("told.json").read_text(encoding="utf-8"))
"""Texts, and the log-odds that PyTorch computed of them with the weights as they were before they were rounded."""


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["seen"]["text"][:30])
def test_it_computes_what_pytorch_computed(told: dict[str, Any]) -> None:
    network, pieces = reading.network()
    numbers, of_post = shown(Seen(**told["seen"]), pieces)
    assert numbers == told["numbers"]
    odds, adds = network.read(numbers, of_post)
    assert odds == pytest.approx(told["odds"], abs=ROUNDED)
    assert adds.shape == (sum(of_post), len(odds))
    assert adds.mean(axis=0) == pytest.approx(told["middle"], abs=ROUNDED)


ALONE = """
import os
from listening.answers.encoder.reading import read
from listening.answers.encoder.seen import Seen

read(Seen("ours", "x", "", "Where?", "", "", "Below Files."))
print(len(os.listdir("/proc/self/task")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted in /proc")
def test_it_reads_alone_and_keeps_nothing(tmp_path: Path) -> None:
    env = os.environ | {"HOME": str(tmp_path), "XDG_CACHE_HOME": "", "OPENBLAS_NUM_THREADS": "1"}
    asked = [sys.executable, "-c", ALONE]
    ran = subprocess.run(asked, env=env, capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "1", "a thread that may report"
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize("voice", DOES)
def test_it_says_one_of_the_things_that_a_voice_can_do(voice: str) -> None:
    assert read(LINE._replace(voice=voice)).what in DOES[voice]


def test_it_knows_no_other_voice() -> None:
    with pytest.raises(KeyError):
        read(LINE._replace(voice="chorus"))


@pytest.mark.parametrize(
    "text", ["", "?", "\x00", "🙃" * 9, "ال", "x" * 5_000, "a " * 100_000, "`" * 9_999, "> " * 999]
)
def test_it_reads_hostile_texts_at_their_ends(text: str) -> None:
    seen = Seen("asker", text, "talk", text, text, "vendor", text, text, "vendor")
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
    (sign,) = telling(seen, Does("answers", peak), "own_words")
    assert seen.text[sign.start : sign.end] == "Go to Settings > Files."
    (last,) = telling(seen, Does("answers", 99), "own_words")
    assert seen.text[last.start : last.end] == "Bye."


def test_it_finds_the_sentence_behind_what_it_was_not_shown() -> None:
    seen = LINE._replace(text=f"{'Word upon word. ' * 60}At last the matter.")
    (sign,) = telling(seen, Does("answers", sum(OF_POST) - 1), "own_words")
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
