"""Who is told of a step: the holder of the case, those who lead, and whom a note names. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engagement.letters.records import CLOCKS, EXPERTS, Happened, Reader

_NAMED = re.compile(r"(?<![\w@])@([\w.+-]{1,150})")
_OWN_WISH = "snooze_ended"
"""Who put a case away until now knows that it comes back."""


def readers_of(step: Happened, readers: Sequence[Reader]) -> dict[int, bool]:
    """Return whom to tell of a step, and whether he is told because the case is his.

    A warning is the holder's, a breach also the leads', an escalation also every manager's and owner's. What nobody
    holds is the leads'.
    """
    if step.verb in CLOCKS:
        told = _above(step.verb, step.holder, readers)
    elif step.verb == "note":
        told = named(str(step.kept.get("note", "")), readers) - {step.actor}
        return dict.fromkeys(sorted(told), False)
    elif step.verb in EXPERTS:
        told = {int(step.params.get("to") or 0)}
    else:
        told = set()
    found = {each.id: False for each in readers if each.id in told}
    wanted = step.verb in CLOCKS or (step.verb == "returned" and step.kept.get("code") != _OWN_WISH)
    if wanted and any(each.id == step.holder for each in readers):
        found[step.holder or 0] = True
    return found


def _above(verb: str, holder: int | None, readers: Iterable[Reader]) -> set[int]:
    if verb == "escalated":
        return {each.id for each in readers if each.lead or each.manager}
    if verb == "breached" or holder is None:
        return {each.id for each in readers if each.lead}
    return set()


def named(note: str, readers: Iterable[Reader]) -> set[int]:
    """Return whom a note calls by ``@name``. Everybody of that name: better one too many than nobody."""
    words = {found.lower().rstrip(".-+") for found in _NAMED.findall(note)}
    return {each.id for each in readers if words & each.names}
