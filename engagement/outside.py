"""What a case shows of those outside the desk: the experts it was put to, and the support desk that has it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from listening.records import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertAsked:
    """A question to an expert. ``mailed_at`` is when the mail was taken; ``trouble`` is why it was not.

    ``text`` is the answer or the reason of a no. ``usable`` while an answer stands in no draft yet.
    """

    id: int
    name: str
    question: str
    until: datetime
    state: str
    mailed_at: datetime | None
    trouble: Say | None
    text: str
    usable: bool
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A case in the hands of a support desk. ``url`` is the desk's word; ``trouble`` is why it was not taken yet."""

    id: int
    desk: str
    state: str
    reference: str
    url: str
    reason: str
    note: str
    trouble: Say | None
    changed_at: datetime
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Both, the newest first."""

    experts: tuple[ExpertAsked, ...] = ()
    support: tuple[HandedOver, ...] = ()

    @property
    def with_support(self) -> bool:
        """Whether a desk has the case now."""
        return any(each.open for each in self.support)
