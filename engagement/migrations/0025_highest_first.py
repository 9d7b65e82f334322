"""Serves the list in the order of priority by an index."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("engagement", "0024_tags")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["lane", "-priority", "-id"], condition=Q(status="open"), name="case_highest"),
        ),
    ]
