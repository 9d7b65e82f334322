"""Rejected posts kept for trying queries on, labels, versions of queries, and how far a source looks back."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0003_one_ingest_source"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Label",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("network", models.TextField()),
                ("instance", models.TextField(blank=True, default="")),
                ("external_id", models.TextField()),
                ("head", models.TextField()),
                ("value", models.BooleanField(null=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="QueryVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.IntegerField()),
                ("name", models.TextField()),
                ("expression", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Rejected",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("network", models.TextField()),
                ("instance", models.TextField(blank=True, default="")),
                ("external_id", models.TextField()),
                ("post", models.JSONField()),
                ("content_hash", models.BinaryField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="installation",
            name="setup_steps",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="mention",
            name="addressed",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
        ),
        migrations.AddField(
            model_name="mention",
            name="quoted_author",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="source",
            name="look_back_days",
            field=models.IntegerField(default=30),
        ),
        migrations.AddField(
            model_name="source",
            name="look_back_most",
            field=models.IntegerField(default=500, null=True),
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(condition=models.Q(("look_back_days__gte", 1)), name="source_looks_back"),
        ),
        migrations.AddField(
            model_name="label",
            name="brand",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="listening.brand"),
        ),
        migrations.AddField(
            model_name="label",
            name="user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="queryversion",
            name="query",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="listening.query"
            ),
        ),
        migrations.AddField(
            model_name="queryversion",
            name="user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="rejected",
            name="source",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="listening.source"),
        ),
        migrations.AddIndex(
            model_name="label",
            index=models.Index(
                fields=["brand", "head", "network", "instance", "external_id", "-id"], name="label_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="label",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "head__in",
                        [
                            "relevant",
                            "complaint",
                            "question",
                            "suggestion",
                            "praise",
                            "buying_intent",
                            "churn_risk",
                            "inaccuracy",
                            "spam",
                        ],
                    )
                ),
                name="label_head_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="label",
            constraint=models.CheckConstraint(
                condition=models.Q(("external_id", ""), _negated=True), name="label_names_a_post"
            ),
        ),
        migrations.AddConstraint(
            model_name="queryversion",
            constraint=models.UniqueConstraint(fields=("query", "version"), name="queryversion_unique"),
        ),
        migrations.AddIndex(
            model_name="rejected",
            index=models.Index(fields=["-seen_at"], name="rejected_recent"),
        ),
        migrations.AddConstraint(
            model_name="rejected",
            constraint=models.UniqueConstraint(fields=("network", "instance", "external_id"), name="rejected_unique"),
        ),
    ]
