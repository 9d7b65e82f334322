"""Adds the list of whom nobody is to engage, and lets a clock tell each milestone once, whoever writes it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

PERSON = {"null": True, "on_delete": django.db.models.deletion.SET_NULL, "related_name": "+"}
SUBJECTS = [("account", "Account"), ("handle", "Handle"), ("thread", "Thread")]


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0010_letters"),
        ("listening", "0012_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                F("params__params__clock"),
                F("verb"),
                condition=Q(("verb__in", ["warned", "breached", "escalated"])),
                name="event_clock_tells_once",
            ),
        ),
        migrations.CreateModel(
            name="DoNotEngage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.TextField(choices=SUBJECTS)),
                ("network", models.TextField(blank=True, default="")),
                ("instance", models.TextField(blank=True, default="")),
                ("external_id", models.TextField(blank=True, default="")),
                ("handle", models.TextField(blank=True, default="")),
                ("name", models.TextField()),
                ("reason", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.ForeignKey(to=settings.AUTH_USER_MODEL, **PERSON)),
                ("made_by", models.ForeignKey(to=settings.AUTH_USER_MODEL, **PERSON)),
                (
                    "thread",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="listening.thread",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="donotengage",
            index=models.Index(condition=Q(("ended_at", None)), fields=["until"], name="donotengage_ends"),
        ),
        migrations.AddConstraint(
            model_name="donotengage",
            constraint=models.CheckConstraint(condition=Q(("reason", ""), _negated=True), name="donotengage_says_why"),
        ),
        migrations.AddConstraint(
            model_name="donotengage",
            constraint=models.CheckConstraint(
                condition=Q(subject="account", thread=None, handle="") & ~Q(network="") & ~Q(external_id="")
                | Q(subject="handle", thread=None, external_id="", instance="") & ~Q(handle="")
                | Q(subject="thread", thread__isnull=False, external_id="", handle=""),
                name="donotengage_has_a_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="donotengage",
            constraint=models.CheckConstraint(
                condition=Q(("until", None), ("until__gt", F("since")), _connector="OR"), name="donotengage_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="donotengage",
            constraint=models.UniqueConstraint(
                condition=Q(("ended_at", None)),
                fields=("subject", "network", "instance", "external_id", "handle", "thread"),
                name="donotengage_once",
                nulls_distinct=False,
            ),
        ),
    ]
