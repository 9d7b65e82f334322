"""Colleagues: made with a role, and their own preferences."""

from __future__ import annotations

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from engagement import history
from engagement.models import Member
from engagement.records import Who


def create_member(*, email: str, password: str, name: str, role: str, now: datetime) -> Member:
    """Make a person who can sign in. Raises Django's ``ValidationError`` for a weak password, ``ValueError`` for an
    address that is taken or a role that does not exist."""
    email = email.strip().lower()
    if role not in Member.Role.values:
        raise ValueError(f"a role is one of {', '.join(Member.Role.values)}")
    if User.objects.filter(username=email).exists():
        raise ValueError("somebody with this address is already here")
    first, _space, last = name.strip().partition(" ")
    with transaction.atomic():
        user = User(username=email, email=email, first_name=first[:150], last_name=last[:150])
        validate_password(password, user)
        user.set_password(password)
        user.save()
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
        return Member.objects.create(user=user, role=role, created_at=now)


def create_owner(email: str, password: str, name: str, now: datetime) -> Member:
    """Make the owner of a new installation."""
    return create_member(email=email, password=password, name=name, role=Member.Role.OWNER, now=now)


def save_preferences(member: Member, *, theme: str, density: str, keys: str, auto_advance: bool) -> None:
    """Save how a person wants the product to look and behave. Unknown values are refused by the table itself."""
    Member.objects.filter(id=member.id).update(theme=theme, density=density, keys=keys, auto_advance=auto_advance)


def save_profile(member: Member, *, name: str, language: str, zone: str) -> None:
    """Save who a person is and how he reads: a code of ``settings.LANGUAGES`` and an IANA name, "" for neither."""
    first, _space, last = name.strip().partition(" ")
    with transaction.atomic():
        User.objects.filter(id=member.user_id).update(first_name=first[:150], last_name=last[:150])
        Member.objects.filter(id=member.id).update(language=language, zone=zone)


def greeted(member: Member, day: date) -> None:
    """Remember that a person has put away the morning card of a day in his zone."""
    Member.objects.filter(id=member.id).update(greeted_on=day)


def colleagues() -> list[Who]:
    """Return everybody a case can be assigned to, by name."""
    users = User.objects.filter(is_active=True, member__isnull=False).order_by("first_name", "last_name", "id")
    return [history.who(user) for user in users]


def member_of(user: User | AnonymousUser) -> Member | None:
    """Return the member behind a signed-in user, or None for strangers and users without a role."""
    if not isinstance(user, User) or not user.is_active:
        return None
    return getattr(user, "member", None)  # Django keeps it with the user: one read a request
