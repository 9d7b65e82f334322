"""How far stored posts have been read again with a version of the scoring. The row is the queue."""

from __future__ import annotations

from django.db import models


class Rescoring(models.Model):
    """One row a version of the scoring; the one that began last says what stored posts have, or are being given.

    ``cursor`` is the mention below which is still to be read, ids downwards; None is the top, where every look begins.
    ``done``, ``total`` and ``changed`` (flags that hold are others than before) count posts. ``seconds`` is the time at
    work and ``worked_at`` the end of the last batch: what is told of the time left comes from these.
    """

    version = models.TextField(unique=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField()
    cursor = models.BigIntegerField(null=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    seconds = models.FloatField(default=0.0)
