"""What is said on X in the practice world: posts, answers and quotes with the ids that X would give them. Pure.

It has dice of its own, so that what is said elsewhere is the same with it and without it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from listening.simulator.world import pool, rhythm
from listening.simulator.world.cast import ON_X, PEERS
from listening.simulator.world.model import Item
from listening.simulator.world.pool import Draft, Reply
from listening.simulator.world.truths import reply_truth, truth_of
from listening.simulator.xids import snowflake

SEED = "northwind relay on x"


def said_on_x(epoch: datetime, start: datetime, zone: ZoneInfo) -> tuple[Item, ...]:
    """Return the posts of the thirteen weeks and of the days after them, in order of time. Deterministic."""
    rng = Random(SEED)
    dated = sorted(
        ((_when(rng, draft, epoch, start, zone), draft) for draft in pool.drafts("x")), key=lambda pair: pair[0]
    )
    found: list[Item] = []
    ours: list[Item] = []
    for number, (at, draft) in enumerate(dated):
        post = _post(rng, at, draft, number, ours)
        found.append(post)
        if draft.channel == "x-us":
            ours.append(post)
        found += _replies(rng, post, draft)
    return tuple(found)


def _when(rng: Random, draft: Draft, epoch: datetime, start: datetime, zone: ZoneInfo) -> datetime:
    if draft.window is None:
        return rhythm.moment(rng, start, epoch - timedelta(days=7), zone)
    first, last = (epoch + timedelta(days=days) for days in draft.window)
    return first + (last - first) * rng.random()


def _post(rng: Random, at: datetime, draft: Draft, number: int, ours: list[Item]) -> Item:
    at = at.replace(microsecond=0)
    own = draft.channel == "x-us"
    quoted = ours[-1] if draft.channel == "x-quote" and ours else None
    id_ = snowflake(at, number)
    return Item(
        id=id_,
        network="x",
        kind="quote" if quoted else "post",
        author=ON_X["us"] if own else _person(rng),
        text=draft.text,
        created_at=at,
        visible_at=at,
        url=f"https://x.com/{ON_X['us']}/status/{quoted.id}" if quoted else "",
        root=id_,
        points=rng.randint(0, 40),
        truth=truth_of(draft, speaker="us" if own else "public"),
    )


def _replies(rng: Random, post: Item, draft: Draft) -> list[Item]:
    """Return the scripted answers: an asker answers the last one, everybody else the post."""
    found: list[Item] = []
    last = post
    for number, reply in enumerate(draft.replies, 500):
        at = max(post.created_at + reply.delay, last.created_at + timedelta(minutes=2))
        parent = last if reply.who == "asker" else post
        last = Item(
            id=snowflake(at, number),
            network="x",
            kind="reply",
            author=_speaker(rng, post, reply),
            text=reply.text,
            created_at=at,
            visible_at=at,
            parent=parent.id,
            root=post.root,
            truth=reply_truth(post.truth, reply),
        )
        found.append(last)
    return found


def _speaker(rng: Random, post: Item, reply: Reply) -> str:
    if reply.who == "asker":
        return post.author
    return ON_X["us"] if reply.who == "us" else _person(rng, avoid=post.author)


def _person(rng: Random, avoid: str = "") -> str:
    return rng.choice([name for name in PEERS if name != avoid and len(name) <= 15])
