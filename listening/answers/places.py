"""Where each post of a thread stands towards the question: below it, beside it, elsewhere, or unknown. Pure.

Parents may be missing, name posts that were not read, or form rings; every walk is a loop over known ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from listening.answers.asking import ALWAYS_ASK
from listening.answers.records import Spoken, account

NESTED: Final = frozenset(
    {"hackernews", "reddit", "bluesky", "mastodon", "x", "twitter", "stackexchange", "lemmy", "threads"}
)
"""Where a parent is the post that is replied to. Elsewhere posts of one level follow each other in one talk."""
TWO_LEVELS: Final = frozenset({"facebook", "instagram", "linkedin", "youtube", "tiktok"})
"""Where comments stand below a post and replies below a comment, and nothing deeper."""

_OPENING: Final = 80
"""Characters within which a reply names whom it speaks to."""
_NAME: Final = re.compile(r"[\w.@'&-]+")


class Place(StrEnum):
    """Where a post stands towards the question."""

    BELOW = "below"
    BESIDE = "beside"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


def places(question: Spoken, posts: Sequence[Spoken], network: str) -> dict[str, Place]:
    """Return the place of every post but the question itself."""
    by_id = {post.id: post for post in posts}
    tops = _tops(question, by_id)
    above = _above(question, by_id)
    return {
        post.id: _place(post, question, tops[post.id], above=above, by_id=by_id, network=network)
        for post in posts
        if post.id != question.id
    }


def _place(
    post: Spoken, question: Spoken, top: str, *, above: frozenset[str], by_id: Mapping[str, Spoken], network: str
) -> Place:
    if top == question.id:
        return Place.BELOW
    if not post.parent or post.parent == post.id:
        return Place.BESIDE
    if post.parent == question.parent and _talk_of_one_level(question, by_id, network):
        return Place.BESIDE
    if top in above:
        return Place.ELSEWHERE
    if top not in by_id:
        return Place.UNKNOWN
    if question.parent or by_id[top].at < question.at:
        return Place.ELSEWHERE
    return Place.BESIDE  # below a reply that stands beside the question, as in Discourse


def _talk_of_one_level(question: Spoken, by_id: Mapping[str, Spoken], network: str) -> bool:
    """Do the posts beside the question go on with it? Who asks on by an answer to himself is answered beside it."""
    parent = by_id.get(question.parent)
    if network in ALWAYS_ASK and parent is not None and account(parent.author) == account(question.author) != "":
        return True
    if network in TWO_LEVELS:
        return parent is not None and bool(parent.parent)
    return network not in NESTED


def _tops(question: Spoken, by_id: Mapping[str, Spoken]) -> dict[str, str]:
    """Return for each post where its parents lead: the question, a post without parent, or an id that was not read.

    A ring leads to the post of it that was met first.
    """
    tops = {question.id: question.id}
    for start in by_id:
        path: dict[str, None] = {}
        at = start
        while at not in tops and at in by_id and at not in path:
            path[at] = None
            parent = by_id[at].parent
            if not parent or parent == at:
                break
            at = parent
        top = tops.get(at, at)
        for each in path:
            tops[each] = top
    return tops


def _above(question: Spoken, by_id: Mapping[str, Spoken]) -> frozenset[str]:
    """Return the ids above the question, read or not."""
    found: set[str] = set()
    at = question.parent
    while at and at not in found and at != question.id:
        found.add(at)
        at = by_id[at].parent if at in by_id else ""
    return frozenset(found)


class Names:
    """Accounts to be found in texts: as they are, without their host, and, where they have several words, in a row."""

    def __init__(self, accounts: Iterable[str]) -> None:
        self._whole = frozenset(accounts) - {""}
        self._short: dict[str, set[str]] = {}
        for name in self._whole:
            self._short.setdefault(re.split(r"[@.]", name, maxsplit=1)[0], set()).add(name)

    def mentioned(self, post: Spoken) -> frozenset[str]:
        """Return which of them a post mentions, or names where it begins."""
        found = self._whole & {account(name) for name in post.mentions}
        words = _NAME.findall(post.text[:_OPENING].casefold())
        for place, word in enumerate(words):
            name = word.strip(".-@_")
            if word.startswith("@"):
                found |= self._short.get(name.split("@")[0], set())
                found |= self._short.get(name.split(".")[0], set())
            if name in self._whole and (len(name) > 3 or word.startswith("@")):
                found |= {name}
            for count in (2, 3, 4):
                if (row := " ".join(words[place : place + count])) in self._whole:
                    found |= {row}
        return found
