"""Invitations: a link made for one colleague to come, copied by hand, good once and for a week."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from engagement.actions import members
from engagement.errors import Refused
from engagement.models import Invitation, Member

LIFE = timedelta(days=7)
"""BEHAVIOUR 20."""


def invite(role: str, *, by: Member, now: datetime) -> tuple[Invitation, str]:
    """Make an invitation. Returns the row and the plain token of its link, which nobody can read again.

    Raises ``Refused("role_unknown")``, and ``Refused("owners_only")`` if somebody else would make an owner.
    """
    if role not in Member.Role.values:
        raise Refused("role_unknown")
    if role == Member.Role.OWNER and by.role != Member.Role.OWNER:
        raise Refused("owners_only")
    plain = secrets.token_urlsafe(32)
    row = Invitation.objects.create(
        role=role, digest=digest(plain), created_by=by, created_at=now, expires_at=now + LIFE
    )
    return row, plain


def revoke(invitation_id: int, *, now: datetime) -> bool:
    """Close an open invitation. Returns False if there is none."""
    open_ = Invitation.objects.filter(id=invitation_id, used_at=None, revoked_at=None)
    return bool(open_.update(revoked_at=now))


def open_invitations(now: datetime) -> list[Invitation]:
    """Return the invitations that still work, the newest first."""
    return list(
        Invitation.objects.select_related("created_by__user")
        .filter(used_at=None, revoked_at=None, expires_at__gt=now)
        .order_by("-id")
    )


def standing(key: bytes, *, now: datetime) -> Invitation | None:
    """Return the open invitation of this digest; None whether it is unknown, used, revoked or expired."""
    return Invitation.objects.filter(digest=key, used_at=None, revoked_at=None, expires_at__gt=now).first()


def accept(key: bytes, *, email: str, password: str, name: str, now: datetime) -> Member:
    """Make the colleague whom the invitation of digest ``key`` asked for, and close it: of two at once one gets in.

    Raises ``Refused("invitation_gone")`` if it is not open, Django's ``ValidationError`` for a weak password and
    ``ValueError`` for an address that is taken; after these the invitation is as open as before.
    """
    try:
        with transaction.atomic():
            row = (
                Invitation.objects.select_for_update()
                .filter(digest=key, used_at=None, revoked_at=None, expires_at__gt=now)
                .first()
            )
            if row is None:
                raise Refused("invitation_gone")
            member = members.create_member(email=email, password=password, name=name, role=row.role, now=now)
            row.used_at, row.used_by = now, member
            row.save(update_fields=["used_at", "used_by"])
            return member
    except IntegrityError:  # the same address came by another invitation a moment ago
        raise ValueError("somebody with this address is already here") from None


def digest(plain: str) -> bytes:
    """Return what is kept of a token: 256 random bits, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()
