"""Advisory locks: each number stands for one thing, so that nobody waits for what is no business of his."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
_LOCK = re.compile(r"^_\w*LOCKS?\b.* = .*$", re.MULTILINE)
_NUMBER = re.compile(r"\b7_?3\d\d\b")


def test_it_gives_no_two_locks_the_same_number() -> None:
    found: Counter[int] = Counter()
    for room in ("listening", "engagement", "dashboards", "config"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for line in _LOCK.findall(path.read_text()):
                found.update(int(each.replace("_", "")) for each in _NUMBER.findall(line))
    assert len(found) >= 12
    assert [number for number, times in found.items() if times > 1] == []
