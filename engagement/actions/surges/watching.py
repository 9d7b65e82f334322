"""One look at what is being said: surges begin, grow and end. Two looks at once are one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from engagement.actions.surges import reading
from engagement.actions.surges.raising import bring_up
from engagement.actions.surges.reading import Past, Said
from engagement.history import say_of
from engagement.models import Surge
from engagement.storage import company_zone, plain, storing
from engagement.surges import (
    FEWEST_VOICES,
    WINDOW,
    Burst,
    Heard,
    Running,
    Usual,
    began,
    chosen,
    followed,
    reason,
    usual,
)
from listening.models import Story
from listening.records import Say


def look(now: datetime) -> int:
    """Look at the last two hours, and at surges that run; return how many began. Five queries while it is quiet."""
    with storing():
        if not reading.alone("surges"):
            return 0
        running = list(Surge.objects.filter(ended_at=None).order_by("id"))
        said = reading.heard(min([now - WINDOW, *(each.began_at for each in running)]), now)
        concerned = {brand for brand, posts in said.items() if _is_loud(posts, now)} | {
            each.brand_id for each in running
        }
        if not concerned:
            return 0
        pasts, ends = reading.pasts(concerned, now), reading.last_ends(now)
        found = [
            surge
            for brand in sorted(concerned & pasts.keys())
            for surge in _look(
                brand,
                said.get(brand, {}),
                [each for each in running if each.brand_id == brand],
                pasts[brand],
                ends,
                now,
            )
        ]
        for surge in [*running, *found]:
            surge.save()
            if surge.case_id is None and surge.ended_at is None:
                bring_up(surge, now)
    return len(found)


def _is_loud(posts: Said, now: datetime) -> bool:
    """Say whether it is worth asking what is usual."""
    return len({each.voice for said in posts.values() for each in said if each.at > now - WINDOW}) >= FEWEST_VOICES


def _look(
    brand: int,
    posts: Said,
    running: list[Surge],
    past: Past,
    ends: dict[tuple[int, int | None], datetime],
    now: datetime,
) -> list[Surge]:
    """Bring the running surges of a brand up to date and return the new ones. A story that surges is told for itself;
    the brand surges by what is left. While the brand surges, its stories are part of that."""
    zone = company_zone()
    usuals = {
        story: usual(past.hours, since=past.since, now=now, zone=zone, busy=past.busy, story=story)
        for story in (False, True)
    }
    told: set[int | None] = {each.story_id for each in running}
    apart = {story for story in told if story is not None}
    for surge in running:
        own = posts.get(surge.story_id, []) if surge.story_id else _rest(posts, apart)
        _follow(surge, own, usuals[surge.story_id is not None] or _usual_of(surge), now)
    found: list[Surge] = []
    if None in told:
        return found
    for story in posts:
        known = usuals[True]
        if story is not None and story not in told and known:
            burst = began(posts[story], known, after=_latest(ends, (brand, story), (brand, None)), now=now)
            found += [_begun(brand, story, burst, known, past.name, now)] if burst else []
    apart |= {each.story_id for each in found if each.story_id is not None}
    known = usuals[False]
    burst = None if known is None else began(_rest(posts, apart), known, after=ends.get((brand, None)), now=now)
    return found + ([_begun(brand, None, burst, known, past.name, now)] if known and burst else [])


def _rest(posts: Said, apart: set[int]) -> list[Heard]:
    return [each for story, said in posts.items() if story not in apart for each in said]


def _latest(ends: dict[tuple[int, int | None], datetime], *keys: tuple[int, int | None]) -> datetime | None:
    return max((ends[key] for key in keys if key in ends), default=None)


def _usual_of(surge: Surge) -> Usual:
    return Usual(**surge.usual)


def _begun(brand: int, story: int | None, burst: Burst, known: Usual, name: str, now: datetime) -> Surge:
    leads = [each for each in burst.posts if each.lead] or list(burst.posts)
    shown = chosen(burst.posts)
    title = Story.objects.values_list("title", flat=True).get(id=story) if story else ""
    say = reason(
        known,
        posts=burst.window_posts,
        voices=burst.window_voices,
        brand=name,
        story=title,
        at=now,
        citations=shown,
    )
    return Surge(
        brand_id=brand,
        story_id=story,
        lead_id=leads[0].mention_id,
        began_at=burst.began_at,
        last_seen_at=burst.posts[-1].at,
        peak=burst.window_voices,
        posts=len(burst.posts),
        voices=burst.voices,
        reposts=burst.reposts,
        usual=asdict(known),
        shown=list(shown),
        say=_stored(say),
        told_at=now,
        told_voices=burst.voices,
    )


def _follow(surge: Surge, posts: list[Heard], known: Usual, now: datetime) -> None:
    so_far = Running(
        began_at=surge.began_at, peak=surge.peak, told_voices=surge.told_voices, grown=surge.grown_at is not None
    )
    look = followed(posts, so_far, known, now=now)
    surge.peak = look.peak
    if look.posts:  # posts that were deleted meanwhile are no longer counted
        surge.posts, surge.voices, surge.reposts = len(look.posts), look.voices, look.reposts
        surge.last_seen_at, surge.shown = look.last_seen_at, list(chosen(look.posts))
    if look.grew:
        before = say_of(surge.say)
        assert before is not None
        say = reason(
            known,
            posts=surge.posts,
            voices=surge.voices,
            brand=before.params["brand"],
            story=before.params["story"],
            at=surge.began_at,
            citations=tuple(surge.shown),
            doubled=True,
        )
        surge.grown_at, surge.grown = now, _stored(say)
    if look.end:
        surge.ended_at, surge.ended = now, look.end


def _stored(say: Say) -> dict[str, Any]:
    return {"code": say.code, "params": plain(say.params), "citations": list(say.citations)}
