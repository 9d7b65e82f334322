"""The scorer: text and brands in, one verdict a brand out. Deterministic: same text, same version, same answer."""

from __future__ import annotations

import gc
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import accumulate, chain, count, repeat
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from listening.records import FLAGS, BrandTerms, Verdict, flags_in
from listening.scoring import clauses, evidence, relevance, vader
from listening.scoring.artefact import REASON, Artefact, shipped
from listening.scoring.language import UNDETERMINED, identify, identify_all
from listening.scoring.model import Model, Real
from listening.scoring.patterns import words_of
from listening.scoring.prepared import LONGEST, Prepared, occurrences, prepare
from listening.scoring.reading import ENGLISH, read_all, read_one
from listening.scoring.relevance_weights import scales
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


CODE: Final = "4"
"""Counted up when the same artefacts judge otherwise, because what reads the texts has changed."""
CHARACTERS_AT_ONCE: Final = 65_536
"""How much text is judged in one go: enough that a go costs little beside it, and little enough to keep."""
FEW: Final = 2
"""Judgements that are made one by one: for so few, numpy's calls would take longer than what they do."""
MOST_NETWORKS: Final = 64
"""Of so many it is remembered what is judged of a text that does not speak of a brand."""
TO_ANOTHER: Final = 2.0
"""Log-odds that a question loses which is addressed to somebody else by name."""

_SETS: Final = tuple(frozenset(flags_in(mask)) for mask in range(1 << len(FLAGS)))
_COMPLAINT: Final = FLAGS.index("complaint")
_LANGUAGE: Final = Verdict._fields.index("language")
"""The relevance stands behind it."""
_verdict: Final = partial(tuple.__new__, Verdict)
"""Makes a verdict of all its fields in their order, without the class's own checks."""


class Judge:
    """What judges one language: its model, and where the answers stand."""

    def __init__(self, made: Artefact) -> None:
        self.model = Model(made)
        self.cuts = cuts_of(made)
        self.on = np.array([cut.on for cut in self.cuts.values()])
        self.unsure = np.minimum(self.on, [cut.unsure for cut in self.cuts.values()])
        self.bounds = list(zip(self.on.tolist(), self.unsure.tolist(), strict=True))
        self.question = made.heads.index("question")
        self.negative, self.positive = made.heads.index("negative"), made.heads.index("positive")
        self.whys = [at for at, head in enumerate(made.heads) if head.startswith(REASON)]
        self.labels = [made.heads[at].removeprefix(REASON) for at in self.whys]
        self.below, self.above = made.sentiment

    def sentiments(self, chances: Real) -> list[float]:
        """Return -1..1 of the difference of the two sides' probabilities."""
        difference = chances[:, self.positive] - chances[:, self.negative]
        scaled = difference * np.where(difference > 0, self.above, self.below)
        found: list[float] = np.minimum(np.maximum(scaled, -1.0), 1.0).round(4).tolist()
        return found

    def sentiment(self, chances: Sequence[float]) -> float:
        """Return the same of one text."""
        difference = chances[self.positive] - chances[self.negative]
        scaled = min(max(difference * (self.above if difference > 0 else self.below), -1.0), 1.0)
        return round(scaled * 10_000) / 10_000 or scaled * 0.0  # rounded as numpy does: -0.0 stays below zero


_Row = tuple[str, str, Sequence[BrandTerms]]
_T = TypeVar("_T")


class _Asked(NamedTuple):
    """One judgement to be made: of which row and brand, and all that is known before the model is asked."""

    row: int
    brand: int
    ready: Prepared
    prose: str  # as the lexicon reads it
    language: str
    network: str
    relevance: float
    odds: int | None
    """Those of the relevance, where the words have yet to be weighed (``relevance.first_look``)."""
    to_another: bool
    is_silent: bool
    """The text speaks of others only."""
    likewise: list[tuple[int, float]]
    """Other brands of which the text says the very same, with their relevance."""


_asking: Final = partial(tuple.__new__, _Asked)
"""Makes one of all its fields in their order, in half the time."""


