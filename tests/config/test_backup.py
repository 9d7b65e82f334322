"""A backup is one instant of a running installation, and comes back whole or not at all."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from config.backup import archive, taking
from config.backup.manifest import Manifest, Table, Unfit, check_fit, differences, file_name
from listening.models import Mention, MentionRaw, Source
from listening.storage import raw
from listening.storage.credentials import add_credential
from tests.chaos.worker import database_url
from tests.databases import empty_database
from tests.factories import NOW, make_brand, make_installation, make_mention, make_source

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def empty() -> Iterator[str]:
    """The address of an empty database beside the test's own."""
    with empty_database() as url:
        yield url


def restore(path: Path, url: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "restore", str(path)],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": url} | environment,
        capture_output=True,
        text=True,
        timeout=100,
    )


def rows(url: str, question: str) -> list[tuple[object, ...]]:
    link = psycopg2.connect(url)
    cursor = link.cursor()
    cursor.execute(question)
    found = cursor.fetchall()
    link.close()
    return list(found)


@pytest.fixture
def furnished(transactional_db: None) -> Iterator[None]:
    """An installation with mentions, raw payloads, a held source and a credential."""
    raw.clear()  # Django's flush does not know this table
    make_installation()
    brand = make_brand()
    for number in range(20):
        mention = make_mention(f"Northwind Relay № {number} 日本 \\ \t", brand=brand)
        MentionRaw.objects.create(mention_id=mention.id, seen_at=NOW, payload=bytes([number, 0, 255]))
    make_source(lease_token=uuid.uuid4(), lease_until=NOW + timedelta(minutes=5))
    add_credential("x", "Ours", {"token": "planted"}, NOW)
    yield
    raw.clear()


def back_up(path: Path, *arguments: str) -> str:
    told = io.StringIO()
    call_command("backup", str(path), *arguments, stdout=told)
    return told.getvalue()


@pytest.mark.usefixtures("furnished")
def test_it_brings_back_one_instant_while_others_write(tmp_path: Path, empty: str) -> None:
    brand, enough, begun = make_brand(), threading.Event(), threading.Event()

    def ingest() -> None:
        while not enough.is_set():
            make_mention("Northwind Relay again", brand=brand)
            begun.set()
        connection.close()

    writer = threading.Thread(target=ingest)
    writer.start()
    try:
        assert begun.wait(10)
        back_up(tmp_path / "a.tar")
    finally:
        enough.set()
        writer.join()
    manifest = archive.Archive(tmp_path / "a.tar").manifest
    saved = {table.name: table.rows for table in manifest.tables}
    assert 20 < saved["listening_mention"] < Mention.objects.count()  # it went on writing after the instant
    done = restore(tmp_path / "a.tar", empty)
    assert "counts and checksums equal" in done.stdout, done.stderr
    assert rows(empty, "SELECT count(*) FROM listening_mention") == [(saved["listening_mention"],)]
    assert rows(empty, "SELECT count(*) FROM listening_mention_raw") == [(20,)]


@pytest.mark.usefixtures("furnished")
def test_it_gives_leases_back_and_opens_credentials(tmp_path: Path, empty: str) -> None:
    back_up(tmp_path / "a.tar")
    mark = Path(os.environ["DATA_DIR"], "schema.made-from")
    mark.write_text("old")
    done = restore(tmp_path / "a.tar", empty)
    assert done.returncode == 0, done.stderr
    assert "1 leases given back" in done.stdout
    assert "no key opens" not in done.stdout
    assert not mark.exists()
    assert rows(empty, "SELECT count(lease_token), count(lease_until), count(*) FROM listening_source") == [(0, 0, 1)]
    assert Source.objects.get().lease_token is not None  # the running installation keeps its own


@pytest.mark.usefixtures("furnished")
def test_it_names_credentials_that_no_key_opens(tmp_path: Path, empty: str) -> None:
    back_up(tmp_path / "a.tar")
    foreign = "Zm9yZWlnbmtleWZvcmVpZ25rZXlmb3JlaWdua2V5MTI="
    assert "no key opens x Ours" in restore(tmp_path / "a.tar", empty, CREDENTIAL_KEYS=foreign).stdout


@pytest.mark.usefixtures("furnished")
def test_it_refuses_a_database_that_is_not_empty(tmp_path: Path) -> None:
    back_up(tmp_path / "a.tar")
    before = Mention.objects.count()
    done = restore(tmp_path / "a.tar", database_url())
    assert done.returncode != 0
    assert "restore goes into an empty one only" in done.stderr
    assert Mention.objects.count() == before


