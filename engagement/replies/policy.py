"""The social media policy, who needs a second person, and who may speak while a crisis runs. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

BY_OTHERS: Final = frozenset({"expert", "agency"})
"""Roles whose drafts somebody of the house always approves (BEHAVIOUR 8)."""

BY_ROLE: Final = "second.role"
"""Why such a draft waits for approval."""

APPROVERS: Final = frozenset({"owner", "manager", "marketer"})
"""Roles that may approve, and that may send."""

TEXT_LIMIT: Final = 20_000  # characters of a policy
BANNED_LIMIT: Final = 200  # phrases
PHRASE_LIMIT: Final = 80

STARTER: Final = """\
How we reply in public

1. We say who we are. Name and company, in the first sentence. We never pose as a customer.
2. We answer what was asked. If we do not know, we say so, and when we shall.
3. We do not sell to people who complain. We mend first.
4. We say only what we can prove. No guarantees, no dates nobody agreed to, no promises on behalf of others.
5. We never speak of a customer's contract, data or ticket in public. We ask for a private message.
6. We do not speak ill of competitors, and do not guess about them.
7. Law, security incidents, prices and liability: a second person reads it first.
8. One link at most, and only if it answers the question.
9. We keep the rules of the place we are in. Where companies are not welcome, we stay out.
10. We stay calm. Nobody has to win an argument. When in doubt, we ask a colleague and wait.
11. What we got wrong, we correct in the open. We do not delete it in silence.
12. Whoever writes for us says so in private accounts too.
"""
"""One page that holds for most houses; theirs to change. Accepted with one click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crisis:
    """A crisis that runs: everybody's replies are frozen but the spokesperson's."""

    spokesperson: int | None


def second_person(role: str, *, regulated: bool, risky: bool) -> str:
    """Return why a second person has to approve a draft, "" if nobody has to."""
    if role in BY_OTHERS:
        return BY_ROLE
    return "second.risky" if regulated and risky else ""


def frozen(crisis: Crisis | None, user_id: int) -> bool:
    """Say whether this person may send nothing now."""
    return crisis is not None and crisis.spokesperson != user_id


def phrases(typed: str) -> tuple[str, ...]:
    """Return the banned phrases of a text that holds one a line: trimmed, without doubles whatever their case."""
    lines = (" ".join(line.split()) for line in typed.replace("\x00", "").splitlines())
    return tuple({line.casefold(): line[:PHRASE_LIMIT] for line in lines if line}.values())[:BANNED_LIMIT]


def accepted(versions: Collection[int], current: int) -> bool:
    """Say whether somebody who accepted these versions may reply under the current one."""
    return current in versions
