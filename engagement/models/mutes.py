"""Who, and which places, open no case: their posts are kept and readable, and nobody is told of them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q


class Mute(models.Model):
    """One author or one place that is muted from ``since`` until somebody ends it. One that is over keeps its row.

    An author is known by the network's id, a mention's ``author_key``. A place is a community, a repository or a host,
    in lower case, as ``engagement.places.mutable`` names it.
    """

    class Subject(models.TextChoices):
        AUTHOR = "author", "Author"
        SOURCE = "source", "Source"

    subject = models.TextField(choices=Subject.choices)
    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField(blank=True, default="")
    place = models.TextField(blank=True, default="")
    name = models.TextField()  # how lists call it
    since = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(subject="author", place="") & ~Q(external_id="")
                | Q(subject="source", external_id="", instance="") & ~Q(place=""),
                name="mute_has_a_subject",
            ),
            models.CheckConstraint(condition=~Q(network="") & ~Q(name=""), name="mute_is_named"),
            models.UniqueConstraint(
                fields=["network", "subject", "instance", "external_id", "place"],
                condition=Q(ended_at=None),
                name="mute_once",
            ),
        ]
