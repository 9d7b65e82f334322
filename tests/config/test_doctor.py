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


@pytest.mark.parametrize(("free", "level"), [(10**10, "ok"), (10**9, "warning"), (10**8, "error")])
def test_it_judges_the_room_on_the_disk(free: int, level: str) -> None:
    assert doctor.disk(free).level == level


@pytest.mark.parametrize(
    ("url", "proxies", "level"),
    [
        ("http://localhost:8000", 0, "ok"),
        ("http://wellheard.example", 0, "warning"),
        ("https://wellheard.example", 0, "warning"),
        ("https://wellheard.example", 1, "ok"),
    ],
)
def test_it_judges_how_browsers_come_in(url: str, proxies: int, level: str) -> None:
    assert doctor.address(url, proxies).level == level


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
    assert len(parts) == 11
    assert "is `manage.py up` running?" in done.stdout
    assert "Traceback" not in done.stderr
