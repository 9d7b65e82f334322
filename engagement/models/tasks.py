"""What somebody has to do about a case besides answering it. It stays open when the case is done."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from engagement.models.cases import Case


class Task(models.Model):
    """One thing to do. ``due_on`` is a day of whoever does it; a removed task keeps its row, so that it can return."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    title = models.TextField()
    due_on = models.DateField(null=True)
    assignee = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title")]
        indexes = [
            models.Index(fields=["assignee", "due_on"], condition=Q(done_at=None, removed_at=None), name="task_open")
        ]
