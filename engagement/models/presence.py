"""Who is at the desk: where each person looks, and who writes to whom. Told to colleagues, and forgotten by time."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from engagement.models.cases import Case


class Presence(models.Model):
    """Where a person looked last: one row a person, so that beats grow no table. It counts for 45 s after ``seen_at``.

    ``case`` is None for the list without a case. No index but the key: a beat then rewrites the row in its place.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    seen_at = models.DateTimeField()


class Hold(models.Model):
    """That a person writes a reply: a soft claim over a case and over its author, which ends by itself.

    ``network``, ``instance`` and ``author_key`` are the author's account, so that two colleagues do not answer one
    person in two threads; ``author_key`` is empty where the network does not say who wrote.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    author_key = models.TextField(blank=True, default="")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="hold_lasts")]
