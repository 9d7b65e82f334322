"""Cases and what clients pull carry the state of the question: *no reply from us* has become *unanswered*."""

from django.db import migrations

_FORWARD = (
    "UPDATE engagement_case SET answer = 'unanswered' WHERE answer = 'no_reply_from_us';"
    " UPDATE engagement_feeditem SET answer = 'unanswered' WHERE answer = 'no_reply_from_us'"
)
_BACK = (
    "UPDATE engagement_case SET answer = 'no_reply_from_us' WHERE answer NOT IN ('', 'unverified', 'answered_by_us');"
    " UPDATE engagement_feeditem SET answer = 'no_reply_from_us'"
    " WHERE answer NOT IN ('', 'unverified', 'answered_by_us')"
)


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0007_surges"),
        ("listening", "0012_answers"),
    ]

    operations = [
        migrations.RunSQL(_FORWARD, _BACK),
    ]
