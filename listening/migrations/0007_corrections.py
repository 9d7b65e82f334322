"""What scoring said is kept apart from what holds, so that a person's decision survives every later scoring.

Until now nobody could decide a flag: what holds is what scoring said. A decided flag may be on for a post that was not
scored (another language), so the check of unscored judgements looks at what scoring said.
"""

from django.db import migrations, models
from django.db.models import Q

_FILL = (
    "UPDATE listening_judgement SET scored_on_mask = on_mask, scored_unsure_mask = unsure_mask"
    " WHERE on_mask <> 0 OR unsure_mask <> 0"
)


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0006_check_deleted"),
    ]

    operations = [
        migrations.AddField("judgement", "scored_on_mask", models.IntegerField(default=0)),
        migrations.AddField("judgement", "scored_unsure_mask", models.IntegerField(default=0)),
        migrations.AddField("judgement", "decided_mask", models.IntegerField(default=0)),
        migrations.AddField("label", "was", models.BooleanField(null=True)),
        migrations.AddField("label", "chance", models.FloatField(null=True)),
        migrations.AddField("label", "scorer", models.TextField(blank=True, default="")),
        migrations.AddField("label", "chosen", models.TextField(blank=True, default="")),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.RemoveConstraint("judgement", "judgement_unscored_has_no_flags"),
        migrations.AddConstraint(
            "judgement",
            models.CheckConstraint(
                condition=Q(scored=True) | Q(scored_on_mask=0, sentiment=None),
                name="judgement_unscored_has_no_flags",
            ),
        ),
        migrations.AddConstraint(
            "label",
            models.CheckConstraint(
                condition=Q(chosen__in=["", "random_on", "random_off", "uncertain", "disagreement"]),
                name="label_chosen_known",
            ),
        ),
        migrations.AddConstraint(
            "label",
            models.CheckConstraint(
                condition=Q(chance=None) | Q(chance__gte=0, chance__lte=1), name="label_chance_in_range"
            ),
        ),
    ]
