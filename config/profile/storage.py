"""What a person has to come in with, and where he is signed in now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session

from config.sessions.storage import SessionStore, digest

_METHODS = "account_authentication_methods"  # where allauth notes in a session by what its owner came in


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """One place where somebody is signed in. ``since`` is None where the session does not tell; ``ways`` are allauth's
    names: password, mfa …"""

    since: datetime | None
    ends: datetime
    ways: tuple[str, ...]
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """Beside the password: is an authenticator app set up, how many passkeys, how many recovery codes are left."""

    app: bool
    passkeys: int
    codes: int


def factors(user: User) -> Factors:
    """Return somebody's second factors. One query."""
    rows = list(Authenticator.objects.filter(user=user))
    codes = [row.wrap() for row in rows if row.type == Authenticator.Type.RECOVERY_CODES]
    return Factors(
        app=any(row.type == Authenticator.Type.TOTP for row in rows),
        passkeys=sum(row.type == Authenticator.Type.WEBAUTHN for row in rows),
        codes=sum(len(each.get_unused_codes()) for each in codes),
    )


def signed_in(user: User, *, here: str | None, now: datetime) -> list[SignedIn]:
    """Return where somebody is signed in, this place first, then the latest. ``here`` is the cookie of this request."""
    found = [
        SignedIn(since=_since(data), ends=row.expire_date, ways=_ways(data), here=row.session_key == digest(here or ""))
        for row, data in _sessions(user, now)
    ]
    return sorted(found, key=lambda each: (not each.here, -each.ends.timestamp()))


def sign_out_others(user: User, *, here: str | None, now: datetime) -> int:
    """End somebody's sessions but this one, and return how many there were."""
    keys = [row.session_key for row, _data in _sessions(user, now) if row.session_key != digest(here or "")]
    return Session.objects.filter(session_key__in=keys).delete()[0]


def _sessions(user: User, now: datetime) -> list[tuple[Session, Mapping[str, object]]]:
    """Read every live session: they are few, and sealed, so that the database cannot choose."""
    store = SessionStore()
    opened = [(row, store.decode(row.session_data)) for row in Session.objects.filter(expire_date__gt=now)]
    return [(row, data) for row, data in opened if data.get(SESSION_KEY) == str(user.pk)]


def _methods(data: Mapping[str, object]) -> list[Mapping[str, object]]:
    methods = data.get(_METHODS)
    return methods if isinstance(methods, list) else []


def _since(data: Mapping[str, object]) -> datetime | None:
    times = [at for each in _methods(data) if isinstance(at := each.get("at"), int | float)]
    return datetime.fromtimestamp(min(times), UTC) if times else None


def _ways(data: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(each.get("type") or each.get("method")) for each in _methods(data)))
