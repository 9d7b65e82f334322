"""What engagement should know, and what was counted. Both are written in the transaction that stores posts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from listening.models.brands import Brand
from listening.models.judgements import Question
from listening.models.mentions import Mention


class Change(models.Model):
    """Something that engagement should know. Claimed and deleted by its intake; never coalesced across kinds."""

    class Kind(models.TextChoices):
        JUDGED = "judged", "A mention was judged, or judged again"
        EDITED = "edited", "A mention was edited"
        DELETED = "deleted", "A mention was deleted at its source"
        ANSWER = "answer", "A question changed its answer state"
        RESCORED = "rescored", "An old mention shows other flags; nobody has to do anything"

    kind = models.TextField(choices=Kind.choices)
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="answer", question__isnull=False)
                | Q(kind__in=["judged", "edited", "deleted", "rescored"], question=None),
                name="change_kind_fits",
            ),
        ]


class DayMentions(models.Model):
    """Mentions of a brand on a day (company zone) and network. Kept as deltas by the ingest transaction."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, db_index=False)
    day = models.DateField()
    network = models.TextField()
    mentions = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "day", "network"], name="daymentions_unique")]


class DayFlags(models.Model):
    """Mentions of a brand on a day (company zone) for which a flag is on."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, db_index=False)
    day = models.DateField()
    flag = models.TextField()
    mentions = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "day", "flag"], name="dayflags_unique")]
