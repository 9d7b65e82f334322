"""Adds who is at the desk, who writes to whom, saved views, and the day of a person's last greeting."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

USER = {"to": settings.AUTH_USER_MODEL, "on_delete": django.db.models.deletion.CASCADE, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0015_mutes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="member", name="greeted_on", field=models.DateField(null=True)),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("user", models.OneToOneField(primary_key=True, serialize=False, **USER)),
                ("seen_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="engagement.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="engagement.case",
                    ),
                ),
                ("network", models.TextField()),
                ("instance", models.TextField(blank=True, default="")),
                ("author_key", models.TextField(blank=True, default="")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("user", models.ForeignKey(**USER)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=Q(until__gt=F("since")), name="hold_lasts")],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("query", models.TextField(blank=True, default="")),
                ("shared", models.BooleanField(default=False)),
                ("feed_digest", models.BinaryField(null=True, unique=True)),
                ("feed_made_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("owner", models.ForeignKey(**USER)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~Q(name=""), name="savedview_has_a_name"),
                    models.UniqueConstraint(
                        fields=["owner", "name"], condition=Q(removed_at=None), name="savedview_name_once"
                    ),
                ],
            },
        ),
    ]
