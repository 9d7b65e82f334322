"""The words of judged posts and how much each speaks for *us* or against. Pure, deterministic, without a model file.

A small naive Bayes: what was judged teaches it, then what it thinks of the other posts teaches it again, because twenty
judgements alone know few words. Words of software and its trade speak for *us* from the start: the companies that
listen here sell it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from listening.query.normal import FREE, KIND, fold
from listening.scoring.trade import TRADE

_UNREADABLE = re.compile(r"\S*(?:://|@)\S*|[#/]\S+|\S+[./]\w\S*|\S*\d\S*")
"""Addresses, handles, tags and whatever holds a digit: names and numbers, not words."""
_RUN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SHORTEST, _LONGEST = 3, 24

_PRIOR = 2.0
"""How many posts about us a word of the trade seems to have been in already."""
_SMOOTH = 0.5
_LOUDEST = 2.5  # no single word decides
_ROUNDS = 3

_STOP = """
able about above across actually after again against ago all almost alone along already also although always among
and another any anybody anyone anything anyway are area around ask asked asking away back bad barely because become
been before behind being believe below best better between beyond big bit both bring but buy bought call called came
can cannot cause cent certain change changed close come comes coming completely could course cut day days deal did
didn different does doesn doing don done down due during each early easily easy either else end ends enough entire
especially etc even ever every everybody everyone everything everywhere exactly except fact far feel feels felt few
fewer finally find finds fine first five for found four from full fully further gave get gets getting give given
gives giving going gone gonna good got gotten great had half happen happened happens hard has hasn hate have haven
having hear heard hello help helped helps her here hers herself hey him himself his hold home hope hour hours how
however hundred idea including inside instead into isn issue issues its itself job just keep keeps kept kind knew
know known knows large last lately later least leave leaves left less let lets like liked likely little live long
longer look looked looking looks lot lots love loved made main make makes making many matter may maybe mean means
might mind mine minute minutes miss moment month months more morning most mostly move moved much must myself name
near nearly need needed needs neither never new next nice night nine nobody none nor not nothing now number off
often okay old once one ones only onto open opened opens order other others our ours out over own page part past pay
people per perhaps person pick place play please point possible post posts pretty problem probably put puts quick
quite rather read real really reason recently right run runs said same saw say saying says second see seem seemed
seems seen send sent set sets seven several shall she short should show showed shows side since single six small
some somebody somehow someone something sometimes soon sorry sort spend start started starts stay stayed still stop
stopped stops stuff such sure take taken takes taking talk tell ten than thank thanks that the their them themselves
then there these they thing things think thinking third this those though thought thousand three through time times
today together told tomorrow tonight too took top toward tried tries true try trying turn turned turns twelve twenty
two under until upon use used useful uses using usual usually very via wait want wanted wants was wasn way ways week
weeks well went were what whatever when where whether which while who whole whom whose why will wish with within
without won word words work worked working works world worse worst worth would wouldn write wrong year years yes
yesterday yet you young your yours yourself und der die das den dem des nicht ist sind mit von ein eine einen einer
einem auf wir ich sie auch für aus bei nach wie oder aber nur noch schon wenn dass haben hat wird werden kann het
een niet van voor zijn que los las una por est sono para con del les une pas pour dans che della och att det som
inte ikke yang dan untuk avec sur qui mais nous vous
"""
_STOPPED = frozenset(map(fold, _STOP.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Posts as sets of words and of pairs of neighbouring words (``"relay team"``): us, not us, then unjudged.

    ``belief`` is for each post how likely it is about us: 1 and 0 where it was judged. ``posts_with`` names the posts
    that hold a word; ``voice`` is how much the word speaks for us (above 0) or against.
    """

    us: int
    not_us: int
    posts: tuple[frozenset[str], ...]
    belief: tuple[float, ...]
    posts_with: Mapping[str, tuple[int, ...]]
    voice: Mapping[str, float]

    def judged(self, word: str) -> tuple[int, int]:
        """Return how many posts judged *us*, and how many judged *not us*, hold the word."""
        held = self.posts_with[word]
        return sum(at < self.us for at in held), sum(self.us <= at < self.us + self.not_us for at in held)


