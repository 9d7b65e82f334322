"""Whose a case becomes by itself: teams, the ordered rules, who has time when, and what became of each case."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from engagement.models.cases import Case
from engagement.models.members import Member
from listening.models import Brand, Query


class Team(models.Model):
    """People who answer for each other. A removed team keeps its row and members, so that it can return."""

    name = models.TextField()
    people = models.ManyToManyField(Member, related_name="teams")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(removed_at=None), name="team_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="team_has_a_name"),
        ]


class RoutingRule(models.Model):
    """One of the ordered rules. An empty condition asks for nothing; ``assigning.Rule`` says what the others ask.

    ``was`` are its fields before the last edit, which can take it back. A removed rule keeps its row and place.
    """

    place = models.IntegerField()
    on = models.BooleanField(default=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="rules")
    flag = models.TextField(blank=True, default="")
    brand = models.ForeignKey(Brand, null=True, on_delete=models.PROTECT, related_name="+")
    query = models.ForeignKey(Query, null=True, on_delete=models.PROTECT, related_name="+")
    network = models.TextField(blank=True, default="")
    language = models.TextField(blank=True, default="")
    account = models.TextField(blank=True, default="")
    owner = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    was = models.JSONField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(account__in=["", "known", "key"]), name="routingrule_account_known"),
            models.CheckConstraint(
                condition=~Q(flag="", brand=None, query=None, network="", language="", account="", owner=None),
                name="routingrule_asks_something",
            ),
        ]


class Availability(models.Model):
    """How many open cases a colleague takes, when, and until when he is away. Without a row: the defaults.

    ``starts``, ``ends`` (minutes from midnight) and ``days`` (0 is Monday) are his hours in his own zone; without them
    he works the hours of the clocks. ``back_on`` is his first day back.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="availability")
    most_open = models.SmallIntegerField()
    starts = models.SmallIntegerField(null=True)
    ends = models.SmallIntegerField(null=True)
    days = ArrayField(models.SmallIntegerField(), default=list)
    back_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(most_open__gte=0), name="availability_takes_some"),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None, days=[])
                | Q(starts__gte=0, ends__gt=models.F("starts"), ends__lte=1440) & ~Q(days=[]),
                name="availability_hours_whole",
            ),
        ]


class Assignment(models.Model):
    """What the rules made of a case: the latest. ``at`` is when it was first offered, ``given_at`` when it was given.

    No ``rule``: none caught it. ``waiting``: a rule did, and nobody of its team had time yet. ``say`` is why.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="assignment")
    rule = models.ForeignKey(RoutingRule, null=True, on_delete=models.PROTECT, db_index=False)
    colleague = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    waiting = models.BooleanField()
    say = models.JSONField()
    at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(waiting=False) | Q(rule__isnull=False, colleague=None), name="assignment_waits_for_a_team"
            )
        ]
        indexes = [
            models.Index(fields=["at"], name="assignment_by_time"),
            models.Index(fields=["rule"], condition=Q(waiting=True), name="assignment_waits"),
            models.Index(fields=["colleague", "-given_at"], name="assignment_turns"),
        ]
