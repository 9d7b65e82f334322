"""The scorer: text and brands in, one verdict a brand out. Deterministic: same text, same version, same answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from listening.records import FLAGS, BrandTerms, Verdict
from listening.scoring import clauses, evidence, relevance, vader
from listening.scoring.artefact import REASON, Artefact, shipped
from listening.scoring.language import UNDETERMINED, identify
from listening.scoring.model import Model
from listening.scoring.patterns import words_of
from listening.scoring.prepared import OURS, THEIRS, Prepared, filled, prepare
from listening.scoring.reading import ENGLISH, read
from listening.scoring.rules import VOCABULARY
from listening.scoring.thresholds import cuts_of

NO_BRAND: Final = 0
"""Key of the one verdict of a text that was judged without brands."""

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


CODE: Final = "2"
"""Counted up when the same artefacts judge otherwise, because what reads the texts has changed."""
MOST_REASONS: Final = 24
TO_ANOTHER: Final = 2.0
"""Log-odds that a question loses which is addressed to somebody else by name."""


class _Judge:
    """What judges one language: its model, and where the answers stand."""

    def __init__(self, made: Artefact) -> None:
        self.model = Model(made)
        self.cuts = list(cuts_of(made).items())
        self.question = made.heads.index("question")
        self.always = [made.heads.index(head) for head in ("negative", "positive", *FLAGS)]
        self.whys = [at for at, head in enumerate(made.heads) if head.startswith(REASON)]
        self.labels = [made.heads[at].removeprefix(REASON) for at in self.whys]
        self.below, self.above = made.sentiment

    def sentiment(self, difference: float) -> float:
        """Return -1..1 of the difference of the two sides' probabilities."""
        scaled = difference * (self.above if difference > 0 else self.below)
        return round(max(-1.0, min(1.0, scaled)), 4)


class Scorer:
    """Judges texts by the artefact of their language. One instance may serve all threads.

    ``adapted`` are artefacts that this installation's corrections have moved, by language, in the place of the shipped.
    """

    def __init__(self, adapted: Mapping[str, Artefact] | None = None) -> None:
        made = {**shipped(), **(adapted or {})}
        self._judges = {language: _Judge(each) for language, each in made.items()}
        self.version = "+".join([CODE, *(made[language].version for language in sorted(made))])

    @property
    def languages(self) -> frozenset[str]:
        """The languages that are scored."""
        return frozenset(self._judges)

    def judge(self, text: str, *, network: str = "", brands: Sequence[BrandTerms] = ()) -> dict[int, Verdict]:
        """Return a verdict for each of ``brands`` by id, or under ``NO_BRAND`` if there are none.

        ``network`` is where the text was posted: each has its own calibration.
        """
        ready = prepare(text)
        language = identify(ready.prose)
        judge = self._judges.get(language)
        if judge is None and language == UNDETERMINED and _is_known_english(ready, brands):
            judge = self._judges[ENGLISH]
        if judge is None:
            ids = [brand.id for brand in brands] or [NO_BRAND]
            return {key: Verdict(scored=False, version=self.version, language=language) for key in ids}
        if not brands:
            return {NO_BRAND: self._verdict(judge, ready, (), language, network)}
        names = {name for brand in brands for name in (brand.name, *brand.terms)}
        named = clauses.mentions(ready.prose, brands)
        return {brand.id: self._about(judge, brand, ready, named, names, language, network) for brand in brands}

    def judge_many(self, rows: Iterable[tuple[str, str, Sequence[BrandTerms]]]) -> list[dict[int, Verdict]]:
        """Judge rows of (text, network, brands), in order."""
        return [self.judge(text, network=network, brands=brands) for text, network, brands in rows]

    def _about(
        self,
        judge: _Judge,
        brand: BrandTerms,
        ready: Prepared,
        named: dict[int, list[tuple[int, int]]],
        names: Collection[str],
        language: str,
        network: str,
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
        return self._verdict(judge, narrowed, names, language, network, relevance=chance, to_another=spared)

    def _verdict(
        self,
        judge: _Judge,
        ready: Prepared,
        names: Collection[str],
        language: str,
        network: str,
        *,
        relevance: float = 1.0,
        to_another: bool = False,
    ) -> Verdict:
        reading = read(ready, judge.model.made.language, names)
        weighed = judge.model.weigh(reading)
        if to_another:
            weighed.log_odds[judge.question] -= TO_ANOTHER
        negative, positive, *found = judge.model.chances(weighed.log_odds, network, judge.always)
        shown, on = [], []
        for (flag, cut), chance in zip(judge.cuts, found, strict=True):
            if chance >= cut.unsure or chance >= cut.on:
                shown.append(flag)
                if chance >= cut.on:
                    on.append(flag)
        label, sure = "", None
        if "complaint" in shown:
            whys = judge.model.chances(weighed.log_odds, network, judge.whys)
            sure = max(whys)
            label = judge.labels[whys.index(sure)]
        return Verdict(
            scored=True,
            version=self.version,
            language=language,
            relevance=relevance,
            sentiment=judge.sentiment(positive - negative),
            probabilities=dict(zip(FLAGS, found, strict=True)),
            on=frozenset(on),
            unsure=frozenset(shown).difference(on),
            complaint_reason=label,
            complaint_reason_chance=sure,
            reasons=evidence.reasons(judge.model, reading, weighed, ready, shown, MOST_REASONS) if shown else (),
        )


def _is_known_english(ready: Prepared, brands: Sequence[BrandTerms]) -> bool:
    """A text without a language is read as English when at least half of its words are English that we know."""
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
