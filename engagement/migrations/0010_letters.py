"""Adds what people and channels are told of clocks, and when they want to be told."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = [
    ("warned", "Due soon"),
    ("breached", "Overdue"),
    ("escalated", "Overdue by as much again"),
    ("returned", "Came back"),
    ("mention", "A colleague's note"),
    ("handled", "Handled"),
]
ALERT_STATES = [
    ("waiting", "Waiting"),
    ("told", "Told"),
    ("closed", "Told, and handled since"),
    ("dropped", "Not told"),
]
LETTER_STATES = [
    ("waiting", "Waiting"),
    ("sent", "Sent"),
    ("failed", "Given up"),
    ("dropped", "Nothing left to tell"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0009_response_times"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoryRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_to", models.BigIntegerField()),
                ("head", models.BigIntegerField()),
                ("head_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("state", models.TextField(choices=LETTER_STATES, default="waiting")),
                ("due_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("lease_token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("why", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("person",), name="letter_one_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent", "failed", "dropped"])),
                        name="letter_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="letter_sent_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_token", None), ("lease_until", None)),
                            models.Q(
                                ("lease_token__isnull", False), ("lease_until__isnull", False), ("state", "waiting")
                            ),
                            _connector="OR",
                        ),
                        name="letter_lease_whole",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["person", "-id"], name="letter_last"),
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="letter_due"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(choices=KINDS)),
                ("at", models.DateTimeField()),
                ("as_holder", models.BooleanField(default=False)),
                ("critical", models.BooleanField(default=False)),
                ("state", models.TextField(choices=ALERT_STATES, default="waiting")),
                ("why", models.TextField(blank=True, default="")),
                ("told_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="engagement.receiver",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="engagement.case"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="engagement.event"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="engagement.clock",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="alerts",
                        to="engagement.letter",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="alerts",
                        to="engagement.notice",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), ("receiver__isnull", False)),
                            models.Q(("person__isnull", False), ("receiver", None)),
                            _connector="OR",
                        ),
                        name="alert_is_for_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["warned", "breached", "escalated", "returned", "mention", "handled"])
                        ),
                        name="alert_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "told", "closed", "dropped"])),
                        name="alert_state_known",
                    ),
                    models.UniqueConstraint(fields=("person", "event", "kind"), name="alert_told_a_person_once"),
                    models.UniqueConstraint(fields=("receiver", "event", "kind"), name="alert_told_a_receiver_once"),
                ],
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["id"], name="alert_waits"),
                    models.Index(condition=models.Q(("state", "told")), fields=["id"], name="alert_watched"),
                    models.Index(fields=["created_at"], name="alert_age"),
                ],
            },
        ),
        migrations.AddField(
            model_name="member",
            name="muted",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(model_name="member", name="quiet", field=models.JSONField(null=True)),
        migrations.AddField(model_name="receiver", name="quiet", field=models.JSONField(null=True)),
    ]
