"""What Celery carries for dashboards."""

from celery import shared_task
from django.utils import timezone

from dashboards import reports


@shared_task(name="dashboards.tasks.freeze_weeks")
def freeze_weeks() -> None:
    """Freeze the weeks that have ended."""
    reports.freeze_due(timezone.now())
