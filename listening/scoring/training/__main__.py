"""``python -m listening.scoring.training [FOLDER]``: make the artefact of every language that the corpus has.

``FOLDER`` holds public labelled texts (``*.jsonl.gz``) that may train what is shipped; without it the corpus trains
alone. The same rows give the same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from listening.scoring import corpus
from listening.scoring.artefact import FOLDER, save
from listening.scoring.training.making import make
from listening.scoring.training.rows import all_rows


def main() -> None:
    """Train each language and write its file."""
    asked = argparse.ArgumentParser(prog="python -m listening.scoring.training", description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, help="public labelled texts, *.jsonl.gz")
    asked.add_argument("--into", type=Path, default=FOLDER, help="where the artefacts go")
    asked.add_argument("--language", action="append", help="only this language")
    given = asked.parse_args()
    if given.folder is not None and not any(given.folder.glob("*.jsonl.gz")):
        asked.error(f"{given.folder} holds no *.jsonl.gz")
    for language in given.language or corpus.languages():
        made = make(language, all_rows(language, given.folder), told=print)
        path = given.into / f"{language}.npz"
        save(made, path)
        print(f"{language}: {made.version}, {len(made.words):,} words, {len(made.pairs):,} pairs,"
              f" {path.stat().st_size:,} bytes")  # fmt: skip


if __name__ == "__main__":
    main()
