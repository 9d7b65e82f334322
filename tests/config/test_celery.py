"""What beat says, and that somebody listens."""

from __future__ import annotations

import pytest

from config.celery import QUEUES, app

SCHEDULE = app.conf.beat_schedule


@pytest.mark.parametrize("name", SCHEDULE)
def test_it_says_only_what_a_worker_knows(name: str) -> None:
    app.loader.import_default_modules()
    assert SCHEDULE[name]["task"] in app.tasks


@pytest.mark.parametrize("name", SCHEDULE)
def test_it_lets_a_message_expire_before_the_next_one(name: str) -> None:
    assert SCHEDULE[name]["options"]["expires"] <= SCHEDULE[name]["schedule"]


@pytest.mark.parametrize("name", SCHEDULE)
def test_it_sends_every_message_to_a_queue_that_is_consumed(name: str) -> None:
    queue = app.amqp.router.route({}, SCHEDULE[name]["task"])["queue"].name
    assert queue in QUEUES
