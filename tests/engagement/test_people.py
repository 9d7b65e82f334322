"""Roles change hands, people leave and come back, and somebody always owns the place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from engagement.actions import invitations, people, tokens
from engagement.errors import Refused, Unknown
from engagement.models import Member
from tests.factories import NOW, make_installation, make_user

pytestmark = pytest.mark.django_db


def member(role: str = "marketer") -> Member:
    return Member.objects.get(user=make_user(role))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_it_gives_another_role() -> None:
    alice, bob = member("owner"), member()
    people.change_role(bob.pk, "owner", by=alice, now=NOW)
    bob.refresh_from_db()
    assert bob.role == "owner"


@pytest.mark.parametrize("role", ["manager", "marketer"])
def test_it_lets_only_owners_give_roles(role: str) -> None:
    by = member(role)
    with pytest.raises(Refused, match="owners_only"):
        people.change_role(by.pk, "owner", by=by, now=NOW)


def test_it_keeps_the_last_owner() -> None:
    alice, gone = member("owner"), member("owner")
    people.deactivate(gone.pk, by=alice, now=NOW)
    with pytest.raises(Refused, match="last_owner"):
        people.change_role(alice.pk, "manager", by=alice, now=NOW)
    people.reactivate(gone.pk, by=alice)
    people.change_role(alice.pk, "manager", by=alice, now=NOW)


def test_it_takes_the_links_that_somebody_made_with_a_former_role() -> None:
    alice, bob = member("owner"), member("owner")
    _row, plain = invitations.invite("owner", by=bob, now=NOW)
    people.change_role(bob.pk, "owner", by=alice, now=NOW)
    assert invitations.standing(invitations.digest(plain), now=NOW)
    people.change_role(bob.pk, "marketer", by=alice, now=NOW)
    assert not invitations.standing(invitations.digest(plain), now=NOW)


def test_it_ends_sessions_for_good_when_somebody_leaves() -> None:
    make_installation()
    alice, bob = member("owner"), member()
    his, hers = browser(bob.user), browser(alice.user)
    assert his.get("/settings/").status_code == 200
    people.deactivate(bob.pk, by=alice, now=timezone.now())
    assert his.get("/settings/").status_code == 302
    people.reactivate(bob.pk, by=alice)
    assert (his.get("/settings/").status_code, hers.get("/settings/").status_code) == (302, 200)


def test_it_ends_tokens_and_invitations_for_good_when_somebody_leaves() -> None:
    alice, bob = member("owner"), member("manager")
    _row, plain = tokens.create_token(bob, name="t", scopes=["read:mentions"], now=NOW)
    _row2, link = invitations.invite("marketer", by=bob, now=NOW)
    people.deactivate(bob.pk, by=alice, now=NOW)
    people.reactivate(bob.pk, by=alice)
    assert tokens.token_for(plain, now=NOW + timedelta(minutes=1)) is None
    assert invitations.standing(invitations.digest(link), now=NOW) is None


@pytest.mark.parametrize(("by", "who", "why"), [("manager", "owner", "owners_only"), ("owner", None, "oneself")])
def test_it_refuses_to_shut_out(by: str, who: str | None, why: str) -> None:
    actor, _other = member(by), member("owner")
    target = member(who) if who else actor
    with pytest.raises(Refused, match=why):
        people.deactivate(target.pk, by=actor, now=NOW)
    target.user.refresh_from_db()
    assert target.user.is_active


def test_it_lets_a_manager_shut_out_anybody_but_owners_and_not_bring_one_back() -> None:
    manager, bob, owner = member("manager"), member(), member("owner")
    people.deactivate(bob.pk, by=manager, now=NOW)
    bob.user.refresh_from_db()
    assert not bob.user.is_active
    with pytest.raises(Refused, match="owners_only"):
        people.reactivate(owner.pk, by=manager)


def test_it_knows_nobody_by_a_number_that_is_not_there() -> None:
    with pytest.raises(Unknown):
        people.deactivate(10**9, by=member("owner"), now=NOW)


def test_it_makes_reset_links_for_owners_only_and_for_nobody_who_left() -> None:
    alice, manager, bob = member("owner"), member("manager"), member()
    with pytest.raises(Refused, match="owners_only"):
        people.reset_path(alice.pk, by=manager)
    people.deactivate(bob.pk, by=alice, now=NOW)
    with pytest.raises(Refused, match="left"):
        people.reset_path(bob.pk, by=alice)


def set_password(path: str, password: str) -> int:
    client = Client()
    form = client.get(path, follow=True)
    sent = {"password1": password, "password2": password}
    return client.post(form.request["PATH_INFO"], sent).status_code


def test_it_sets_a_password_once_by_the_link() -> None:
    make_installation()
    alice, bob = member("owner"), member()
    path = people.reset_path(bob.pk, by=alice)
    assert set_password(path, "correct horse battery") == 302
    assert set_password(path, "another horse battery") == 200
    bob.user.refresh_from_db()
    assert bob.user.check_password("correct horse battery")


def test_it_sets_no_password_by_a_link_of_an_hour_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    make_installation()
    alice, bob = member("owner"), member()
    generator, real = default_token_generator, default_token_generator._now
    monkeypatch.setattr(generator, "_now", lambda: real() - timedelta(seconds=3601))
    path = people.reset_path(bob.pk, by=alice)
    monkeypatch.setattr(generator, "_now", real)
    set_password(path, "correct horse battery")
    bob.user.refresh_from_db()
    assert not bob.user.check_password("correct horse battery")
