"""Every query's present wording becomes the first row of its history."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def remember_versions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    query, version = apps.get_model("listening", "Query"), apps.get_model("listening", "QueryVersion")
    version.objects.bulk_create(
        version(query_id=row.id, version=row.version, name=row.name, expression=row.expression, at=row.changed_at)
        for row in query.objects.all()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0004_first_ten_minutes"),
    ]

    operations = [migrations.RunPython(remember_versions, migrations.RunPython.noop)]
