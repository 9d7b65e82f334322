"""Adds an index by which a post is found by the address that somebody pasted."""

from django.contrib.postgres.indexes import HashIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("listening", "0013_complaints")]

    operations = [
        migrations.AddIndex(model_name="mention", index=HashIndex(fields=["url"], name="mention_by_url")),
    ]
