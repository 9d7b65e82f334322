"""Adds surges, and the hours by which the usual is known."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


def to(model, **more):
    """Return a key to a model whose rows take these along."""
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=model, **more)


def key():
    """Return a primary key."""
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0006_clocks"),
        ("listening", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="UsualCount",
            fields=[
                ("id", key()),
                ("counted_to", models.DateTimeField()),
                ("all_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="UsualHour",
            fields=[
                ("id", key()),
                ("hour", models.DateTimeField()),
                ("posts", models.IntegerField()),
                ("voices", models.IntegerField()),
                ("story_voices", models.IntegerField()),
                ("brand", to("listening.brand", db_index=False)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("brand", "hour"), name="usualhour_unique")]},
        ),
        migrations.CreateModel(
            name="Surge",
            fields=[
                ("id", key()),
                ("began_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("peak", models.IntegerField()),
                ("posts", models.IntegerField()),
                ("voices", models.IntegerField()),
                ("reposts", models.IntegerField(default=0)),
                ("usual", models.JSONField()),
                (
                    "shown",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("say", models.JSONField()),
                ("told_at", models.DateTimeField()),
                ("told_voices", models.IntegerField()),
                ("grown_at", models.DateTimeField(null=True)),
                ("grown", models.JSONField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended", models.TextField(blank=True, default="")),
                ("brand", to("listening.brand")),
                ("story", to("listening.story", null=True)),
                ("lead", to("listening.mention", related_name="+")),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="surges",
                        to="engagement.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["told_at"], name="surge_told")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(ended_at=None),
                        fields=("brand", "story"),
                        name="surge_runs_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at=None, ended="") | Q(ended_at__isnull=False, ended__in=["faded", "lasted"]),
                        name="surge_end_says_why",
                    ),
                    models.CheckConstraint(condition=Q(voices__gte=1, posts__gte=F("voices")), name="surge_counts"),
                ],
            },
        ),
    ]
