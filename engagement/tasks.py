"""What Celery carries to this room: "look now". The rows say what there is to do."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from engagement import actions, intake
from engagement.actions import routing, surges
from engagement.actions.experts import asking
from engagement.actions.experts import sending as questions
from engagement.actions.replies import sending
from engagement.actions.support import sending as support
from engagement.letters import storage as letters
from engagement.notices import storage
from engagement.storage import open_mentions
from listening.checking import check_next_due

BATCHES = 50  # a call ends after this many full batches; beat looks again in seconds


@shared_task(name="engagement.tasks.take_in")
def take_in() -> None:
    """Take in what listening changed, batch after batch while there is any."""
    for _ in range(BATCHES):
        if not intake.take_in(now=timezone.now()):
            break


@shared_task(name="engagement.tasks.wake_snoozed")
def wake_snoozed() -> None:
    """Bring back snoozed cases that are due, end what was only heard, and give away what waited for a team."""
    actions.wake(timezone.now())
    actions.wake_by_talk(timezone.now())
    actions.end_heard(timezone.now())
    for _ in range(BATCHES):
        if not routing.give_waiting(timezone.now()):
            break


@shared_task(name="engagement.tasks.tell_time")
def tell_time() -> None:
    """End what nobody was to engage until now, and write down which clocks warn, breach and escalate."""
    actions.end_over(timezone.now())
    actions.begin_clocks(timezone.now())
    for _ in range(BATCHES):
        if not actions.tell_time(timezone.now()):
            break


@shared_task(name="engagement.tasks.look_for_deleted")
def look_for_deleted() -> None:
    """Ask after stored posts where deletions are only told to who asks; what is open at the desk comes first."""
    if check_next_due(timezone.now, open_mentions):
        look_for_deleted.delay()


@shared_task(name="engagement.tasks.notice")
def notice() -> None:
    """Write what is to be told, and forget what was told long ago."""
    actions.write_letters(timezone.now())
    actions.notice(timezone.now())
    storage.forget_old(timezone.now())
    letters.forget_old(timezone.now())


@shared_task(name="engagement.tasks.look_for_surges")
def look_for_surges() -> None:
    """Notice when far more people speak than usual, and cases whose talk grows."""
    surges.count_hours(timezone.now())
    surges.look(timezone.now())
    surges.escalate(timezone.now())


@shared_task(name="engagement.tasks.tell")
def tell() -> None:
    """Send the notices that are due."""
    actions.tell(timezone.now)


@shared_task(name="engagement.tasks.send_letters")
def send_letters() -> None:
    """Mail the letters that are due."""
    actions.send_letters(timezone.now)


@shared_task(name="engagement.tasks.send_replies")
def send_replies() -> None:
    """Send the replies that people let out, and look for those of which nobody knows whether they are there."""
    for _ in range(BATCHES):
        if not sending.send_next(timezone.now) and not sending.look_next(timezone.now):
            break


@shared_task(name="engagement.tasks.ask_experts")
def ask_experts() -> None:
    """End the questions to experts that are over, and mail those that are due."""
    asking.end_over(timezone.now())
    questions.send(timezone.now)


@shared_task(name="engagement.tasks.hand_to_support")
def hand_to_support() -> None:
    """Send the cases that were handed to support."""
    support.send(timezone.now)
