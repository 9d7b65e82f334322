"""What snoozed cases wait for besides the time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from engagement.models.cases import Case


class TalkWait(models.Model):
    """A snoozed case that also returns when its talk changes. ``until`` is the snooze it belongs to: with another one,
    or none, the row means nothing and goes.

    ``replies``, ``mark`` and ``reach`` are the talk as it was put away (``engagement.talk``).
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="+")
    until = models.DateTimeField()
    wakes = models.TextField()
    replies = models.IntegerField()
    mark = models.TextField()
    reach = models.BigIntegerField()
    looked_at = models.DateTimeField()  # the last read or change that was in it; what has none later has not changed

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(wakes__in=["reply", "growth", "change"]), name="talkwait_wakes_known")
        ]
