"""Adds what companies and watched people need: removal that can be undone, accounts by id, history, three alerts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0004_receivers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="company", name="removed_at", field=models.DateTimeField(null=True)),
        migrations.RemoveConstraint(model_name="company", name="company_domain_unique"),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.UniqueConstraint(
                fields=["domain"], condition=~Q(domain="") & Q(removed_at=None), name="company_domain_unique"
            ),
        ),
        migrations.AddField(model_name="person", name="handle", field=models.TextField(blank=True, default="")),
        migrations.AddField(
            model_name="person",
            name="watched",
            field=models.TextField(
                blank=True,
                choices=[("analyst", "Analyst"), ("journalist", "Journalist"), ("customer", "Customer")],
                default="",
            ),
        ),
        migrations.AddField(model_name="person", name="watched_at", field=models.DateTimeField(null=True)),
        migrations.AlterField(
            model_name="person",
            name="company",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="people",
                to="engagement.company",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=Q(watched="", watched_at=None)
                | Q(watched__in=["analyst", "journalist", "customer"], watched_at__isnull=False),
                name="person_watched_whole",
            ),
        ),
        migrations.AddIndex(model_name="person", index=models.Index(fields=["external_id"], name="person_by_account")),
        migrations.CreateModel(
            name="AccountStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("verb", models.TextField()),
                ("at", models.DateTimeField()),
                ("params", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="engagement.company",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="engagement.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~Q(verb=""), name="accountstep_has_a_verb"),
                    models.CheckConstraint(
                        condition=Q(company__isnull=False) | Q(person__isnull=False),
                        name="accountstep_is_about_somebody",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="receiver", name="receiver_wants_known"),
        migrations.AddConstraint(
            model_name="receiver",
            constraint=models.CheckConstraint(
                condition=Q(wants__contained_by=["sources", "work", "watched", "surges", "clocks"]),
                name="receiver_wants_known",
            ),
        ),
    ]