def is_trade(word: str) -> bool:
    """Say whether a word is one of software and its trade, which speaks for us unless shown otherwise."""
    return word.removesuffix("*") in TRADE


def sample(*, us: Sequence[str], not_us: Sequence[str], unjudged: Sequence[str], barred: Iterable[str]) -> Sample:
    """Return the words of these posts. The words of ``barred`` terms only stand in pairs with others."""
    silent = {word for term in barred for word in _RUN.findall(fold(term))}
    read = [_words(text, silent) for text in (*us, *not_us, *unjudged)]
    forms = _forms({word for words in read for word in words})
    posts = tuple(frozenset(forms.get(word, word) for word in words) for words in read)
    held: defaultdict[str, list[int]] = defaultdict(list)
    for at, words in enumerate(posts):
        for word in words:
            held[word].append(at)
    posts_with = {word: tuple(held[word]) for word in sorted(held)}
    known = len(us) + len(not_us)
    belief = [1.0] * len(us) + [0.0] * len(not_us)
    voice = _voice(posts_with, belief, known)
    for _ in range(_ROUNDS):
        belief[known:] = [_likely(words, voice) for words in posts[known:]]
        voice = _voice(posts_with, belief, len(posts))
    return Sample(us=len(us), not_us=len(not_us), posts=posts, belief=tuple(belief), posts_with=posts_with, voice=voice)


def _words(text: str, barred: Collection[str]) -> set[str]:
    """Return the words of a text that tell something, and the pairs of such a word and a neighbour."""
    found: set[str] = set()
    before, told, ended = "", False, 0
    readable = _UNREADABLE.sub(lambda match: "\n" * len(match[0]), fold(text))
    for run in _RUN.finditer(readable):
        word = run[0]
        if word in _STOPPED or not _is_word(word):
            before = ""
            continue
        tells = word not in barred
        if tells:
            found.add(word)
        if before and (tells or told) and readable[ended : run.start()] == " ":
            found.add(f"{before} {word}")
        before, told, ended = word, tells, run.end()
    return found


def _is_word(run: str) -> bool:
    return _SHORTEST <= len(run) <= _LONGEST and "'" not in run and all(KIND[char] != FREE for char in run)


def _forms(words: set[str]) -> dict[str, str]:
    """Return what joins singular and plural: webhook and webhooks are both ``webhook*`` unless that finds more."""
    ordered = sorted(word for word in words if " " not in word)
    forms: dict[str, str] = {}
    for at, word in enumerate(ordered):
        family = [other for other in ordered[at : at + 3] if other.startswith(word)]
        if len(word) > _SHORTEST and family == [word, f"{word}s"]:
            forms |= dict.fromkeys(family, f"{word}*")
    return forms


def _voice(posts_with: Mapping[str, tuple[int, ...]], belief: Sequence[float], known: int) -> dict[str, float]:
    """Return for each word the logarithm of how much more often it is in posts about us, from the first ``known``."""
    ours = sum(belief[:known])
    theirs = known - ours
    voice = {}
    for word, held in posts_with.items():
        for_us = sum(belief[at] for at in held if at < known)
        against = sum(1 - belief[at] for at in held if at < known)
        prior = _PRIOR if is_trade(word) else 0.0
        likely = (for_us + prior + _SMOOTH) / (ours + prior + 2 * _SMOOTH)
        unlikely = (against + _SMOOTH) / (theirs + 2 * _SMOOTH)
        voice[word] = max(-_LOUDEST, min(_LOUDEST, math.log(likely / unlikely)))
    return voice


def _likely(words: frozenset[str], voice: Mapping[str, float]) -> float:
    told = sum(voice[word] for word in sorted(words) if " " not in word)
    return 1 / (1 + math.exp(-max(-20.0, min(20.0, told))))
