"""Secrets are made once, at random, and are nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from config.supervisor import keyring


def test_it_makes_every_secret_anew() -> None:
    one, other = keyring.fresh(), keyring.fresh()
    assert set(one) == set(keyring.NAMES)
    assert not set(one.values()) & set(other.values())


def test_it_makes_a_key_that_seals() -> None:
    assert Fernet(keyring.fresh()["CREDENTIAL_KEYS"].encode()).encrypt(b"x")


def test_it_writes_a_private_file_and_reads_it_back(tmp_path: Path) -> None:
    made, file = keyring.fresh(), tmp_path / "secrets.env"
    keyring.write(file, made)
    assert file.stat().st_mode & 0o777 == 0o600
    assert keyring.read(file) == made


def test_it_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    keyring.write(file, {"SECRET_KEY": "first"})
    with pytest.raises(FileExistsError):
        keyring.write(file, {"SECRET_KEY": "second"})
    assert keyring.read(file) == {"SECRET_KEY": "first"}


def test_it_reads_nothing_where_nothing_is(tmp_path: Path) -> None:
    assert keyring.read(tmp_path / "secrets.env") == {}


def test_it_notices_a_file_that_others_may_read(tmp_path: Path) -> None:
    file = tmp_path / "secrets.env"
    keyring.write(file, {})
    assert keyring.is_private(file)
    file.chmod(0o640)
    assert not keyring.is_private(file)
