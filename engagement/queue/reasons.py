"""*Why am I seeing this*: numbers the matched words and each flag's reasons, in the text and in the list. No tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engagement.pieces import Underline, pieces
from engagement.reason_words import asking, telling
from engagement.records import Piece, WhyLine
from engagement.routing import shown_masks
from listening.models import Judgement, Match, Mention
from listening.records import FLAGS, Say, flags_in
from listening.text import whole

SPANS_OF_A_FLAG = 3  # the strongest reasons of a flag; more would underline the whole text
WORDS_AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The lead's title and body cut into pieces, and the lines that explain their numbers."""

    title: tuple[Piece, ...]
    body: tuple[Piece, ...]
    why: tuple[WhyLine, ...]


def explain(lead: Mention, judgement: Judgement | None, matches: Sequence[Match]) -> Reasons:
    """Return the numbered reasons. The match is number 1 where its words stand in the text; flags follow, the surest
    first, those that are on before the unsure."""
    text = whole(lead.title, lead.text)
    marks = [span for match in matches for span in match.spans if 0 <= span[0] < span[1] <= len(text)]
    why = [_match_line(match, text, numbered=index == 0 and bool(marks)) for index, match in enumerate(matches)]
    underlines: list[Underline] = []
    number = 1 if marks else 0
    for flag, state in _flags(judgement):
        scored = judgement is not None and chance(judgement, flag) is not None
        spans = _strongest(judgement.reasons if judgement and scored else (), flag, text)
        number += bool(spans)
        underlines += [Underline(start=each["start"], end=each["end"], flag=flag, number=number) for each in spans]
        why.append(_flag_line(flag, state, judgement, spans, text, number if spans else None))
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


def _strongest(reasons: Iterable[dict[str, Any]], flag: str, text: str) -> list[dict[str, Any]]:
    """Return the strongest reasons of a flag, without those whose words another of them holds.

    Of a question it is the sentence that asks, else the content words; where no reason has any, the words as they are.
    """
    fitting = [
        each
        for each in reasons
        if each["flag"] == flag and each["weight"] > 0 and 0 <= each["start"] < each["end"] <= len(text)
    ]
    fitting.sort(key=lambda each: -each["weight"])
    asks = [asking(text, each["start"]) for each in fitting] if flag == "question" else []
    told = (telling(text, each["start"], each["end"]) for each in fitting)
    spans = dict.fromkeys([span for span in asks if span][:1] or [span for span in told if span])
    found = [{"start": start, "end": end} for start, end in spans][:SPANS_OF_A_FLAG] or fitting[:SPANS_OF_A_FLAG]
    return [each for each in found if not any(_holds(other, each) for other in found)]


def _holds(other: dict[str, Any], each: dict[str, Any]) -> bool:
    (start, end), (first, last) = ((it["start"], it["end"]) for it in (other, each))
    return bool(start <= first and last <= end and end - start > last - first)


def _match_line(match: Match, text: str, *, numbered: bool) -> WhyLine:
    words = dict.fromkeys(text[start:end] for start, end in match.spans[:50] if 0 <= start < end <= len(text))
    return WhyLine(
        number=1 if numbered else None,
        kind="match",
        say=Say(code="matched_query", params={"query": match.query.name}),
        words=tuple(words)[:WORDS_AT_MOST],
        note=f"v{match.query_version}",
    )


def _flag_line(
    flag: str, state: str, judgement: Judgement | None, spans: list[dict[str, Any]], text: str, number: int | None
) -> WhyLine:
    if judgement and chance(judgement, flag) is None:
        return WhyLine(number=number, kind=flag, say=Say(code="a_colleague_says"), words=())
    reason = judgement.complaint_reason if judgement and flag == "complaint" else ""
    return WhyLine(
        number=number,
        kind=flag,
        say=Say(code="flag_reason", params={"flag": flag, "state": state, "reason": reason}),
        words=tuple(dict.fromkeys(text[each["start"] : each["end"]] for each in spans)),
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
