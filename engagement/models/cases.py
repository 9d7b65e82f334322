"""The triage queue: a case is a decision somebody owes, its items are mentions, its events its history."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from listening.models import Brand, Mention, Story


class Case(models.Model):
    """One row of the queue.

    It copies what its queue filters and sorts by, so that the first page is one index scan. ``work`` is True if
    somebody is owed a decision; the rest is only heard, readable in Monitor, and ends by itself after 14 days.
    ``sort_key`` carries ageing (a higher key is nearer the top); nothing in the order is computed from the clock.
    ``version`` rises with every change: an action on a stale version is refused.
    """

    class Lane(models.TextChoices):
        MONITOR = "monitor", "Monitor"
        ENGAGE = "engage", "Engage"
        MANAGE = "manage", "Manage"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        SNOOZED = "snoozed", "Snoozed"
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, db_index=False)  # brands are archived, never deleted
    brand_ids = ArrayField(models.IntegerField())
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL)
    lead = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")  # the mention its row shows
    work = models.BooleanField()
    lane = models.TextField(choices=Lane.choices)
    status = models.TextField(choices=Status.choices, default=Status.OPEN)
    disposition = models.TextField(blank=True, default="")
    disposition_reason = models.TextField(blank=True, default="")
    assignee = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    priority = models.SmallIntegerField()
    priority_parts = models.JSONField(default=dict)
    sort_key = models.BigIntegerField()
    network = models.TextField()
    language = models.TextField(blank=True, default="")
    flags_mask = models.IntegerField(default=0)
    unsure_mask = models.IntegerField(default=0)
    answer = models.TextField(blank=True, default="")  # the question's state, or empty
    answered_at = models.DateTimeField(null=True)
    routed = models.JSONField(default=dict)  # Say: why this lane and owner
    returned = models.JSONField(null=True)  # Say: why it came back
    published_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    tags = ArrayField(models.TextField(), default=list, db_default=[])  # the team's own words, by name
    first_response_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(lane__in=["monitor", "engage", "manage"]), name="case_lane_known"),
            models.CheckConstraint(
                condition=Q(status__in=["open", "snoozed", "waiting", "done"]), name="case_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status="done", closed_at__isnull=False, disposition__gt="")
                | (~Q(status="done") & Q(closed_at=None, disposition="")),
                name="case_done_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(status="snoozed", snoozed_until__isnull=False)
                | (~Q(status="snoozed") & Q(snoozed_until=None)),
                name="case_snooze_has_an_end",
            ),
            models.CheckConstraint(condition=Q(priority__gte=0, priority__lte=100), name="case_priority_in_range"),
            models.CheckConstraint(
                condition=~Q(disposition="not_relevant") | ~Q(disposition_reason=""),
                name="case_not_relevant_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["lane", "-sort_key", "-id"], condition=Q(status="open"), name="case_queue"),
            models.Index(fields=["-sort_key", "-id"], condition=Q(status="open"), name="case_open"),  # every lane
            models.Index(fields=["lane", "-id"], condition=Q(status="open"), name="case_newest"),
            models.Index(fields=["lane", "-priority", "-id"], condition=Q(status="open"), name="case_highest"),
            models.Index(
                fields=["-sort_key", "-id"],
                condition=Q(status="open", routed__code="maybe_not_about_us"),
                name="case_unsure",
            ),
            models.Index(fields=["status", "-changed_at", "-id"], condition=~Q(status="open"), name="case_rest"),
            models.Index(fields=["-published_at", "-id"], name="case_published"),  # searches, newest first
            models.Index(fields=["assignee", "-sort_key", "-id"], condition=Q(status="open"), name="case_mine"),
            GinIndex(fields=["tags"], name="case_tags"),
            models.Index(fields=["snoozed_until"], condition=Q(status="snoozed"), name="case_wakes"),
            models.Index(fields=["changed_at"], name="case_changed"),
            models.Index(fields=["lane"], condition=Q(status="open", work=True), name="case_work"),  # the morning card
            models.Index(fields=["created_at"], condition=Q(status="open", work=False), name="case_heard"),
            models.Index(fields=["created_at"], condition=Q(work=True), name="case_decisions"),  # trials of rules
            models.Index(
                fields=["disposition_reason", "closed_at"], condition=Q(disposition="muted"), name="case_muted"
            ),
        ]


class CaseItem(models.Model):
    """A mention, as said about one brand, inside a case. Split and merge move items between cases."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="items")
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+", db_index=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mention", "brand"], name="caseitem_unique")]


class Event(models.Model):
    """One step in a case's history. ``actor`` is None for what the product did by itself.

    ``before`` holds the fields that the step changed, so that it can be undone; ``undoes`` links an undo to its step.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events", db_index=False)
    verb = models.TextField()
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, db_index=False)
    at = models.DateTimeField()
    params = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="undone_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(verb=""), name="event_has_a_verb"),
            models.UniqueConstraint(  # whatever beats, kills and clocks of machines do: a clock tells a milestone once
                F("params__params__clock"),
                "verb",
                condition=Q(verb__in=["warned", "breached", "escalated"]),
                name="event_clock_tells_once",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-id"], name="event_of_case"),
            models.Index(fields=["actor", "-id"], condition=Q(actor__isnull=False), name="event_of_actor"),
        ]
