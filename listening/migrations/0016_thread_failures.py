"""Counts reads of a thread that failed apart from those whose reader died, and watches all questions that are open."""

from django.db import migrations, models

_OPEN = models.Q(state__in=["unanswered", "acknowledged", "answered_by_competitor", "reopened"])


class Migration(migrations.Migration):
    dependencies = [("listening", "0015_lean_indexes")]

    operations = [
        migrations.AddField("thread", "failures", models.IntegerField(default=0, db_default=0)),
        migrations.RemoveIndex("question", "question_watched"),
        migrations.AddIndex(
            "question", models.Index(fields=["asker_spoke_at"], condition=_OPEN, name="question_watched")
        ),
    ]
