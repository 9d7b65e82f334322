"""Where alerts go, and what was or will be told there: the row is the queue."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from listening.models import Credential


class Receiver(models.Model):
    """A chat channel or some mailboxes. The address is a secret: sealed, and shown only as ``hint``.

    ``since`` is when it was added or last switched on: what became news before is not told.
    """

    class Kind(models.TextChoices):
        SLACK = "slack", "Slack"
        TEAMS = "teams", "Microsoft Teams"
        MATTERMOST = "mattermost", "Mattermost"
        WEBHOOK = "webhook", _("Webhook")
        MAIL = "mail", _("Mail")

    class Alert(models.TextChoices):
        SOURCES = "sources", _("A source needs a look, or is well again")
        WORK = "work", _("New work in Engage")
        SURGES = "surges", _("Far more people than usual speak of a brand")
        WATCHED = "watched", _("A watched person's first word")
        CLOCKS = "clocks", _("An answer is due soon or overdue")
        VIEWS = "views", _("What comes into saved views that are sent here")

    name = models.TextField(unique=True)
    kind = models.TextField(choices=Kind.choices)
    address = models.OneToOneField(Credential, on_delete=models.PROTECT, related_name="+")
    hint = models.TextField()  # host and last four characters, which is all that is ever shown
    wants = ArrayField(models.TextField())
    active = models.BooleanField(default=True)
    quiet = models.JSONField(null=True)  # hours in which nothing is told, as notices.quiet keeps them
    since = models.DateTimeField()
    created_at = models.DateTimeField()
    last_ok_at = models.DateTimeField(null=True)
    trouble = models.JSONField(null=True)  # Say as {"code", "params"}: why the last attempt failed
    failures = models.IntegerField(default=0)  # attempts that failed since one went well

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["slack", "teams", "mattermost", "webhook", "mail"]), name="receiver_kind_known"
            ),
            models.CheckConstraint(condition=~Q(wants=[]), name="receiver_wants_something"),
            models.CheckConstraint(
                condition=Q(wants__contained_by=["sources", "work", "watched", "surges", "clocks", "views"]),
                name="receiver_wants_known",
            ),
        ]


class Notice(models.Model):
    """One thing to tell one receiver. ``say`` holds codes and ids; words are made when it is sent.

    ``slot`` names the subject and the notice that this one follows, and is unique: of two sweeps that saw the same
    last word only one adds the next. A sender claims it by a conditional update of ``lease_token``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Given up"

    receiver = models.ForeignKey(Receiver, on_delete=models.CASCADE, related_name="notices")
    kind = models.TextField()
    subject = models.TextField()  # "work", "surges", "clocks", "source:12" or "view:7"
    slot = models.TextField()
    say = models.JSONField()  # {"code", "params", "citations"}
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
            models.UniqueConstraint(fields=["receiver", "slot"], name="notice_told_once"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "sent", "failed"]), name="notice_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="notice_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(lease_token=None, lease_until=None)
                | Q(state="waiting", lease_token__isnull=False, lease_until__isnull=False),
                name="notice_lease_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="notice_due"),
            models.Index(fields=["receiver", "id"], condition=Q(state="waiting"), name="notice_line"),
            models.Index(fields=["receiver", "subject", "-id"], name="notice_last_word"),
        ]
