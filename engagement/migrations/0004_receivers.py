"""Adds the places where alerts go, and the notices for them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0003_invitations"),
        ("listening", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Receiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(unique=True)),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("slack", "Slack"),
                            ("teams", "Microsoft Teams"),
                            ("mattermost", "Mattermost"),
                            ("mail", "Mail"),
                        ]
                    ),
                ),
                ("hint", models.TextField()),
                ("wants", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("active", models.BooleanField(default=True)),
                ("since", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("last_ok_at", models.DateTimeField(null=True)),
                ("trouble", models.JSONField(null=True)),
                ("failures", models.IntegerField(default=0)),
                (
                    "address",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="listening.credential"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["slack", "teams", "mattermost", "mail"])),
                        name="receiver_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wants", []), _negated=True), name="receiver_wants_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wants__contained_by", ["sources", "work"])), name="receiver_wants_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField()),
                ("subject", models.TextField()),
                ("slot", models.TextField()),
                ("say", models.JSONField()),
                (
                    "state",
                    models.TextField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Given up")], default="waiting"
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("lease_token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("why", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="engagement.receiver"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="notice_due"),
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["receiver", "id"], name="notice_line"
                    ),
                    models.Index(fields=["receiver", "subject", "-id"], name="notice_last_word"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("receiver", "slot"), name="notice_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "sent", "failed"])), name="notice_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                            _connector="OR",
                        ),
                        name="notice_sent_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_token", None), ("lease_until", None)),
                            models.Q(
                                ("lease_token__isnull", False), ("lease_until__isnull", False), ("state", "waiting")
                            ),
                            _connector="OR",
                        ),
                        name="notice_lease_whole",
                    ),
                ],
            },
        ),
    ]
