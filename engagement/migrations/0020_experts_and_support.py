"""Adds experts who are asked by mail, the hand-off to support, and who without an account wrote at a reply."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0019_contacts"),
        ("listening", "0014_mention_by_address"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Expert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("address", models.TextField()),
                ("knows", models.TextField(blank=True, default="")),
                ("language", models.TextField(default="en")),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ExpertLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("ask", "The question"),
                            ("half", "Reminder at half the time"),
                            ("last", "Reminder shortly before the end"),
                        ]
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("failed", "Given up"),
                            ("dropped", "Not needed any more"),
                        ],
                        default="waiting",
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("lease_token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("why", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ExpertRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("digest", models.BinaryField(unique=True)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "Open"),
                            ("answered", "Answered"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn by us"),
                            ("expired", "Not answered in time"),
                            ("closed", "The case ended first"),
                        ],
                        default="open",
                    ),
                ),
                ("text", models.TextField(blank=True, default="")),
                ("laid", models.BooleanField(default=False)),
                ("settled_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.TextField(blank=True, default="")),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("digest", models.BinaryField(unique=True)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("failed", "Not taken"),
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("in_progress", "In progress"),
                            ("solved", "Solved"),
                            ("returned", "Returned"),
                            ("taken_back", "Taken back by us"),
                        ],
                        default="waiting",
                    ),
                ),
                ("reference", models.TextField(blank=True, default="")),
                ("url", models.TextField(blank=True, default="")),
                ("reason", models.TextField(blank=True, default="")),
                ("due_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("lease_token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("why", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SupportDesk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("hint", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("last_ok_at", models.DateTimeField(null=True)),
                ("trouble", models.JSONField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SupportReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report_id", models.TextField()),
                ("state", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="alert",
            name="alert_kind_known",
        ),
        migrations.AddField(
            model_name="reply",
            name="expert",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="alert",
            name="kind",
            field=models.TextField(
                choices=[
                    ("warned", "Due soon"),
                    ("breached", "Overdue"),
                    ("escalated", "Overdue by as much again"),
                    ("returned", "Came back"),
                    ("mention", "A colleague's note"),
                    ("expert", "What became of a question to an expert"),
                    ("handled", "Handled"),
                ]
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["warned", "breached", "escalated", "returned", "mention", "expert", "handled"])
                ),
                name="alert_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "sending"]), _negated=True),
                    ("expert", ""),
                    ("approver__isnull", False),
                    _connector="OR",
                ),
                name="reply_of_an_expert_was_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("address",), name="expert_address_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("address", ""), _negated=True)),
                name="expert_can_be_asked",
            ),
        ),
        migrations.AddField(
            model_name="expertrequest",
            name="asker",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="expertrequest",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="expert_requests", to="engagement.case"
            ),
        ),
        migrations.AddField(
            model_name="expertrequest",
            name="expert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="engagement.expert"
            ),
        ),
        migrations.AddField(
            model_name="expertletter",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="letters", to="engagement.expertrequest"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="hand_overs", to="engagement.case"
            ),
        ),
        migrations.AddField(
            model_name="supportdesk",
            name="address",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="listening.credential"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="desk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="engagement.supportdesk"
            ),
        ),
        migrations.AddField(
            model_name="supportreport",
            name="hand_over",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="engagement.handover"
            ),
        ),
        migrations.AddIndex(
            model_name="expertrequest",
            index=models.Index(condition=models.Q(("state", "open")), fields=["until"], name="expertrequest_open"),
        ),
        migrations.AddConstraint(
            model_name="expertrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("case", "expert"), name="expertrequest_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="expertrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "answered", "declined", "withdrawn", "expired", "closed"])),
                name="expertrequest_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="expertrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("settled_at__isnull", False)),
                    _connector="OR",
                ),
                name="expertrequest_ends_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="expertrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["answered", "declined"]), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    _connector="OR",
                ),
                name="expertrequest_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="expertrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("asked_at"))), name="expertrequest_ends_later"
            ),
        ),
        migrations.AddIndex(
            model_name="expertletter",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="expertletter_due"),
        ),
        migrations.AddConstraint(
            model_name="expertletter",
            constraint=models.UniqueConstraint(fields=("request", "kind"), name="expertletter_once"),
        ),
        migrations.AddConstraint(
            model_name="expertletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "sent", "failed", "dropped"])),
                name="expertletter_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="expertletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("state", "sent")),
                    models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at", None)),
                    _connector="OR",
                ),
                name="expertletter_sent_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="expertletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_token", None), ("lease_until", None)),
                    models.Q(("lease_token__isnull", False), ("lease_until__isnull", False), ("state", "waiting")),
                    _connector="OR",
                ),
                name="expertletter_lease_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportdesk",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)), fields=("name",), name="supportdesk_name_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="supportdesk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address__isnull", False), ("removed_at", None)),
                    models.Q(("address", None), ("removed_at__isnull", False)),
                    _connector="OR",
                ),
                name="supportdesk_has_an_address",
            ),
        ),
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="handover_due"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("waiting", "sent", "accepted", "in_progress"))),
                fields=("case",),
                name="handover_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ("waiting", "failed", "sent", "accepted", "in_progress", "solved", "returned", "taken_back"),
                    )
                ),
                name="handover_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sent", "accepted", "in_progress", "solved"]), _negated=True),
                    ("sent_at__isnull", False),
                    _connector="OR",
                ),
                name="handover_was_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_token", None), ("lease_until", None)),
                    models.Q(("lease_token__isnull", False), ("lease_until__isnull", False), ("state", "waiting")),
                    _connector="OR",
                ),
                name="handover_lease_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportreport",
            constraint=models.UniqueConstraint(fields=("hand_over", "report_id"), name="supportreport_once"),
        ),
    ]
