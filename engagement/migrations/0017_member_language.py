"""The language in which a person reads the product; empty for the one that the browser asks for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("engagement", "0016_desk")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="language",
            field=models.TextField(blank=True, default=""),
        ),
    ]
