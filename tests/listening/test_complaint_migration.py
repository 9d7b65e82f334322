"""Stored complaints about us are watched from the migration on, and nothing that was counted moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps.registry import Apps
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import empty_database

pytestmark = pytest.mark.django_db
BEFORE, AFTER = ("listening", "0012_answers"), ("listening", "0013_complaints")
BESIDE = "beside_complaints"
NOW = datetime.now(UTC)  # the migration's own now() is the database's
COMPLAINT, QUESTION = 1, 2


@pytest.fixture(scope="module")
def moved(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """What the migration wrote: rows, threads, and the rows that are left once it was taken back."""
    with django_db_blocker.unblock(), empty_database() as url:
        made = connections[BESIDE] = connection.copy(BESIDE)
        made.settings_dict["NAME"] = urlsplit(url).path.removeprefix("/")
        try:
            store(MigrationExecutor(made).migrate([BEFORE]).apps)
            apps = MigrationExecutor(made).migrate([AFTER]).apps
            raised = rows(apps, "Question").values_list("mention__external_id", "flag", "wants", "state")
            threads = rows(apps, "Thread").order_by("external_id")
            found: dict[str, Any] = {"rows": sorted(raised)}
            found["threads"] = [(each.external_id, each.undecided, bool(each.next_read_at)) for each in threads]
            found["counts"] = rows(apps, "DayFlags").count()
            left = rows(MigrationExecutor(made).migrate([BEFORE]).apps, "Question")
            yield found | {"left": list(left.values_list("mention__external_id", flat=True))}
        finally:
            made.close()
            del connections[BESIDE]


def rows(apps: Apps, name: str) -> Any:
    return apps.get_model("listening", name).objects.using(BESIDE)


def store(apps: Apps) -> None:
    own = rows(apps, "Brand").create(name="Northwind Relay", kind="own", created_at=NOW)
    rival = rows(apps, "Brand").create(name="Hookyard", kind="competitor", created_at=NOW)
    for name, brand, mask, days in (
        ("new", own, COMPLAINT, 1),
        ("old", own, COMPLAINT, 90),
        ("both", own, COMPLAINT | QUESTION, 1),
        ("theirs", rival, COMPLAINT, 1),
    ):
        said(apps, name, brand, mask, NOW - timedelta(days=days))


def said(apps: Apps, name: str, brand: Any, mask: int, at: datetime) -> None:
    thread = rows(apps, "Thread").create(network="hackernews", external_id=name, created_at=at, read_at=at)
    times = {"published_at": at, "seen_at": at, "changed_at": at}
    post = {"network": "hackernews", "external_id": name, "role": "mention", "content_hash": b"", "author_key": name}
    mention = rows(apps, "Mention").create(thread=thread, brand_ids=[brand.pk], **post, **times)
    judged = {"scored": True, "scorer": "test", "on_mask": mask, "counted_day": at.date(), "judged_at": at}
    rows(apps, "Judgement").create(mention=mention, brand=brand, **judged)
    if mask & QUESTION:
        asked = {"thread": thread, "asker_key": name, "asked_at": at, "changed_at": at, "state": "not_a_question"}
        rows(apps, "Question").create(mention=mention, brand=brand, **asked)


def test_it_raises_stored_complaints_about_us(moved: dict[str, Any]) -> None:
    assert moved["rows"] == [
        ("both", "question", "answer", "not_a_question"),
        ("new", "complaint", "reply", "unverified"),
        ("old", "complaint", "reply", "unverified"),
    ]


def test_it_has_them_decided_and_the_young_ones_read(moved: dict[str, Any]) -> None:
    assert moved["threads"] == [
        ("both", True, False),
        ("new", True, True),
        ("old", True, False),
        ("theirs", False, False),
    ]
    assert moved["counts"] == 0


def test_it_can_be_taken_back(moved: dict[str, Any]) -> None:
    assert moved["left"] == ["both"]
