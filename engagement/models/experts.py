"""Experts who have no account: the list of them, what they were asked about a case, and the mails that ask."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from engagement.models.cases import Case


class Expert(models.Model):
    """Somebody who knows, and is asked by mail. A removed expert keeps the row, for what was asked stays readable."""

    name = models.TextField()
    address = models.TextField()
    knows = models.TextField(blank=True, default="")  # what to ask about, for who chooses
    language = models.TextField(default="en")  # of the mails
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address"], condition=Q(removed_at=None), name="expert_address_unique"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(address=""), name="expert_can_be_asked"),
        ]


class ExpertRequest(models.Model):
    """One question to one expert about one case. It is open until one of its ends, and its link works as long.

    Of the link only the SHA-256 is kept; ``key`` is what it is made of, which without SECRET_KEY makes none. ``text``
    is the answer, or why the expert declined. ``laid`` once the answer stands in a draft of the case.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn by us"
        EXPIRED = "expired", "Not answered in time"
        CLOSED = "closed", "The case ended first"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="expert_requests")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    asker = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    question = models.TextField()
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    digest = models.BinaryField(unique=True)
    state = models.TextField(choices=State.choices, default=State.OPEN)
    text = models.TextField(blank=True, default="")
    laid = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "expert"], condition=Q(state="open"), name="expertrequest_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered", "declined", "withdrawn", "expired", "closed"]),
                name="expertrequest_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="expertrequest_ends_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "declined"]) | ~Q(text=""), name="expertrequest_says_something"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("asked_at")), name="expertrequest_ends_later"),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(state="open"), name="expertrequest_open")]


class ExpertLetter(models.Model):
    """One mail of a request: the question, or a reminder when half or nine tenths of the time are over.

    A sender claims it by ``lease_token``. ``key`` names the mail, so that a mailbox knows a second copy of it.
    """

    class Kind(models.TextChoices):
        ASK = "ask", "The question"
        HALF = "half", "Reminder at half the time"
        LAST = "last", "Reminder shortly before the end"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Given up"
        DROPPED = "dropped", "Not needed any more"

    request = models.ForeignKey(ExpertRequest, on_delete=models.CASCADE, related_name="letters")
    kind = models.TextField(choices=Kind.choices)
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
            models.UniqueConstraint(fields=["request", "kind"], name="expertletter_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "failed", "dropped"]), name="expertletter_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="expertletter_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(lease_token=None, lease_until=None)
                | Q(state="waiting", lease_token__isnull=False, lease_until__isnull=False),
                name="expertletter_lease_whole",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="waiting"), name="expertletter_due")]
