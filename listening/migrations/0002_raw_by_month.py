"""The raw payloads, partitioned by month from the start, so that dropping a month costs nothing.

Django has no partitioned tables; the model is unmanaged and this SQL is its definition. Months are made by
``listening.storage.raw.make_months``; the default partition keeps a payload whose month was not made in time.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("listening", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE TABLE listening_mention_raw (
                mention_id bigint NOT NULL,
                seen_at timestamptz NOT NULL,
                payload bytea NOT NULL,
                PRIMARY KEY (mention_id, seen_at)
            ) PARTITION BY RANGE (seen_at);
            ALTER TABLE listening_mention_raw ALTER COLUMN payload SET STORAGE EXTERNAL;
            CREATE TABLE listening_mention_raw_rest PARTITION OF listening_mention_raw DEFAULT;
            """,
            reverse_sql="DROP TABLE listening_mention_raw",
        )
    ]
