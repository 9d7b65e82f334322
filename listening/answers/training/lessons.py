"""What the network learns from: posts that were written for it, and posts of threads, each with what it does."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from listening.answers.asking import as_ruled, by_rules, is_english, with_its_question
from listening.answers.calling import addresses_us_first
from listening.answers.corpus import follow_ups, openings, replies
from listening.answers.encoder.reading import DOES
from listening.answers.encoder.seen import NOTHING, Said, Seen, in_words
from listening.answers.filtering import case_of, chances
from listening.answers.following import Exchange, said_above, says_something, without_what_it_repeats
from listening.answers.hearing import asker_by_rules
from listening.answers.ours import ours_by_rules
from listening.answers.places import Place, places
from listening.answers.reading import read_asking
from listening.answers.records import Case, Spoken, account, accounts
from listening.answers.theirs import theirs_by_rules
from listening.answers.wanting import Wanted, wanted

OF_A_THREAD: Final = 1.0
BY_ITSELF: Final = 0.5
"""What a post of a thread counts, and one that was written by itself: in a thread there is all around it as in life."""
_TOLD_BY: Final = {"ours": "vendor", "peer": "other", "none": ""}
_PARTS: Final = 10
_OPENING: Final = 40
"""One part of so many is kept aside, with all that opens with the same letters: versions of one story stay together."""


class Lesson(NamedTuple):
    """A post as the network sees it, what it does (``DOES`` of its voice), and how much it counts."""

    seen: Seen
    does: str
    weight: float


def written() -> Iterator[Lesson]:
    """Yield the posts of the corpus."""
    for each in replies():
        seen = seen_of(each.role, each.text, wanted(each.question), NOTHING)
        yield Lesson(seen, each.label, BY_ITSELF)
    for told in follow_ups():
        by = _TOLD_BY[told.who]
        said = Said(told.network, told.said if by else "", by)
        yield Lesson(seen_of("asker", told.text, wanted(told.question), said), told.label, BY_ITSELF)
    for post in openings():
        seen = _seen_question(post.text, root=post.root, said=Said(post.network))
        yield Lesson(seen, "seeks" if post.seeks else "not", BY_ITSELF)


def rows_in(path: Path) -> list[dict[str, Any]]:
    """Return the threads of a file: the filter's format, with what each post ``does``.

    Where ``FILE.acts.tsv`` stands beside it, that says so: thread, post, what it does.
    """
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    beside = path.with_suffix(".acts.tsv")
    if beside.exists():
        lines = (line.split("\t") for line in beside.read_text(encoding="utf-8").splitlines())
        acts = {(thread, post): does for thread, post, does in lines}
        for row in rows:
            for post in row["posts"]:
                post["does"] = acts[row["id"], str(post["id"])]
    return rows


def is_aside(row: dict[str, Any]) -> bool:
    """Is a thread kept aside, to see how well the network reads what it did not learn from?

    Not one whose state stands elsewhere: those were written to be hard, and to be learnt from.
    """
    if "state" not in row:
        return False
    asked = next(post["text"] for post in row["posts"] if post["id"] == row["question"])
    opening = re.sub(r"\W+", " ", asked.lower())[:_OPENING]
    return zlib.crc32(opening.encode()) % _PARTS == 0


def in_threads(rows: Iterable[dict[str, Any]]) -> Iterator[Lesson]:
    """Yield the posts of threads that were told with what each does."""
    for row in rows:
        does = {post["id"]: post["does"] for post in row["posts"]}
        for post, seen in _seen_in(case_of(row)):
            if does[post.id] in DOES[seen.voice]:
                yield Lesson(seen, does[post.id], OF_A_THREAD)


def _seen_in(case: Case) -> Iterator[tuple[Spoken, Seen]]:
    """Yield the posts of a thread from the question on, as the network sees them."""
    posts = sorted(case.posts, key=lambda each: (each.at, each.id))
    question, us = next(post for post in posts if post.id == case.question), accounts(case.us)
    asked, asker = wanted(question.text), account(question.author)
    since = [each for each in posts if each.at >= question.at and says_something(each, case.network)]
    stands, exchange = places(question, since, case.network), Exchange(question, since, us, case.network)
    for post in since:
        if post.id == question.id:
            above = said_above(post, posts, case.network)
            root, said = not post.parent and above is None, exchange.around_question(above)
            yield post, _seen_question(post.text, root=root, said=said, us=us)
            continue
        key = account(post.author)
        voice = "asker" if key == asker != "" else "ours" if key in us else "peer"
        text = post.text if voice == "asker" else without_what_it_repeats(post.text, question.text)
        said = exchange.around(post)
        direct = stands.get(post.id) == Place.BESIDE or post.parent in ("", question.id)
        yield post, seen_of(voice, text, asked, said, direct=direct)


def seen_of(voice: str, text: str, asked: Wanted, said: Said, *, direct: bool = True) -> Seen:
    """Return a post of one voice as the network sees it."""
    if voice == "asker":
        ruled = in_words(asker_by_rules(text).last)
    elif voice == "ours":
        ours = ours_by_rules(text, asked)
        ruled = in_words(ours.meaning, ours.rule)
    else:
        theirs = theirs_by_rules(text, asked, direct=direct, network=said.network)
        ruled = in_words(theirs.meaning, theirs.rule)
    return said.seen(voice, ruled, asked.text, text)


def _seen_question(text: str, *, root: bool, said: Said, us: Collection[str] = ()) -> Seen:
    chance, complaint = chances(text, said.network)
    reading = read_asking(text, english=is_english(text, chance=chance))
    opens = root and not addresses_us_first(reading, us)
    ruled = by_rules(reading, network=said.network, root=opens, about_us=True, chance=chance, complaint=complaint)
    shown = as_ruled(ruled, opens=opens, chance=chance, complaint=complaint)
    return said.seen("question", shown, "", with_its_question(text, reading))
