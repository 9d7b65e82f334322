"""Saved views: a name for an address of the queue, for one person or for all, and a feed of it by a secret link."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from engagement.models.receivers import Receiver


class SavedView(models.Model):
    """A list that somebody keeps under a name. ``query`` is the queue's query string, order included, checked when
    saved.

    ``feed_digest`` is the SHA-256 of the secret link under which programs read it, None while there is none; the link
    itself is kept nowhere. ``receiver`` is told what comes into the list. A removed view keeps its row, so that it can
    return.
    """

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.TextField()
    query = models.TextField(blank=True, default="")
    shared = models.BooleanField(default=False)
    feed_digest = models.BinaryField(null=True, unique=True)
    feed_made_at = models.DateTimeField(null=True)
    receiver = models.ForeignKey(Receiver, null=True, on_delete=models.SET_NULL, related_name="+")
    told_since = models.DateTimeField(null=True)  # what came into the list before is not told there
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="savedview_has_a_name"),
            models.UniqueConstraint(fields=["owner", "name"], condition=Q(removed_at=None), name="savedview_name_once"),
        ]
