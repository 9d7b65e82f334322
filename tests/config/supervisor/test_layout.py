"""Where things are, and who owns them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.supervisor.layout import SOCKET_PATH_LIMIT, Account, LayoutError, layout, may_enter, prepare

STRANGER = Account(name="stranger", uid=64001, gid=64001)
NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can run Postgres as somebody else")


def test_it_keeps_sockets_in_the_data_directory_when_their_path_is_short(short_dir: Path) -> None:
    assert layout(short_dir / "data").sockets == short_dir / "data" / "run"


def test_it_moves_sockets_when_their_path_would_be_too_long(short_dir: Path) -> None:
    place = layout(short_dir / ("d" * 90))
    assert len(os.fsencode(place.postgres_sockets / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_LIMIT


def test_it_finds_the_same_place_again(short_dir: Path) -> None:
    assert layout(short_dir / ("d" * 90)) == layout(short_dir / ("d" * 90))


def test_it_makes_private_directories(short_dir: Path) -> None:
    place = layout(short_dir / "data")
    prepare(place)
    for path in (place.logs, place.valkey, place.valkey_socket.parent, place.postgres, place.postgres_sockets):
        assert path.stat().st_mode & 0o777 == 0o700, path


@NEEDS_ROOT
def test_it_gives_only_postgres_directories_away(short_dir: Path) -> None:
    place = layout(short_dir / "data")
    prepare(place)
    assert place.account is not None
    given = {path.name for path in place.data.rglob("*") if path.stat().st_uid == place.account.uid}
    assert given == {"pg"}


@NEEDS_ROOT
def test_it_puts_the_cluster_elsewhere_when_postgres_cannot_enter(short_dir: Path) -> None:
    short_dir.chmod(0o700)
    assert not layout(short_dir / "data").postgres.is_relative_to(short_dir)


@NEEDS_ROOT
def test_it_refuses_an_account_that_does_not_exist(short_dir: Path) -> None:
    with pytest.raises(LayoutError, match="PG_USER"):
        layout(short_dir, "no-such-account")


@NEEDS_ROOT
def test_it_refuses_root_as_postgres_account(short_dir: Path) -> None:
    with pytest.raises(LayoutError, match="must not be root"):
        layout(short_dir, "root")


def test_it_refuses_a_directory_that_is_a_link(short_dir: Path) -> None:
    (short_dir / "data").mkdir()
    (short_dir / "data" / "logs").symlink_to("/tmp")
    with pytest.raises(LayoutError, match="belongs to somebody else"):
        prepare(layout(short_dir / "data"))


@pytest.mark.parametrize(("mode", "enters"), [(0o700, False), (0o710, False), (0o711, True), (0o755, True)])
def test_it_sees_whether_an_account_can_walk_in(short_dir: Path, mode: int, enters: bool) -> None:
    short_dir.chmod(mode)
    assert may_enter(short_dir / "data", STRANGER) is enters
