"""Companies, people and leads: small tables from the start, filled only by an explicit act."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from listening.models import Mention


class Company(models.Model):
    """A company that we sell to, or want to. Two owners, so that marketing and sales both know it is theirs.

    ``domain`` is bare and in lower case, as ``acme.example``. A removed company keeps its row, so that it can return
    with its people; it counts for nothing meanwhile.
    """

    name = models.TextField()
    domain = models.TextField(blank=True, default="")
    is_key = models.BooleanField(default=False)
    marketing_owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sales_owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["domain"], condition=~Q(domain="") & Q(removed_at=None), name="company_domain_unique"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="company_has_a_name"),
        ]


class Contact(models.Model):
    """A person behind one account or several, as colleagues know him. Accounts are joined by people, never by guesses.

    Where he works stands with his accounts. A contact that was joined to another keeps its row, so that the step can be
    undone; all of it goes when no account of his is left.
    """

    name = models.TextField(blank=True, default="")
    role = models.TextField(blank=True, default="")
    email = models.TextField(blank=True, default="")
    phone = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    joined_to = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class ContactStep(models.Model):
    """What one step changed of a contact. It stands here and not in a case's history, so that it goes with the contact.

    ``was`` and ``now`` are the values that an undo puts back and expects, as ``engagement.actions.contacts`` has them.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="steps")
    was = models.JSONField(default=dict)
    now = models.JSONField(default=dict)


class Person(models.Model):
    """An account that writes about us, on one network. ``contact`` is the person behind it, once somebody said who.

    ``external_id`` is the network's id of the account, a mention's ``author_key``: a handle may change hands and only
    names him. ``watched_at`` is since when his first words about us are told.
    """

    class Watched(models.TextChoices):
        ANALYST = "analyst", "Analyst"
        JOURNALIST = "journalist", "Journalist"
        CUSTOMER = "customer", "Customer"

    network = models.TextField()
    instance = models.TextField(blank=True, default="")
    external_id = models.TextField()
    handle = models.TextField(blank=True, default="")
    name = models.TextField(blank=True, default="")
    company = models.ForeignKey(Company, null=True, on_delete=models.SET_NULL, related_name="people")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="accounts")
    watched = models.TextField(choices=Watched.choices, blank=True, default="")
    watched_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "instance", "external_id"], name="person_unique"),
            models.CheckConstraint(
                condition=Q(watched="", watched_at=None)
                | Q(watched__in=["analyst", "journalist", "customer"], watched_at__isnull=False),
                name="person_watched_whole",
            ),
        ]
        indexes = [models.Index(fields=["external_id"], name="person_by_account")]  # what every intake asks


class AccountStep(models.Model):
    """One step in the history of a company, or of a person where no case is at hand. As ``Event`` is for cases."""

    company = models.ForeignKey(Company, null=True, on_delete=models.CASCADE, related_name="steps")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="steps")
    verb = models.TextField()
    actor = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    params = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(verb=""), name="accountstep_has_a_verb"),
            models.CheckConstraint(
                condition=Q(company__isnull=False) | Q(person__isnull=False), name="accountstep_is_about_somebody"
            ),
        ]


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
