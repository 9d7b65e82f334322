"""*Why am I seeing this*: numbers the matched words and each flag's reasons, in the text and in the list. No tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engagement.pieces import Underline, pieces
from engagement.records import Piece, WhyLine, WhyWords
from engagement.routing import shown_masks
from listening.models import Judgement, Match, Mention
from listening.records import FLAGS, Say, flags_in
from listening.scoring.evidence import PASSAGE
from listening.text import whole

WORDS_AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The lead's title and body cut into pieces, and the lines that explain their numbers."""

    title: tuple[Piece, ...]
    body: tuple[Piece, ...]
    why: tuple[WhyLine, ...]


def explain(lead: Mention, judgement: Judgement | None, matches: Sequence[Match]) -> Reasons:
    """Return the numbered reasons. The match is number 1 where its words stand in the text; flags follow, the surest
    first, those that are on before the unsure. Where nobody is sure and no word stands out, nothing is underlined."""
    text = whole(lead.title, lead.text)
    marks = [span for match in matches for span in match.spans if 0 <= span[0] < span[1] <= len(text)]
    why = [_match_line(match, text, numbered=index == 0 and bool(marks)) for index, match in enumerate(matches)]
    underlines: list[Underline] = []
    number = 1 if marks else 0
    for flag, state in _flags(judgement):
        scored = judgement is not None and chance(judgement, flag) is not None
        found = _of_flag(judgement.reasons if judgement and scored else (), flag, text)
        spans = [each for each in found if each["weight"] > 0 and (state == "on" or each["rule"] != PASSAGE)]
        number += bool(spans)
        underlines += [Underline(start=each["start"], end=each["end"], flag=flag, number=number) for each in spans]
        why.append(_flag_line(flag, state, judgement, found, number if spans else None))
    title, body = _cut(lead, text, marks, underlines)
    return Reasons(title=title, body=body, why=tuple(why))


def _flags(judgement: Judgement | None) -> Iterable[tuple[str, str]]:
    if judgement is None:
        return
    on, unsure = shown_masks(
        judgement.on_mask, judgement.unsure_mask, decided=judgement.decided_mask, relevance=judgement.relevance
    )
    for state, mask in (("on", on), ("unsure", unsure & ~on)):
        surest = sorted(flags_in(mask), key=lambda flag: -float(judgement.probabilities.get(flag, 0.0)))
        yield from ((flag, state) for flag in surest)


def _of_flag(reasons: Iterable[dict[str, Any]], flag: str, text: str) -> list[dict[str, Any]]:
    """Return what spoke for a flag and against it, the strongest first: what clients of the API get, and no more."""
    inside = (each for each in reasons if each["flag"] == flag and 0 <= each["start"] < each["end"] <= len(text))
    return sorted(inside, key=lambda each: -abs(each["weight"]))


def _match_line(match: Match, text: str, *, numbered: bool) -> WhyLine:
    words = dict.fromkeys(text[start:end] for start, end in match.spans[:50] if 0 <= start < end <= len(text))
    return WhyLine(
        number=1 if numbered else None,
        kind="match",
        say=Say(code="matched_query", params={"query": match.query.name}),
        words=tuple(WhyWords(text=each) for each in words)[:WORDS_AT_MOST],
        note=f"v{match.query_version}",
    )


def _flag_line(
    flag: str, state: str, judgement: Judgement | None, found: list[dict[str, Any]], number: int | None
) -> WhyLine:
    if judgement and chance(judgement, flag) is None:
        return WhyLine(number=number, kind=flag, say=Say(code="a_colleague_says"), words=())
    reason = judgement.complaint_reason if judgement and flag == "complaint" else ""
    told = [(each["weight"] > 0, WhyWords(text=each["text"], rule=each["rule"])) for each in found]
    return WhyLine(
        number=number,
        kind=flag,
        say=Say(code="flag_reason", params={"flag": flag, "state": state, "reason": reason}),
        words=tuple(dict.fromkeys(words for speaks_for, words in told if speaks_for)),
        against=tuple(dict.fromkeys(words for speaks_for, words in told if not speaks_for)),
        probability=chance(judgement, flag) if judgement else None,
    )


def chance(judgement: Judgement, flag: str) -> float | None:
    """Return the probability that scoring gave a flag, None where a person decided: it is not his."""
    decided = judgement.decided_mask & (1 << FLAGS.index(flag))
    return None if decided else float(judgement.probabilities.get(flag, 0.0))


def _cut(
    lead: Mention, text: str, marks: list[list[int]], underlines: list[Underline]
) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Cut title and body apart; spans count in both together (``listening.text.whole``)."""
    at = len(text) - len(lead.text)
    title = pieces(lead.title, marks, underlines) if lead.title else ()
    body = pieces(
        lead.text,
        [(start - at, end - at) for start, end in marks],
        [replace(each, start=each.start - at, end=each.end - at) for each in underlines],
    )
    if _number_first(title) != title:
        return _number_first(title), body
    return title, _number_first(body)


def _number_first(found: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Give the first matched words the number 1, unless a reason's underline covers them."""
    for index, piece in enumerate(found):
        if piece.mark and not piece.flag:
            return (*found[:index], replace(piece, number=1), *found[index + 1 :])
    return found
