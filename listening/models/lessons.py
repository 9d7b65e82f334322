"""What posts that people judged taught of a brand."""

from __future__ import annotations

from django.db import models

from listening.models.brands import Brand


class Lesson(models.Model):
    """What tells *us* from *not us* for one brand: log-odds added to scoring's (``listening.records.BrandContext``).

    ``words`` is empty and ``start`` 0 where nothing was learnt: too few posts, or no better with it. ``judged`` is how
    many posts it was learnt from and ``label`` the newest label by then: with a newer one it is learnt again.
    """

    brand = models.OneToOneField(Brand, primary_key=True, on_delete=models.CASCADE)
    words = models.JSONField(default=dict)
    start = models.FloatField(default=0.0)
    judged = models.IntegerField()
    label = models.BigIntegerField()
    at = models.DateTimeField()
