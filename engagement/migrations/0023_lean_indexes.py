"""Serves every order of open cases and searches by an index, and drops the indexes that another one begins with."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

OPEN = Q(status="open")


def _to(model: str, on_delete: object = models.CASCADE, **more: object) -> models.ForeignKey:
    return models.ForeignKey(to=model, on_delete=on_delete, db_index=False, **more)


def _index(name: str, *fields: str, condition: Q | None = None) -> migrations.AddIndex:
    return migrations.AddIndex("case", models.Index(fields=fields, condition=condition, name=name))


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("engagement", "0022_talk_waits"),
        ("listening", "0015_lean_indexes"),
    ]

    operations = [
        _index("case_open", "-sort_key", "-id", condition=OPEN),
        _index("case_newest", "lane", "-id", condition=OPEN),
        _index("case_unsure", "-sort_key", "-id", condition=Q(status="open", routed__code="maybe_not_about_us")),
        _index("case_published", "-published_at", "-id"),
        migrations.AlterField("case", "brand", _to("listening.brand", models.PROTECT)),
        migrations.AlterField("caseitem", "mention", _to("listening.mention", related_name="+")),
        migrations.AlterField("event", "case", _to("engagement.case", related_name="events")),
        migrations.AlterField("event", "actor", _to(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)),
    ]
