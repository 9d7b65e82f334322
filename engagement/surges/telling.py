"""Whether a surge begins, how it goes on, which of its posts to show, and what to say of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from engagement.surges.records import FEWEST_VOICES, LONGEST, WINDOW, Burst, Heard, Look, Running, Usual
from listening.records import Say

DOUBLED = 2
SHOWN = 3
_ONES_OWN_WORDS = 40
"""Characters from which on two people do not write the same by chance: the second one repeats the first. Under it, ten
people who write "Acme is down" are ten voices."""

_NOISE = re.compile(r"^\s*rt\b|https?://\S+|www\.\S+|@[\w.-]+", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")


def began(posts: Sequence[Heard], usual: Usual, *, after: datetime | None, now: datetime) -> Burst | None:
    """Return the surge that the posts of the window make, or None. ``after`` is where the last surge ended."""
    recent = [each for each in posts if now - WINDOW < each.at <= now and (after is None or each.at > after)]
    if len({each.voice for each in recent}) < usual.needed:
        return None
    own, _ = folded(recent)
    if len({each.voice for each in own}) < usual.needed or len(own) <= usual.high:
        return None
    start = _start(own, now)
    since, reposts = folded([each for each in recent if each.at >= start])
    return Burst(
        began_at=start,
        posts=tuple(since),
        reposts=reposts,
        voices=len({each.voice for each in since}),
        window_posts=len(own),
        window_voices=len({each.voice for each in own}),
    )


def followed(posts: Sequence[Heard], running: Running, usual: Usual, *, now: datetime) -> Look:
    """Return how a surge stands. It ends when its window holds less than half of what makes one, or after a day."""
    own, reposts = folded([each for each in posts if running.began_at <= each.at <= now])
    voices = {each.voice for each in own}
    in_window = {each.voice for each in own if each.at > now - WINDOW}
    end = "faded" if 2 * len(in_window) < usual.needed else "lasted" if now - running.began_at >= LONGEST else ""
    return Look(
        posts=tuple(own),
        reposts=reposts,
        voices=len(voices),
        peak=max(running.peak, len(in_window)),
        last_seen_at=own[-1].at if own else running.began_at,
        grew=not end and not running.grown and len(voices) >= DOUBLED * running.told_voices,
        end=end,
    )


def folded(posts: Sequence[Heard]) -> tuple[list[Heard], int]:
    """Return the posts that are somebody's own words, oldest first, and how many repeat what another voice said.

    Somebody who says the same again is counted once.
    """
    said: dict[str, str] = {}
    mine: set[tuple[str, str]] = set()
    own: list[Heard] = []
    reposts = 0
    for each in sorted(posts, key=lambda post: (post.at, post.mention_id)):
        words = _SIGNS.sub(" ", _NOISE.sub(" ", each.text)).casefold().strip()
        if (each.voice, words) in mine:
            continue
        mine.add((each.voice, words))
        if len(words) >= _ONES_OWN_WORDS and said.setdefault(words, each.voice) != each.voice:
            reposts += 1
        else:
            own.append(each)
    return own, reposts


def chosen(posts: Sequence[Heard]) -> tuple[int, ...]:
    """Return the ids of at most three posts to show: the one with most reach, the worst, the first; no post twice."""
    by_reach = sorted(posts, key=lambda post: (-(post.reach or 0), post.at, post.mention_id))
    by_harm = sorted(posts, key=lambda post: (-post.harm, post.at, post.mention_id))
    by_time = sorted(posts, key=lambda post: (post.at, post.mention_id))
    wanted = [*by_reach[:1], *by_harm[:1], *by_time[:1], *by_reach]
    return tuple(dict.fromkeys(each.mention_id for each in wanted))[:SHOWN]


def reason(
    usual: Usual,
    *,
    posts: int,
    voices: int,
    brand: str,
    story: str = "",
    at: datetime,
    citations: tuple[int, ...] = (),
    doubled: bool = False,
) -> Say:
    """Return what to say: the window's numbers, with what is usual at the hour; ``at`` names that hour.

    For a surge that doubled, posts and voices are those since it began, which is ``at``.
    """
    params = {
        "posts": posts,
        "voices": voices,
        "hours": int(WINDOW.total_seconds()) // 3_600,
        "brand": brand,
        "story": story,
        "at": at,
        "low": usual.low,
        "high": usual.high,
        "pool": usual.pool,
        "days": usual.n,
    }
    return Say(code="surge_doubled" if doubled else "surge", params=params, citations=citations)


def _start(own: Sequence[Heard], now: datetime) -> datetime:
    """Return when it began: from there on voices came faster than over the whole window, by the widest margin."""
    pace = len({each.voice for each in own}) / WINDOW.total_seconds()
    seen: set[str] = set()
    best, found = float("-inf"), own[0].at
    for each in reversed(own):
        seen.add(each.voice)
        margin = len(seen) - pace * (now - each.at).total_seconds()
        if len(seen) >= FEWEST_VOICES and margin >= best:
            best, found = margin, each.at
    return found
