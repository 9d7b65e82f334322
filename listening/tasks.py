"""What Celery carries for listening: "look now", and nothing else. Lost messages cost one tick of beat."""

from celery import shared_task
from django.utils import timezone

from listening import pipeline
from listening.storage import adaptations, answering, lessons, raw, rejects, rescoring


@shared_task(name="listening.tasks.look_for_due_sources")
def look_for_due_sources() -> None:
    """Poll one due source; if there was one, look again, so that a backlog drains as fast as workers are free."""
    if pipeline.poll_next_due(timezone.now):
        look_for_due_sources.delay()


@shared_task(name="listening.tasks.look_for_due_threads")
def look_for_due_threads() -> None:
    """Read one due thread, and decide those that wait for it without a read; if one was due, look again."""
    answering.mark_ended(timezone.now())
    answering.catch_up(timezone.now(), seconds=10, long_too=True)
    if pipeline.read_next_due_thread(timezone.now):
        look_for_due_threads.delay()


@shared_task(name="listening.tasks.look_for_rescoring")
def look_for_rescoring() -> None:
    """Read stored posts again for a while if the scoring has changed since they were judged; beat looks again."""
    rescoring.work(timezone.now)


@shared_task(name="listening.tasks.learn_what_is_us")
def learn_what_is_us() -> None:
    """Learn from the judged posts of one brand, if there are new ones; if there were, look again."""
    if lessons.learn_next(timezone.now()):
        learn_what_is_us.delay()


@shared_task(name="listening.tasks.learn_from_corrections")
def learn_from_corrections() -> None:
    """Let scoring learn from what people corrected, if there is enough that is new."""
    adaptations.learn(timezone.now())


@shared_task(name="listening.tasks.tidy")
def tidy() -> None:
    """Make the months of raw payloads that are coming, drop those that nobody needs, and old rejected posts."""
    raw.make_months(timezone.now())
    raw.drop_months(timezone.now())
    rejects.tidy(timezone.now())
