"""Surges as they were found, and what was said hour by hour, which tells what is usual."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from engagement.models.cases import Case
from listening.models import Brand, Mention, Story, Thread


class Surge(models.Model):
    """Far more voices than usual about a brand, or about one story of it. At most one runs at a time for each.

    ``posts``, ``voices`` and ``reach`` (reposts) are totals since ``began_at``; ``peak`` is the most voices that a
    window held. ``case`` is what it brought up: the case of its story, or of ``lead``, its first post.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE)
    story = models.ForeignKey(Story, null=True, on_delete=models.CASCADE)
    lead = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="surges")
    began_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    peak = models.IntegerField()
    posts = models.IntegerField()
    voices = models.IntegerField()
    reposts = models.IntegerField(default=0)
    usual = models.JSONField()  # surges.Usual
    shown = ArrayField(models.BigIntegerField(), default=list)  # the three posts of its alert
    say = models.JSONField()  # Say: why it is a surge, with the numbers of the moment
    told_at = models.DateTimeField()
    told_voices = models.IntegerField()
    grown_at = models.DateTimeField(null=True)  # when it was told that it doubled
    grown = models.JSONField(null=True)  # Say
    ended_at = models.DateTimeField(null=True)
    ended = models.TextField(blank=True, default="")  # faded, lasted

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "story"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="surge_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="") | Q(ended_at__isnull=False, ended__in=["faded", "lasted"]),
                name="surge_end_says_why",
            ),
            models.CheckConstraint(condition=Q(voices__gte=1, posts__gte=models.F("voices")), name="surge_counts"),
        ]
        indexes = [
            models.Index(fields=["told_at"], name="surge_told"),
        ]


class UsualHour(models.Model):
    """What was said of a brand in the two hours that end with the hour that begins at ``hour``; silent ones have none.

    Counted when the hour is over, and all again once a day: what came late, was found to be spam or about something
    else changes what was usual.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, db_index=False)
    hour = models.DateTimeField()
    posts = models.IntegerField()
    voices = models.IntegerField()
    story_voices = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "hour"], name="usualhour_unique")]


class UsualCount(models.Model):
    """One row: up to which hour ``UsualHour`` is counted, and when all of it was counted last."""

    counted_to = models.DateTimeField()
    all_at = models.DateTimeField()


class ReachSeen(models.Model):
    """How many had been reached by a talk, summed over what others wrote in it, when it was last looked at in an hour.

    Networks give totals and no history; whether a talk grows shows only by what they said before. ``measure`` is what
    the network counts. A row an hour in which the thread was read; kept for eight days.
    """

    class Measure(models.TextChoices):
        VIEWS = "views", "Views"
        POINTS = "points", "Points"
        LIKES = "likes", "Likes and reposts"

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, db_index=False)
    hour = models.DateTimeField(db_index=True)
    measure = models.TextField(choices=Measure.choices)
    seen = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "hour"], name="reachseen_once_an_hour")]
