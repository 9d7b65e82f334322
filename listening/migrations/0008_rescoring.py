"""How far stored posts were read again with a version of the scoring, and a change that opens no work."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0007_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rescoring",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.TextField(unique=True)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("worked_at", models.DateTimeField()),
                ("cursor", models.BigIntegerField(null=True)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("seconds", models.FloatField(default=0.0)),
            ],
        ),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.TextField(
                choices=[
                    ("judged", "A mention was judged, or judged again"),
                    ("edited", "A mention was edited"),
                    ("deleted", "A mention was deleted at its source"),
                    ("answer", "A question changed its answer state"),
                    ("rescored", "An old mention shows other flags; nobody has to do anything"),
                ]
            ),
        ),
        migrations.RemoveConstraint(model_name="change", name="change_kind_fits"),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=Q(kind="answer", question__isnull=False)
                | Q(kind__in=["judged", "edited", "deleted", "rescored"], question=None),
                name="change_kind_fits",
            ),
        ),
    ]
