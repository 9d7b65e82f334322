"""The scorer: text and brands in, one verdict a brand out. Deterministic: same text, same version, same answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from listening.records import FLAGS, BrandTerms, Reason, Verdict
from listening.scoring import clauses, relevance, vader
from listening.scoring.evidence import Evidence, gather, heaviest, logits, probability
from listening.scoring.language import UNDETERMINED, identify
from listening.scoring.patterns import words_of
from listening.scoring.prepared import OURS, THEIRS, Prepared, filled, prepare
from listening.scoring.rules import VOCABULARY
from listening.scoring.thresholds import CUTS, state

NO_BRAND: Final = 0
"""Key of the one verdict of a text that was judged without brands."""

MOST_REASONS: Final = 24
# Words that VADER holds to be positive and that pleas and tickets are full of.
PLEAS: Final = frozenset({"help", "support", "please", "share", "like", "fix", "helpdesk", "care", "resolve"})
_PLAIN_ENGLISH: Final = (
    "a about after again all also always am an and another any are as ask at away back be because been before being "
    "big both but by call came can come could day did do does doing done down each else end even ever every few find "
    "first for found from full gave get gets getting give go goes going gone got guys had has have having he hello her "
    "here hey hi him his how i i'd i'll i'm i've if in into is it it's its just keep kind know last later let little "
    "long look looking lot made make makes man many may me mean might mine more most much must my name need new next "
    "night now of off oh ok okay old on once one only or other our out over own people place put quite rather read "
    "really right said same saw say see seem seen she should show side since so some something soon still such take "
    "talk tell than that that's the their them then there these they they're thing things think this those time to "
    "today told too took try two u under until up ur us use very want was watch way we well went were what when where "
    "which while who whole why will with without work world would yeah year years yes yet you you're your"
)
KNOWN: Final = VOCABULARY | frozenset(_PLAIN_ENGLISH.split())
"""Words taken for English where a text is too short to tell its language."""

_LETTERS: Final = re.compile(r"[^\W\d_]")
_ASCII_LETTERS: Final = re.compile(r"[a-zA-Z]")


class Scorer:
    """Judges texts by rules and VADER. Holds no state; one instance may serve all threads."""

    version: str = "rules-1"

    def judge(self, text: str, *, network: str = "", brands: Sequence[BrandTerms] = ()) -> dict[int, Verdict]:
        """Return a verdict for each of ``brands`` by id, or under ``NO_BRAND`` if there are none.

        ``network`` is where the text was posted; the rules do not use it yet, a calibration a network will.
        """
        del network
        ready = prepare(text)
        language = identify(ready.prose)
        ids = [brand.id for brand in brands] or [NO_BRAND]
        if not _readable(ready, language, brands):
            return {key: Verdict(scored=False, version=self.version, language=language) for key in ids}
        pleas = PLEAS & words_of(ready.lower) if any(map(ready.lower.__contains__, PLEAS)) else frozenset[str]()
        masked = pleas.union(*((brand.name, *brand.terms) for brand in brands))
        if not brands:
            return {NO_BRAND: self._verdict(ready, ready.lower, masked, language)}
        named = clauses.mentions(ready.prose, brands)
        return {brand.id: self._about(brand, ready, named, masked, language) for brand in brands}

    def judge_many(self, rows: Iterable[tuple[str, str, Sequence[BrandTerms]]]) -> list[dict[int, Verdict]]:
        """Judge rows of (text, network, brands), in order."""
        return [self.judge(text, network=network, brands=brands) for text, network, brands in rows]

    def _about(
        self,
        brand: BrandTerms,
        ready: Prepared,
        named: dict[int, list[tuple[int, int]]],
        masked: frozenset[str],
        language: str,
    ) -> Verdict:
        """Judge what ``ready`` says of one brand: its names marked, clauses about others only left out."""
        lower = ready.lower
        for other, spans in named.items():
            lower = filled(lower, spans, OURS if other == brand.id else THEIRS)
        silent = clauses.elsewhere(ready.prose, named, brand.id)
        lower = filled(lower, silent, ".")  # a "." ends a clause, as the text did
        prose = filled(ready.prose, silent, " ")
        narrowed = Prepared(ready.text, prose, lower, ready.addressed)
        spared = _addressed_elsewhere(ready, brand, bool(named[brand.id]))
        beside = any(spans for other, spans in named.items() if other != brand.id)
        chance = relevance.chance(ready, brand, named[brand.id], beside=beside)
        return self._verdict(narrowed, lower, masked, language, relevance=chance, to_another=spared)

    def _verdict(
        self,
        ready: Prepared,
        lower: str,
        masked: frozenset[str],
        language: str,
        *,
        relevance: float = 1.0,
        to_another: bool = False,
    ) -> Verdict:
        prose = vader.masked_text(ready.prose, masked)
        polarity, words = vader.read(prose)
        evidence = gather(lower, ready.text)
        if to_another:
            evidence.sums["rhetorical"] = evidence.sums.get("rhetorical", 0.0) + 2.0
        weights = logits(evidence, polarity)
        chances = {flag: probability(weights[flag]) for flag in FLAGS}
        on, unsure = _states(chances, evidence)
        reasons = [*evidence.reasons, *_polar_words(words, ready)]
        complaint = chances["complaint"] >= CUTS["complaint"].unsure
        return Verdict(
            scored=True,
            version=self.version,
            language=language,
            relevance=relevance,
            sentiment=_sentiment(polarity.compound, chances, evidence),
            probabilities=chances,
            on=on,
            unsure=unsure,
            complaint_reason=_main_label(evidence) if complaint else "",
            reasons=heaviest(reasons, MOST_REASONS),
        )


def _readable(ready: Prepared, language: str, brands: Sequence[BrandTerms]) -> bool:
    """English is scored; a text without a language is when at least half of its words are English we know."""
    if language != UNDETERMINED:
        return language == "en"
    prose = vader.masked_text(ready.lower, [term for brand in brands for term in (brand.name, *brand.terms)])
    letters = len(_LETTERS.findall(prose))
    if not letters or 2 * len(_ASCII_LETTERS.findall(prose)) < letters:
        return False
    words = {word for word in words_of(prose) if word.isascii() and not word.isdigit() and word != vader.NEUTRAL}
    known = sum(word in KNOWN or word in vader.LEXICON for word in words)
    return known > 0 and 2 * known >= len(words)


def _addressed_elsewhere(ready: Prepared, brand: BrandTerms, is_named: bool) -> bool:
    """Is the text addressed to handles none of which is the brand's, without naming it?"""
    if not ready.addressed or is_named:
        return False
    names = {term.lower().lstrip("@").replace(" ", "") for term in (brand.name, *brand.terms)}
    return not any(name and name in handle for handle in ready.addressed for name in names)


