"""What travels between the stages of a question to an expert. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A post that is shown to somebody outside. ``text`` is what its author wrote, and not to be trusted."""

    author: str
    at: datetime
    text: str
    ours: bool = False
    asks: bool = False  # the post that the question is about


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that an expert is shown of a question, in mail and on the page of his link.

    ``posts`` are empty where the network's rules keep them inside or nothing stands any more; ``url`` leads there.
    """

    request_id: int
    expert: str
    address: str
    language: str
    asker: str  # "" for a colleague who is no longer here
    company: str
    question: str
    until: datetime
    network: str
    url: str
    posts: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertClaim:
    """A mail to an expert that this sender, and no other, may send until its lease ends."""

    id: int
    kind: str
    key: uuid.UUID
    request_id: int
    request_key: uuid.UUID
    attempts: int  # before this one
    created_at: datetime
    token: uuid.UUID
