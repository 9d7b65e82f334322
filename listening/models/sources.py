"""Where posts come from, what each poll did, and the sealed credentials."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q


class Credential(models.Model):
    """A sealed secret (``listening.sealed``). Write-only for people: pages show its name and age, never its content."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    network = models.TextField()
    name = models.TextField()
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    rotated_at = models.DateTimeField(null=True)


class Source(models.Model):
    """One feed, search or account on one network. The row is the queue: due when ``next_poll_at`` has come,
    claimed by writing ``lease_token`` and ``lease_until``, given back with the next due time."""

    class Kind(models.TextChoices):
        SEARCH = "search", "Search"
        FEED = "feed", "Feed"
        ACCOUNT = "account", "Account"
        INGEST = "ingest", "Ingest"

    class State(models.TextChoices):
        NEW = "new", "Not polled yet"
        OK = "ok", "OK"
        DEGRADED = "degraded", "Degraded"
        BLOCKED = "blocked", "Blocked"
        SIGN_IN_EXPIRED = "sign_in_expired", "Sign-in expired"
        OUT_OF_BUDGET = "out_of_budget", "Out of budget"
        SILENT = "suspiciously_silent", "Suspiciously silent"
        RETIRED = "retired", "Retired"

    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    kind = models.TextField(choices=Kind.choices)
    name = models.TextField()
    params = models.JSONField(default=dict)
    credential = models.ForeignKey(Credential, null=True, on_delete=models.PROTECT)
    cursor = models.JSONField(default=dict)
    interval_seconds = models.IntegerField()
    look_back_days = models.IntegerField(default=30)  # how far the first sweep goes back
    look_back_most = models.IntegerField(null=True, default=500)  # posts a term brings in the first sweep; None: all
    state = models.TextField(choices=State.choices, default=State.NEW)
    reason = models.JSONField(null=True)  # Say as {"code", "params"}
    failures = models.IntegerField(default=0)
    attempts = models.IntegerField(default=0)  # claims since the last poll that ended; 3 park the source
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    next_poll_at = models.DateTimeField(null=True)
    last_poll_at = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    last_kept_at = models.DateTimeField(null=True)
    check_due_at = models.DateTimeField(null=True)  # when stored posts are looked up again; null: at the next look
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["search", "feed", "account", "ingest"]), name="source_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "new",
                        "ok",
                        "degraded",
                        "blocked",
                        "sign_in_expired",
                        "out_of_budget",
                        "suspiciously_silent",
                        "retired",
                    ]
                ),
                name="source_state_known",
            ),
            models.CheckConstraint(
                condition=Q(lease_token=None, lease_until=None)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="source_lease_whole",
            ),
            models.CheckConstraint(condition=Q(interval_seconds__gte=5), name="source_interval_positive"),
            models.CheckConstraint(condition=Q(look_back_days__gte=1), name="source_looks_back"),
            # Two programs that hand in at the same instant must find one source, not make two.
            models.UniqueConstraint(
                fields=["network", "name"], condition=Q(kind="ingest"), name="source_ingest_unique"
            ),
            models.CheckConstraint(
                condition=~Q(state="retired") | Q(next_poll_at=None), name="source_retired_is_never_due"
            ),
        ]
        indexes = [
            models.Index(fields=["next_poll_at"], condition=Q(next_poll_at__isnull=False), name="source_due"),
        ]


class PollRun(models.Model):
    """What one poll did. The equation is a database constraint and is shown to people.

    Other requests that cost money have a row too, which says their ``purpose``.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    purpose = models.TextField(default="poll")  # poll, thread, check, preview
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    outcome = models.TextField()  # ok, or the kind of the error
    reason = models.JSONField(null=True)
    pages = models.IntegerField(default=0)
    fetched = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    duplicate = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    own = models.IntegerField(default=0)
    withheld = models.IntegerField(default=0)
    cost_micros = models.BigIntegerField(default=0)
    gap = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fetched=F("kept") + F("duplicate") + F("rejected") + F("own") + F("withheld")),
                name="pollrun_reconciles",
            ),
            models.CheckConstraint(condition=Q(ended_at__gte=F("started_at")), name="pollrun_ends_later"),
        ]
        indexes = [models.Index(fields=["source", "-started_at"], name="pollrun_recent")]


class IngestKey(models.Model):
    """An idempotency key of the ingest API: the same key with the same body answers the same, another body is 409."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE)
    key = models.TextField()
    body_sha256 = models.BinaryField()
    answer = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="ingestkey_unique")]
