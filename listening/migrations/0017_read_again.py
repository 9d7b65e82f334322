"""Reads the threads again that were given up after three failures in a row, of whatever kind these were."""

from django.db import migrations

_AGAIN = """
UPDATE listening_thread t SET unreadable = NULL, attempts = 0, next_read_at = now()
WHERE unreadable ->> 'code' NOT IN ('no_threads', 'unknown_network', 'not_found', 'gone', 'parked')
    AND EXISTS (SELECT FROM listening_question q WHERE q.thread_id = t.id AND q.asked_at > now() - interval '30 days')
"""


class Migration(migrations.Migration):
    dependencies = [("listening", "0016_thread_failures")]

    operations = [migrations.RunSQL(_AGAIN, migrations.RunSQL.noop)]
