"""``python -m listening.answers.training THREADS.jsonl …``: tune the network that reads what posts do.

Learns from ``listening.answers.corpus`` and from threads with what each post does (the filter's format, each post with
``does``), all but a tenth of these, on which it prints how well it reads them; and writes ``words.npz`` and
``layers.onnx``. Two cores take about an hour. The same input gives the same network on the same machine only.
"""

from __future__ import annotations

import argparse
import json
from itertools import chain
from pathlib import Path

from listening.answers.encoder.reading import LAYERS, WORDS
from listening.answers.encoder.seen import Seen
from listening.answers.training.lessons import in_threads, is_aside, rows_in, written
from listening.answers.training.tuning import Tuned, how_well, pieces_of, take_up, told, tune, write


def main() -> None:
    """Tune, print how well, and write the network."""
    asked = argparse.ArgumentParser(prog="python -m listening.answers.training", description=__doc__)
    asked.add_argument("threads", nargs="+", type=Path, help="threads with what each post does")
    asked.add_argument("--base", type=Path, required=True, help="folder of all-mpnet-base-v2 as it is published")
    asked.add_argument("--on", type=Path, metavar="LAYERS", help="go on from these layers, as they were written before")
    asked.add_argument("--passes", type=float, default=2.2, help="how often each lesson is read (default: 2.2)")
    asked.add_argument("--into", type=Path, default=WORDS.parent, help="folder to which the network goes")
    asked.add_argument("--told", type=Path, help="texts of a test, beside which their log-odds are written anew")
    given = asked.parse_args()
    rows = [row for path in given.threads for row in rows_in(path)]
    lessons = [*in_threads(row for row in rows if not is_aside(row)), *written()]
    aside = list(in_threads(row for row in rows if is_aside(row)))
    print(f"{len(lessons):,} lessons; {len(aside):,} are kept aside")
    net, pieces = Tuned(given.base), pieces_of(given.base)
    if given.on:
        take_up(net, given.on)
    for line in chain(tune(net, pieces, lessons, passes=given.passes), how_well(net, pieces, aside)):
        print(line, flush=True)
    if given.told:
        seen = [Seen(**row["seen"]) for row in json.loads(given.told.read_text(encoding="utf-8"))]
        lines = [json.dumps(told(net, pieces, each), ensure_ascii=False) for each in seen]
        given.told.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    words, layers = given.into / WORDS.name, given.into / LAYERS.name
    write(net, pieces, words, layers)
    print(*(f"{path.name}: {path.stat().st_size:,} bytes" for path in (words, layers)), sep="\n")


if __name__ == "__main__":
    main()
