"""The Celery app and the few things beat says. Every entry only means "look now": rows say what there is to do.

Beat keeps no state and two beats are harmless, because the tasks claim rows. A message that was not picked up before
the next one is due expires, so a stopped worker does not come back to a pile.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

QUEUES = ("celery", "listening", "engagement", "dashboards")

app = Celery("wellheard")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _every(seconds: int, task: str) -> dict[str, Any]:
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}


app.conf.beat_schedule = {
    "look for due sources": _every(5, "listening.tasks.look_for_due_sources"),
    "look for due threads": _every(5, "listening.tasks.look_for_due_threads"),
    "read stored posts again": _every(5, "listening.tasks.look_for_rescoring"),
    "learn what is about us": _every(120, "listening.tasks.learn_what_is_us"),
    "learn from corrections": _every(300, "listening.tasks.learn_from_corrections"),
    "take in changes": _every(3, "engagement.tasks.take_in"),
    "wake snoozed cases": _every(15, "engagement.tasks.wake_snoozed"),
    "tell the time": _every(15, "engagement.tasks.tell_time"),
    "write notices": _every(30, "engagement.tasks.notice"),
    "send notices": _every(15, "engagement.tasks.tell"),
    "send letters": _every(15, "engagement.tasks.send_letters"),
    "ask experts": _every(15, "engagement.tasks.ask_experts"),
    "hand to support": _every(5, "engagement.tasks.hand_to_support"),
    "send replies": _every(3, "engagement.tasks.send_replies"),
    "look for surges": _every(60, "engagement.tasks.look_for_surges"),
    "look for deleted posts": _every(60, "engagement.tasks.look_for_deleted"),
    "freeze ended weeks": _every(300, "dashboards.tasks.freeze_weeks"),
    "tidy": _every(3600, "listening.tasks.tidy"),
    "tick": _every(5, "config.tasks.tick"),
}
