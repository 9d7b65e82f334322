"""Adds replies: drafts and what became of them, attempts to send, the policy, snippets, crises."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0013_tightened_clocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("network", models.TextField()),
                ("answers", models.TextField(blank=True, default="")),
                ("way", models.TextField(blank=True, default="")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("uncertain", "Uncertain"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                ("version", models.IntegerField(default=1)),
                (
                    "authors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("acknowledged", models.BooleanField(default=False)),
                ("second", models.TextField(blank=True, default="")),
                ("clicked_at", models.DateTimeField(null=True)),
                ("key", models.UUIDField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("claimed_at", models.DateTimeField(null=True)),
                ("looks", models.IntegerField(default=0)),
                ("look_at", models.DateTimeField(null=True)),
                ("reason", models.JSONField(null=True)),
                ("external_id", models.TextField(blank=True, default="")),
                ("url", models.TextField(blank=True, default="")),
                ("sent_at", models.DateTimeField(null=True)),
                ("cost_micros", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "approver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="engagement.case"
                    ),
                ),
                (
                    "clicked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "editor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(unique=True)),
                ("number", models.IntegerField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(blank=True, default="")),
                ("code", models.TextField(blank=True, default="")),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tries", to="engagement.reply"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReplyCrisis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "spokesperson",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReplyPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField(unique=True)),
                ("text", models.TextField()),
                (
                    "banned",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("regulated", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PolicyAcceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("policy", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="engagement.replypolicy")),
            ],
        ),
        migrations.CreateModel(
            name="ReplySnippet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField(unique=True)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("changed_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("state", "approved"), ("way", "api")), fields=["clicked_at"], name="reply_to_send"
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False)), fields=["look_at"], name="reply_to_look_for"
            ),
        ),
        migrations.AddIndex(
            model_name="reply",
            index=models.Index(
                condition=models.Q(("state", "discarded"), _negated=True),
                fields=["state", "-changed_at"],
                name="reply_outbox",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ("draft", "waiting", "approved", "sending", "sent", "failed", "uncertain", "discarded"),
                    )
                ),
                name="reply_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["", "api", "by_hand"])), name="reply_way_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), _negated=True),
                    models.Q(
                        ("sent_at__isnull", False),
                        models.Q(
                            models.Q(("external_id", ""), _negated=True),
                            models.Q(("url", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="reply_sent_has_its_post",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "sending", "uncertain"]), _negated=True),
                    models.Q(
                        ("clicked_at__isnull", False),
                        models.Q(("way", ""), _negated=True),
                        models.Q(("text", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reply_out_was_clicked",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sending"), _negated=True),
                    models.Q(("attempts__gte", 1), ("key__isnull", False)),
                    _connector="OR",
                ),
                name="reply_sending_has_a_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "waiting", "approved", "sending", "failed", "uncertain"))),
                fields=("case",),
                name="reply_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=("network", "external_id"),
                name="reply_post_is_one_reply",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(fields=("reply", "number"), name="attempt_once"),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("begun_at")), _connector="OR"),
                name="attempt_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="replycrisis",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("until",), name="crisis_one", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="replycrisis",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="crisis_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="replycrisis",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="crisis_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="replypolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("text", ""), _negated=True), ("version__gte", 1)), name="replypolicy_says"
            ),
        ),
        migrations.AddConstraint(
            model_name="policyacceptance",
            constraint=models.UniqueConstraint(fields=("policy", "user"), name="policyacceptance_once"),
        ),
        migrations.AddConstraint(
            model_name="replysnippet",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("key", ""), _negated=True), models.Q(("text", ""), _negated=True)),
                name="replysnippet_says",
            ),
        ),
    ]
