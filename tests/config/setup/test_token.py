"""The first-run token: once, within an hour, and never in the clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.setup import token


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return token.place(tmp_path)


def test_it_is_good_once(path: Path) -> None:
    secret = token.issue(path, now=1000.0)
    assert token.spend(path, secret, now=1001.0)
    assert not token.spend(path, secret, now=1002.0)


def test_it_can_be_looked_at_without_spending_it(path: Path) -> None:
    secret = token.issue(path, now=1000.0)
    assert token.is_good(path, secret, now=1001.0)
    assert token.spend(path, secret, now=1001.0)


@pytest.mark.parametrize(("now", "good"), [(4599.0, True), (4600.0, False)])
def test_it_expires_after_an_hour(path: Path, now: float, good: bool) -> None:
    secret = token.issue(path, now=1000.0)
    assert token.is_good(path, secret, now=now) is good
    assert token.spend(path, secret, now=now) is good


def test_it_refuses_a_wrong_one_and_keeps_the_right_one(path: Path) -> None:
    secret = token.issue(path, now=1000.0)
    assert not token.spend(path, secret + "x", now=1001.0)
    assert token.spend(path, secret, now=1001.0)


def test_it_refuses_when_none_was_made(path: Path) -> None:
    assert not token.spend(path, "", now=1000.0)


def test_it_replaces_an_earlier_one(path: Path) -> None:
    first, second = token.issue(path, now=1000.0), token.issue(path, now=1000.0)
    assert not token.is_good(path, first, now=1001.0)
    assert token.is_good(path, second, now=1001.0)


def test_it_keeps_only_a_hash_in_a_private_file(path: Path) -> None:
    secret = token.issue(path, now=1000.0)
    assert secret not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_leaves_no_file_behind(path: Path) -> None:
    token.spend(path, token.issue(path, now=1000.0), now=1001.0)
    assert list(path.parent.iterdir()) == []
