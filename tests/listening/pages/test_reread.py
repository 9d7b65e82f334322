"""The sources page tells how far stored posts have been read again, in words, and stops when it is old news."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from listening import wording
from listening.models import Rescoring
from listening.storage.rescoring import Progress
from tests.factories import NOW, make_installation, make_source, make_user


def told(**more: Any) -> str:
    values = {"version": "en-3", "done": 12_400, "total": 81_000, "changed": 3_210, "finished_at": None, "left": None}
    return wording.rescoring(Progress(worked_at=NOW, **{**values, **more}), now=NOW)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (20, "less than a minute left"),
        (61, "about 1 minute left"),
        (355, "about 6 minutes left"),
        (3_600 * 7, "about 7 hours left"),
    ],
)
def test_it_says_about_how_long_it_takes(seconds: int, words: str) -> None:
    line = told(left=timedelta(seconds=seconds))
    assert line == f"Re-reading 12,400 of 81,000 stored posts with the new scoring; {words}."


def test_it_promises_nothing_where_the_pace_is_not_known() -> None:
    assert told() == "Re-reading 12,400 of 81,000 stored posts with the new scoring."


def test_it_says_for_a_day_what_came_of_it() -> None:
    words = "All 81,000 stored posts were read again with the new scoring; 3,210 changed their flags."
    assert told(finished_at=NOW) == words
    assert told(finished_at=NOW - timedelta(days=1, seconds=1)) == ""
    assert told(finished_at=NOW, total=0) == ""


@pytest.mark.django_db
def test_the_sources_page_shows_it() -> None:
    make_installation()
    make_source(state="ok")
    client, now = Client(), timezone.now()
    client.force_login(make_user("marketer"))
    assert b"Re-reading" not in client.get("/sources/").content
    Rescoring.objects.create(version="en-3", started_at=now, worked_at=now, done=100, total=1_000, seconds=40)
    page = client.get("/sources/").content.decode()
    assert "Re-reading 100 of 1,000 stored posts with the new scoring; about 6 minutes left." in page
