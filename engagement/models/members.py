"""Who works here: a role and preferences beside Django's stock user, and the tokens of REST clients."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Member(models.Model):
    """A person of this installation. Sign-in is allauth's; what a role may do stands in ``config/permissions.py``."""

    class Role(models.TextChoices):
        OWNER = "owner", pgettext_lazy("role", "Owner")
        MANAGER = "manager", _("Manager")
        MARKETER = "marketer", _("Marketer")
        EXPERT = "expert", _("Expert")
        SALES = "sales", _("Sales")
        EXECUTIVE = "executive", _("Executive")
        AGENCY = "agency", _("Agency")
        AUDITOR = "auditor", _("Auditor")

    user = models.OneToOneField(User, on_delete=models.CASCADE)
    role = models.TextField(choices=Role.choices)
    zone = models.TextField(blank=True, default="")  # IANA name; empty follows the installation
    language = models.TextField(blank=True, default="")  # code of settings.LANGUAGES; empty: as the browser asks
    theme = models.TextField(default="system")  # system, light, dark
    density = models.TextField(default="default")  # compact, default, roomy
    keys = models.TextField(default="on")  # off, on, alt
    auto_advance = models.BooleanField(default=True)
    muted = ArrayField(models.TextField(), default=list)  # kinds of alerts that this person is not mailed
    quiet = models.JSONField(null=True)  # hours without mail, as notices.quiet keeps them
    seen_queue_at = models.DateTimeField(null=True)  # when he was last at the desk on a day before this one
    greeted_on = models.DateField(null=True)  # the day (his zone) whose morning card he has put away
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        "owner",
                        "manager",
                        "marketer",
                        "expert",
                        "sales",
                        "executive",
                        "agency",
                        "auditor",
                    ]
                ),
                name="member_role_known",
            ),
            models.CheckConstraint(condition=Q(theme__in=["system", "light", "dark"]), name="member_theme_known"),
            models.CheckConstraint(
                condition=Q(density__in=["compact", "default", "roomy"]), name="member_density_known"
            ),
            models.CheckConstraint(condition=Q(keys__in=["off", "on", "alt"]), name="member_keys_known"),
        ]


class ApiToken(models.Model):
    """A token of a REST client: 256 random bits of which only the SHA-256 is kept. Scopes as in BEHAVIOUR 18."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.TextField()
    prefix = models.TextField()  # the first characters, to recognise it by
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.TextField())
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(scopes=[]), name="token_has_a_scope"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_expires_later"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=["read:mentions", "write:triage", "ingest", "admin"]),
                name="token_scopes_known",
            ),
        ]
