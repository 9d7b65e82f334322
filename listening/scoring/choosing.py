"""Which of all that pushed a flag is worth telling: what overlaps or touches is one reason, what is small none.

Twice the same: for a batch in columns, and for one text in lists, where numpy's calls would take longer than the work.
Pushes are thousandths of log-odds here, whole numbers, so that both come to the same sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np

from listening.scoring.memory import Whole

FOR, AGAINST = 4, 2
"""How many reasons a flag shows at most."""
MUTE, WORD, PHRASE, POLAR, NAMED = range(5)
"""What a reason is: nothing that tells a reader anything; one word; several; one of the lexicon; a rule with a name. Of
several that overlap, the last of these gives the name."""
_NEVER: Final = 1 << 40
_FLOORS: Final = (_NEVER, 450, 300, 300, 250)
"""The least push that is told, by what it is."""
_SHARES: Final = (0, 40, 25, 25, 20)
"""The least push that is told, in hundredths of the strongest for the same flag."""
_BESIDE: Final = 2
"""Words nearer than so many characters are one reason: a blank is between them, and no full stop. A rule with a name
stands by itself."""
_FLOOR_AGAINST, _SHARE_AGAINST = 400, 35

_PLACES: Final = 15  # bits of a place in a text
_RULES: Final = 12  # bits of the number of a rule
_LOUD: Final = 24  # bits of a push
_LOUDEST: Final = (1 << _LOUD) - 1
_FLOOR_OF: Final = np.array(_FLOORS)
_SHARE_OF: Final = np.array(_SHARES)
_MOST: Final = np.array([FOR, AGAINST])


class Pushed(NamedTuple):
    """What pushed, in columns: text, start, end, flag, number of the rule, push, what it is."""

    text: Whole
    start: Whole
    end: Whole
    flag: Whole
    rule: Whole
    push: Whole
    kind: Whole


Push = tuple[int, int, int, int, int]
"""What pushed one flag of one text: start, end, number of the rule, push, what it is."""


def chosen(pushed: Pushed) -> Pushed:
    """Return what is told, in any order. What pushed a flag up most is, ``MUTE`` where it is little."""
    merged = _merged(pushed)
    group = pushed.text << 3 | pushed.flag
    has = np.zeros(int(group.max(initial=0)) + 1, dtype=bool)
    has[(merged.text << 3 | merged.flag)[merged.push > 0]] = True
    lost = np.flatnonzero(~has.take(group) & (pushed.push > 0))
    if not len(lost):
        return merged
    order = lost.take(np.lexsort((-pushed.push.take(lost), group.take(lost))))
    groups = group.take(order)
    firsts = np.ones(len(order), dtype=bool)
    np.not_equal(groups[1:], groups[:-1], out=firsts[1:])
    order = order[firsts]
    least = Pushed(*[column.take(order) for column in pushed])._replace(kind=np.full(len(order), MUTE))
    return Pushed(*[np.concatenate(both) for both in zip(merged, least, strict=True)])


def chosen_of_one(pushed: Sequence[Push]) -> list[Push]:
    """Return what ``chosen`` does of one flag of one text."""
    merged: list[list[Push]] = [[], []]
    for push in sorted([each for each in pushed if each[4]], key=itemgetter(0)):
        side = merged[push[3] < 0]
        if side and push[0] + (push[4] == NAMED) < side[-1][4]:
            side[-1] = _joined(side[-1], push)
        else:
            side.append((push[0], push[1], _named(push), push[3], _reach(push)))
    top = max([push[3] for push in merged[0]], default=0)
    found: list[Push] = []
    for side, most in zip(merged, _MOST.tolist(), strict=True):
        named = [
            (start, end, best & (1 << _RULES) - 1, push, best >> _LOUD + _RULES) for start, end, best, push, _ in side
        ]
        loud = [push for push in named if abs(push[3]) >= _needed(push, top)]
        found += sorted(loud, key=_loudest)[:most] if len(loud) > most else loud
    if any(push[3] > 0 for push in found):
        return found
    lost = [push for push in pushed if push[3] > 0]
    return [*found, (*min(lost, key=_loudest)[:4], MUTE)] if lost else found


def _merged(pushed: Pushed) -> Pushed:
    """Return as one what overlaps or touches and pushed a flag the same way, where it is loud enough to be told."""
    told = np.flatnonzero(pushed.kind)
    if not len(told):
        return Pushed(*[column[:0] for column in pushed])
    text, start, end, flag, rule, push, kind = [column.take(told) for column in pushed]
    side = (text << 4 | flag << 1 | (push < 0)) << _PLACES
    order = np.argsort(side + start, kind="stable")
    side, start, end, kind, push = [column.take(order) for column in (side, start, end, kind, push)]
    reach = np.maximum.accumulate(side + end + _BESIDE - (kind == NAMED))
    begins = np.ones(len(order), dtype=bool)
    np.greater_equal((side + start + (kind == NAMED))[1:], reach[:-1], out=begins[1:])
    firsts = np.flatnonzero(begins)
    name = kind << _LOUD + _RULES | np.minimum(np.abs(push), _LOUDEST) << _RULES | rule.take(order)
    best, total, side = np.maximum.reduceat(name, firsts), np.add.reduceat(push, firsts), side.take(firsts)
    kind, end = best >> _LOUD + _RULES, np.maximum.reduceat(end, firsts)
    kept = _kept(total, kind, side >> _PLACES)
    side = side.take(kept)
    return Pushed(
        text=side >> _PLACES + 4,
        start=start.take(firsts.take(kept)),
        end=end.take(kept),
        flag=side >> _PLACES + 1 & 7,
        rule=best.take(kept) & (1 << _RULES) - 1,
        push=total.take(kept),
        kind=kind.take(kept),
    )


def _kept(push: Whole, kind: Whole, side: Whole) -> Whole:
    """Return the places of what is loud enough, of each ``side`` of a flag the loudest, in their order."""
    group = side >> 1
    begins = np.ones(len(group), dtype=bool)
    np.not_equal(group[1:], group[:-1], out=begins[1:])
    firsts = np.flatnonzero(begins)
    top = np.maximum(np.maximum.reduceat(push, firsts), 0).take(begins.cumsum() - 1)
    needed = np.maximum(_FLOOR_OF.take(kind), _SHARE_OF.take(kind) * top // 100)
    against = np.flatnonzero(side & 1)
    least = np.maximum(_FLOOR_AGAINST, _SHARE_AGAINST * top.take(against) // 100)
    needed[against] = np.maximum(needed.take(against), least)
    loud = np.flatnonzero(np.abs(push) >= needed)
    sides = side.take(loud)
    order = loud.take(np.lexsort((-np.abs(push.take(loud)), sides)))
    ranked = side.take(order)
    rank = np.arange(len(order)) - ranked.searchsorted(ranked)
    found: Whole = np.sort(order[rank < _MOST.take(ranked & 1)])
    return found


def _joined(one: Push, other: Push) -> Push:
    start, end, best, push, reach = one
    return start, max(end, other[1]), max(best, _named(other)), push + other[3], max(reach, _reach(other))


def _reach(push: Push) -> int:
    return push[1] + _BESIDE - (push[4] == NAMED)


def _named(push: Push) -> int:
    """Return a number that is the higher, the more of two that overlap this one gives the name."""
    return push[4] << _LOUD + _RULES | min(abs(push[3]), _LOUDEST) << _RULES | push[2]


def _told(push: Push) -> Push:
    start, end, best, total, _ = push
    return start, end, best & (1 << _RULES) - 1, total, best >> _LOUD + _RULES


def _needed(push: Push, top: int) -> int:
    kind = push[4]
    needed = max(_FLOORS[kind], _SHARES[kind] * top // 100)
    return needed if push[3] > 0 else max(needed, _FLOOR_AGAINST, _SHARE_AGAINST * top // 100)


def _loudest(push: Push) -> int:
    return -abs(push[3])
