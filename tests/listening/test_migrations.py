"""Migrations that fill columns of stored rows fill them right, in a database that holds what an older version wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps.registry import Apps
from django.db import IntegrityError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import empty_database
from tests.factories import NOW

pytestmark = pytest.mark.django_db
BEFORE, AFTER = ("listening", "0006_check_deleted"), ("listening", "0007_corrections")
BESIDE = "beside"  # the alias of that database
MASKS = ("on_mask", "unsure_mask", "scored_on_mask", "scored_unsure_mask", "decided_mask")
DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def after(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Apps]:
    """The models after the migration, of a database that had rows before it."""
    with django_db_blocker.unblock(), empty_database() as url:
        made = connections[BESIDE] = connection.copy(BESIDE)
        made.settings_dict["NAME"] = urlsplit(url).path.removeprefix("/")
        try:
            store(MigrationExecutor(made).migrate([BEFORE]).apps)
            yield MigrationExecutor(made).migrate([AFTER]).apps
        finally:
            made.close()
            del connections[BESIDE]


def rows(apps: Apps, name: str) -> Any:
    return apps.get_model("listening", name).objects.using(BESIDE)


def store(apps: Apps) -> None:
    """Store what a version before the migration could have."""
    brand = rows(apps, "Brand").create(name="Northwind Relay", kind="own", created_at=NOW)
    judge(apps, "both", on_mask=5, unsure_mask=8, ever_mask=7, counted_day=DAY, counted_flags=5)
    judge(apps, "doubtful", unsure_mask=2)
    judge(apps, "plain")
    judge(apps, "unread", scored=False)
    rows(apps, "Label").create(brand=brand, network="hackernews", external_id="both", head="spam", value=False, at=NOW)


def judge(apps: Apps, name: str, **more: object) -> None:
    brand = rows(apps, "Brand").get()
    post = {
        "network": "hackernews",
        "external_id": name,
        "role": "mention",
        "content_hash": b"",
        "brand_ids": [brand.pk],
    }
    mention = rows(apps, "Mention").create(published_at=NOW, seen_at=NOW, changed_at=NOW, **post)
    values = {"scored": True, "scorer": "rules-1", "judged_at": NOW, **more}
    rows(apps, "Judgement").create(mention=mention, brand=brand, **values)


def test_it_takes_what_held_for_what_scoring_said(after: Apps) -> None:
    stored = rows(after, "Judgement").values_list("mention__external_id", *MASKS)
    assert {name: masks for name, *masks in stored} == {
        "both": [5, 8, 5, 8, 0],
        "doubtful": [0, 2, 0, 2, 0],
        "plain": [0] * 5,
        "unread": [0] * 5,
    }


def test_it_leaves_what_was_counted(after: Apps) -> None:
    judgement = rows(after, "Judgement").get(mention__external_id="both")
    assert (judgement.ever_mask, judgement.counted_day, judgement.counted_flags) == (7, DAY, 5)


def test_it_knows_nothing_of_how_an_older_label_came_about(after: Apps) -> None:
    label = rows(after, "Label").get()
    assert (label.head, label.value) == ("spam", False)
    assert (label.was, label.chance, label.scorer, label.chosen) == (None, None, "", "")


def test_it_lets_a_person_flag_what_scoring_cannot_read(after: Apps) -> None:
    unread = rows(after, "Judgement").filter(mention__external_id="unread")
    assert unread.update(on_mask=1, decided_mask=1) == 1
    unread.update(on_mask=0, decided_mask=0)
    with pytest.raises(IntegrityError, match="judgement_unscored_has_no_flags"):
        unread.update(scored_on_mask=1)
