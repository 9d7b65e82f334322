"""Complaints about us are watched as questions are: what they want is a reply.

Those that are stored get their rows. What is known of them is decided by the reader of threads: at once from what is
stored, and by reading again where the author spoke in the last 30 days. Nothing that was counted moves: whatever counts
questions counts those that want an answer. Of a post that was edited the complaint counts from the edit, because what
it had been before is not known.
"""

from django.db import migrations, models
from django.db.models import Q

_COMPLAINT = 1  # the bit of the flag in a judgement's masks
_EDITED = "SELECT FROM listening_revision r WHERE r.mention_id = m.id AND r.content_hash <> m.content_hash"
_FILL = f"""
INSERT INTO listening_question (mention_id, thread_id, asker_key, brand_id, flag, wants, audience, audience_rule, state,
    rule, evidences, waits_for_asker, answered_by, answered_side, asked_at, asker_spoke_at, changed_at)
SELECT m.id, m.thread_id, m.author_key, j.brand_id, 'complaint', 'reply', 'about_us', 'names_us', 'unverified',
    CASE WHEN m.thread_id IS NULL THEN 'no_threads' ELSE 'not_read_yet' END, '[]', false, '', '',
    s.since, s.since, now()
FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id JOIN listening_brand b ON b.id = j.brand_id
CROSS JOIN LATERAL (SELECT CASE WHEN EXISTS ({_EDITED})
    THEN coalesce(m.edited_at, m.published_at) ELSE m.published_at END) AS s(since)
WHERE b.kind = 'own' AND j.on_mask & {_COMPLAINT} <> 0 AND j.counted_day IS NOT NULL
    AND m.role = 'mention' AND m.deleted_at IS NULL
ORDER BY m.published_at, m.id ON CONFLICT DO NOTHING;
UPDATE listening_thread t SET undecided = true,
    next_read_at = CASE WHEN t.unreadable IS NULL AND w.since > now() - interval '30 days'
        THEN least(t.next_read_at, now()) ELSE t.next_read_at END
FROM (SELECT thread_id, max(asker_spoke_at) AS since FROM listening_question WHERE flag = 'complaint'
    AND thread_id IS NOT NULL GROUP BY thread_id) AS w WHERE w.thread_id = t.id;
UPDATE listening_thread t SET undecided = true FROM listening_question q JOIN listening_judgement j
    ON j.mention_id = q.mention_id AND j.brand_id = q.brand_id AND j.on_mask & {_COMPLAINT} <> 0
WHERE q.thread_id = t.id AND q.state = 'not_a_question'
"""  # noqa: S608 - ours  # nosec B608
_EMPTY = """
DELETE FROM listening_change WHERE question_id IN (SELECT id FROM listening_question WHERE flag = 'complaint');
DELETE FROM listening_question WHERE flag = 'complaint'
"""
# A table whose foreign keys are still to be checked cannot be altered in the same transaction.
_CHECK_NOW = "; SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


class Migration(migrations.Migration):
    dependencies = [
        ("listening", "0012_answers"),
    ]

    operations = [
        migrations.AddField("question", "flag", models.TextField(default="question")),
        migrations.AddField(
            "question",
            "wants",
            models.TextField(choices=[("answer", "An answer"), ("reply", "A reply")], default="answer"),
        ),
        migrations.RemoveConstraint("question", "question_unique"),
        migrations.AddConstraint(
            "question",
            models.UniqueConstraint(fields=["thread", "asker_key", "brand", "flag"], name="question_unique"),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(condition=Q(flag__in=["question", "complaint"]), name="question_flag_known"),
        ),
        migrations.AddConstraint(
            "question",
            models.CheckConstraint(
                condition=Q(wants="answer", flag="question") | Q(wants="reply"), name="question_wants_known"
            ),
        ),
        migrations.AddIndex(
            "question",
            models.Index(
                fields=["asker_spoke_at"],
                condition=Q(state__in=["unanswered", "acknowledged", "reopened"]),
                name="question_watched",
            ),
        ),
        migrations.RunSQL(_FILL + _CHECK_NOW, _EMPTY + _CHECK_NOW),
    ]
