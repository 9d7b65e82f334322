"""What travels between the stages of a hand-over. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverClaim:
    """A hand-over that this sender, and no other, may send until its lease ends."""

    id: int
    key: uuid.UUID
    desk_id: int
    credential: uuid.UUID | None
    attempts: int  # before this one
    created_at: datetime
    token: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a desk says of a case, checked for its shape. ``reference`` and ``url`` are "" where it says none."""

    report_id: str
    state: str
    reference: str
    url: str
    reason: str
