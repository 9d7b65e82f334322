"""What moved in a week: one headline and at most five lines, as codes with citations. From templates, no language
model; ``dashboards.wording`` turns them into words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.records import Coverage, Day, Report
from dashboards.tiles import Tile
from listening.records import Say

LINES = 5
ENOUGH = 0.9
"""Under this coverage the page says so among what moved."""

PEAK_SHARE, PEAK_LEAST = 0.35, 5
"""A day is named if it alone brought this part of the week's posts, and the week had at least five of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that moved: the fact, its cause if the numbers show one, and the list that proves it.

    ``tone`` is good, bad or empty; ``up`` says which way the mark points, None for a dot. ``number`` and ``day`` name
    the evidence list, ``shown`` how many rows it has; an empty number points to the sources or the queries.
    """

    fact: Say
    cause: Say | None = None
    tone: str = ""
    up: bool | None = None
    number: str = ""
    day: date | None = None
    shown: int = 0
    place: str = ""  # sources or queries, where no list of posts proves it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The narrative of a week: one or two short sentences, and the lines below them."""

    headline: tuple[Say, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a narrative is made from. ``cited`` holds the mention ids behind a number."""

    report: Report
    tiles: Mapping[str, Tile]
    days: Sequence[Day]  # of the week itself
    cited: Mapping[str, tuple[int, ...]]


def tell(facts: Facts) -> Told:
    """Return the narrative. Bad news first, then good, then what only explains; never more than five lines."""
    found = [line for rule in _RULES for line in rule(facts)]
    order = {"bad": 0, "good": 1, "": 2}
    found.sort(key=lambda line: order[line.tone])
    lines = found[:LINES] or [Line(fact=Say(code="nothing_moved"), number="mentions", shown=_value(facts, "mentions"))]
    return Told(headline=_headline(facts), lines=tuple(lines))


def _headline(facts: Facts) -> tuple[Say, ...]:
    waiting = Say(code="head_waiting", params={"n": facts.report.numbers.no_reply}, citations=_cited(facts, "no-reply"))
    return (_opening(facts), waiting)


def _opening(facts: Facts) -> Say:
    n = facts.report.numbers.mentions
    cites = _cited(facts, "mentions")
    if not facts.report.earlier:
        return Say(code="head_start", params={"n": n}, citations=cites)
    if facts.report.running:
        return Say(code="head_running", params={"n": n}, citations=cites)
    for number in ("complaints", "mentions"):
        tile = facts.tiles[number]
        if not tile.moved:
            continue
        peak = _peak(facts, number) if tile.place == "above" else None
        code = f"head_{number}_{tile.place}"
        params = {"n": _value(facts, number), "day": peak.day.isoformat() if peak else ""}
        return Say(code=code, params=params, citations=_cited(facts, number))
    return Say(code="head_usual", params={"n": n}, citations=cites)


def _counted(number: str) -> Callable[[Facts], list[Line]]:
    """Return the rule for a count of posts that left its usual range, with the day that brought it."""

    def rule(facts: Facts) -> list[Line]:
        tile = facts.tiles[number]
        if not tile.moved:
            return []
        peak = _peak(facts, number) if tile.place == "above" else None
        line = Line(
            fact=_fact(facts, number),
            cause=Say(code="peak_day", params={"n": _on(peak, number), "day": peak.day.isoformat()}) if peak else None,
            tone=tile.tone or _tone(tile, number),
            up=tile.place == "above",
            number=number,
            day=peak.day if peak else None,
            shown=_on(peak, number) if peak else _value(facts, number),
        )
        return [line]

    return rule


def _waiting(facts: Facts) -> list[Line]:
    numbers, tile = facts.report.numbers, facts.tiles["no-reply"]
    if not numbers.no_reply:
        return []
    return [
        Line(
            fact=_fact(facts, "no-reply"),
            cause=Say(code="longest_wait", params={"seconds": numbers.longest_wait_s or 0}),
            tone="bad" if tile.place != "below" else "",
            up=True if tile.place == "above" else None,
            number="no-reply",
            shown=numbers.no_reply,
        )
    ]


def _responses(facts: Facts) -> list[Line]:
    tile, n = facts.tiles["first-response"], facts.report.numbers.responses
    if not tile.moved:
        return []
    return [
        Line(
            fact=_fact(facts, "first-response"),
            tone="bad" if tile.place == "above" else "good",
            up=tile.place == "above",
            number="first-response",
            shown=n,
        )
    ]


def _voice(facts: Facts) -> list[Line]:
    tile, numbers = facts.tiles["share-of-voice"], facts.report.numbers
    if not tile.moved:
        return []
    rivals = [(name, n) for name, kind, n in numbers.voices if kind != "own"]
    rival = {"name": rivals[0][0], "share": rivals[0][1] / numbers.voices_n} if rivals else None
    return [
        Line(
            fact=_fact(facts, "share-of-voice"),
            cause=Say(code="rival", params=rival) if rival else None,
            tone="good" if tile.place == "above" else "bad",
            up=tile.place == "above",
            number="share-of-voice",
            shown=numbers.voices_n,
        )
    ]


def _reading(facts: Facts) -> list[Line]:
    found = facts.report.coverage
    if found.share is None or found.share >= ENOUGH:
        return []
    names = names_of(found)
    cause = Say(code="not_read", params={"names": list(names)}) if names else None
    return [Line(fact=Say(code="coverage", params={"share": found.share}), cause=cause, place="sources")]


def names_of(found: Coverage) -> tuple[str, ...]:
    """Return the sources that make the coverage low: the blind ones, then those that were read in part."""
    return (*found.blind, *found.patchy)


def _rules(facts: Facts) -> list[Line]:
    return [
        Line(
            fact=Say(code="rule_changed", params={"name": name, "day": day}),
            cause=Say(code="not_the_market"),
            place="queries",
        )
        for name, day in facts.report.numbers.rules
    ]


_RULES: tuple[Callable[[Facts], list[Line]], ...] = (
    _counted("complaints"),
    _waiting,
    _responses,
    _voice,
    _counted("mentions"),
    _reading,
    _rules,
)


def _fact(facts: Facts, number: str) -> Say:
    tile = facts.tiles[number]
    params = {"value": tile.value, "before": tile.before, "low": None, "high": None}
    if tile.usual is not None:
        params |= {"low": tile.usual.low, "high": tile.usual.high}
    return Say(code=f"fact_{number}", params=params, citations=_cited(facts, number))


def _tone(tile: Tile, number: str) -> str:
    if number != "complaints":
        return ""
    return "bad" if tile.place == "above" else "good"


def _peak(facts: Facts, number: str) -> Day | None:
    """Return the day that brought an outsized part of the week's posts, or None."""
    whole = _value(facts, number)
    most = max((_on(each, number) for each in facts.days), default=0)
    if whole < PEAK_LEAST or most < PEAK_SHARE * whole:
        return None
    peaks = [each for each in facts.days if _on(each, number) == most]
    return peaks[0] if len(peaks) == 1 else None


def _on(day: Day | None, number: str) -> int:
    if day is None:
        return 0
    return day.complaints if number == "complaints" else day.mentions


def _value(facts: Facts, number: str) -> int:
    return int(facts.tiles[number].value or 0)


def _cited(facts: Facts, number: str) -> tuple[int, ...]:
    return facts.cited.get(number, ())
