"""Writes what a person decided of one flag into its judgement, and lets counters, questions and cases follow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from listening.models import Judgement, Mention, Revision
from listening.records import FLAGS, PostKey, mask_of
from listening.storage import bulk, judgements, questions
from listening.storage.context import Context
from listening.storage.labels import Scored
from listening.storage.threads import ask_for_reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One flag of one locked judgement: what scoring says of it, and what holds."""

    judgement: Judgement  # its mention is loaded
    flag: str
    scored: Scored

    @property
    def key(self) -> PostKey:
        mention = self.judgement.mention
        return PostKey(mention.network, mention.instance, mention.external_id)

    @property
    def bit(self) -> int:
        return 1 << FLAGS.index(self.flag)

    @property
    def said(self) -> bool | None:
        """What a person decided, None where nobody did."""
        return self.on if self.judgement.decided_mask & self.bit else None

    @property
    def on(self) -> bool:
        return bool(self.judgement.on_mask & self.bit)


def lock(mention_id: int, *, brand_id: int, flag: str) -> Flag | None:
    """Return the flag as it stands, its judgement locked; None where the post is gone or not about the brand."""
    about = (
        Judgement.objects.select_for_update(of=("self",))
        .select_related("mention")
        .filter(mention_id=mention_id, brand_id=brand_id, brand__archived_at=None, mention__deleted_at=None)
    )
    # An edit that was stored while we waited for the row has put another in its place: only a second look sees it.
    judgement = about.first() or about.all().first()
    if judgement is None:
        return None
    was = bool(judgement.scored_on_mask & mask_of((flag,))) if judgement.scored else None
    chance = judgement.probabilities.get(flag) if judgement.scored else None
    return Flag(judgement=judgement, flag=flag, scored=Scored(was=was, chance=chance, scorer=judgement.scorer))


def settle(it: Flag, value: bool | None, context: Context, now: datetime) -> None:
    """Write a person's answer, None to leave the flag to scoring again. Runs in the caller's transaction.

    The live counters move; a week that is frozen keeps what it counted and shows what it would be now.
    """
    judgement, bit = it.judgement, it.bit
    decided = judgement.decided_mask & ~bit if value is None else judgement.decided_mask | bit
    judgement.on_mask, judgement.unsure_mask = judgements.effective(
        judgement.scored_on_mask,
        judgement.scored_unsure_mask,
        decided=decided,
        said=(judgement.on_mask & ~bit) | (bit if value else 0),
    )
    judgement.decided_mask = decided
    judgement.ever_mask |= judgement.on_mask
    _count(it)
    judgement.save(update_fields=["on_mask", "unsure_mask", "decided_mask", "ever_mask", "counted_flags"])
    _follow(it, context, now)
    bulk.copy_rows("listening_change", ("kind", "mention_id", "at"), [("judged", judgement.mention_id, now)])


def _count(it: Flag) -> None:
    judgement, counted = it.judgement, bool(it.judgement.counted_flags & it.bit)
    if judgement.counted_day is None or counted == it.on:
        return
    judgement.counted_flags ^= it.bit
    where = judgement.brand_id, judgement.counted_day.isoformat(), it.flag
    judgements.add_counts({}, Counter({where: 1 if it.on else -1}))


def _follow(it: Flag, context: Context, now: datetime) -> None:
    """Let what is owed an answer or a reply come or go, and have the thread read."""
    judgement = it.judgement
    pair = judgement.mention_id, judgement.brand_id
    if it.flag in questions.WATCHED:
        others = [] if it.on else questions.same_asker(*pair)  # whose turn it is if this one goes
        still = [pair] if judgement.on_mask & sum(questions.WATCHED.values()) else []
        questions.fit([pair], answered_too=True)
        questions.raise_asked([*still, *others], context, now)
    elif it.on and it.bit & judgements.OWED and context.kind_of(judgement.brand_id) == "own":
        ask_for_reading([each for each in [judgement.mention.thread_id] if each is not None], now)


def last_edit(mention: Mention) -> datetime | None:
    """Return when we noticed that the words of a mention were changed to what they are now, None if never."""
    earlier = Revision.objects.filter(mention=mention).exclude(content_hash=mention.content_hash)
    at: datetime | None = earlier.aggregate(at=Max("seen_at"))["at"]
    return at
