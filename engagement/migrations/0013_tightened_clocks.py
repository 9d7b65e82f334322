"""Lets a shorter target count from when it came: a clock is not late by time that passed before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0012_reach_seen"),
    ]

    operations = [
        migrations.AddField("clock", "tightened_at", models.DateTimeField(null=True)),
    ]