@pytest.mark.usefixtures("furnished")
def test_it_names_the_place_of_damage_and_brings_nothing_back(tmp_path: Path, empty: str) -> None:
    back_up(tmp_path / "a.tar")
    content = bytearray((tmp_path / "a.tar").read_bytes())
    content[5_000] ^= 1
    (tmp_path / "a.tar").write_bytes(content)
    done = restore(tmp_path / "a.tar", empty)
    assert done.returncode != 0
    assert "is damaged between byte 512 and " in done.stderr
    assert "(in database.dump)" in done.stderr
    assert rows(empty, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace") == [(0,)]


@pytest.mark.usefixtures("furnished")
def test_it_is_private_and_never_overwritten(tmp_path: Path) -> None:
    told = back_up(tmp_path)
    (made,) = tmp_path.iterdir()
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.name.startswith("wellheard-northwind-relay-20")
    assert "CREDENTIAL_KEYS is not in it" in told
    with pytest.raises(CommandError, match="never overwritten"):
        back_up(made)


@pytest.mark.usefixtures("furnished")
def test_it_takes_the_keys_along_only_when_asked(tmp_path: Path) -> None:
    back_up(tmp_path / "without.tar")
    back_up(tmp_path / "with.tar", "--with-secrets")
    key = os.environ["CREDENTIAL_KEYS"].encode()
    assert key not in (tmp_path / "without.tar").read_bytes()
    with tarfile.open(tmp_path / "with.tar") as tar:
        assert tar.getnames() == ["database.dump", "secrets.env", "manifest.json", "manifest.sha256"]
        assert key in (tar.extractfile("secrets.env") or io.BytesIO()).read()


@pytest.mark.usefixtures("furnished")
def test_it_leaves_nothing_behind_when_it_breaks_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "tool", lambda name: "/bin/false")
    with pytest.raises(CommandError, match="ended with 1"):
        back_up(tmp_path / "a.tar")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("furnished")
def test_it_leaves_nothing_behind_when_the_disk_is_full(tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f'ulimit -f 16; exec "{sys.executable}" manage.py backup "{tmp_path}/a.tar"'],
        cwd=PROJECT,
        env=os.environ | {"DATABASE_URL": database_url(), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert "CommandError: [Errno 27]" in done.stderr  # what a limit on files says; a full disk says 28
    assert list(tmp_path.iterdir()) == []


def written(path: Path) -> Manifest:
    """A small archive, and its manifest."""
    with archive.create(path) as file:
        part = archive.append(file, archive.DATABASE, [b"x" * 3_000_000] * 4, at=0)
        manifest = Manifest("0.1.0", 180006, "Northwind", NOW, ("a.0001",), (Table("t", 1, "7"),), (part,))
        archive.finish(file, manifest)
    return manifest


def test_it_reads_what_it_wrote(tmp_path: Path) -> None:
    manifest = written(tmp_path / "a.tar")
    found = archive.Archive(tmp_path / "a.tar")
    assert found.manifest == manifest
    assert sum(len(block) for block in found.read(archive.DATABASE)) == 12_000_000


@pytest.mark.parametrize("length", [0, 100, 512, 6_000_000, 12_000_512, 12_001_100])
def test_it_knows_a_file_that_was_cut_off(tmp_path: Path, length: int) -> None:
    written(tmp_path / "a.tar")
    os.truncate(tmp_path / "a.tar", length)
    with pytest.raises(archive.Damaged, match=r"cut off|no whole backup"):
        archive.Archive(tmp_path / "a.tar").check(lambda line: None)


@pytest.mark.parametrize(("at", "words"), [(9_000_000, "between byte 8,389,120 and"), (100, "no whole backup|is")])
def test_it_names_the_block_that_is_wrong(tmp_path: Path, at: int, words: str) -> None:
    written(tmp_path / "a.tar")
    with (tmp_path / "a.tar").open("r+b") as file:
        file.seek(at)
        file.write(b"?")
    with pytest.raises(archive.Damaged, match=words):
        archive.Archive(tmp_path / "a.tar").check(lambda line: None)


def test_it_knows_a_manifest_that_was_changed(tmp_path: Path) -> None:
    written(tmp_path / "a.tar")
    content = (tmp_path / "a.tar").read_bytes()
    (tmp_path / "a.tar").write_bytes(content.replace(b'"rows": 1', b'"rows": 2'))
    with pytest.raises(archive.Damaged, match=r"manifest\.json at byte 12,00"):
        archive.Archive(tmp_path / "a.tar")


MADE = Manifest("0.2.0", 180006, "", NOW, ("a.0001", "a.0002"), ())


@pytest.mark.parametrize(("version", "known"), [("0.2.0", ["a.0001", "a.0002"]), ("0.10.0", ["a.0001", "a.0002", "b"])])
def test_it_fits_code_of_the_same_age_or_newer(version: str, known: list[str]) -> None:
    check_fit(MADE, version=version, postgres=180001, known=known)


@pytest.mark.parametrize(
    ("version", "postgres", "known", "words"),
    [
        ("0.1.9", 180006, ["a.0001", "a.0002"], "install that version or a newer one"),
        ("0.2.0", 180006, ["a.0001"], r"a\.0002"),
        ("0.2.0", 170001, ["a.0001", "a.0002"], "Postgres 18"),
    ],
)
def test_it_does_not_fit_what_is_older(version: str, postgres: int, known: list[str], words: str) -> None:
    with pytest.raises(Unfit, match=words):
        check_fit(MADE, version=version, postgres=postgres, known=known)


def test_it_tells_each_table_that_differs() -> None:
    wanted = [Table("a", 1, "1"), Table("b", 1, "1"), Table("c", 1, "1"), Table("d", 1, "1")]
    found = [Table("a", 1, "1"), Table("b", 2, "1"), Table("c", 1, "2"), Table("e", 0, "0")]
    assert [line.split()[0] for line in differences(wanted, found)] == ["b", "c", "d", "e"]


def test_it_names_a_file_after_company_and_time() -> None:
    assert file_name("Åcme & Söhne/../", NOW) == "wellheard-cme-s-hne-20261118T090000Z.tar"
    assert json.loads('"' + file_name("", NOW) + '"') == "wellheard-unnamed-20261118T090000Z.tar"
