"""When to ask a network whether stored posts still stand, and what a request was for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0005_first_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="mention",
            name="check_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="source",
            name="check_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="pollrun",
            name="purpose",
            field=models.TextField(default="poll"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                condition=models.Q(("check_due_at__isnull", False)),
                fields=["network", "check_due_at"],
                name="mention_check_due",
            ),
        ),
    ]
