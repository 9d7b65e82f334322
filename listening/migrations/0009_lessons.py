"""What posts that people judged taught of a brand: is a post about it at all."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0008_rescoring"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "brand",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="listening.brand",
                    ),
                ),
                ("words", models.JSONField(default=dict)),
                ("start", models.FloatField(default=0.0)),
                ("judged", models.IntegerField()),
                ("label", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
