"""Who this installation belongs to, the brands it listens for, their queries and their accounts on the networks."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


def pending_id(handle: str) -> str:
    """Return what stands for the id of an account of which only the handle is known."""
    return f"handle:{handle.casefold()}"


class Installation(models.Model):
    """The one company of this installation. ``zone`` is an IANA name; weeks and days are counted in it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    company = models.TextField()
    domain = models.TextField(blank=True, default="")
    zone = models.TextField(default="UTC")
    demo = models.BooleanField(default=False)
    setup_steps = models.JSONField(default=dict)  # step of the first ten minutes -> "done" or "skipped"
    setup_done_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="installation_is_one_row"),
            models.CheckConstraint(condition=~Q(company=""), name="installation_has_a_company"),
        ]


class Brand(models.Model):
    """A name we listen for: our own, a competitor's, a partner's, or the topic buyers have in their words.

    ``terms`` are the spellings that scoring masks and that ownership rules look for.
    """

    class Kind(models.TextChoices):
        OWN = "own", "Own brand"
        COMPETITOR = "competitor", "Competitor"
        PARTNER = "partner", "Partner"
        TOPIC = "topic", "Topic"

    name = models.TextField()
    kind = models.TextField(choices=Kind.choices)
    terms = ArrayField(models.TextField(), default=list)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(archived_at=None), name="brand_name_unique"),
            models.CheckConstraint(
                condition=Q(kind__in=["own", "competitor", "partner", "topic"]), name="brand_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="brand_has_a_name"),
        ]


class Query(models.Model):
    """A boolean expression for a brand. ``version`` rises with every edit; matches remember it."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="queries")
    name = models.TextField()
    expression = models.TextField()
    version = models.IntegerField(default=1)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="query_name_unique"),
            models.CheckConstraint(condition=~Q(expression=""), name="query_says_something"),
            models.CheckConstraint(condition=Q(version__gte=1), name="query_version_positive"),
        ]


class QueryVersion(models.Model):
    """What a query said in one of its versions, by whom and when. The newest repeats the query itself."""

    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="versions")
    version = models.IntegerField()
    name = models.TextField()
    expression = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["query", "version"], name="queryversion_unique")]


class BrandAccount(models.Model):
    """An account that speaks for a brand, ours or a competitor's. Matched by id; handles are only shown.

    Where handles change hands and only the handle is known yet, ``external_id`` is ``pending_id`` of it, which is
    nobody's id: nothing is matched until a post shows whose it is (``listening.storage.handles``).
    ``speaks`` is False for an employee whose posts are his own: stored, never counted as the brand's answer.
    """

    class Kind(models.TextChoices):
        BRAND = "brand", "Brand account"
        EMPLOYEE = "employee", "Employee"
        AGENCY = "agency", "Agency"

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="accounts")
    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField()
    handle = models.TextField(blank=True, default="")
    former_handles = ArrayField(models.TextField(), default=list)
    kind = models.TextField(choices=Kind.choices, default=Kind.BRAND)
    speaks = models.BooleanField(default=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)  # who listed it
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "instance", "external_id"], name="account_unique"),
            models.CheckConstraint(condition=~Q(external_id=""), name="account_has_an_id"),
            models.CheckConstraint(condition=Q(kind__in=["brand", "employee", "agency"]), name="account_kind_known"),
        ]

    @property
    def by_handle(self) -> bool:
        """Whether only the handle is known yet."""
        return self.external_id == pending_id(self.handle)


class AccountSuggestion(models.Model):
    """An account that may speak for us, to be looked at by a person: never matched before he says so.

    ``reason`` is the code of what speaks for it, ``params`` what the words need. ``outcome`` is "" while it waits.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Ours"
        DECLINED = "declined", "Not ours"

    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField()
    handle = models.TextField(blank=True, default="")
    reason = models.TextField()
    params = models.JSONField(default=dict)
    outcome = models.TextField(blank=True, default="", choices=Outcome.choices)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "instance", "external_id"], name="suggestion_unique"),
            models.CheckConstraint(condition=~Q(external_id=""), name="suggestion_has_an_id"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None)
                | Q(outcome__in=["accepted", "declined"], decided_at__isnull=False),
                name="suggestion_outcome_fits",
            ),
        ]
