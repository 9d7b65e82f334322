"""Stored questions and cases take the states of the engine over from an older version, and give them back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps.registry import Apps
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import empty_database
from tests.factories import NOW

pytestmark = pytest.mark.django_db
BEFORE, AFTER = ("listening", "0011_asks"), ("listening", "0012_answers")
BESIDE = "beside"


@pytest.fixture(scope="module")
def moved(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[dict[str, Any]]]:
    """The questions after the migration, and after it was taken back."""
    with django_db_blocker.unblock(), empty_database() as url:
        made = connections[BESIDE] = connection.copy(BESIDE)
        made.settings_dict["NAME"] = urlsplit(url).path.removeprefix("/")
        try:
            store(MigrationExecutor(made).migrate([BEFORE]).apps)
            after = told(MigrationExecutor(made).migrate([AFTER]).apps, "state", "answered_side", "settled_at")
            yield [after, told(MigrationExecutor(made).migrate([BEFORE]).apps, "state", "answered_at")]
        finally:
            made.close()
            del connections[BESIDE]


def rows(apps: Apps, name: str) -> Any:
    return apps.get_model("listening", name).objects.using(BESIDE)


def store(apps: Apps) -> None:
    """Store what a version before the migration could have."""
    brand = rows(apps, "Brand").create(name="Northwind Relay", kind="own", created_at=NOW)
    for state, answered_at in (("no_reply_from_us", None), ("answered_by_us", NOW), ("unverified", None)):
        mention = rows(apps, "Mention").create(
            network="hackernews",
            external_id=state,
            role="mention",
            content_hash=b"",
            brand_ids=[brand.pk],
            published_at=NOW,
            seen_at=NOW,
            changed_at=NOW,
        )
        rows(apps, "Question").create(
            mention=mention,
            brand=brand,
            asker_key="charlie",
            state=state,
            asked_at=NOW,
            answered_at=answered_at,
            changed_at=NOW,
        )


def told(apps: Apps, *names: str) -> dict[str, Any]:
    return {name: tuple(rest) for name, *rest in rows(apps, "Question").values_list("mention__external_id", *names)}


def test_it_takes_silence_for_unanswered_and_knows_our_answers(moved: list[dict[str, Any]]) -> None:
    assert moved[0] == {
        "no_reply_from_us": ("unanswered", "", None),
        "answered_by_us": ("answered_by_us", "ours", NOW),
        "unverified": ("unverified", "", None),
    }


def test_it_can_be_taken_back(moved: list[dict[str, Any]]) -> None:
    assert moved[1] == {
        "no_reply_from_us": ("no_reply_from_us", None),
        "answered_by_us": ("answered_by_us", NOW),
        "unverified": ("unverified", None),
    }