class Scorer:
    """Judges texts by the artefact of their language. One instance may serve all threads.

    ``adapted`` are artefacts that this installation's corrections have moved, by language, in the place of the shipped.
    """

    def __init__(self, adapted: Mapping[str, Artefact] | None = None) -> None:
        made = {**shipped(), **(adapted or {})}
        self._judges = {language: Judge(each) for language, each in made.items()}
        self._nothing: dict[tuple[str, str, bool], Verdict] = {}
        self.version = "+".join([CODE, *(made[language].version for language in sorted(made))])

    @property
    def languages(self) -> frozenset[str]:
        """The languages that are scored."""
        return frozenset(self._judges)

    def judge(self, text: str, *, network: str = "", brands: Sequence[BrandTerms] = ()) -> dict[int, Verdict]:
        """Return a verdict for each of ``brands`` by id, or under ``NO_BRAND`` if there are none.

        ``network`` is where the text was posted: each has its own calibration.
        """
        return self.judge_many([(text, network, brands)])[0]

    def judge_many(self, rows: Iterable[_Row]) -> list[dict[int, Verdict]]:
        """Judge rows of (text, network, brands), in order, as ``judge`` does one by one but several times faster."""
        found: list[dict[int, Verdict]] = []
        given = list(rows)
        for batch in _batches(given, [min(len(text), LONGEST) for text, _, _ in given]):
            with _uncollected():
                found += self._judge_batch(batch)
        return found

    def _judge_batch(self, rows: Sequence[_Row]) -> list[dict[int, Verdict]]:
        texts = [prepare(text) for text, _, _ in rows]
        proses = [ready.prose for ready in texts]
        languages = identify_all(proses) if len(proses) > FEW else map(identify, proses)
        verdicts: list[dict[int, Verdict]] = [{} for _ in rows]
        waiting: dict[str, list[_Asked]] = {}
        for row, (_, network, brands), ready, language in zip(count(), rows, texts, languages, strict=False):
            spoken = language if language in self._judges else self._spoken(ready, language, brands)
            if spoken is not None:
                waiting.setdefault(spoken, []).extend(_asked(row, ready, language, network, brands))
                continue
            for id_ in [brand.id for brand in brands] or [NO_BRAND]:
                verdicts[row][id_] = Verdict(scored=False, version=self.version, language=language)
        for spoken, every in waiting.items():
            spoken_of = [one for one in every if not one.is_silent]
            batches = _batches(spoken_of, [len(one.ready.lower) for one in spoken_of])
            judged = chain.from_iterable(map(partial(self._judged, self._judges[spoken]), batches))
            for one in every:
                verdict = self._of_nothing(spoken, one) if one.is_silent else next(judged)
                verdicts[one.row][one.brand] = verdict
                for brand, chance in one.likewise:
                    verdicts[one.row][brand] = _of(verdict, one.language, chance)
        return verdicts

    def _of_nothing(self, spoken: str, one: _Asked) -> Verdict:
        """Return what is judged of a brand of which a text does not speak: on one network it is always the same."""
        key = (spoken, one.network, one.to_another)
        known = self._nothing.get(key)
        if known is None:
            if len(self._nothing) >= MOST_NETWORKS:
                self._nothing.clear()
            known = self._nothing[key] = self._judged_one(self._judges[spoken], one)
        return _of(known, one.language, one.relevance)

    def _spoken(self, ready: Prepared, language: str, brands: Sequence[BrandTerms]) -> str | None:
        """Return the language by whose model a text in another language is judged, None where there is none."""
        return ENGLISH if language == UNDETERMINED and _is_known_english(ready, brands) else None

    def _judged(self, judge: Judge, asked: Sequence[_Asked]) -> Iterator[Verdict]:
        return map(partial(self._judged_one, judge), asked) if len(asked) <= FEW else self._judged_all(judge, asked)

    def _judged_one(self, judge: Judge, one: _Asked) -> Verdict:
        """Judge as ``_judged_all`` does, with lists in place of arrays."""
        model, ready = judge.model, one.ready
        words = model.cut_one(ready.lower)
        reading = read_one(ready.lower, model.made.language, one.prose, words.clues, words.starts)
        weighed = model.weigh_one(words, reading)
        if one.to_another:
            weighed.log_odds[judge.question] -= TO_ANOTHER
        chances = model.chances_one(weighed.log_odds, one.network)
        flags = chances[: len(FLAGS)]
        on = is_shown = 0
        shown: list[int] = []
        for flag, (chance, (from_on, from_unsure)) in enumerate(zip(flags, judge.bounds, strict=True)):
            if chance >= from_unsure:
                shown.append(flag)
                is_shown |= 1 << flag
                on |= (chance >= from_on) << flag
        whys = [chances[at] for at in judge.whys]
        sure = max(whys)
        told = evidence.reasons_of_one(model, weighed, reading, ready, shown)
        is_complaint = _COMPLAINT in shown
        return Verdict(
            scored=True,
            version=self.version,
            language=one.language,
            relevance=one.relevance if one.odds is None else relevance.weighed(one.odds, ready),
            sentiment=judge.sentiment(chances),
            probabilities=dict(zip(FLAGS, flags, strict=True)),
            on=_SETS[on],
            unsure=_SETS[is_shown & ~on],
            complaint_reason=judge.labels[whys.index(sure)] if is_complaint else "",
            complaint_reason_chance=sure if is_complaint else None,
            reasons=evidence.quoted(told[: evidence.MOST_REASONS], ready.text),
        )

    def _judged_all(self, judge: Judge, asked: Sequence[_Asked]) -> Iterator[Verdict]:
        """Judge together, in columns."""
        model = judge.model
        texts = [one.ready for one in asked]
        lowers = [ready.lower for ready in texts]
        odds = {at: one.odds for at, one in enumerate(asked) if one.odds is not None}
        cut = model.cut(lowers, telling=bool(odds))
        readings = read_all(lowers, model.made.language, [one.prose for one in asked], cut.laid)
        weighed = model.weigh(cut, readings, len(asked))
        for at, one in enumerate(asked):
            if one.to_another:
                weighed.log_odds[at, judge.question] -= TO_ANOTHER
        chances = model.chances(weighed.log_odds, [one.network for one in asked])
        flags = chances[:, : len(FLAGS)]
        on, shown = flags >= judge.on, flags >= judge.unsure
        whys = chances.take(judge.whys, axis=1)
        is_complaint = shown[:, _COMPLAINT].tolist()
        relevances = [one.relevance for one in asked]
        for at, chance in zip(odds, scales().chances(odds, *cut.telling), strict=True):
            relevances[at] = chance
        labels, sures = map(judge.labels.__getitem__, whys.argmax(axis=1).tolist()), whys.max(axis=1).tolist()
        rows = zip(
            repeat(True),
            repeat(self.version),
            [one.language for one in asked],
            relevances,
            judge.sentiments(chances),
            map(dict, map(zip, repeat(FLAGS), flags.tolist())),
            map(_SETS.__getitem__, _masks(on)),
            map(_SETS.__getitem__, _masks(shown & ~on)),
            [label if is_one else "" for label, is_one in zip(labels, is_complaint, strict=True)],
            [sure if is_one else None for sure, is_one in zip(sures, is_complaint, strict=True)],
            evidence.reasons(model, weighed, readings, texts, shown),
            strict=False,
        )
        return map(_verdict, rows)


