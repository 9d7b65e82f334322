"""Adds the clocks of cases, and the policies that they run under."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0005_companies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SlaPolicy",
            fields=[
                ("version", models.IntegerField(primary_key=True, serialize=False)),
                ("policy", models.JSONField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("response", models.TextField(choices=[("first", "First response"), ("next", "Next response")])),
                ("kind", models.TextField()),
                ("key_account", models.BooleanField()),
                ("target", models.DurationField()),
                ("opened_at", models.DateTimeField()),
                ("pauses", models.JSONField(default=list)),
                ("warn_at", models.DateTimeField(null=True)),
                ("breach_at", models.DateTimeField(null=True)),
                ("escalate_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("warned_at", models.DateTimeField(null=True)),
                ("breached_at", models.DateTimeField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("ended", models.TextField(blank=True, default="")),
                ("exempt", models.TextField(blank=True, default="")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clocks", to="engagement.case"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="engagement.slapolicy"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="slapolicy",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="slapolicy_counts_from_one"
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="clock_next"),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(condition=models.Q(("stopped_at", None)), fields=["policy"], name="clock_open"),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stopped_at", None)), fields=("case", "response"), name="clock_one_open_a_response"
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(("response__in", ["first", "next"])), name="clock_response_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended", ""), ("stopped_at", None)),
                    models.Q(("stopped_at__isnull", False), models.Q(("ended", ""), _negated=True)),
                    _connector="OR",
                ),
                name="clock_stop_has_a_reason",
            ),
        ),
    ]
