"""The heartbeat: beat sends it, a worker runs it, and so its age tells that both are alive."""

from __future__ import annotations

from celery import shared_task

from config.storage import note_tick


@shared_task
def tick() -> None:
    """Note that a worker has just run what beat sent."""
    note_tick()
