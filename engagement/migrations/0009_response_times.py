"""Keeps with each stopped clock the open time that it ran, for the response report, and finds clocks by time.

The histogram of response times goes: nobody read it, and its numbers could not open the threads behind them.
"""

from datetime import datetime

from django.db import migrations, models

from engagement import sla

BATCH = 1_000


def fill(apps, schema_editor):
    clocks = apps.get_model("engagement", "Clock").objects
    policies = {
        row.version: sla.parse_policy(row.policy, version=row.version)
        for row in apps.get_model("engagement", "SlaPolicy").objects.all()
    }
    batch = []
    for row in clocks.exclude(stopped_at=None).filter(took=None).iterator(chunk_size=BATCH):
        spans = [
            (datetime.fromisoformat(start), end and datetime.fromisoformat(end)) for start, end, _why in row.pauses
        ]
        calendar = sla.calendar_of(policies[row.policy_id], row.kind)
        row.took = sla.worked(calendar, row.opened_at, row.stopped_at, paused=spans)
        batch.append(row)
        if len(batch) == BATCH:
            clocks.bulk_update(batch, ["took"])
            batch = []
    clocks.bulk_update(batch, ["took"])


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0008_answer_states"),
    ]

    operations = [
        migrations.AddField(model_name="clock", name="took", field=models.DurationField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(model_name="clock", index=models.Index(fields=["opened_at"], name="clock_by_time")),
        migrations.DeleteModel(name="ResponseBucket"),
    ]
