"""What pull clients see: one row a mention, paged by ``(changed_at, id)``."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from engagement.models.cases import Case
from listening.models import Mention


class FeedItem(models.Model):
    """A mention as REST clients page through it.

    It joins what listening decided with what engagement did, so that ``changed_at`` rises when either changes and a
    mention never needs to know of its case. ``ever_mask`` are the flags it was ever on for: a row that leaves a filter
    is delivered once more as ``left``. Rows are kept for deleted mentions, which are delivered as ``deleted``.
    """

    mention = models.OneToOneField(Mention, on_delete=models.CASCADE, primary_key=True, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL)
    network = models.TextField()
    brand_ids = ArrayField(models.IntegerField())
    on_mask = models.IntegerField(default=0)
    unsure_mask = models.IntegerField(default=0)
    ever_mask = models.IntegerField(default=0)
    answer = models.TextField(blank=True, default="")
    status = models.TextField(blank=True, default="")
    lane = models.TextField(blank=True, default="")
    deleted = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["changed_at", "mention"], name="feeditem_pages")]
