"""Replies: the draft and what became of it, each attempt to send it, the policy, who accepted it, snippets, crises."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from engagement.models.cases import Case
from engagement.replies import outbox


class Reply(models.Model):
    """One reply of ours to the post that its case shows. A draft belongs to the desk: everybody may write at it.

    ``version`` rises with every change of text or state: who wrote on a stale one is shown what stands there now.
    ``state`` changes by ``engagement.replies.outbox`` alone. ``key`` names the one attempt that is under way.
    """

    class State(models.TextChoices):
        DRAFT = outbox.DRAFT, "Draft"
        WAITING = outbox.WAITING, "Waiting for approval"
        APPROVED = outbox.APPROVED, "Approved"
        SENDING = outbox.SENDING, "Sending"
        SENT = outbox.SENT, "Sent"
        FAILED = outbox.FAILED, "Failed"
        UNCERTAIN = outbox.UNCERTAIN, "Uncertain"
        DISCARDED = outbox.DISCARDED, "Discarded"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    network = models.TextField()
    answers = models.TextField(blank=True, default="")  # the network's id of the post that it answers
    way = models.TextField(blank=True, default="")  # api or by_hand, "" until somebody chose
    state = models.TextField(choices=State.choices, default=State.DRAFT)
    text = models.TextField(blank=True, default="")
    version = models.IntegerField(default=1)
    authors = ArrayField(models.IntegerField(), default=list)  # users who wrote at the text
    editor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    expert = models.TextField(blank=True, default="")  # who without an account wrote at it; it stays, whoever edits
    acknowledged = models.BooleanField(default=False)  # somebody says that the place's own rule is kept
    second = models.TextField(blank=True, default="")  # why a second person has to approve, "" for not
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    approver = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    clicked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    clicked_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True)
    attempts = models.IntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    looks = models.IntegerField(default=0)
    look_at = models.DateTimeField(null=True)  # when it is looked for in the thread; null: not by itself
    reason = models.JSONField(null=True)  # Say: why it failed or is uncertain
    external_id = models.TextField(blank=True, default="")
    url = models.TextField(blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    cost_micros = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=outbox.STATES), name="reply_state_known"),
            models.CheckConstraint(condition=Q(way__in=["", outbox.BY_API, outbox.BY_HAND]), name="reply_way_known"),
            models.CheckConstraint(
                condition=~Q(state="sent") | (Q(sent_at__isnull=False) & (~Q(external_id="") | ~Q(url=""))),
                name="reply_sent_has_its_post",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "sending", "uncertain"])
                | (Q(clicked_at__isnull=False) & ~Q(way="") & ~Q(text="")),
                name="reply_out_was_clicked",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(key__isnull=False, attempts__gte=1), name="reply_sending_has_a_key"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "sending"]) | Q(expert="") | Q(approver__isnull=False),
                name="reply_of_an_expert_was_approved",
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(state__in=outbox.LIVE), name="reply_one_at_a_time"),
            models.UniqueConstraint(
                fields=["network", "external_id"], condition=~Q(external_id=""), name="reply_post_is_one_reply"
            ),
        ]
        indexes = [
            models.Index(fields=["clicked_at"], condition=Q(state="approved", way="api"), name="reply_to_send"),
            models.Index(fields=["look_at"], condition=Q(look_at__isnull=False), name="reply_to_look_for"),
            models.Index(fields=["state", "-changed_at"], condition=~Q(state="discarded"), name="reply_outbox"),
        ]


class Attempt(models.Model):
    """One attempt to send a reply, written before the request goes out and never taken back."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="tries")
    key = models.UUIDField(unique=True)
    number = models.IntegerField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, default="")  # sent, failed, uncertain; "" while nobody knows
    code = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "number"], name="attempt_once"),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at")), name="attempt_ends"),
        ]


class ReplyPolicy(models.Model):
    """One version of the social media policy. The newest holds; none is ever changed."""

    version = models.IntegerField(unique=True)
    text = models.TextField()
    banned = ArrayField(models.TextField(), default=list)
    regulated = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text="") & Q(version__gte=1), name="replypolicy_says")]


class PolicyAcceptance(models.Model):
    """That a person read a version of the policy and keeps to it."""

    policy = models.ForeignKey(ReplyPolicy, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "user"], name="policyacceptance_once")]


class ReplySnippet(models.Model):
    """Words that are written often, under a key that a slash calls."""

    key = models.TextField(unique=True)
    title = models.TextField()
    text = models.TextField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(key="") & ~Q(text=""), name="replysnippet_says")]


class ReplyCrisis(models.Model):
    """A time in which replies are frozen for all but one spokesperson. One runs at most."""

    reason = models.TextField()
    spokesperson = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField()
    begun_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["until"], condition=Q(until=None), nulls_distinct=False, name="crisis_one"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="crisis_ends_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="crisis_says_why"),
        ]
