"""`manage.py reset_owner` lets an owner in who is locked out, and nobody else."""

from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def alice() -> User:
    make_installation()
    return make_user("owner", username="alice@northwind.example")


def link(*more: str) -> str:
    printed = StringIO()
    call_command("reset_owner", "Alice@northwind.example", *more, stdout=printed, stderr=StringIO())
    return printed.getvalue().strip()


def test_it_prints_one_link_that_sets_the_password(alice: User) -> None:
    address = link()
    assert address.startswith("http://localhost:8000/accounts/password/reset/key/")
    client = Client()
    form = client.get(address.removeprefix("http://localhost:8000"), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_it_lets_a_shut_out_owner_in_again(alice: User) -> None:
    User.objects.update(is_active=False)
    link()
    alice.refresh_from_db()
    assert alice.is_active


def test_it_takes_the_second_factor_away_only_when_told(alice: User) -> None:
    Authenticator.objects.create(user=alice, type="totp", data={})
    link()
    assert Authenticator.objects.count() == 1
    link("--second-factor")
    assert Authenticator.objects.count() == 0


@pytest.mark.parametrize("email", ["bob@northwind.example", "nobody@northwind.example"])
def test_it_refuses_anybody_who_is_no_owner_and_names_the_owners(alice: User, email: str) -> None:
    make_user("manager", username="bob@northwind.example")
    with pytest.raises(CommandError, match=f"owners are: {alice.email}"):
        call_command("reset_owner", email, stdout=StringIO())
