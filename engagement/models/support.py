"""The hand-off to support: the desks that take cases, each case handed to one, and what the desk reported of it."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from engagement.models.cases import Case
from engagement.support import states
from listening.models import Credential


class SupportDesk(models.Model):
    """Where cases are handed: a webhook. Address and secret are sealed; only ``hint`` is ever shown.

    A removed desk keeps its row without them, so that what was handed to it stays readable.
    """

    name = models.TextField()
    address = models.OneToOneField(Credential, null=True, on_delete=models.PROTECT, related_name="+")
    hint = models.TextField()
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    trouble = models.JSONField(null=True)  # Say as {"code", "params"}: why the last attempt failed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(removed_at=None), name="supportdesk_name_unique"),
            models.CheckConstraint(
                condition=Q(removed_at=None, address__isnull=False) | Q(removed_at__isnull=False, address=None),
                name="supportdesk_has_an_address",
            ),
        ]


class HandOver(models.Model):
    """One case handed to one desk. The row is the queue: it is sent until it is taken or given up.

    ``state`` changes by ``engagement.support.states`` alone. ``key`` is the webhook's id, the same for every attempt;
    of the address for reports, which is made of it, only the SHA-256 is kept.
    """

    class State(models.TextChoices):
        WAITING = states.WAITING, "Waiting to be sent"
        FAILED = states.FAILED, "Not taken"
        SENT = states.SENT, "Sent"
        ACCEPTED = states.ACCEPTED, "Accepted"
        IN_PROGRESS = states.IN_PROGRESS, "In progress"
        SOLVED = states.SOLVED, "Solved"
        RETURNED = states.RETURNED, "Returned"
        TAKEN_BACK = states.TAKEN_BACK, "Taken back by us"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    desk = models.ForeignKey(SupportDesk, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True, default="")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    digest = models.BinaryField(unique=True)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    reference = models.TextField(blank=True, default="")  # the desk's name for it, such as #123
    url = models.TextField(blank=True, default="")  # of its ticket; the desk's word, never asked by us
    reason = models.TextField(blank=True, default="")  # why it was returned
    due_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    why = models.JSONField(null=True)  # Say as {"code", "params"}: how the last attempt failed
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state__in=states.OPEN), name="handover_one_open"),
            models.CheckConstraint(condition=Q(state__in=states.STATES), name="handover_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "accepted", "in_progress", "solved"]) | Q(sent_at__isnull=False),
                name="handover_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(lease_token=None, lease_until=None)
                | Q(state="waiting", lease_token__isnull=False, lease_until__isnull=False),
                name="handover_lease_whole",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="handover_due")]


class SupportReport(models.Model):
    """One report of a desk, by the id that the desk gave it: the same twice counts once."""

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="reports")
    report_id = models.TextField()
    state = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hand_over", "report_id"], name="supportreport_once")]