def _of(verdict: Verdict, language: str, chance: float) -> Verdict:
    """Return the same of a text in ``language`` and of a brand with this relevance, as ``_replace`` does slowly."""
    return _verdict((*verdict[:_LANGUAGE], language, chance, *verdict[_LANGUAGE + 2 :]))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector from walking what a batch makes, again and again: ten thousand tuples, and no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _masks(flags: npt.NDArray[np.bool_]) -> list[int]:
    """Return a mask of the flags that are set in each row."""
    masks: list[int] = np.packbits(flags, axis=1, bitorder="little")[:, 0].tolist()
    return masks


def _batches(rows: Sequence[_T], lengths: Iterable[int]) -> Iterator[Sequence[_T]]:
    """Yield rows together up to ``CHARACTERS_AT_ONCE``, when they have so many each."""
    begins = list(accumulate([length + 1 for length in lengths], initial=0))
    first = 0
    while first < len(rows):
        after = max(first + 1, bisect(begins, begins[first] + CHARACTERS_AT_ONCE) - 1)
        yield rows[first:after]
        first = after


def _asked(row: int, ready: Prepared, language: str, network: str, brands: Sequence[BrandTerms]) -> list[_Asked]:
    """Return what is to be judged of a text: each brand by itself."""
    if not brands:
        return [_asking((row, NO_BRAND, ready, ready.prose, language, network, 1.0, None, False, False, []))]
    if len(brands) == 1:
        spans = occurrences(ready.prose, brands[0])
        return [_asked_of(row, ready, language, network, brands[0], spans, clauses.about_the_only(ready, spans))]
    named = clauses.mentions(ready.prose, brands)
    told = clauses.about_each(ready, named)
    found: list[_Asked] = []
    for brand in brands:
        one = _asked_of(row, ready, language, network, brand, named[brand.id], told[brand.id])
        if found and found[-1].ready is one.ready and found[-1].to_another == one.to_another:
            found[-1].likewise.append((one.brand, one.relevance))
        else:
            found.append(one)
    return found


def _asked_of(
    row: int,
    ready: Prepared,
    language: str,
    network: str,
    brand: BrandTerms,
    spans: list[tuple[int, int]],
    about: clauses.About,
) -> _Asked:
    """Return what is to be judged of a text ``about`` a brand that it names at ``spans``."""
    marked, prose, beside, is_silent = about
    chance, odds = relevance.first_look(ready, brand, spans, beside=beside)
    to_another = not spans and bool(ready.addressed) and _addressed_elsewhere(ready, brand)
    return _asking((row, brand.id, marked, prose, language, network, chance, odds, to_another, is_silent, []))


def _is_known_english(ready: Prepared, brands: Sequence[BrandTerms]) -> bool:
    """A text without a language is read as English when at least half of its words are English that we know."""
    prose = vader.masked_text(ready.lower, [term for brand in brands for term in (brand.name, *brand.terms)])
    letters = len(_LETTERS.findall(prose))
    if not letters or 2 * len(_ASCII_LETTERS.findall(prose)) < letters:
        return False
    words = {word for word in words_of(prose) if word.isascii() and not word.isdigit() and word != vader.NEUTRAL}
    known = sum(word in KNOWN or word in vader.LEXICON for word in words)
    return known > 0 and 2 * known >= len(words)


def _addressed_elsewhere(ready: Prepared, brand: BrandTerms) -> bool:
    """Is none of the handles to which the text is addressed the brand's?"""
    names = {term.lower().lstrip("@").replace(" ", "") for term in (brand.name, *brand.terms)}
    return not any(name and name in handle for handle in ready.addressed for name in names)
