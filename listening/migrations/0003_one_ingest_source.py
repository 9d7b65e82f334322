"""Two programs that hand in at the same instant find one source instead of making two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0002_raw_by_month"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "ingest")), fields=("network", "name"), name="source_ingest_unique"
            ),
        ),
    ]
