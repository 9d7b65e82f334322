"""Companies, people and leads: small tables from the start, filled only by an explicit act."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from listening.models import Mention


class Company(models.Model):
    """A company that we sell to, or want to. Two owners, so that marketing and sales both know it is theirs."""

    name = models.TextField()
    domain = models.TextField(blank=True, default="")
    is_key = models.BooleanField(default=False)
    marketing_owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sales_owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["domain"], condition=~Q(domain=""), name="company_domain_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="company_has_a_name"),
        ]


class Person(models.Model):
    """Somebody who writes about us, on one network. Links between identities come later, each with its basis."""

    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField()
    name = models.TextField(blank=True, default="")
    company = models.ForeignKey(Company, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "instance", "external_id"], name="person_unique")]


class Lead(models.Model):
    """A hand-off to sales and what became of it."""

    class State(models.TextChoices):
        SIGNAL = "signal", "Signal"
        QUALIFIED = "qualified", "Qualified"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"
        OPPORTUNITY = "opportunity", "Opportunity"
        WON = "won", "Won"
        LOST = "lost", "Lost"
        RECYCLED = "recycled", "Recycled"

    mention = models.ForeignKey(Mention, on_delete=models.PROTECT)
    company = models.ForeignKey(Company, null=True, on_delete=models.SET_NULL)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    state = models.TextField(choices=State.choices, default=State.SIGNAL)
    reason = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(reason=""), name="lead_rejection_says_why"),
        ]
