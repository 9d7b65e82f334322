"""What the replay reads and adjusts: the open cases, and the pace of the sources."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.management import call_command

from config.practice.staff import Seen
from engagement.models import Case, Event
from listening.models import Installation, Source
from listening.records import flags_in
from listening.storage import raw


def is_complete() -> bool:
    """Say whether the practice company has lived through all of its weeks already."""
    return Installation.objects.filter(setup_done_at__isnull=False).exists()


def clear_half_done() -> bool:
    """Empty a database in which a replay broke off. Returns whether there was one. Refuses one that is no demo."""
    row = Installation.objects.first()
    if row is None:
        return False
    if not row.demo:
        raise ValueError("this database belongs to a real company; nothing was touched")
    call_command("flush", "--no-input", verbosity=0)
    raw.clear()
    return True


def mark_complete(now: datetime) -> None:
    """Note that the replay came to its end."""
    Installation.objects.update(setup_done_at=now)


def open_work() -> list[Seen]:
    """Return the open cases that somebody owes a decision, oldest first."""
    cases = Case.objects.filter(status="open", work=True).order_by("id")
    return [
        Seen(
            id=case.id,
            lane=case.lane,
            flags=frozenset(flags_in(case.flags_mask)),
            answer=case.answer,
            seen_at=case.seen_at,
            taken=case.assignee_id is not None,
        )
        for case in cases
    ]


def noted(case_id: int) -> bool:
    """Say whether somebody has written a note on the case."""
    return Event.objects.filter(case=case_id, verb="note").exists()


def user(email: str) -> User:
    """Return the user with this address."""
    return User.objects.get(username=email)


def add_source(
    *, network: str, kind: str, name: str, instance: str, params: dict[str, str], every: timedelta, now: datetime
) -> None:
    """Add a source of the practice world, due at once."""
    Source.objects.create(
        network=network,
        kind=kind,
        name=name,
        instance=instance,
        params=params,
        interval_seconds=int(every.total_seconds()),
        next_poll_at=now,
        created_at=now,
    )


def set_pace(network: str, name: str, *, every: timedelta, now: datetime) -> None:
    """Set how often a source is polled from now on, and make it due. A retired or blocked one is left as it is."""
    Source.objects.filter(network=network, name=name).exclude(state__in=["retired", "blocked"]).update(
        interval_seconds=int(every.total_seconds()), next_poll_at=now
    )
