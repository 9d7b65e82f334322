"""A scoring whose flags hang on nothing but the text, and one that says the opposite of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

import pytest

from listening.records import FLAGS, BrandTerms, Reason, Verdict, flags_in
from listening.scoring.scorer import Scorer
from listening.storage import judgements, rescoring

ALL = (1 << len(FLAGS)) - 1


class Told(Scorer):
    """Says that flags are on by a checksum of the text; turned, that the others are."""

    def __init__(
        self, version: str, *, turned: bool = False, says: Iterable[str] | None = None, relevance: float = 1.0
    ) -> None:
        self.version = version
        self.turned = turned
        self.says = says
        self.relevance = relevance
        self.judged: list[str] = []

    def judge(self, text: str, *, network: str = "", brands: Sequence[BrandTerms] = ()) -> dict[int, Verdict]:
        self.judged.append(text)
        mask = crc32(text.encode()) & ALL
        on = frozenset(flags_in(ALL & ~mask if self.turned else mask) if self.says is None else self.says)
        why = Reason(flag="praise", rule=self.version, start=0, end=1, weight=0.5, text=text[:1])
        verdict = Verdict(
            scored=True,
            version=self.version,
            language="en",
            relevance=self.relevance,
            sentiment=0.5,
            probabilities=dict.fromkeys(on, 0.9),
            on=on,
            complaint_reason="bug" if "complaint" in on else "",
            reasons=(why,),
        )
        return {brand.id: verdict for brand in brands}

    def judge_many(self, rows: Iterable[tuple[str, str, Sequence[BrandTerms]]]) -> list[dict[int, Verdict]]:
        return [self.judge(text, network=network, brands=brands) for text, network, brands in rows]


def judge_by(told: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ingest and re-reading judge by this scoring from now on."""
    for module in (judgements, rescoring):
        monkeypatch.setattr(module, "scorer", lambda: told)
