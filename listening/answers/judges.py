"""What each post of one thread is taken for, with what was said before it and next. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from listening.answers.following import Exchange, without_what_it_repeats
from listening.answers.hearing import Heard, asker_by_rules, judge_asker
from listening.answers.judging import Judged
from listening.answers.ours import judge_ours, ours_by_rules
from listening.answers.records import Side, Spoken, account
from listening.answers.theirs import judge_theirs, theirs_by_rules
from listening.answers.wanting import Wanted, wanted

READ: Final = (50, 30)
"""Posts of each side of one question that the network reads: so many of the first, and so many of the last. That is
some seconds, and half a minute where everybody writes at length. What else a crowd says, the rules read."""


class Judges:
    """Judges the posts of one question's thread. ``after`` are those since it was asked."""

    def __init__(self, question: Spoken, after: Sequence[Spoken], us: frozenset[str], network: str) -> None:
        self._question, self._network = question, network
        self.asked: Wanted = wanted(question.text)
        self._exchange = Exchange(question, after, us, network)
        self._is_read = frozenset(_ends(self._exchange.told, account(question.author), us))
        self._judged: dict[str, Judged] = {}

    def reply(self, post: Spoken, side: Side, *, direct: bool) -> Judged:
        """Judge a reply of somebody else, once."""
        if post.id not in self._judged:
            self._judged[post.id] = self._reply(post, side, direct=direct)
        return self._judged[post.id]

    def _reply(self, post: Spoken, side: Side, *, direct: bool) -> Judged:
        text = without_what_it_repeats(post.text, self._question.text)
        if side is Side.OURS:
            if not self._reads(post):
                return ours_by_rules(text, self.asked)
            return judge_ours(text, self.asked, self._exchange.around(post))
        if not self._reads(post):
            return theirs_by_rules(text, self.asked, direct=direct, network=self._network)
        return judge_theirs(text, self.asked, self._exchange.around(post), direct=direct)

    def asker(self, post: Spoken) -> Heard:
        """Judge what the asker says later."""
        if not self._reads(post):
            return asker_by_rules(post.text)
        return judge_asker(post.text, self.asked, self._exchange.around(post))

    def _reads(self, post: Spoken) -> bool:
        return post.id in self._is_read or post.id == self._question.id


def _ends(told: Sequence[Spoken], asker: str, us: frozenset[str]) -> list[str]:
    """Return the ids of the first and the last posts of the asker, of ours and of everybody else."""
    sides = defaultdict[str, list[str]](list)
    for post in told:
        key = account(post.author)
        sides["asker" if key == asker else "ours" if key in us else "other"].append(post.id)
    first, last = READ
    return [id_ for side in sides.values() for id_ in (side[:first] + side[first:][-last:])]
