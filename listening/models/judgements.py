"""What was decided about a mention: which queries matched, what scoring said, and whether a question met an answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from listening.models.brands import Brand, Query
from listening.models.mentions import Mention, Thread


class Match(models.Model):
    """A query that matched a mention, with the spans of the words that made it match."""

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="matches")
    query = models.ForeignKey(Query, on_delete=models.CASCADE)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, db_index=False)
    query_version = models.IntegerField()
    spans = models.JSONField(default=list)  # [[start, end], …] in title + "\n\n" + text (listening.text.whole)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mention", "query"], name="match_unique")]


class Judgement(models.Model):
    """What scoring says of one mention about one brand. Masks follow ``listening.records.FLAGS``.

    ``on`` and ``unsure`` are what holds and what every list, case and count reads; ``scored_on`` and ``scored_unsure``
    are what scoring said. ``decided`` are the flags that a person decided: there ``on`` holds his answer and ``unsure``
    is 0, whatever scoring says. ``ever`` are the flags it was ever on for; ``counted_day`` and ``counted_flags`` are
    what the counters hold for it.
    """

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="judgements")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, db_index=False)
    scored = models.BooleanField()
    scorer = models.TextField()
    relevance = models.FloatField(default=1.0)
    sentiment = models.FloatField(null=True)
    probabilities = models.JSONField(default=dict)
    on_mask = models.IntegerField(default=0)
    unsure_mask = models.IntegerField(default=0)
    scored_on_mask = models.IntegerField(default=0)
    scored_unsure_mask = models.IntegerField(default=0)
    decided_mask = models.IntegerField(default=0)
    ever_mask = models.IntegerField(default=0)
    complaint_reason = models.TextField(blank=True, default="")
    reasons = models.JSONField(default=list)
    counted_day = models.DateField(null=True)
    counted_flags = models.IntegerField(default=0)
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mention", "brand"], name="judgement_unique"),
            models.CheckConstraint(
                condition=Q(sentiment=None) | Q(sentiment__gte=-1, sentiment__lte=1),
                name="judgement_sentiment_in_range",
            ),
            models.CheckConstraint(
                condition=Q(relevance__gte=0, relevance__lte=1), name="judgement_relevance_in_range"
            ),
            models.CheckConstraint(
                condition=Q(scored=True) | Q(scored_on_mask=0, sentiment=None),
                name="judgement_unscored_has_no_flags",
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "counted_day"], name="judgement_by_day"),
        ]


class Question(models.Model):
    """A question in a thread by one asker about one brand, and what became of it, with the evidence."""

    class State(models.TextChoices):
        UNVERIFIED = "unverified", "Cannot see replies"
        NO_REPLY_FROM_US = "no_reply_from_us", "No reply from us"
        ANSWERED_BY_US = "answered_by_us", "Answered by us"

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="questions")
    thread = models.ForeignKey(Thread, null=True, on_delete=models.CASCADE)
    asker_key = models.TextField()
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE)
    audience = models.TextField(default="about_us")
    state = models.TextField(choices=State.choices, default=State.UNVERIFIED)
    rule = models.TextField(blank=True, default="")
    evidence = models.ForeignKey(Mention, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "asker_key", "brand"], name="question_unique"),
            models.UniqueConstraint(fields=["mention", "brand"], name="question_mention_unique"),
            models.CheckConstraint(
                condition=~Q(state="answered_by_us") | Q(answered_at__isnull=False),
                name="question_answer_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["direct", "about_us", "category", "competitor"]),
                name="question_audience_known",
            ),
        ]
        indexes = [models.Index(fields=["brand", "asked_at"], name="question_by_brand")]
