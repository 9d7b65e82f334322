"""Adds teams, the rules that give cases to them, who has time when, and what became of each case."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

KEPT = {"null": True, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}
PERSON = {"null": True, "on_delete": django.db.models.deletion.SET_NULL, "related_name": "+"}
ID = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
KEY = {"on_delete": django.db.models.deletion.CASCADE, "primary_key": True, "serialize": False}
TEXT = {"blank": True, "default": ""}


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("engagement", "0017_member_language"),
        ("listening", "0013_complaints"),
    ]

    operations = [
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(**ID)),
                ("name", models.TextField()),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("people", models.ManyToManyField(related_name="teams", to="engagement.member")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["name"], condition=Q(removed_at=None), name="team_name_unique"),
                    models.CheckConstraint(condition=~Q(name=""), name="team_has_a_name"),
                ]
            },
        ),
        migrations.CreateModel(
            name="RoutingRule",
            fields=[
                ("id", models.BigAutoField(**ID)),
                ("place", models.IntegerField()),
                ("on", models.BooleanField(default=False)),
                ("flag", models.TextField(**TEXT)),
                ("network", models.TextField(**TEXT)),
                ("language", models.TextField(**TEXT)),
                ("account", models.TextField(**TEXT)),
                ("was", models.JSONField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                ("brand", models.ForeignKey(to="listening.brand", **KEPT)),
                ("query", models.ForeignKey(to="listening.query", **KEPT)),
                ("owner", models.ForeignKey(to=settings.AUTH_USER_MODEL, **KEPT)),
                ("changed_by", models.ForeignKey(to=settings.AUTH_USER_MODEL, **PERSON)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rules", to="engagement.team"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(account__in=["", "known", "key"]), name="routingrule_account_known"
                    ),
                    models.CheckConstraint(
                        condition=~Q(flag="", brand=None, query=None, network="", language="", account="", owner=None),
                        name="routingrule_asks_something",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Availability",
            fields=[
                ("member", models.OneToOneField(related_name="availability", to="engagement.member", **KEY)),
                ("most_open", models.SmallIntegerField()),
                ("starts", models.SmallIntegerField(null=True)),
                ("ends", models.SmallIntegerField(null=True)),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), default=list, size=None
                    ),
                ),
                ("back_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(most_open__gte=0), name="availability_takes_some"),
                    models.CheckConstraint(
                        condition=Q(starts=None, ends=None, days=[])
                        | Q(starts__gte=0, ends__gt=F("starts"), ends__lte=1440) & ~Q(days=[]),
                        name="availability_hours_whole",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("case", models.OneToOneField(related_name="assignment", to="engagement.case", **KEY)),
                ("waiting", models.BooleanField()),
                ("say", models.JSONField()),
                ("at", models.DateTimeField()),
                ("given_at", models.DateTimeField(null=True)),
                ("colleague", models.ForeignKey(db_index=False, to=settings.AUTH_USER_MODEL, **PERSON)),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="engagement.routingrule",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(waiting=False) | Q(rule__isnull=False, colleague=None),
                        name="assignment_waits_for_a_team",
                    )
                ],
                "indexes": [
                    models.Index(fields=["at"], name="assignment_by_time"),
                    models.Index(fields=["rule"], condition=Q(waiting=True), name="assignment_waits"),
                    models.Index(fields=["colleague", "-given_at"], name="assignment_turns"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["created_at"], condition=Q(work=True), name="case_decisions"),
        ),
    ]
