"""Tokens of REST clients: made once, shown once, kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from engagement.models import ApiToken, Member

SCOPES = ("read:mentions", "write:triage", "ingest", "admin")
LIFE = timedelta(days=180)
"""Expiry unless somebody chooses another (BEHAVIOUR 18)."""

PREFIX = "wh_"
USE_NOTED_EVERY = timedelta(minutes=5)
"""``last_used_at`` is written at most this often, so that reading costs no write."""


def create_token(
    member: Member, *, name: str, scopes: Sequence[str], now: datetime, life: timedelta = LIFE
) -> tuple[ApiToken, str]:
    """Make a token for a member. Returns the row and the plain token, which nobody can read again.

    Raises ``ValueError`` for an unknown scope, an empty name or no scope at all.
    """
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise ValueError(f"scopes are {', '.join(SCOPES)}" if unknown else "choose at least one scope")
    if not name.strip():
        raise ValueError("give the token a name")
    plain = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        member=member,
        name=name.strip()[:100],
        prefix=plain[:9],
        digest=_digest(plain),
        scopes=sorted(set(scopes), key=SCOPES.index),
        created_at=now,
        expires_at=now + life,
    )
    return token, plain


def revoke_token(token_id: int, *, member: Member, now: datetime) -> bool:
    """Revoke one of the member's own tokens. Returns False if there is no such token."""
    return bool(ApiToken.objects.filter(id=token_id, member=member, revoked_at=None).update(revoked_at=now))


def tokens_of(member: Member) -> list[ApiToken]:
    """Return the member's tokens, the newest first."""
    return list(ApiToken.objects.filter(member=member).order_by("-id"))


def token_for(plain: str, *, now: datetime) -> ApiToken | None:
    """Return the live token of this plain text, or None if it is unknown, revoked, expired or its owner is inactive.

    Looked up by digest: equal time whatever is wrong with it.
    """
    token = (
        ApiToken.objects.select_related("member__user")
        .filter(digest=_digest(plain), revoked_at=None, expires_at__gt=now, member__user__is_active=True)
        .first()
    )
    if token is not None and (token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY):
        ApiToken.objects.filter(id=token.id).update(last_used_at=now)
    return token


def _digest(plain: str) -> bytes:
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()
