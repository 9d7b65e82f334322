"""Adds the people behind accounts, what was changed of them, and tasks on cases."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

CASCADE = {"on_delete": django.db.models.deletion.CASCADE}
KEPT = {"null": True, "on_delete": django.db.models.deletion.SET_NULL}
ID = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
TEXT = {"blank": True, "default": ""}
USER = {"related_name": "+", "to": settings.AUTH_USER_MODEL, **KEPT}


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("engagement", "0018_routing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(**ID)),
                ("name", models.TextField(**TEXT)),
                ("role", models.TextField(**TEXT)),
                ("email", models.TextField(**TEXT)),
                ("phone", models.TextField(**TEXT)),
                ("note", models.TextField(**TEXT)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("joined_to", models.ForeignKey(null=True, related_name="+", to="engagement.contact", **CASCADE)),
            ],
        ),
        migrations.CreateModel(
            name="ContactStep",
            fields=[
                ("id", models.BigAutoField(**ID)),
                ("was", models.JSONField(default=dict)),
                ("now", models.JSONField(default=dict)),
                ("contact", models.ForeignKey(related_name="steps", to="engagement.contact", **CASCADE)),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="contact",
            field=models.ForeignKey(related_name="accounts", to="engagement.contact", **KEPT),
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(**ID)),
                ("title", models.TextField()),
                ("due_on", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("assignee", models.ForeignKey(db_index=False, **USER)),
                ("case", models.ForeignKey(related_name="tasks", to="engagement.case", **CASCADE)),
                ("done_by", models.ForeignKey(**USER)),
                ("made_by", models.ForeignKey(**USER)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=~Q(title=""), name="task_has_a_title")],
                "indexes": [
                    models.Index(
                        fields=["assignee", "due_on"], condition=Q(done_at=None, removed_at=None), name="task_open"
                    )
                ],
            },
        ),
    ]
