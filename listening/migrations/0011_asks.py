"""What is asked on the Labels page: posts drawn by the week, each with how it was drawn and what scoring said then."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

_FLAGS = (
    "complaint",
    "question",
    "suggestion",
    "praise",
    "buying_intent",
    "churn_risk",
    "inaccuracy",
    "spam",
)


def _key(to: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(db_index=False, to=to, **more)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("listening", "0010_adaptations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.TextField()),
                ("place", models.IntegerField(null=True)),
                ("mention", _key("listening.mention", on_delete=django.db.models.deletion.CASCADE)),
                ("brand", _key("listening.brand", on_delete=django.db.models.deletion.CASCADE)),
                ("head", models.TextField()),
                ("chosen", models.TextField()),
                ("was", models.BooleanField()),
                ("chance", models.FloatField(null=True)),
                ("scorer", models.TextField()),
                (
                    "outcome",
                    models.TextField(
                        choices=[("open", "Not judged yet"), ("answered", "Judged"), ("skipped", "Skipped")],
                        default="open",
                    ),
                ),
                ("answer", models.BooleanField(null=True)),
                (
                    "user",
                    _key(settings.AUTH_USER_MODEL, null=True, on_delete=django.db.models.deletion.SET_NULL),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["mention", "brand", "head", "chosen"], name="ask_drawn_once"),
                    models.UniqueConstraint(
                        fields=["mention"], condition=Q(place__isnull=False), name="ask_post_asked_once"
                    ),
                    models.UniqueConstraint(fields=["week", "place"], name="ask_place_unique"),
                    models.CheckConstraint(condition=Q(head__in=_FLAGS), name="ask_head_known"),
                    models.CheckConstraint(
                        condition=Q(chosen__in=["random_on", "random_off", "uncertain", "disagreement"]),
                        name="ask_chosen_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(outcome="answered", answer__isnull=False)
                        | Q(outcome__in=["open", "skipped"], answer=None, place__isnull=False),
                        name="ask_answer_fits",
                    ),
                ]
            },
        ),
    ]
