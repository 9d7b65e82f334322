"""What the weights of ``listening.answers.seeking`` are learnt from: posts written for it, and labelled threads."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from listening.answers.asking import addresses_us, by_rules
from listening.answers.corpus import openings
from listening.answers.filtering import chances
from listening.answers.reading import read_asking
from listening.answers.seeking import Standing, looked_at
from listening.answers.training.learning import Example, labelled_threads

OF_A_THREAD: Final = 1.0
_TELLS: Final = frozenset({"answered_by_us", "answered_by_peer", "answered_by_competitor", "resolved_by_asker"})
"""Where the evidence of a label is a post that tells something, and asks nothing."""
US: Final = frozenset({"acme", "acmehq", "acme.example"})


def seekers() -> Iterator[Example]:
    """Yield the posts that were written to tell what asks."""
    for each in openings():
        if (found := _seen(each.text, each.network, root=each.root, us=US)) is not None:
            yield Example(each.id, found, each.seeks, 1.0)


def seekers_in_threads(path: Path) -> Iterator[Example]:
    """Yield the questions of labelled threads, what only looked like one, and what answered them."""
    for origin, case, state, evidence in labelled_threads(path):
        post = next(each for each in case.posts if each.id == case.question)
        if state not in ("withdrawn", "unverified") and post.was is None and not post.deleted:
            found = _seen(post.text, case.network, root=not post.parent, us=case.us)
            if found is not None:
                yield Example(origin, found, state != "not_a_question", OF_A_THREAD)
        told = next((each for each in case.posts if each.id == evidence and evidence != case.question), None)
        if told is not None and told.text and state in _TELLS:
            found = _seen(told.text, case.network, root=False, us=case.us)
            if found is not None:
                yield Example(origin, found, False, OF_A_THREAD)


def _seen(text: str, network: str, *, root: bool, us: Collection[str]) -> dict[str, float] | None:
    reading = read_asking(text)
    chance, complaint = chances(text, network)
    if chance is None or not reading.words:
        return None
    ruled = by_rules(reading, network=network, root=root, about_us=True, chance=chance, complaint=complaint)
    standing = Standing(network, root, addresses_us(reading, us, (), ()))
    return looked_at(reading, standing, ruled[:2], chance, complaint or 0.0)
