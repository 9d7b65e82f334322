"""Who was asked to join: a link that works once, for a week, of which only the SHA-256 is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from engagement.models.members import Member


class Invitation(models.Model):
    """One link. It is open until it is used, revoked or past ``expires_at``; a used one names who came by it."""

    role = models.TextField(choices=Member.Role.choices)
    digest = models.BinaryField(unique=True)
    created_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.OneToOneField(Member, null=True, on_delete=models.SET_NULL, related_name="invitation")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=sorted(Member.Role.values)), name="invitation_role_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_later"),
            models.CheckConstraint(
                condition=Q(used_by=None) | Q(used_at__isnull=False), name="invitation_user_came_some_time"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="invitation_not_used_and_revoked"
            ),
        ]
