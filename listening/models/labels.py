"""What people said of single posts: about the brand or not, and which flags are right."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from listening.models.brands import Brand
from listening.models.mentions import Mention
from listening.records import FLAGS


class Label(models.Model):
    """One judgement of a person, one row each: the newest of a post, brand and head counts, the others are history.

    ``head`` is "relevant" (is the post about the brand at all) or a flag. ``value`` is None where somebody took his
    judgement back. The post is named by its key, because posts that were never mentions are judged too. What was there
    to be judged stands beside it: ``was`` the flag on, with which ``chance`` (0..1) by which ``scorer`` (its version).
    ``chosen`` says how the post came before the person: "" where he corrected on his own, else how it was drawn.
    """

    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField()
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE)
    head = models.TextField()
    value = models.BooleanField(null=True)
    was = models.BooleanField(null=True)
    chance = models.FloatField(null=True)
    scorer = models.TextField(blank=True, default="")
    chosen = models.TextField(blank=True, default="")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(head__in=["relevant", *FLAGS]), name="label_head_known"),
            models.CheckConstraint(condition=~Q(external_id=""), name="label_names_a_post"),
            models.CheckConstraint(
                condition=Q(chosen__in=["", "random_on", "random_off", "uncertain", "disagreement"]),
                name="label_chosen_known",
            ),
            models.CheckConstraint(
                condition=Q(chance=None) | Q(chance__gte=0, chance__lte=1), name="label_chance_in_range"
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "head", "network", "instance", "external_id", "-id"], name="label_newest"),
        ]


class Ask(models.Model):
    """A post that was drawn to be judged on the Labels page: which flag, how it was drawn, what scoring said then.

    ``place`` is its place in the list of its ISO ``week``; null where nobody has to be asked, because a person had
    decided the flag already when it was drawn. Such a one counts as answered, or what is drawn at random would be
    without the errors that people correct on their own.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", "Not judged yet"
        ANSWERED = "answered", "Judged"
        SKIPPED = "skipped", "Skipped"

    week = models.TextField()
    place = models.IntegerField(null=True)
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, db_index=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, db_index=False)
    head = models.TextField()
    chosen = models.TextField()
    was = models.BooleanField()
    chance = models.FloatField(null=True)
    scorer = models.TextField()
    outcome = models.TextField(choices=Outcome.choices, default=Outcome.OPEN)
    answer = models.BooleanField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mention", "brand", "head", "chosen"], name="ask_drawn_once"),
            models.UniqueConstraint(fields=["mention"], condition=Q(place__isnull=False), name="ask_post_asked_once"),
            models.UniqueConstraint(fields=["week", "place"], name="ask_place_unique"),
            models.CheckConstraint(condition=Q(head__in=FLAGS), name="ask_head_known"),
            models.CheckConstraint(
                condition=Q(chosen__in=["random_on", "random_off", "uncertain", "disagreement"]),
                name="ask_chosen_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="answered", answer__isnull=False)
                | Q(outcome__in=["open", "skipped"], answer=None, place__isnull=False),
                name="ask_answer_fits",
            ),
        ]
