"""Tell of JSON lines from standard input, a thread each, what became of their questions."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Final

from listening.answers.filtering import decisions

MOST_BAD: Final = 125
"""The highest exit status that a shell does not use for its own ends."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer every line of standard input on standard output; return how many were bad, at most ``MOST_BAD``."""
    argparse.ArgumentParser(prog="python -m listening.answers", description=__doc__).parse_args(arguments)
    bad = 0
    for answer in decisions(sys.stdin.buffer):
        bad += "error" in answer
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return min(bad, MOST_BAD)


if __name__ == "__main__":
    sys.exit(main())
