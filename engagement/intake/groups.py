"""One case of a batch with all that is known of it, and what is to be written for it. Reads and writes no table."""

from __future__ import annotations

from dataclasses import dataclass, field

from engagement.models import Case, Clock, DoNotEngage, Event, FeedItem, Mute
from listening.models import Judgement, Mention, Question

RESCORED = "rescored"


@dataclass(slots=True, kw_only=True)
class Group:
    """One case with all its mentions, and what is to be written for it."""

    case: Case
    mentions: list[Mention]
    judgements: list[Judgement]  # those about the case's brand
    all_judgements: dict[int, list[Judgement]]
    questions: list[Question]
    kinds: set[str]
    joined: list[int]  # mentions that came into a case that was already open
    feed: dict[int, FeedItem]
    clocks: list[Clock]
    listed: list[DoNotEngage]  # under which it falls, the oldest first
    mute: Mute | None  # that holds for all that is said in it
    touched: list[Clock] = field(default_factory=list)  # clocks to be written
    new_items: list[tuple[int, int]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    dirty: bool = False

    @property
    def alive(self) -> list[Mention]:
        """The mentions that still stand: neither deleted nor found to be our own."""
        return [mention for mention in self.mentions if not mention.deleted_at and mention.role == "mention"]

    @property
    def is_old_news(self) -> bool:
        """Nothing happened but that a new version of the scoring says something else of old posts."""
        return self.kinds == {RESCORED}
