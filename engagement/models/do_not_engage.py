"""Whom nobody is to engage for a while, and where: an account, a handle or a thread, with the reason."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from listening.models import Thread


class DoNotEngage(models.Model):
    """One entry of the list. It holds from ``since`` until ``until``, or until somebody says that it is over.

    An account is known by the network's id, a mention's ``author_key``. A handle is for who has not spoken yet: bare
    and in lower case, on one network or ("") on all. An entry that is over keeps its row.
    """

    class Subject(models.TextChoices):
        ACCOUNT = "account", "Account"
        HANDLE = "handle", "Handle"
        THREAD = "thread", "Thread"

    subject = models.TextField(choices=Subject.choices)
    network = models.TextField(blank=True, default="")
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField(blank=True, default="")
    handle = models.TextField(blank=True, default="")
    thread = models.ForeignKey(Thread, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.TextField()  # how the list calls it: an author, a thread's title
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")  # None: by its time
    stands_in: int | None = None  # the thread in which its thread's first post stands, where a query asked for it

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="donotengage_says_why"),
            models.CheckConstraint(
                condition=Q(subject="account", thread=None, handle="") & ~Q(network="") & ~Q(external_id="")
                | Q(subject="handle", thread=None, external_id="", instance="") & ~Q(handle="")
                | Q(subject="thread", thread__isnull=False, external_id="", handle=""),
                name="donotengage_has_a_subject",
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="donotengage_lasts"),
            models.UniqueConstraint(
                fields=["subject", "network", "instance", "external_id", "handle", "thread"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="donotengage_once",
            ),
        ]
        indexes = [models.Index(fields=["until"], condition=Q(ended_at=None), name="donotengage_ends")]
