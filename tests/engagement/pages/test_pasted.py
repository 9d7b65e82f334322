"""A pasted address: it opens the case of its post, or offers to take the post in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from engagement.intake import take_in
from engagement.models import Case
from tests.factories import make_change, make_installation, make_mention, make_source, make_thread, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    make_installation()
    make_source()
    client.force_login(make_user(name="Ana Park"))
    return client


def opened(**more: Any) -> Case:
    now = timezone.now()
    mention = make_mention(flags=["complaint"], thread=make_thread(), published_at=now, seen_at=now, **more)
    make_change(mention, at=now)
    take_in(now=now)
    return Case.objects.get(lead=mention)


@pytest.mark.parametrize(
    ("pasted", "network", "external_id", "url"),
    [
        ("https://blog.example/relay", "feeds", "a1", "https://blog.example/relay"),
        ("https://blog.example/relay/?utm_source=x", "feeds", "a1", "https://blog.example/relay"),
        ("https://twitter.com/ann/status/123?s=20", "x", "123", "https://x.com/i/status/123"),
        ("https://news.ycombinator.com/item?id=77", "hackernews", "77", ""),
    ],
)
def test_it_opens_the_case_of_a_pasted_post(
    desk: Client, pasted: str, network: str, external_id: str, url: str
) -> None:
    case = opened(network=network, external_id=external_id, url=url)
    opened(author="dora")
    answer = desk.get(f"/?{urlencode({'q': f' {pasted} '})}")
    assert (answer.status_code, answer.headers.get("Location")) == (302, f"/cases/{case.pk}/")


def test_it_offers_to_take_in_a_post_that_nobody_heard(desk: Client) -> None:
    opened()
    page = desk.get("/?q=https%3A%2F%2Fblog.example%2Fnew").content.decode()
    assert "Not heard yet" in page
    assert 'href="/capture/?url=https%3A%2F%2Fblog.example%2Fnew"' in page
    form = desk.get("/capture/?url=https%3A%2F%2Fblog.example%2Fnew").content.decode()
    assert 'value="https://blog.example/new"' in form


def test_it_looks_a_post_up_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM listening_mention WHERE url IN ('https://a.example', 'https://b.example')"
        )
        assert "mention_by_url" in "".join(row[0] for row in cursor.fetchall())
