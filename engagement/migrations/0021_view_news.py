"""Lets saved views tell a channel what comes into them, and channels be webhooks of any program."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

KINDS = [
    ("slack", "Slack"),
    ("teams", "Microsoft Teams"),
    ("mattermost", "Mattermost"),
    ("webhook", "Webhook"),
    ("mail", "Mail"),
]
KNOWN = ["sources", "work", "watched", "surges", "clocks", "views"]
TOLD = {"null": True, "on_delete": django.db.models.deletion.SET_NULL, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [("engagement", "0020_experts_and_support")]

    operations = [
        migrations.RemoveConstraint(model_name="receiver", name="receiver_kind_known"),
        migrations.RemoveConstraint(model_name="receiver", name="receiver_wants_known"),
        migrations.AlterField(model_name="receiver", name="kind", field=models.TextField(choices=KINDS)),
        migrations.AddConstraint(
            model_name="receiver",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=[kind for kind, _name in KINDS]), name="receiver_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="receiver",
            constraint=models.CheckConstraint(condition=Q(wants__contained_by=KNOWN), name="receiver_wants_known"),
        ),
        migrations.AddField(
            model_name="savedview", name="receiver", field=models.ForeignKey(to="engagement.receiver", **TOLD)
        ),
        migrations.AddField(model_name="savedview", name="told_since", field=models.DateTimeField(null=True)),
    ]
