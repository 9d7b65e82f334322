"""What people's corrections taught scoring in this installation."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Adaptation(models.Model):
    """One time that scoring learnt of a language; the newest row of a language counts, the others are history.

    ``learnt`` is what is added to the artefact with the version ``base`` (``listening.scoring.adaptation.Adapted``) and
    ``version`` what comes of it: ``base`` again where nothing was kept. ``examples`` is how many labels it was learnt
    from and ``label`` the newest label by then. A withdrawn row means: the shipped scoring, and nothing is learnt.
    """

    language = models.TextField()
    base = models.TextField()
    version = models.TextField()
    learnt = models.JSONField(default=dict)
    examples = models.IntegerField()
    label = models.BigIntegerField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "base", "label"], name="adaptation_once_a_label"),
        ]
        indexes = [models.Index(fields=["language", "-id"], name="adaptation_newest")]
