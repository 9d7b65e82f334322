"""A transaction that commits late, on a second connection, while a client pages."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection

from engagement.models import FeedItem
from engagement.queue import pull
from engagement.storage import save_feed, storing
from listening.models import Mention
from tests.engagement.api.rows import make_feed
from tests.factories import NOW, make_mention

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


@contextmanager
def slow_writer(mention: Mention) -> Iterator[None]:
    """Write the mention's row at ``NOW`` on another connection, and commit only when the block ends."""
    written, commit = Event(), Event()

    def write() -> None:
        try:
            with storing():
                save_feed([FeedItem(mention_id=mention.pk, network="hackernews", brand_ids=[], changed_at=NOW)])
                written.set()
                assert commit.wait(5)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(write)
        assert written.wait(5)
        yield
        commit.set()
        done.result(5)


def read_around_a_late_commit() -> list[list[str]]:
    """Return what a client gets five seconds after the late row was written, and what it gets later on."""
    late, quick = make_mention(), make_mention()
    seen, position = [], pull.start(None, now=NOW)
    with slow_writer(late):
        make_feed(quick, at=NOW + SECOND)
        items, position, _more = pull.page(pull.PullFilters(), position, now=NOW + 5 * SECOND, limit=10)
        seen.append([["late", "quick"][item["id"] == quick.pk] for item in items])
    items, position, _more = pull.page(pull.PullFilters(), position, now=NOW + 20 * SECOND, limit=10)
    seen.append([["late", "quick"][item["id"] == quick.pk] for item in items])
    return seen


def test_it_does_not_miss_a_row_that_is_committed_after_a_younger_one() -> None:
    assert read_around_a_late_commit() == [[], ["late", "quick"]]


def test_it_would_miss_that_row_if_it_did_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pull, "SETTLED", timedelta(0))
    assert read_around_a_late_commit() == [["quick"], []]
