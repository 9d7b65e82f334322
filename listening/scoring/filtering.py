"""Scoring as a filter: one JSON line in, one JSON line out, whatever the line holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BufferedReader
from itertools import chain
from typing import Any, Final, NamedTuple

from listening.jsonlines import BadLine, parsed
from listening.records import FLAGS, BrandTerms, Verdict
from listening.scoring.scorer import NO_BRAND, Scorer

KINDS: Final = ("own", "competitor", "partner", "topic")
MOST_BRANDS: Final = 1_000
AT_ONCE: Final = 65_536
"""Bytes that are read in one go: some hundred posts."""


class _Request(NamedTuple):
    row: dict[str, Any]
    ids: list[str]
    brands: list[BrandTerms]


def answers(lines: Iterable[bytes], scorer: Scorer) -> Iterator[dict[str, Any]]:
    """Yield an answer for every line, in order; a bad one answers ``{"error": code, "line": n}``, n from 1."""
    return chain.from_iterable(answers_together(([line] for line in lines), scorer))


def answers_together(batches: Iterable[Sequence[bytes]], scorer: Scorer) -> Iterator[list[dict[str, Any]]]:
    """Yield for every batch of lines what ``answers`` would, many times faster than line by line."""
    number = 1
    for lines in batches:
        asked = list(map(_asked, lines))
        good = [one for one in asked if isinstance(one, _Request)]
        verdicts = iter(scorer.judge_many((one.row["text"], one.row.get("network", ""), one.brands) for one in good))
        yield [
            _answer(one, next(verdicts)) if isinstance(one, _Request) else {"error": str(one), "line": line}
            for line, one in enumerate(asked, start=number)
        ]
        number += len(lines)


def lines_at_hand(stream: BufferedReader) -> Iterator[list[bytes]]:
    """Yield the lines of ``stream`` as they come: what is there to be read, up to ``AT_ONCE``, without more waiting."""
    begun: list[bytes] = []
    while piece := stream.read1(AT_ONCE):
        head, newline, tail = piece.rpartition(b"\n")
        if newline:
            yield b"".join([*begun, head]).split(b"\n")
            begun = []
        if tail:
            begun.append(tail)
    if begun:
        yield [b"".join(begun)]


def _asked(line: bytes) -> _Request | BadLine:
    try:
        row = _parsed(line)
        return _Request(row, *_brands(row.get("brands")))
    except BadLine as bad:
        return bad


def _parsed(line: bytes) -> dict[str, Any]:
    row = parsed(line)
    if not isinstance(row.get("text"), str):
        raise BadLine("no_text")
    if not isinstance(row.get("network", ""), str):
        raise BadLine("bad_network")
    return row


def _brands(given: Any) -> tuple[list[str], list[BrandTerms]]:
    """Return the ids as given and the brands, numbered from 1 in their order."""
    if given is None:
        return [], []
    if not isinstance(given, list) or len(given) > MOST_BRANDS:
        raise BadLine("bad_brands")
    ids, brands = [], []
    for number, row in enumerate(given, start=1):
        if not isinstance(row, dict) or not isinstance(row.get("id"), str | int):
            raise BadLine("bad_brands")
        terms, kind = row.get("terms"), row.get("kind", "own")
        if not isinstance(terms, list) or not all(isinstance(term, str) for term in terms) or kind not in KINDS:
            raise BadLine("bad_brands")
        ids.append(str(row["id"]))
        brands.append(BrandTerms(id=number, name=terms[0] if terms else "", kind=kind, terms=tuple(terms)))
    if len(set(ids)) != len(ids):
        raise BadLine("bad_brands")
    return ids, brands


def _answer(asked: _Request, verdicts: dict[int, Verdict]) -> dict[str, Any]:
    row, ids, brands = asked
    main = verdicts[_point_of_view(brands, verdicts)]
    answer: dict[str, Any] = {"id": row.get("id"), **_shown(main)}
    answer["brands"] = {key: _by_brand(verdicts[brand.id], main) for key, brand in zip(ids, brands, strict=True)}
    return answer


def _point_of_view(brands: list[BrandTerms], verdicts: dict[int, Verdict]) -> int:
    """The whole line speaks of the most relevant brand, an own one first: his trouble is not ours."""
    if not brands:
        return NO_BRAND
    best = min(brands, key=lambda brand: (brand.kind != "own", -verdicts[brand.id].relevance, brand.id))
    return best.id


def _shown(verdict: Verdict) -> dict[str, Any]:
    """Unscored texts answer null for every judgement: they are not neutral."""
    label = verdict.complaint_reason
    return {
        "lang": verdict.language,
        "scored": verdict.scored,
        "version": verdict.version,
        "sentiment": verdict.sentiment,
        **{flag: verdict.probabilities.get(flag) for flag in FLAGS},
        "reason": {"label": label, "p": verdict.complaint_reason_chance} if label else None,
        "on": [flag for flag in FLAGS if flag in verdict.on],
        "unsure": [flag for flag in FLAGS if flag in verdict.unsure],
        "spans": [
            {"start": r.start, "end": r.end, "flag": r.flag, "rule": r.rule, "weight": r.weight, "text": r.text}
            for r in verdict.reasons
        ],
    }


def _by_brand(verdict: Verdict, main: Verdict) -> dict[str, Any]:
    shown: dict[str, Any] = {"relevance": verdict.relevance, "sentiment": verdict.sentiment}
    for flag in FLAGS:
        if verdict.probabilities.get(flag) != main.probabilities.get(flag):
            shown[flag] = verdict.probabilities.get(flag)
    if verdict.on != main.on:
        shown["on"] = [flag for flag in FLAGS if flag in verdict.on]
    return shown
