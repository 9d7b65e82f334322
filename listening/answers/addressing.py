"""Whose reply it is: which posts of a thread are meant for whoever asked one question of it. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import Final

from listening.answers.asking import TRACKERS
from listening.answers.following import calls_by_handle, greets, is_nested
from listening.answers.judging import Judged
from listening.answers.places import Names, Place
from listening.answers.reading import read_reply
from listening.answers.records import Spoken, account
from listening.answers.theirs import asks_for_himself
from listening.answers.wanting import Wanted, wanted

_EVERYBODY: Final = frozenset({"all", "everyone", "everybody", "folks", "channel", "here"})
_A_MATTER: Final = 12
_OF_IT: Final = 2
"""Words of a post that can bring up a matter of its own, and telling words of a question that one about it shares."""


class Addressing:
    """Tells for one question which of the ``posts`` of its thread are meant for the asker.

    ``after`` are those since it was asked, ``place`` says where each stands, ``us`` are our accounts as ``account``
    returns them, ``asked`` is what is wanted, and ``judge`` says what a reply does.
    """

    def __init__(
        self,
        question: Spoken,
        posts: Sequence[Spoken],
        after: Sequence[Spoken],
        *,
        place: Mapping[str, Place],
        network: str,
        us: Collection[str],
        asked: Wanted,
        judge: Callable[[Spoken], Judged],
    ) -> None:
        self._question, self._network, self._us, self._asked = question, network, us, asked
        self._place, self._judge = place, judge
        self._asker = account(question.author)
        self._by_id = {post.id: post for post in posts}
        self._asker_names = Names({self._asker})
        self._other_names = Names(frozenset(account(post.author) for post in posts) - {"", self._asker} - set(us))
        self.is_nested = is_nested(network, after)
        self._is_one_of_several = any(
            post.at < question.at and account(post.author) not in ("", self._asker) for post in posts
        )
        own = (post for post in after if not (post.deleted or post.bot) and self._brings_his_own(post))
        self._own_questions = {post.id: post for post in own}
        self._others_asked = list(self._own_questions.values())
        self._others_ask = {account(post.author) for post in self._others_asked}
        self._others_asked_at = [post.at for post in self._others_asked]

    def is_to_asker(self, post: Spoken, answerers: Set[str]) -> bool:
        """Is a reply meant for the asker? The rules of BEHAVIOUR 3, the surest first.

        ``answerers`` are the accounts that have answered him before.
        """
        to_asker = bool(self._asker_names.mentioned(post))
        if to_asker or post.quotes == self._question.id or (not self.is_nested and greets(post.text, self._asker)):
            return True
        if post.quotes in self._by_id and account(self._by_id[post.quotes].author) != self._asker:
            return False
        place = self._place[post.id]
        if place in (Place.ELSEWHERE, Place.UNKNOWN):
            return False
        if place == Place.BELOW and post.parent == self._question.id and self.is_nested:
            return True
        if any(f"@{word}" in post.text[:40].casefold() for word in _EVERYBODY):
            return True
        named = self._other_names.mentioned(post) - {account(post.author)}
        if named and not (self._is_ours(post) and self._only_refers_to(named, place, answerers)):
            return False
        if place == Place.BESIDE and post.id in self._own_questions:
            return False
        if self._network in TRACKERS and calls_by_handle(post.text):
            return False
        parent = self._by_id.get(post.parent)
        if parent is not None and parent.id != self._question.id and parent.id in self._own_questions:
            return False
        if self._turns_to_another(post, parent):
            return False
        return self.is_nested or not self._another_asked_between(post)

    def _is_ours(self, post: Spoken) -> bool:
        return account(post.author) in self._us

    def _only_refers_to(self, named: frozenset[str], place: Place, answerers: Set[str]) -> bool:
        """Do we name others without speaking to them? Who asked nothing, where parents tell or he has answered."""
        told = (self.is_nested and place == Place.BELOW) or named <= answerers
        return told and named.isdisjoint(self._others_ask)

    def _brings_his_own(self, post: Spoken) -> bool:
        """Has somebody come with a matter of his own? Not who answers by asking "what if you put the old one back?"."""
        if account(post.author) == self._asker or self._is_ours(post):
            return False
        if not asks_for_himself(post.text, flat=not self.is_nested) and not self._is_another_matter(post):
            return False
        return self._place[post.id] in (Place.ELSEWHERE, Place.UNKNOWN) or self._judge(post).meaning != "substantive"

    def _is_another_matter(self, post: Spoken) -> bool:
        """Does a post of a flat thread, in which the question is one of several, go on with something else?"""
        if self.is_nested or not self._is_one_of_several or post.parent not in ("", self._question.parent):
            return False
        if greets(post.text, self._asker) or self._asker_names.mentioned(post):
            return False
        reading = read_reply(post.text)
        return reading.words >= _A_MATTER and len(reading.topics & self._asked.topics) < _OF_IT

    def _turns_to_another(self, post: Spoken, parent: Spoken | None) -> bool:
        """Do we reply to what somebody else came with since, in a flat thread of several questions?"""
        if parent is None or self.is_nested or not self._is_one_of_several or not self._is_ours(post):
            return False
        if parent.at < self._question.at or account(parent.author) == self._asker or self._is_ours(parent):
            return False
        return parent.parent in ("", self._question.parent)

    def asks_a_stranger(self, post: Spoken, answerers: Set[str]) -> bool:
        """Does the asker put a post to somebody who is not ours and has not answered him?"""
        parent = self._by_id.get(post.parent) if self.is_nested else None
        if parent is not None and parent.id != self._question.id:
            return account(parent.author) not in {self._asker, *self._us, *answerers}
        named = self._other_names.mentioned(post)
        return bool(named) and named.isdisjoint(answerers)

    def _another_asked_between(self, post: Spoken) -> bool:
        """Has somebody else asked since, whose question the reply fits no worse?"""
        count = bisect_left(self._others_asked_at, post.at)
        if not count:
            return False
        last, topics = self._others_asked[count - 1], read_reply(post.text).topics
        fits, theirs = len(topics & self._asked.topics), len(topics & wanted(last.text).topics)
        # who opened the thread is answered in it, unless we clearly speak of another's matter
        leads = 0 if self._question.parent or not self._is_ours(post) else 1
        return account(last.author) != account(post.author) and fits + leads <= theirs
