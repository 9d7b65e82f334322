"""An invitation lets one person in, once, within a week, with its role."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from engagement.actions import invitations
from engagement.errors import Refused
from engagement.models import Invitation, Member
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
DAY = timedelta(days=1)


@pytest.fixture
def alice() -> Member:
    return Member.objects.get(user=make_user("owner", name="Alice Park"))


def come(plain: str, *, now: datetime = NOW, email: str = "bob@northwind.example", **more: Any) -> Member:
    sent = {"password": PASSWORD, "name": "Bob Reyes", **more}
    return invitations.accept(invitations.digest(plain), email=email, now=now, **sent)


def test_it_makes_a_colleague_with_the_role_of_the_link(alice: Member) -> None:
    row, plain = invitations.invite("marketer", by=alice, now=NOW)
    bob = come(plain)
    row.refresh_from_db()
    assert (bob.role, bob.user.get_full_name(), bob.user.check_password(PASSWORD)) == ("marketer", "Bob Reyes", True)
    assert (row.used_by, row.used_at) == (bob, NOW)


def test_it_works_once(alice: Member) -> None:
    plain = invitations.invite("marketer", by=alice, now=NOW)[1]
    come(plain)
    with pytest.raises(Refused, match="invitation_gone"):
        come(plain, email="eve@evil.example")
    assert not User.objects.filter(email="eve@evil.example").exists()


def test_it_works_to_the_end_of_the_seventh_day_and_not_a_second_longer(alice: Member) -> None:
    plain = invitations.invite("marketer", by=alice, now=NOW)[1]
    with pytest.raises(Refused, match="invitation_gone"):
        come(plain, now=NOW + 7 * DAY)
    assert come(plain, now=NOW + 7 * DAY - timedelta(seconds=1))


def test_it_does_not_work_once_revoked(alice: Member) -> None:
    row, plain = invitations.invite("marketer", by=alice, now=NOW)
    assert invitations.revoke(row.pk, now=NOW)
    assert not invitations.revoke(row.pk, now=NOW)
    with pytest.raises(Refused, match="invitation_gone"):
        come(plain)


def test_it_stays_open_when_the_password_is_weak_or_the_address_taken(alice: Member) -> None:
    plain = invitations.invite("marketer", by=alice, now=NOW)[1]
    make_user("sales", username="bob@northwind.example")
    with pytest.raises(ValidationError):
        come(plain, email="carol@northwind.example", password="short")
    with pytest.raises(ValueError, match="already here"):
        come(plain)
    assert come(plain, email="carol@northwind.example")


def test_it_keeps_nothing_of_the_token_but_its_digest(alice: Member) -> None:
    row, plain = invitations.invite("marketer", by=alice, now=NOW)
    stored = Invitation.objects.filter(pk=row.pk).values()[0]
    assert bytes(stored["digest"]) == invitations.digest(plain)
    assert len(plain) == 43
    assert plain not in str({**stored, "digest": bytes(stored["digest"])})


def test_it_lets_only_owners_invite_owners(alice: Member) -> None:
    manager = Member.objects.get(user=make_user("manager"))
    with pytest.raises(Refused, match="owners_only"):
        invitations.invite("owner", by=manager, now=NOW)
    assert invitations.invite("owner", by=alice, now=NOW)[0].role == "owner"
    with pytest.raises(Refused, match="role_unknown"):
        invitations.invite("emperor", by=alice, now=NOW)


def test_it_lists_what_still_works_and_nothing_else(alice: Member) -> None:
    rows = [invitations.invite("marketer", by=alice, now=NOW - days * DAY) for days in (0, 1, 2, 8)]
    invitations.revoke(rows[1][0].pk, now=NOW)
    come(rows[2][1])
    assert invitations.open_invitations(NOW) == [rows[0][0]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "emperor"},
        {"expires_at": NOW},
        {"used_at": NOW, "revoked_at": NOW},
        {"used_by": True},
    ],
)
def test_it_is_held_to_by_the_table_itself(alice: Member, wrong: dict[str, Any]) -> None:
    row, _plain = invitations.invite("marketer", by=alice, now=NOW)
    values = wrong | ({"used_by": alice} if "used_by" in wrong else {})
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=row.pk).update(**values)
