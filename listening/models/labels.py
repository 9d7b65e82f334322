"""What people said of single posts: about the brand or not, and later which flags are right."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from listening.models.brands import Brand
from listening.records import FLAGS


class Label(models.Model):
    """One judgement of a person, one row each: the newest of a post, brand and head counts, the others are history.

    ``head`` is "relevant" (is the post about the brand at all) or a flag. ``value`` is None where somebody took his
    judgement back. The post is named by its key, because posts that were never mentions are judged too.
    """

    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField()
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE)
    head = models.TextField()
    value = models.BooleanField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(head__in=["relevant", *FLAGS]), name="label_head_known"),
            models.CheckConstraint(condition=~Q(external_id=""), name="label_names_a_post"),
        ]
        indexes = [
            models.Index(fields=["brand", "head", "network", "instance", "external_id", "-id"], name="label_newest"),
        ]
