"""The history of a query: every version, by whom and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from listening import actions, metrics
from tests.factories import NOW, make_brand, make_user

pytestmark = pytest.mark.django_db


def test_it_tells_who_wrote_which_version_the_newest_first(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    alice, brand, later = make_user(name="Alice Park"), make_brand(), NOW + timedelta(hours=1)
    row = actions.save_query(None, brand_id=brand.pk, name="Ours", expression="northwind", now=NOW)
    actions.save_query(row.pk, brand_id=brand.pk, name="Ours", expression="relay", now=later, user_id=alice.pk)
    with django_assert_num_queries(1):
        found = metrics.query_versions(row.pk)
    assert [(each.version, each.who, each.at, each.expression) for each in found] == [
        (2, "Alice Park", later, "relay"),
        (1, "", NOW, "northwind"),
    ]
