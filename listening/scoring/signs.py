"""Which of several texts hold a sign, such as "@" or "://": looked for in all of them at once. Pure.

Most texts hold hardly any of the signs that scoring asks for; asking every text for every sign takes many times longer.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

_BETWEEN: Final = "\0"
"""Between texts; no sign has it, so that none is found half in one text and half in the next."""


class Together:
    """Texts as one string."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._whole = _BETWEEN.join(texts)
        self._ends = list(accumulate([len(text) + 1 for text in texts]))

    def holding(self, sign: str) -> list[int]:
        """Return the places of the texts that hold ``sign``, in order."""
        whole, ends = self._whole, self._ends
        found = []
        at = whole.find(sign)
        while at >= 0:
            text = bisect(ends, at)
            found.append(text)
            at = whole.find(sign, ends[text])
        return found

    def holding_any(self, signs: Iterable[str]) -> set[int]:
        """Return the places of the texts that hold one of ``signs``."""
        if len(self._ends) == 1:
            return {0} if any(map(self._whole.__contains__, signs)) else set()
        return {text for sign in signs for text in self.holding(sign)}
