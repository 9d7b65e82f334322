"""What the doctor says of parts that are well, unwell and away."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from config import doctor, storage
from config.supervisor import names
from listening.models import Rescoring
from tests.factories import NOW

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_it_finds_servers_that_answer() -> None:
    assert doctor.database().says.startswith("Postgres 18.")
    assert doctor.schema().level == "ok"
    assert doctor.broker().level == "ok"


def test_it_takes_a_fresh_tick_for_life_and_an_old_one_for_trouble() -> None:
    storage.note_tick()
    assert doctor.beat(time.time()).level == "ok"
    assert doctor.beat(time.time() + 60).level == "error"


def test_it_says_that_no_worker_answers() -> None:
    assert doctor.worker().says == "none answers"


@pytest.mark.django_db
def test_it_tells_how_far_stored_posts_were_read_again() -> None:
    assert doctor.scoring(NOW.timestamp()).says == "nothing was looked at yet"
    run = Rescoring.objects.create(version="en-3", started_at=NOW, worked_at=NOW, done=12_400, total=81_000)
    found = doctor.scoring(NOW.timestamp() + 60)
    assert (found.level, found.says) == ("ok", "en-3; 12,400 of 81,000 stored posts were read again with it")
    assert doctor.scoring(NOW.timestamp() + 3600).level == "warning"
    run.finished_at = NOW
    run.save()
    assert doctor.scoring(NOW.timestamp() + 3600).level == "ok"


@pytest.mark.parametrize(("free", "level"), [(10**10, "ok"), (10**9, "warning"), (10**8, "error")])
def test_it_judges_the_room_on_the_disk(free: int, level: str) -> None:
    assert doctor.disk(free).level == level


@pytest.mark.parametrize(
    ("url", "proxies", "says"),
    [
        ("http://localhost:8000", 0, ""),
        ("http://localhost:9000", 0, "means port 9000; the web server has 8000"),
        ("http://wellheard.example", 0, "means port 80; the web server has 8000"),
        ("http://wellheard.example:8000", 0, "sends passwords in the clear"),
        ("https://wellheard.example", 0, "no proxy is trusted"),
        ("https://wellheard.example", 1, ""),
        ("http://[fd00::5]:8000", 0, "in the clear"),
        ("https://nowhere.example", 1, "nothing here knows an address for nowhere.example"),
    ],
)
def test_it_judges_how_browsers_come_in(url: str, proxies: int, says: str) -> None:
    found = doctor.address(url, proxies, port=8000, bind="", known=lambda host: host != "nowhere.example")
    assert found.level == ("warning" if says else "ok")
    assert says in found.says
    assert bool(found.do) is bool(says)


def test_it_says_that_nobody_else_can_connect() -> None:
    found = doctor.address("http://w.lan:8000", 0, port=8000, bind="127.0.0.1", known=lambda host: True)
    assert found.says == "http://w.lan:8000, but BIND=127.0.0.1 lets only this machine connect"
    assert found.do == "unset BIND"


def test_it_knows_this_machine_by_name_and_no_invented_one() -> None:
    assert names.known("localhost")
    assert names.known("127.0.0.1")
    assert not names.known("no-such-host.invalid")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("wellheard.lan:8000", "does not start with http"),
        ("http://w.lan:8000/desk/", "set BASE_URL=http://w.lan:8000"),
        ("http://0.0.0.0:8000", "put 0.0.0.0 into BIND"),
    ],
)
def test_it_starts_with_a_base_url_that_nothing_else_starts_with(short_dir: Path, url: str, says: str) -> None:
    environment = os.environ | {"BASE_URL": url, "DATA_DIR": str(short_dir), "DATABASE_URL": "", "REDIS_URL": ""}
    refused, examined = (
        subprocess.run(
            [sys.executable, "manage.py", command], env=environment, cwd=PROJECT, capture_output=True, text=True
        )
        for command in ("up", "doctor")
    )
    (line,) = refused.stderr.splitlines()
    assert (refused.returncode, examined.returncode) == (1, 1)
    assert says in line
    assert f"ERROR    BASE_URL        {line.removeprefix('Nothing was started: ')}" in examined.stdout


@pytest.mark.parametrize(("version", "level"), [((2, 8, 0), "ok"), ((2, 7, 9), "warning")])
def test_it_warns_of_an_xml_parser_that_can_be_flooded(version: tuple[int, int, int], level: str) -> None:
    assert doctor.expat(version).level == level


def test_it_misses_a_data_directory(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "none"
    assert "manage.py setup" in doctor.data_directory().do


def test_it_tells_every_part_and_fails_when_nothing_runs(short_dir: Path) -> None:
    environment = os.environ | {"DATA_DIR": str(short_dir / "data"), "DATABASE_URL": "", "REDIS_URL": ""}
    for command, code in (("setup", 0), ("doctor", 1)):
        done = subprocess.run(
            [sys.executable, "manage.py", command], env=environment, cwd=PROJECT, capture_output=True, text=True
        )
        assert done.returncode == code, done.stderr
    parts = [line.split()[0] for line in done.stdout.splitlines()]
    assert len(parts) == 12
    assert "is `manage.py up` running?" in done.stdout
    assert "Traceback" not in done.stderr
