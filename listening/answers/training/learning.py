"""What each reason and word of a post adds, learnt from posts that were written for it and from whole threads."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import minimize

from listening.answers.corpus import follow_ups, replies
from listening.answers.filtering import case_of
from listening.answers.following import circumstances, said_to
from listening.answers.hearing import asker_by_rules
from listening.answers.ours import ours_by_rules
from listening.answers.reading import read_asker, read_reply
from listening.answers.records import Case, Spoken, account, accounts
from listening.answers.theirs import reasons_of
from listening.answers.wanting import Wanted, wanted
from listening.answers.weighing import features

Numbers = npt.NDArray[np.float64]

DECAY: Final = 0.5
FOLDS: Final = 5
FEWEST: Final = {"word": 2, "part": 3, "pair": 3, "apart": 3, "triple": 3}
"""Replies that must hold a word or a run of words before it gets a weight."""
_OF_WORDS: Final = ("word ", "part ", "pair ", "apart ", "triple ", "first", "last")
"""How the names of the columns begin that tell of words."""
IN_A_THREAD: Final = 4.0
"""What a post of a whole thread counts beside one that was written by itself: there all around it is as in life."""
FOR_THE_THRESHOLD: Final = {"peer": 1.5, "ours": 1.0, "asker": 2.0, "any": 1.0}
"""And where the threshold is chosen. Of strangers the threads, written to be hard, hold more chatter than life does."""
_SILENT: Final = frozenset({"unanswered", "acknowledged", "expired"})
_NO_QUESTION: Final = frozenset({"not_a_question", "withdrawn", "unverified"})
_ANSWERED: Final = frozenset({"answered_by_peer", "answered_by_competitor"})


class Example(NamedTuple):
    """A post: where it is from, what is looked at in it, whether it does what is asked, and how much it counts."""

    origin: str
    features: dict[str, float]
    does: bool
    weight: float


def written(voice: str, does: str) -> Iterator[Example]:
    """Yield the posts of the corpus by one voice (``listening.answers.weighing.VOICES``)."""
    for each in replies():
        if each.role == voice:
            yield Example(each.id, looked_at(voice, each.text, wanted(each.question)), each.label == does, 1.0)
    for told in follow_ups() if voice == "asker" else ():
        ours = {"ours": True, "peer": False, "none": None}[told.who]
        place = said_to(told.said, told.text, ours=ours, first=True)
        yield Example(told.id, _of_asker(told.text, wanted(told.question), place), told.label == does, 1.0)


def looked_at(voice: str, text: str, asked: Wanted) -> dict[str, float]:
    """Return what is looked at in a post by one voice."""
    if voice == "peer":
        reading, reasons = reasons_of(text, asked)
        return features(reading, asked, reasons)
    if voice == "ours":
        ruled = ours_by_rules(text, asked)
        return features(read_reply(text), asked, taken_for=(ruled.meaning, ruled.rule))
    return _of_asker(text, asked)


def _of_asker(text: str, asked: Wanted, place: Collection[str] = ()) -> dict[str, float]:
    return features(read_asker(text), asked, taken_for=(asker_by_rules(text).last,), circumstances=place)


def askers_in_threads(path: Path, does: str) -> Iterator[Example]:
    """Yield what askers say in labelled threads of which the label tells what it does (``solved`` or ``failed``): the
    evidence does that; what came before it does not, and where that is not the state nothing does."""
    wanted_state = {"solved": "resolved_by_asker", "failed": "reopened"}[does]
    for origin, case, state, evidence in labelled_threads(path):
        posts = {post.id: post for post in case.posts}
        question, us = posts[case.question], accounts(case.us)
        asked = wanted(question.text)
        last = posts[evidence].at if state == wanted_state and evidence in posts else case.now
        since = [post for post in sorted(case.posts, key=lambda each: (each.at, each.id)) if post.at >= question.at]
        for post in since:
            his = post.id != question.id and account(post.author) == account(question.author) != ""
            if his and post.text and post.at <= last and state not in _NO_QUESTION:
                place = circumstances(post, [each for each in since if each.id != question.id], us)
                found = _of_asker(post.text, asked, place)
                yield Example(origin, found, state == wanted_state and post.id == evidence, IN_A_THREAD)


def in_threads(path: Path) -> Iterator[Example]:
    """Yield the strangers' replies in labelled threads of which the label tells whether they answer: the evidence
    does, what came before it does not, and where nobody answered none does."""
    for origin, case, state, evidence in labelled_threads(path):
        if state in _SILENT | _ANSWERED:
            yield from _told(origin, case, evidence if state in _ANSWERED else "")


def labelled_threads(path: Path) -> Iterator[tuple[str, Case, str, str]]:
    """Yield the clear threads of a file: their id, their case, and the state and evidence of their label."""
    labels = {
        line.split("\t")[0]: line.split("\t")[1:4]
        for line in path.with_suffix(".labels.tsv").read_text(encoding="utf-8").splitlines()
    }
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        state, evidence, clear = labels[row["id"]]
        if clear == "clear":
            yield row["id"], case_of(row), state, evidence


def _told(origin: str, case: Case, evidence: str) -> Iterator[Example]:
    posts = {post.id: post for post in case.posts}
    question, last = posts[case.question], posts[evidence].at if evidence else case.now
    asked = wanted(question.text)
    for post in case.posts:
        if question.at <= post.at <= last and _is_strangers(post, question, case):
            direct = post.parent in ("", question.id)
            reading, reasons = reasons_of(post.text, asked, direct=direct, votes=post.votes)
            yield Example(origin, features(reading, asked, reasons), post.id == evidence, IN_A_THREAD)


def _is_strangers(post: Spoken, question: Spoken, case: Case) -> bool:
    others = account(post.author) not in {account(question.author), *map(account, case.us)}
    return others and bool(post.text) and post.kind == "post" and not (post.deleted or post.bot)


def columns(examples: Iterable[Example]) -> dict[str, int]:
    """Return the columns of what is looked at often enough, by name."""
    seen = Counter(name for each in examples for name in each.features)
    often = (name for name, n in seen.items() if n >= FEWEST.get(name.split(" ")[0], 3))
    return {name: place for place, name in enumerate(sorted(often))}


def matrix(examples: Sequence[Example], known: dict[str, int]) -> Any:
    """Return the examples as a sparse matrix, a row each."""
    cells = [
        (row, known[name], value)
        for row, each in enumerate(examples)
        for name, value in each.features.items()
        if name in known
    ]
    rows, places, values = zip(*cells, strict=True)
    return sparse.csr_matrix((values, (rows, places)), shape=(len(examples), len(known)))


def fit(examples: Sequence[Example], known: dict[str, int]) -> Numbers:
    """Return the weights of the columns, and the start behind them, of least log-loss plus ``DECAY`` / 2 × squares.

    Columns of words count by how unevenly they are spread between the two sides (Wang and Manning, 2012, NBSVM).
    """
    y = np.array([each.does for each in examples], dtype=np.float64)
    counts = np.array([each.weight for each in examples])
    told = matrix(examples, known)
    spread = _spread(told, y, known)
    x = told @ sparse.diags(spread)

    def loss(at: Numbers) -> tuple[float, Numbers]:
        odds = x @ at[:-1] + at[-1]
        error = counts * (1 / (1 + np.exp(-odds)) - y)
        cost = float((counts * (np.logaddexp(0.0, odds) - y * odds)).sum() + DECAY / 2 * (at[:-1] ** 2).sum())
        return cost, np.append(x.T @ error + DECAY * at[:-1], error.sum())

    found = minimize(loss, np.zeros(len(known) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights: Numbers = found.x * np.append(spread, 1.0)
    return weights


def _spread(told: Any, does: Numbers, known: dict[str, int]) -> Numbers:
    """Return for each column of words how much likelier it is on one side than on the other, in log-odds; else 1."""
    there = told != 0
    sides = [np.asarray(there[does == side].sum(axis=0)).ravel() + 1.0 for side in (1.0, 0.0)]
    ratio: Numbers = np.abs(np.log(sides[0] / sides[0].sum()) - np.log(sides[1] / sides[1].sum()))
    for name, place in known.items():
        if not name.startswith(_OF_WORDS):
            ratio[place] = 1.0
    return ratio


def unseen(examples: Sequence[Example]) -> Numbers:
    """Return the log-odds of each example by weights that were learnt without its fold."""
    folds = np.array([zlib.crc32(each.origin.encode()) % FOLDS for each in examples])
    odds = np.zeros(len(examples))
    for fold in range(FOLDS):
        there = [each for each, of in zip(examples, folds, strict=True) if of != fold]
        aside = np.flatnonzero(folds == fold)
        known = columns(there)
        weights = fit(there, known)
        odds[aside] = matrix([examples[int(at)] for at in aside], known) @ weights[:-1] + weights[-1]
    return odds


def threshold(odds: Numbers, does: npt.NDArray[np.bool_], counts: Numbers) -> float:
    """Return the log-odds from which on a post is said to do it, so that most are judged rightly: the middle such."""
    cuts = np.round(np.arange(-1.0, 1.01, 0.05), 2)
    right = np.array([(((odds >= cut) == does) * counts).sum() for cut in cuts])
    best = cuts[right == right.max()]
    return float(best[len(best) // 2])
