"""Adds mutes: authors and places whose posts are kept and readable, open no case and are told to nobody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

PERSON = {"null": True, "on_delete": django.db.models.deletion.SET_NULL, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0014_replies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.TextField(choices=[("author", "Author"), ("source", "Source")])),
                ("network", models.TextField()),
                ("instance", models.TextField(blank=True, default="")),
                ("external_id", models.TextField(blank=True, default="")),
                ("place", models.TextField(blank=True, default="")),
                ("name", models.TextField()),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.ForeignKey(to=settings.AUTH_USER_MODEL, **PERSON)),
                ("made_by", models.ForeignKey(to=settings.AUTH_USER_MODEL, **PERSON)),
            ],
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=models.CheckConstraint(
                condition=Q(subject="author", place="") & ~Q(external_id="")
                | Q(subject="source", external_id="", instance="") & ~Q(place=""),
                name="mute_has_a_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=models.CheckConstraint(condition=~Q(network="") & ~Q(name=""), name="mute_is_named"),
        ),
        migrations.AddConstraint(
            model_name="mute",
            constraint=models.UniqueConstraint(
                condition=Q(("ended_at", None)),
                fields=("network", "subject", "instance", "external_id", "place"),
                name="mute_once",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=Q(("disposition", "muted")), fields=["disposition_reason", "closed_at"], name="case_muted"
            ),
        ),
    ]
