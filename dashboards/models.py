"""Frozen weeks: what was counted when a week ended. Later changes show as revisions; totals do not move silently."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class FrozenWeek(models.Model):
    """An ISO week of the company's zone as it stood on Monday 06:00. ``numbers`` are codes and values, no sentences."""

    year = models.SmallIntegerField()
    week = models.SmallIntegerField()
    numbers = models.JSONField()
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "week"], name="frozenweek_unique"),
            models.CheckConstraint(condition=Q(week__gte=1, week__lte=53), name="frozenweek_week_in_range"),
        ]
