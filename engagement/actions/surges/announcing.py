"""Writes the notices of surges: each once to each receiver, and once more if it doubled; several at once in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from engagement.models import Notice, Receiver, Surge
from engagement.notices import pacing, storage
from listening.records import Say

NEWS = timedelta(hours=12)
"""What began longer ago is not told as new, whatever kept us from telling it."""

NEWS_AFTER_QUIET = timedelta(days=8)
"""The same for who has quiet hours: what was held back is told when they end."""

WAITS_FOR_CASE = timedelta(minutes=3)
"""How long a surge waits for intake to open its case, to which its alert leads."""


def about_surges(
    receivers: Sequence[Receiver], last: Mapping[tuple[int, str], Notice], now: datetime
) -> Iterator[Notice]:
    """Yield a notice for each receiver that has not heard of a surge yet, or not that it doubled."""
    listeners = [each for each in receivers if Receiver.Alert.SURGES in each.wants]
    longest = NEWS_AFTER_QUIET if any(each.quiet for each in listeners) else NEWS
    news = _news(longest, now) if listeners else []
    for receiver in listeners:
        before = last.get((receiver.pk, "surges"))
        if not news or not pacing.may_hear(before, now):
            continue
        told = set(before.say["params"]["told"]) if before else set()
        since = max(receiver.since, now - (NEWS_AFTER_QUIET if receiver.quiet else NEWS))
        fresh = {key: each for key, each in news if key not in told and _at(key, each) >= since}
        surges = list({each.pk: (key, each) for key, each in fresh.items()}.values())
        if surges:
            said = [each.grown if key.endswith("+") else each.say for key, each in surges]
            params = {
                "n": len(surges),
                "surges": said,
                "about": [each.case_id for _, each in surges],
                "posts": [each.shown for _, each in surges],
                "told": sorted(told & {key for key, _ in news} | fresh.keys()),
                **({"critical": True} if receiver.quiet else {}),
            }
            citations = tuple(mention for _, each in surges for mention in each.shown)
            say = Say(code="surges", params=params, citations=citations)
            yield storage.follow(receiver, "surges", "surges", say, last=before, now=now)


def _news(longest: timedelta, now: datetime) -> list[tuple[str, Surge]]:
    """Return what there is to tell, as (key, surge): ``12`` for surge 12, ``12+`` for its having doubled, the later."""
    lately = Surge.objects.filter(told_at__gt=now - longest - timedelta(days=1)).filter(
        Q(told_at__gt=now - longest) | Q(grown_at__gt=now - longest)
    )
    ready = [each for each in lately.order_by("id") if each.case_id is not None or now - each.told_at >= WAITS_FOR_CASE]
    begun = [(str(each.pk), each) for each in ready if each.told_at > now - longest]
    return begun + [(f"{each.pk}+", each) for each in ready if each.grown_at is not None]


def _at(key: str, surge: Surge) -> datetime:
    return surge.grown_at if key.endswith("+") and surge.grown_at else surge.told_at
