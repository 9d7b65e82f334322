"""What is owed by when: the policies that were ever in force, and the clocks that run under them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from engagement import sla
from engagement.models.cases import Case


class SlaPolicy(models.Model):
    """Targets and calendar as ``sla.dump_policy`` gives them. The newest is in force; none is ever changed."""

    version = models.IntegerField(primary_key=True)
    policy = models.JSONField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)  # None: the product's own defaults
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(version__gte=1), name="slapolicy_counts_from_one")]


class Clock(models.Model):
    """One response that a case is owed: ``sla.Clock`` as a row. Whoever writes it holds the lock of its case.

    ``warn_at``, ``breach_at`` and ``escalate_at`` are foreseen, ``warned_at`` and so on are what was told. ``next_at``
    is when the sweep has to look at it next, also after its stop if something before that is still to be told.
    ``ended`` says why it stopped; only a response counts as met or missed.
    """

    class Response(models.TextChoices):
        FIRST = "first", "First response"
        NEXT = "next", "Next response"

    class Ended(models.TextChoices):
        ANSWERED = "answered", "Our answer was found in the thread"
        CLOSED_ANSWERED = "closed_answered", "A colleague ended the case as answered"
        CLOSED = "closed", "The case ended without an answer"
        NOT_OWED = "not_owed", "Nobody is owed an answer any more"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    response = models.TextField(choices=Response.choices)
    kind = models.TextField()  # one of sla.CLASSES
    key_account = models.BooleanField()
    policy = models.ForeignKey(SlaPolicy, on_delete=models.PROTECT, db_index=False)
    target = models.DurationField()
    opened_at = models.DateTimeField()
    tightened_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)  # [[start, end or null, reason], …]
    warn_at = models.DateTimeField(null=True)
    breach_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    took = models.DurationField(null=True)  # open time from opening to stop, without the pauses
    ended = models.TextField(blank=True, default="")
    exempt = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "response"], condition=Q(stopped_at=None), name="clock_one_open_a_response"
            ),
            models.CheckConstraint(condition=Q(response__in=["first", "next"]), name="clock_response_known"),
            models.CheckConstraint(
                condition=Q(stopped_at=None, ended="") | (Q(stopped_at__isnull=False) & ~Q(ended="")),
                name="clock_stop_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="clock_next"),
            models.Index(fields=["policy"], condition=Q(stopped_at=None), name="clock_open"),
            models.Index(fields=["opened_at"], name="clock_by_time"),  # the response report
        ]

    def record(self, calendar: sla.Calendar) -> sla.Clock:
        """Return the clock as the arithmetic takes it; ``calendar`` is that of its policy and kind."""
        return sla.Clock(
            opened_at=self.opened_at,
            calendar=calendar,
            policy_version=self.policy_id,
            target=self.target,
            pauses=tuple(_pause(*each) for each in self.pauses),
            milestones=sla.Milestones(self.warn_at, self.breach_at, self.escalate_at),
            exempt=sla.Exempt(self.exempt) if self.exempt else None,
            warned_at=self.warned_at,
            breached_at=self.breached_at,
            escalated_at=self.escalated_at,
            stopped_at=self.stopped_at,
            tightened_at=self.tightened_at,
        )

    def take(self, clock: sla.Clock) -> None:
        """Write the record into this row, unsaved."""
        self.opened_at, self.policy_id, self.target = clock.opened_at, clock.policy_version, clock.target
        self.pauses = [
            [each.start.isoformat(), each.end.isoformat() if each.end else None, each.reason.value]
            for each in clock.pauses
        ]
        self.warn_at, self.breach_at, self.escalate_at = clock.milestones
        self.next_at = sla.next_at(clock)
        self.warned_at, self.breached_at, self.escalated_at = clock.warned_at, clock.breached_at, clock.escalated_at
        self.stopped_at, self.tightened_at = clock.stopped_at, clock.tightened_at
        self.took = sla.read(clock, clock.stopped_at).elapsed if clock.stopped_at else None
        self.exempt = clock.exempt.value if clock.exempt else ""


def _pause(start: str, end: str | None, reason: Any) -> sla.Pause:
    until = datetime.fromisoformat(end) if end else None
    return sla.Pause(datetime.fromisoformat(start), until, sla.PauseReason(reason))
