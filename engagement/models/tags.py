"""The words by which a team sorts its cases."""

from __future__ import annotations

from django.db import models


class Tag(models.Model):
    """A word that some case carries or carried: what is offered when one is typed. Cases keep the words themselves."""

    name = models.TextField(primary_key=True)
