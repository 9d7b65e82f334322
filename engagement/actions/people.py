"""What becomes of colleagues: another role, leaving, coming back, a new password. There is always an owner."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from engagement.errors import Refused, Unknown
from engagement.models import ApiToken, Invitation, Member

OWNER = Member.Role.OWNER


def everybody() -> list[Member]:
    """Return every colleague, those who left as well, by name."""
    people = Member.objects.select_related("user")
    return list(people.order_by("-user__is_active", "user__first_name", "user__last_name", "id"))


def named(member_id: int) -> Member:
    """Return a colleague. Raises ``Unknown``."""
    member = Member.objects.select_related("user").filter(id=member_id).first()
    if member is None:
        raise Unknown("person", member_id)
    return member


def by_address(email: str) -> Member | None:
    """Return the colleague who signs in with this address."""
    return Member.objects.select_related("user").filter(user__username=email.strip().lower()).first()


def change_role(member_id: int, role: str, *, by: Member, now: datetime) -> Member:
    """Give a colleague another role, from the next click on. Links that he made to invite others die with the old one.

    Raises ``Unknown``, and ``Refused`` with ``owners_only``, ``role_unknown`` or ``last_owner``.
    """
    if by.role != OWNER:
        raise Refused("owners_only")
    if role not in Member.Role.values:
        raise Refused("role_unknown")
    with transaction.atomic():
        _hold_owners()
        member = named(member_id)
        if role != OWNER:
            _refuse_last_owner(member)
        if role != member.role:
            member.role = role
            member.save(update_fields=["role"])
            _revoke_invitations(member, now)
    return member


def deactivate(member_id: int, *, by: Member, now: datetime) -> Member:
    """Shut a colleague out at once: sessions, tokens and open invitations of his end. His work stays under his name.

    Raises ``Unknown``, and ``Refused`` with ``oneself``, ``owners_only`` (for an owner) or ``last_owner``.
    """
    with transaction.atomic():
        _hold_owners()
        member = named(member_id)
        if member.id == by.id:
            raise Refused("oneself")
        if member.role == OWNER and by.role != OWNER:
            raise Refused("owners_only")
        _refuse_last_owner(member)
        member.user.is_active = False
        member.user.save(update_fields=["is_active"])
        ApiToken.objects.filter(member=member, revoked_at=None).update(revoked_at=now)
        _revoke_invitations(member, now)
        end_sessions(member, now=now)
    return member


def reactivate(member_id: int, *, by: Member) -> Member:
    """Let a colleague in again, with his former password and role; tokens stay revoked.

    Raises ``Unknown``, and ``Refused("owners_only")`` if somebody else would let an owner in.
    """
    member = named(member_id)
    if member.role == OWNER and by.role != OWNER:
        raise Refused("owners_only")
    _let_in(member)
    return member


def reset_path(member_id: int, *, by: Member) -> str:
    """Return the path of a link that sets a colleague's password: once, within ``PASSWORD_RESET_TIMEOUT``.

    Whoever has the link has the account, so only owners make one. Raises ``Unknown``, ``Refused("owners_only")`` and
    ``Refused("left")`` for somebody who may not come in anyway.
    """
    if by.role != OWNER:
        raise Refused("owners_only")
    member = named(member_id)
    if not member.user.is_active:
        raise Refused("left")
    return _reset_path(member)


def rescue_owner(email: str, *, second_factor: bool) -> str:
    """Return the path of a link that sets an owner's password; for the command line, where nobody is signed in.

    He is let in again if he was shut out; ``second_factor`` also takes his second factors away, for a lost phone.
    Raises ``Refused("no_such_owner")``.
    """
    member = by_address(email)
    if member is None or member.role != OWNER:
        raise Refused("no_such_owner")
    with transaction.atomic():
        _let_in(member)
        if second_factor:
            Authenticator.objects.filter(user=member.user).delete()
    return _reset_path(member)


def end_sessions(member: Member, *, now: datetime) -> int:
    """Sign somebody out everywhere and return of how many sessions. Reads every live session: they are few."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    live = Session.objects.filter(expire_date__gt=now).values_list("session_key", "session_data")
    his = [key for key, data in live if store.decode(data).get(SESSION_KEY) == str(member.user_id)]
    return Session.objects.filter(session_key__in=his).delete()[0]


def _reset_path(member: Member) -> str:
    key = f"{user_pk_to_url_str(member.user)}-{default_token_generator.make_token(member.user)}"
    return f"/accounts/password/reset/key/{key}/"


def _let_in(member: Member) -> None:
    member.user.is_active = True
    member.user.save(update_fields=["is_active"])


def _hold_owners() -> None:
    """Let two owners who demote each other go one after the other."""
    list(Member.objects.select_for_update().filter(role=OWNER).order_by("id").values_list("id"))


def _refuse_last_owner(member: Member) -> None:
    others = Member.objects.filter(role=OWNER, user__is_active=True).exclude(id=member.id)
    if member.role == OWNER and not others.exists():
        raise Refused("last_owner")


def _revoke_invitations(member: Member, now: datetime) -> None:
    Invitation.objects.filter(created_by=member, used_at=None, revoked_at=None).update(revoked_at=now)
