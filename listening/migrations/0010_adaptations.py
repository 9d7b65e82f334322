"""What people's corrections taught scoring in this installation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("listening", "0009_lessons"),
    ]

    operations = [
        migrations.CreateModel(
            name="Adaptation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.TextField()),
                ("base", models.TextField()),
                ("version", models.TextField()),
                ("learnt", models.JSONField(default=dict)),
                ("examples", models.IntegerField()),
                ("label", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["language", "base", "label"], name="adaptation_once_a_label"),
                ],
                "indexes": [models.Index(fields=["language", "-id"], name="adaptation_newest")],
            },
        ),
    ]