def _states(chances: dict[str, float], evidence: Evidence) -> tuple[frozenset[str], frozenset[str]]:
    states = {flag: state(flag, chance) for flag, chance in chances.items()}
    if states["complaint"] == "on" and (evidence.has("sarcasm") or evidence.has("resolved")):
        states["complaint"] = "unsure"
    if evidence.has("sarcasm") and states["complaint"] == "off":
        states["complaint"] = "unsure"
    if states["praise"] == "on" and evidence.has("sarcasm"):
        states["praise"] = "unsure"
    return (
        frozenset(flag for flag, found in states.items() if found == "on"),
        frozenset(flag for flag, found in states.items() if found == "unsure"),
    )


def _sentiment(compound: float, chances: dict[str, float], evidence: Evidence) -> float:
    """Return -1..1: VADER's compound, pulled by what the rules say of complaint and praise."""
    pull = chances["praise"] - chances["complaint"]
    if evidence.has("sarcasm"):
        compound = min(compound, 0.0)
    return round(max(-1.0, min(1.0, 0.6 * compound + 0.6 * pull)), 4)


def _main_label(evidence: Evidence) -> str:
    if not evidence.labels:
        return "other"
    return min(evidence.labels, key=lambda label: (-evidence.labels[label], label))


def _polar_words(words: list[vader.Word], ready: Prepared) -> list[Reason]:
    """Return the two words of the text that VADER weighed heaviest, as reasons for complaint or praise."""
    reasons = []
    for word in sorted(words, key=lambda word: (-abs(word.valence), word.place))[:2]:
        start = ready.prose.find(word.token)
        if start < 0:  # an emoji, which VADER reads as its description
            continue
        reasons.append(
            Reason(
                flag="complaint" if word.valence < 0 else "praise",
                rule="VADER word",
                start=start,
                end=start + len(word.token),
                weight=round(abs(word.valence) / 4, 3),
                text=ready.text[start : start + len(word.token)],
            )
        )
    return reasons
