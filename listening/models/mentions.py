"""Every stored text, the threads and stories it belongs to, its revisions and its raw payload."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from listening.models.sources import Source


class Story(models.Model):
    """The same story across networks: posts that share a canonical link or a near-identical text."""

    key = models.TextField(unique=True)
    title = models.TextField(blank=True, default="")
    first_seen_at = models.DateTimeField()


class Thread(models.Model):
    """A conversation on a network. The row is the queue of thread reads: due when ``next_read_at`` has come."""

    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField()
    url = models.TextField(blank=True, default="")
    title = models.TextField(blank=True, default="")
    read_at = models.DateTimeField(null=True)
    complete = models.BooleanField(default=False)
    locked = models.BooleanField(default=False)
    unreadable = models.JSONField(null=True)  # Say: why it cannot be read
    reads = models.IntegerField(default=0)
    attempts = models.IntegerField(default=0)  # claims in a row whose reader never came back
    failures = models.IntegerField(default=0, db_default=0)  # reads in a row that ended with an error
    next_read_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)  # when somebody said that he replied on the network
    undecided = models.BooleanField(default=False)  # an account was listed or forgotten: to be decided again
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "instance", "external_id"], name="thread_unique"),
            models.CheckConstraint(
                condition=Q(lease_token=None, lease_until=None)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="thread_lease_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["next_read_at"], condition=Q(next_read_at__isnull=False), name="thread_due"),
            models.Index(fields=["id"], condition=Q(undecided=True), name="thread_undecided"),
        ]


class Mention(models.Model):
    """Every stored text: a mention, our own post, or a post around a mention (``role``).

    ``id`` is the public id. ``published_at``, ``seen_at`` and ``changed_at`` are set by code from an explicit ``now``.
    ``deleted_at`` makes it a tombstone: text, title and author are wiped, what was counted stays counted.
    """

    class Role(models.TextChoices):
        MENTION = "mention", "Mention"
        OWN = "own", "Own"
        CONTEXT = "context", "Context"

    id = models.BigAutoField(primary_key=True)
    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField()
    role = models.TextField(choices=Role.choices)
    url = models.TextField(blank=True, default="")
    kind = models.TextField(default="post")
    author_key = models.TextField(blank=True, default="")
    author_handle = models.TextField(blank=True, default="")
    author_name = models.TextField(blank=True, default="")
    author_url = models.TextField(blank=True, default="")
    author_followers = models.BigIntegerField(null=True)
    author_is_bot = models.BooleanField(null=True)
    title = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    lang = models.TextField(blank=True, default="")
    language = models.TextField(blank=True, default="")
    visibility = models.TextField(default="public")
    licence = models.TextField(blank=True, default="")
    reach = models.JSONField(default=dict)
    links = ArrayField(models.TextField(), default=list)
    published_at = models.DateTimeField()
    published_quality = models.TextField(default="exact")
    edited_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    check_due_at = models.DateTimeField(null=True)  # when to ask whether it still stands; null where nobody has to ask
    found_late = models.BooleanField(default=False)
    accepted = models.BooleanField(default=False)
    content_hash = models.BinaryField()
    brand_ids = ArrayField(models.IntegerField(), default=list)
    source = models.ForeignKey(Source, null=True, on_delete=models.SET_NULL, db_index=False)
    thread = models.ForeignKey(Thread, null=True, on_delete=models.SET_NULL)
    in_reply_to = models.TextField(blank=True, default="")
    addressed = ArrayField(models.TextField(), default=list)  # ids of the accounts that the post mentions
    quoted_id = models.TextField(blank=True, default="")  # the network's id of the post that it quotes
    quoted_author = models.TextField(blank=True, default="")  # id of the account whose post it quotes
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL)
    tsv = models.GeneratedField(
        expression=SearchVector("title", "text", "author_handle", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "instance", "external_id"], name="mention_unique"),
            models.CheckConstraint(condition=Q(role__in=["mention", "own", "context"]), name="mention_role_known"),
            models.CheckConstraint(condition=~Q(external_id=""), name="mention_has_an_id"),
            models.CheckConstraint(
                condition=Q(deleted_at=None) | Q(text="", title="", author_handle="", author_name=""),
                name="mention_tombstone_is_empty",
            ),
            models.CheckConstraint(condition=~Q(role="mention") | ~Q(brand_ids=[]), name="mention_is_about_a_brand"),
        ]
        indexes = [
            GinIndex(fields=["brand_ids", "tsv"], name="mention_search"),
            HashIndex(fields=["url"], name="mention_by_url"),  # an address that somebody pasted
            models.Index(fields=["-published_at"], condition=Q(role="mention"), name="mention_recent"),
            models.Index(  # newest first: some accounts wrote thousands of posts, and a look at one reads the last few
                fields=["network", "author_key", "-published_at"], condition=~Q(author_key=""), name="mention_author"
            ),
            models.Index(
                fields=["network", "check_due_at"], condition=Q(check_due_at__isnull=False), name="mention_check_due"
            ),
        ]


class Rejected(models.Model):
    """A fetched post that no query matched, kept for a while so that an edited query can be tried on it.

    ``post`` is the gated ``records.Post`` without its raw payload (``listening.storage.rejects``). None is kept of
    networks whose policy forbids keeping what they give. A post that a later query matches moves to ``Mention``.
    """

    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField()
    source = models.ForeignKey(Source, on_delete=models.CASCADE)
    post = models.JSONField()
    content_hash = models.BinaryField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "instance", "external_id"], name="rejected_unique"),
        ]
        indexes = [models.Index(fields=["-seen_at"], name="rejected_recent")]


class Revision(models.Model):
    """A text that a mention had before it was edited."""

    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="revisions")
    title = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    content_hash = models.BinaryField()
    seen_at = models.DateTimeField()


class Alias(models.Model):
    """A further key under which the same post may come again: a canonical address, an edit chain, an ActivityPub id."""

    key = models.TextField(unique=True)
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="aliases")


class MentionRaw(models.Model):
    """The payload as the network gave it, zlib-compressed. Partitioned by ``seen_at`` month; dropped by the month.

    None is kept where the network's policy says so. The table is made by a hand-written migration.
    """

    mention_id = models.BigIntegerField(primary_key=True)
    seen_at = models.DateTimeField()
    payload = models.BinaryField()

    class Meta:
        managed = False
        db_table = "listening_mention_raw"
