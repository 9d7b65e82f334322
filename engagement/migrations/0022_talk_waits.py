"""Adds what snoozed cases wait for besides the time."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("engagement", "0021_view_news")]

    operations = [
        migrations.CreateModel(
            name="TalkWait",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="engagement.case",
                    ),
                ),
                ("until", models.DateTimeField()),
                ("wakes", models.TextField()),
                ("replies", models.IntegerField()),
                ("mark", models.TextField()),
                ("reach", models.BigIntegerField()),
                ("looked_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(wakes__in=["reply", "growth", "change"]), name="talkwait_wakes_known"
                    )
                ]
            },
        ),
    ]
