"""Adds what was seen of the reach of talks, hour by hour."""

import django.db.models.deletion
from django.db import migrations, models

MEASURES = [("views", "Views"), ("points", "Points"), ("likes", "Likes and reposts")]


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0011_do_not_engage"),
        ("listening", "0012_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReachSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField(db_index=True)),
                ("measure", models.TextField(choices=MEASURES)),
                ("seen", models.BigIntegerField()),
                (
                    "thread",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="listening.thread"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="reachseen",
            constraint=models.UniqueConstraint(fields=("thread", "hour"), name="reachseen_once_an_hour"),
        ),
    ]
