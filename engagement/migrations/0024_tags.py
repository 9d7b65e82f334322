"""Adds the team's own words on cases."""

import django.contrib.postgres.fields
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagement", "0023_lean_indexes")]

    operations = [
        migrations.CreateModel(name="Tag", fields=[("name", models.TextField(primary_key=True, serialize=False))]),
        migrations.AddField(
            model_name="case",
            name="tags",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), db_default=[], default=list, size=None
            ),
        ),
        migrations.AddIndex(model_name="case", index=GinIndex(fields=["tags"], name="case_tags")),
    ]
