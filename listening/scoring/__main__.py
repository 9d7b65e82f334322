"""Score JSON lines from standard input, or measure the scorer (``evaluate DIR``, ``evaluate corpus``)."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from listening.scoring.evaluation import CORPUS, BadRow, evaluate, held_out, of_rows, read_rows, table
from listening.scoring.filtering import answers_together, lines_at_hand
from listening.scoring.scorer import Scorer

MOST_BAD: Final = 125
"""The highest exit status that a shell does not use for its own ends."""


def score_lines() -> int:
    """Answer every line of standard input on standard output; return how many were bad, at most ``MOST_BAD``."""
    bad = 0
    with open(sys.stdin.fileno(), "rb", closefd=False) as given:
        for batch in answers_together(lines_at_hand(given), Scorer()):
            bad += sum("error" in answer for answer in batch)
            sys.stdout.write("".join([json.dumps(answer) + "\n" for answer in batch]))
            sys.stdout.flush()
    return min(bad, MOST_BAD)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m listening.scoring", description=__doc__)
    commands = parser.add_subparsers(dest="command")
    measuring = commands.add_parser("evaluate", help="measure the scorer on labelled rows")
    measuring.add_argument(
        "folder", help="holds *.jsonl.gz with rows of id, set, text, labels; “corpus” is the held-out fifth of ours"
    )
    chosen = parser.parse_args(arguments)
    if chosen.command is None:
        return score_lines()
    try:
        rows = held_out() if chosen.folder == CORPUS else of_rows(list(read_rows(Path(chosen.folder))))
    except BadRow as bad:
        parser.error(str(bad))
    if not rows:
        parser.error(f"no labelled rows in {chosen.folder}")
    print("\n".join(table(*evaluate(rows, Scorer()))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
