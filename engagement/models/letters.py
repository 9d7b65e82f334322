"""What people and channels are told of clocks: one alert a line, one letter a message, and how far history was read."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from engagement.models.cases import Case, Event
from engagement.models.clocks import Clock
from engagement.models.receivers import Notice, Receiver


class Letter(models.Model):
    """One message to one person, by mail. Its words are made from its alerts when it is sent.

    A sender claims it by a conditional update of ``lease_token``. ``key`` names the mail, so that a mailbox can tell
    a second copy from another message.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Given up"
        DROPPED = "dropped", "Nothing left to tell"

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    why = models.JSONField(null=True)  # Say as {"code", "params"}: how the last attempt failed
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="waiting"), name="letter_one_waits"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "failed", "dropped"]), name="letter_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="letter_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(lease_token=None, lease_until=None)
                | Q(state="waiting", lease_token__isnull=False, lease_until__isnull=False),
                name="letter_lease_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="letter_last"),
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="letter_due"),
        ]


class Alert(models.Model):
    """One line for one person or one receiver: a step of a case's history that it is to be told, at most once.

    Waiting until it goes with a letter or notice; dropped if there is nothing to tell any more; told, and watched until
    its case is handled; closed then.
    """

    class Kind(models.TextChoices):
        WARNED = "warned", "Due soon"
        BREACHED = "breached", "Overdue"
        ESCALATED = "escalated", "Overdue by as much again"
        RETURNED = "returned", "Came back"
        MENTION = "mention", "A colleague's note"
        EXPERT = "expert", "What became of a question to an expert"
        HANDLED = "handled", "Handled"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        TOLD = "told", "Told"
        CLOSED = "closed", "Told, and handled since"
        DROPPED = "dropped", "Not told"

    person = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    receiver = models.ForeignKey(Receiver, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.TextField(choices=Kind.choices)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    clock = models.ForeignKey(Clock, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()  # when it was: for a clock the instant at which it fell due
    as_holder = models.BooleanField(default=False)  # told because the case is his: no more once it is another's
    critical = models.BooleanField(default=False)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    why = models.TextField(blank=True, default="")  # code of why it was dropped
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="alerts")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="alerts")
    told_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, receiver__isnull=False) | Q(person__isnull=False, receiver=None),
                name="alert_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["warned", "breached", "escalated", "returned", "mention", "expert", "handled"]),
                name="alert_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "told", "closed", "dropped"]), name="alert_state_known"
            ),
            models.UniqueConstraint(fields=["person", "event", "kind"], name="alert_told_a_person_once"),
            models.UniqueConstraint(fields=["receiver", "event", "kind"], name="alert_told_a_receiver_once"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="alert_waits"),
            models.Index(fields=["id"], condition=Q(state="told"), name="alert_watched"),
            models.Index(fields=["created_at"], name="alert_age"),
        ]


class HistoryRead(models.Model):
    """One row: up to which step history was read for alerts, and how far it went when it was last looked at.

    Steps get their number before they are committed, so only what had a number a while ago is read.
    """

    read_to = models.BigIntegerField()
    head = models.BigIntegerField()
    head_at = models.DateTimeField()
