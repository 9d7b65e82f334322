"""The plans behind the list: an index walk without a sort, on enough rows for Postgres to care."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import queue
from engagement.filters import QueueFilters
from engagement.intake import take_in
from engagement.models import Case
from tests.factories import NOW, make_change, make_mention, make_user

pytestmark = pytest.mark.django_db
FIRST = QueueFilters()


@pytest.fixture
def _many() -> None:
    make_change(make_mention(flags=["complaint"]))
    take_in(now=NOW)
    one = {name: value for name, value in Case.objects.values().get().items() if name != "id"}
    Case.objects.bulk_create([Case(**{**one, "sort_key": n * 7_919 % 4_001}) for n in range(4_000)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE engagement_case")


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize("cursor", ["", "priority.2000.1"])
def test_it_walks_one_index_and_sorts_nothing(cursor: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        queue.listing(FIRST, viewer=make_user(), now=NOW, cursor=cursor)
    (sql,) = [each["sql"] for each in captured if "LIMIT 51" in each["sql"]]
    with connection.cursor() as database:
        database.execute(f"EXPLAIN {sql}")
        plan = "\n".join(row[0] for row in database.fetchall())
    assert "Index Scan using case_queue" in plan
    assert "Sort" not in plan
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert ("ROW(sort_key, id) <" in condition) == bool(cursor)
