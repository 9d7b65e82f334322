"""What was decided about a mention: which queries matched, what scoring said, and whether a question met an answer.

A key to another table has no index of its own where another one begins with it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from listening.answers.records import STATES
from listening.models.brands import Brand, Query
from listening.models.mentions import Mention, Thread


class Match(models.Model):
    """A query that matched a mention, with the spans of the words that made it match."""

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="matches", db_index=False)
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

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="judgements", db_index=False)
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
    """What one asker in a thread is owed about one brand, and what became of it, with the evidence.

    ``flag`` is what it was raised for: a question, or a complaint about us that asks nothing. ``wants`` is what it is
    owed as its thread was read: an answer, or a reply, also where what looks like a question only complains. Whatever
    counts questions counts those that want an answer.
    ``state`` and ``rule`` are those of ``listening.answers``, unless a person decided (then the rule is "person").
    ``evidence`` is the post that decided; ``answered_by`` (an account's id) and ``answered_side`` tell who gave the
    answer at ``answered_at``. ``evidences`` are the replies that count, earliest first:
    ``{"mention", "side", "meaning", "rule", "spans": [[start, end, meaning, rule], …]}``, spans in the reply's text.
    ``settled_at`` is since when nobody waits for us any more, null while somebody does or nothing is known.
    ``stale_at`` is from when on the last reading is too old to be counted; null where it is not read again.
    """

    class Wants(models.TextChoices):
        ANSWER = "answer", "An answer"
        REPLY = "reply", "A reply"

    class State(models.TextChoices):
        UNVERIFIED = "unverified", "Cannot see replies"
        UNANSWERED = "unanswered", "Unanswered"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        ANSWERED_BY_US = "answered_by_us", "Answered by us"
        ANSWERED_BY_PEER = "answered_by_peer", "Answered by somebody else"
        ANSWERED_BY_COMPETITOR = "answered_by_competitor", "Answered by a competitor"
        RESOLVED_BY_ASKER = "resolved_by_asker", "Resolved by the asker"
        REOPENED = "reopened", "Asked again"
        WITHDRAWN = "withdrawn", "Withdrawn"
        EXPIRED = "expired", "Expired"
        NOT_A_QUESTION = "not_a_question", "Not a question"

    class Side(models.TextChoices):
        OURS = "ours", "Ours"
        PEER = "peer", "Somebody else"
        COMPETITOR = "competitor", "A competitor"
        ASKER = "asker", "The asker"

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="questions", db_index=False)
    thread = models.ForeignKey(Thread, null=True, on_delete=models.CASCADE, db_index=False)
    asker_key = models.TextField()
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, db_index=False)
    flag = models.TextField(default="question")
    wants = models.TextField(choices=Wants.choices, default=Wants.ANSWER)
    audience = models.TextField(default="about_us")
    audience_rule = models.TextField(blank=True, default="")
    state = models.TextField(choices=State.choices, default=State.UNVERIFIED)
    rule = models.TextField(blank=True, default="")
    evidence = models.ForeignKey(Mention, null=True, on_delete=models.SET_NULL, related_name="+")
    evidences = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asker_spoke_at = models.DateTimeField(null=True)
    waits_for_asker = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(blank=True, default="")
    answered_side = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    stale_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "asker_key", "brand", "flag"], name="question_unique"),
            models.UniqueConstraint(fields=["mention", "brand"], name="question_mention_unique"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered_by_us", "answered_by_peer", "answered_by_competitor"])
                | Q(answered_at__isnull=False),
                name="question_answer_has_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="question_state_known"),
            models.CheckConstraint(
                condition=Q(answered_side__in=["", "ours", "peer", "competitor", "asker"]), name="question_side_known"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["direct", "about_us", "category", "competitor"]),
                name="question_audience_known",
            ),
            models.CheckConstraint(condition=Q(flag__in=["question", "complaint"]), name="question_flag_known"),
            models.CheckConstraint(
                condition=Q(wants="answer", flag="question") | Q(wants="reply"), name="question_wants_known"
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "asked_at"], name="question_by_brand"),
            models.Index(
                fields=["asker_spoke_at"],
                condition=Q(state__in=["unanswered", "acknowledged", "answered_by_competitor", "reopened"]),
                name="question_watched",
            ),
        ]


class ReplyWord(models.Model):
    """What a person said of a reply: it answers the question, or is no answer. One row each, the newest counts.

    ``value`` is None where somebody took his word back. The question is named by its post and brand, so that the word
    outlives a question that comes and goes with a flag.
    """

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, db_index=False)
    reply = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="+")
    value = models.BooleanField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["mention", "brand", "reply", "-id"], name="replyword_newest")]
