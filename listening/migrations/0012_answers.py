"""What became of a question in all its states, who answered it, and what people say of replies and accounts.

Until now a question had a reply of ours, had none, or could not be seen. A thread that was read and held none is
*unanswered* until it is read again: only then is known whether somebody else answered. Going back, everything that
knows of no answer of ours has none.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

_STATES = (
    ("unverified", "Cannot see replies"),
    ("unanswered", "Unanswered"),
    ("acknowledged", "Acknowledged"),
    ("answered_by_us", "Answered by us"),
    ("answered_by_peer", "Answered by somebody else"),
    ("answered_by_competitor", "Answered by a competitor"),
    ("resolved_by_asker", "Resolved by the asker"),
    ("reopened", "Asked again"),
    ("withdrawn", "Withdrawn"),
    ("expired", "Expired"),
    ("not_a_question", "Not a question"),
)
_FILL = (
    "UPDATE listening_question SET state = 'unanswered', rule = 'no_reply' WHERE state = 'no_reply_from_us';"
    " UPDATE listening_question q SET answered_side = 'ours', settled_at = q.answered_at, answered_by ="
    " coalesce((SELECT m.author_key FROM listening_mention m WHERE m.id = q.evidence_id), '')"
    " WHERE q.state = 'answered_by_us';"
    " UPDATE listening_question SET asker_spoke_at = asked_at;"
    " UPDATE listening_question q SET stale_at = t.read_at + 2 * (t.next_read_at - t.read_at) FROM listening_thread t"
    " WHERE t.id = q.thread_id AND t.next_read_at > t.read_at AND q.state = 'unanswered'"
)
_EMPTY = (
    "UPDATE listening_question SET state = 'answered_by_us' WHERE state = 'resolved_by_asker'"
    " AND answered_side = 'ours' AND answered_at IS NOT NULL;"
    " UPDATE listening_question SET state = 'no_reply_from_us', rule = 'thread_read_no_own_reply', answered_at = NULL,"
    " evidence_id = NULL WHERE state NOT IN ('unverified', 'answered_by_us')"
)
# A table whose foreign keys are still to be checked cannot be altered in the same transaction.
_CHECK_NOW = "; SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


def _user(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, **more
    )


def _mention() -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="listening.mention")


_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("listening", "0011_asks"),
    ]

    operations = [
        migrations.AddField("brandaccount", "user", _user()),
        migrations.AddField("thread", "replied_at", models.DateTimeField(null=True)),
        migrations.AddField("thread", "undecided", models.BooleanField(default=False)),
        migrations.AddIndex(
            "thread", models.Index(fields=["id"], condition=Q(undecided=True), name="thread_undecided")
        ),
        migrations.AddField("mention", "quoted_id", models.TextField(blank=True, default="")),
        migrations.AddField("question", "audience_rule", models.TextField(blank=True, default="")),
        migrations.AddField("question", "evidences", models.JSONField(default=list)),
        migrations.AddField("question", "asker_spoke_at", models.DateTimeField(null=True)),
        migrations.AddField("question", "waits_for_asker", models.BooleanField(default=False)),
        migrations.AddField("question", "answered_by", models.TextField(blank=True, default="")),
        migrations.AddField("question", "answered_side", models.TextField(blank=True, default="")),
        migrations.AddField("question", "settled_at", models.DateTimeField(null=True)),
        migrations.AddField("question", "stale_at", models.DateTimeField(null=True)),
        migrations.AlterField("question", "state", models.TextField(choices=_STATES, default="unverified")),
        migrations.RunSQL(_FILL + _CHECK_NOW, _EMPTY + _CHECK_NOW),
        migrations.RemoveConstraint("question", "question_answer_has_a_time"),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=~Q(state__in=["answered_by_us", "answered_by_peer", "answered_by_competitor"])
                | Q(answered_at__isnull=False),
                name="question_answer_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=Q(state__in=tuple(state for state, _ in _STATES)), name="question_state_known"
            ),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=Q(answered_side__in=["", "ours", "peer", "competitor", "asker"]), name="question_side_known"
            ),
        ),
        migrations.CreateModel(
            name="AccountSuggestion",
            fields=[
                _ID,
                ("network", models.TextField()),
                ("instance", models.TextField(blank=True, default="")),
                ("external_id", models.TextField()),
                ("handle", models.TextField(blank=True, default="")),
                ("reason", models.TextField()),
                ("params", models.JSONField(default=dict)),
                (
                    "outcome",
                    models.TextField(blank=True, choices=[("accepted", "Ours"), ("declined", "Not ours")], default=""),
                ),
                ("decided_by", _user()),
                ("decided_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["network", "instance", "external_id"], name="suggestion_unique"),
                    models.CheckConstraint(condition=~Q(external_id=""), name="suggestion_has_an_id"),
                    models.CheckConstraint(
                        condition=Q(outcome="", decided_at=None)
                        | Q(outcome__in=["accepted", "declined"], decided_at__isnull=False),
                        name="suggestion_outcome_fits",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ReplyWord",
            fields=[
                _ID,
                ("mention", _mention()),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="listening.brand"
                    ),
                ),
                ("reply", _mention()),
                ("value", models.BooleanField(null=True)),
                ("user", _user(db_index=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["mention", "brand", "reply", "-id"], name="replyword_newest")],
            },
        ),
    ]
