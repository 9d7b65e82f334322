"""Lets the posts of an account be read newest first, and drops the indexes that another one begins with."""

from django.db import migrations, models


def _to(model: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(to=f"listening.{model}", on_delete=models.CASCADE, db_index=False, **more)


class Migration(migrations.Migration):
    dependencies = [("listening", "0014_mention_by_address")]

    operations = [
        migrations.RemoveIndex(model_name="mention", name="mention_author"),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                fields=["network", "author_key", "-published_at"],
                condition=~models.Q(author_key=""),
                name="mention_author",
            ),
        ),
        migrations.AlterField("judgement", "mention", _to("mention", related_name="judgements")),
        migrations.AlterField("match", "mention", _to("mention", related_name="matches")),
        migrations.AlterField("question", "mention", _to("mention", related_name="questions")),
        migrations.AlterField("question", "thread", _to("thread", null=True)),
        migrations.AlterField("question", "brand", _to("brand")),
    ]
