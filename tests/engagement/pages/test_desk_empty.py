"""What an empty queue says: it depends on why it is empty."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_installation, make_source, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    make_installation()
    client.force_login(make_user("marketer"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_it_asks_for_a_source_where_there_is_none(desk: Client) -> None:
    assert b"No sources yet" in desk.get("/").content


def test_it_says_that_nobody_is_owed_an_answer(desk: Client) -> None:
    make_source()
    assert b"Queue clear" in desk.get("/").content


def test_it_names_the_filter_that_leaves_nothing(desk: Client) -> None:
    make_source()
    page = desk.get("/?lane=monitor&flag=praise").content
    assert b"No match" in page
    assert b"Queue clear" not in page
