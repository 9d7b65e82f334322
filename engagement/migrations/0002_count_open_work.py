"""Adds the partial indexes behind the badges and behind the end of what was only heard."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagement", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status", "open"), ("work", True)), fields=["lane"], name="case_work"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status", "open"), ("work", False)), fields=["created_at"], name="case_heard"
            ),
        ),
    ]
