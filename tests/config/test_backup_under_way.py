"""A backup taken in the middle of ingest and polls: what comes back is whole, opens with the new key, and goes on."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from config.backup import archive, taking
from listening.actions import take_posts
from listening.health import after_success
from listening.models import Source
from listening.records import Author, Post
from listening.sealed import Seal, SealBroken
from listening.storage import raw, sources
from listening.storage.credentials import add_credential
from tests.chaos.worker import database_url
from tests.config.test_backup import empty, restore, rows
from tests.factories import NOW, make_brand, make_installation, make_mention, make_query, make_source

__all__ = ["empty"]

SAME = (
    "listening_mention",
    "listening_mention_raw",
    "listening_match",
    "listening_judgement",
)


@pytest.fixture(autouse=True)
def company(transactional_db: None) -> Iterator[None]:
    """A company that listens."""
    raw.clear()  # Django's flush does not know this table
    make_installation()
    make_query(brand=make_brand(), name="Our brand", expression='"Northwind Relay"')
    yield
    raw.clear()


def ingest(enough: threading.Event, begun: threading.Event) -> None:
    """Take batches of five posts in by the real chain until it is enough."""
    number = 0
    while not enough.is_set():
        ids = [f"i{number}-{place}" for place in range(5)]
        posts = [
            Post(
                network="ingest",
                external_id=id_,
                url=f"https://forum.example/{id_}",
                author=Author(external_id="7", handle="mira"),
                text=f"Is Northwind Relay down again? {id_}",
                created_at=NOW,
                raw={"id": id_},
            )
            for id_ in ids
        ]
        take_posts(posts, source_name="forum", network="ingest", now=NOW)
        number += 1
        begun.set()
    connection.close()


def digest(url: str, table: str, column: str, last: object) -> list[tuple[object, ...]]:
    """Count and checksum of the rows of ``table`` up to mention ``last``, told by Postgres and not by the backup."""
    question = f"SELECT count(*), md5(string_agg(r::text, chr(10) ORDER BY r::text)) FROM {table} r"
    return rows(url, f"{question} WHERE {column} <= {last}")


def test_it_brings_back_whole_batches_with_everything_that_was_stored_beside_them(tmp_path: Path, empty: str) -> None:
    enough, begun = threading.Event(), threading.Event()
    writer = threading.Thread(target=ingest, args=(enough, begun))
    writer.start()
    try:
        assert begun.wait(20)
        call_command("backup", str(tmp_path / "a.tar"))
    finally:
        enough.set()
        writer.join()
    done = restore(tmp_path / "a.tar", empty)
    assert "counts and checksums equal" in done.stdout, done.stderr
    ((kept, last),) = rows(empty, "SELECT count(*), max(id) FROM listening_mention")
    assert kept
    assert int(str(kept)) % 5 == 0
    assert rows(database_url(), f"SELECT count(*) > 0 FROM listening_mention WHERE id > {last}") == [(True,)]
    for table in SAME:
        column = "id" if table == "listening_mention" else "mention_id"
        assert digest(empty, table, column, last) == digest(database_url(), table, column, last), table
    assert rows(empty, "SELECT count(*) FROM listening_mention_raw") == [(kept,)]


def test_it_brings_credentials_back_that_the_new_key_opens_and_the_old_one_does_not(
    tmp_path: Path, empty: str, settings: Settings
) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.CREDENTIAL_KEYS = [old]
    ids = [add_credential("x", f"Account {number}", {"token": f"planted {number}"}, NOW) for number in range(3)]
    settings.CREDENTIAL_KEYS = [new, old]
    call_command("rotate_keys")
    call_command("backup", str(tmp_path / "a.tar"))
    done = restore(tmp_path / "a.tar", empty, CREDENTIAL_KEYS=new)
    assert "no key opens" not in done.stdout, done.stderr
    back = {uuid.UUID(str(id_)): sealed for id_, sealed in rows(empty, "SELECT id, sealed FROM listening_credential")}
    for number, id_ in enumerate(ids):
        sealed = bytes(back[id_])  # type: ignore[call-overload]
        assert Seal([new]).open(str(id_), sealed) == {"token": f"planted {number}"}
        with pytest.raises(SealBroken):
            Seal([old]).open(str(id_), sealed)


def test_it_knows_nothing_of_a_poll_that_began_after_its_instant(tmp_path: Path, empty: str) -> None:
    source = make_source(next_poll_at=NOW, last_ok_at=NOW - timedelta(hours=1))

    def poll_meanwhile(line: str) -> None:
        if line != "Writing …":  # the snapshot is taken, pg_dump has not begun
            return
        lease = sources.claim_source(NOW, source_id=source.pk)
        assert lease is not None
        make_mention("Northwind Relay, while it was saved")
        ended = after_success(timedelta(minutes=5), None, now=NOW)
        sources.finish_poll(lease, sources.Tally(), ended, started_at=NOW, now=NOW)

    taking.take(tmp_path / "a.tar", with_secrets=False, now=NOW, say=poll_meanwhile)
    saved = {table.name: table.rows for table in archive.Archive(tmp_path / "a.tar").manifest.tables}
    assert (saved["listening_mention"], saved["listening_pollrun"]) == (0, 0)
    assert "counts and checksums equal" in restore(tmp_path / "a.tar", empty).stdout
    due = "SELECT lease_token IS NULL AND next_poll_at = %s::timestamptz FROM listening_source"
    assert rows(empty, due.replace("%s", f"'{NOW.isoformat()}'")) == [(True,)]  # it is polled again, and loses nothing
    assert (
        Source.objects.filter(next_poll_at__gt=NOW, lease_token=None).count() == 1
    )  # here the poll has ended as any other
