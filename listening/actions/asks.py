"""What a person says of a post that he was asked about: yes, no, skip, or take the last one back."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction

from listening.actions.corrections import correct
from listening.actions.refusals import Conflict, Refused
from listening.models import Ask
from listening.scoring.sampling import SIZE, week_name
from listening.storage import asks, context
from listening.storage.asks import Asked


def week_of(now: datetime, zone: ZoneInfo) -> str:
    """Return the ISO week of an instant in the company's zone."""
    return week_name(now.astimezone(zone).date())


def asked_this_week(*, now: datetime) -> list[Asked]:
    """Return the posts to judge this week, drawn when somebody first asks for them, in their order."""
    known = context.load()
    week = week_of(now, known.zone)
    with transaction.atomic():
        asks.fill(week, target=SIZE, known=known, now=now)
    return asks.listed(week)


def all_judged(*, now: datetime) -> bool:
    """Say whether this week's posts were drawn and none of them waits to be judged. One query; draws nothing."""
    drawn = Ask.objects.filter(week=week_of(now, context.load().zone), place__isnull=False)
    outcomes = set(drawn.values_list("outcome", flat=True).distinct())
    return bool(outcomes) and Ask.Outcome.OPEN not in outcomes


def ask_more(*, now: datetime) -> int:
    """Draw another twenty-five for this week. Returns how many there were to draw."""
    known = context.load()
    week = week_of(now, known.zone)
    with transaction.atomic():
        before = Ask.objects.filter(week=week, place__isnull=False).count()
        asks.fill(week, target=before + SIZE, known=known, now=now)
        return Ask.objects.filter(week=week, place__isnull=False).count() - before


def answer(ask_id: int, *, value: bool | None, actor: User, now: datetime) -> None:
    """Say whether the flag holds, None to skip the post. One transaction with the correction that it makes.

    Raises ``Refused``: ``ask_unknown``, ``post_unknown``; ``Conflict`` where somebody judged it meanwhile.
    """
    with transaction.atomic():
        ask = _locked(ask_id)
        if ask.outcome != Ask.Outcome.OPEN:
            raise Conflict("asked_already", "Somebody judged this post a moment ago. Nothing was changed.")
        if value is not None:
            _say(ask, value, actor, now)
        ask.outcome = Ask.Outcome.SKIPPED if value is None else Ask.Outcome.ANSWERED
        ask.answer, ask.user, ask.at = value, actor, now
        ask.save(update_fields=["outcome", "answer", "user", "at"])


def take_back(ask_id: int, *, actor: User, now: datetime) -> None:
    """Take back what the same person said of a post; it is to be judged again. Raises ``Refused``."""
    with transaction.atomic():
        ask = _locked(ask_id)
        if ask.outcome == Ask.Outcome.OPEN or ask.user_id != actor.pk or ask.place is None:
            raise Refused("nothing_to_take_back", "There is nothing of yours to take back here.")
        if ask.outcome == Ask.Outcome.ANSWERED:
            _say(ask, None, actor, now)
        ask.outcome, ask.answer, ask.user, ask.at = Ask.Outcome.OPEN, None, None, now
        ask.save(update_fields=["outcome", "answer", "user", "at"])


def _say(ask: Ask, value: bool | None, actor: User, now: datetime) -> None:
    """Write what a person says of the flag that was asked, None for nothing any more."""
    mention, brand, chosen = ask.mention_id, ask.brand_id, ask.chosen
    correct(mention, brand_id=brand, head=ask.head, value=value, actor=actor, now=now, chosen=chosen)


def _locked(ask_id: int) -> Ask:
    ask = Ask.objects.select_for_update().filter(id=ask_id).first()
    if ask is None:
        raise Refused("ask_unknown", "This post is not asked about any more.")
    return ask
