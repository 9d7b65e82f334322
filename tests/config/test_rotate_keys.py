"""New keys: every stored secret is sealed anew, none is lost, and the old key can go."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from config.supervisor import keyring
from config.supervisor.layout import layout
from listening.models import Credential
from listening.storage.credentials import add_credential, open_credential
from tests.factories import NOW, make_user

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def rotated() -> str:
    told = io.StringIO()
    call_command("rotate_keys", stdout=told, stderr=told)
    return told.getvalue()


def code() -> str:
    cache.clear()
    return str(format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())))))


@pytest.mark.django_db
def test_it_seals_every_credential_anew(settings: Settings) -> None:
    settings.CREDENTIAL_KEYS = [OLD]
    ids = [add_credential("x", f"Account {number}", {"token": f"t{number}"}, NOW) for number in range(25)]
    settings.CREDENTIAL_KEYS = [NEW, OLD]
    assert "credentials     25 of 25 sealed" in rotated()
    settings.CREDENTIAL_KEYS = [NEW]
    assert [open_credential(id_)["token"] for id_ in ids] == [f"t{number}" for number in range(25)]
    assert Credential.objects.filter(rotated_at=None).count() == 0


@pytest.mark.django_db
def test_it_names_what_no_key_opens_and_leaves_it(settings: Settings) -> None:
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]
    id_ = add_credential("x", "Lost", {"token": "t"}, NOW)
    before = bytes(Credential.objects.get(id=id_).sealed)
    settings.CREDENTIAL_KEYS = [NEW]
    told = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("rotate_keys", stdout=told, stderr=told)
    assert "no key opens x Lost" in told.getvalue()
    assert bytes(Credential.objects.get(id=id_).sealed) == before


@pytest.mark.django_db
def test_it_keeps_second_factors_working(settings: Settings) -> None:
    settings.CREDENTIAL_KEYS = [OLD]
    factor = TOTP.activate(make_user("owner"), SECRET).instance
    assert SECRET not in str(factor.data)
    settings.CREDENTIAL_KEYS = [NEW, OLD]
    assert "second factors  1 of 1 sealed" in rotated()
    settings.CREDENTIAL_KEYS = [NEW]
    factor.refresh_from_db()
    assert TOTP(factor).validate_code(code())


@pytest.mark.django_db
def test_it_seals_second_factors_from_before_the_seal(settings: Settings) -> None:
    settings.CREDENTIAL_KEYS = [NEW]
    factor = Authenticator.objects.create(user=make_user("owner"), type="totp", data={"secret": SECRET})
    assert TOTP(factor).validate_code(code())
    rotated()
    factor.refresh_from_db()
    assert SECRET not in str(factor.data)
    assert TOTP(factor).validate_code(code())


def test_it_puts_a_new_key_before_the_old_ones(settings: Settings, short_dir: Path) -> None:
    settings.PLACE = layout(short_dir, os.environ.get("PG_USER", "nobody"))
    keyring.write(settings.PLACE.secrets, {**keyring.fresh(), "CREDENTIAL_KEYS": OLD})
    settings.CREDENTIAL_KEYS = [OLD]
    call_command("setup", "--new-key", stdout=io.StringIO())
    first, second = keyring.read(settings.PLACE.secrets)["CREDENTIAL_KEYS"].split(",")
    assert second == OLD
    assert Fernet(first.encode())
    assert keyring.is_private(settings.PLACE.secrets)
    assert set(keyring.read(settings.PLACE.secrets)) == set(keyring.NAMES)


def test_it_says_so_when_the_keys_stand_in_the_environment(settings: Settings, short_dir: Path) -> None:
    settings.PLACE = layout(short_dir, os.environ.get("PG_USER", "nobody"))
    with pytest.raises(CommandError, match="comes from the environment"):
        call_command("setup", "--new-key")


def test_it_adds_keys_of_a_backup_behind_ours(tmp_path: Path) -> None:
    keyring.write(tmp_path / "s", {"SECRET_KEY": "s", "CREDENTIAL_KEYS": NEW})
    assert keyring.with_keys(tmp_path / "s", last=[OLD, NEW]) == [NEW, OLD]
    assert keyring.read(tmp_path / "s") == {"SECRET_KEY": "s", "CREDENTIAL_KEYS": f"{NEW},{OLD}"}
