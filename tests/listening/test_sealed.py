"""Credentials open for their own row alone, survive a change of keys, and never open without one."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography.fernet import Fernet

from listening.sealed import Seal, SealBroken

OLD, NEW, FOREIGN = (Fernet.generate_key().decode() for _ in range(3))
SECRET = {"token": "planted-é", "refresh": "geheim"}


def test_it_opens_what_it_closed() -> None:
    seal = Seal([NEW])
    assert seal.open("source:1", seal.close("source:1", SECRET)) == SECRET


def test_it_opens_what_the_database_hands_back() -> None:
    seal = Seal([NEW])
    assert seal.open("source:1", memoryview(seal.close("source:1", SECRET))) == SECRET  # type: ignore[arg-type]


def test_it_does_not_open_in_another_row() -> None:
    seal = Seal([NEW])
    with pytest.raises(SealBroken, match="another row"):
        seal.open("source:2", seal.close("source:1", SECRET))


def test_it_stays_bound_to_its_row_when_keys_change() -> None:
    rotated = Seal([NEW, OLD]).rotate(Seal([OLD]).close("source:1", SECRET))
    with pytest.raises(SealBroken, match="another row"):
        Seal([NEW]).open("source:2", rotated)


def test_it_opens_with_an_older_key_while_that_is_kept() -> None:
    assert Seal([NEW, OLD]).open("source:1", Seal([OLD]).close("source:1", SECRET)) == SECRET


def test_it_closes_with_the_newest_key() -> None:
    sealed = Seal([NEW, OLD]).close("source:1", SECRET)
    assert Seal([NEW]).open("source:1", sealed) == SECRET
    with pytest.raises(SealBroken, match="CREDENTIAL_KEYS"):
        Seal([OLD]).open("source:1", sealed)


def test_it_no_longer_needs_the_old_key_after_rotation() -> None:
    rotated = Seal([NEW, OLD]).rotate(Seal([OLD]).close("source:1", SECRET))
    assert Seal([NEW]).open("source:1", rotated) == SECRET
    with pytest.raises(SealBroken):
        Seal([OLD]).open("source:1", rotated)


@pytest.mark.parametrize("action", ["open", "rotate"])
def test_it_refuses_what_no_key_opens(action: str) -> None:
    sealed, seal = Seal([FOREIGN]).close("source:1", SECRET), Seal([NEW, OLD])
    with pytest.raises(SealBroken, match="no key of CREDENTIAL_KEYS"):
        seal.open("source:1", sealed) if action == "open" else seal.rotate(sealed)


def test_it_refuses_a_tampered_secret() -> None:
    seal = Seal([NEW])
    sealed = bytearray(seal.close("source:1", SECRET))
    sealed[20] ^= 1
    with pytest.raises(SealBroken):
        seal.open("source:1", bytes(sealed))


def test_it_refuses_to_work_without_a_key() -> None:
    with pytest.raises(SealBroken, match="CREDENTIAL_KEYS is empty"):
        Seal([])


def test_it_shows_neither_secret_nor_row() -> None:
    sealed = Seal([NEW]).close("source:1", SECRET)
    seen = sealed + base64.urlsafe_b64decode(sealed)
    assert not [word for word in (b"planted", b"geheim", b"source:1", b"token") if word in seen]


def test_it_says_nothing_of_the_secret_when_it_breaks() -> None:
    seal = Seal([NEW])
    with pytest.raises(SealBroken) as broken:
        seal.open("source:2", seal.close("source:1", SECRET))
    assert "planted" not in json.dumps(str(broken.value))


def test_it_never_seals_the_same_text_twice() -> None:
    seal = Seal([NEW])
    assert seal.close("source:1", SECRET) != seal.close("source:1", SECRET)
