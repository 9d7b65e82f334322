"""What a look at the list costs: twelve queries at most whatever its length, and a page of 60 KB."""

from __future__ import annotations

import gzip

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case
from tests.factories import (
    make_change,
    make_installation,
    make_mention,
    make_query,
    make_question,
    make_source,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.django_db
TEXT = "Is the retry window of Northwind Relay capped, and why has it failed for the {n}th time since the morning?"


@pytest.fixture
def busy(client: Client) -> Client:
    """A reader before 55 cases of every look: questions and complaints, taken and not, matched by a query."""
    make_installation()
    make_source()
    now, query = timezone.now(), make_query(expression="Northwind Relay")
    for n in range(55):
        flags = ["question", "churn_risk"] if n % 2 else ["complaint"]
        post = make_mention(
            TEXT.format(n=n), flags=flags, author=f"author{n}", query=query, thread=make_thread(), published_at=now
        )
        make_change(post, question=make_question(post, audience="direct") if n % 2 else None, at=now)
    take_in(now=now)
    bob = make_user(name="Bob Stone")
    for case in Case.objects.all()[:5]:
        actions.claim(case.pk, actor=bob, now=now)
    client.force_login(make_user(name="Ana Park"))
    return client


def test_it_reads_the_list_in_twelve_queries_whatever_its_length(busy: Client) -> None:
    def queries(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert busy.get(address).status_code == 200
        return [each["sql"][:90] for each in captured]

    long, short = queries("/"), queries("/?author=author1")
    assert len(long) <= 12, "\n".join(long)
    assert len(short) <= len(long)


def test_it_weighs_at_most_60_kb_compressed_with_50_rows(busy: Client) -> None:
    page = busy.get("/").content
    assert page.count(b'<li id="case-') == 50
    assert len(gzip.compress(page)) <= 60 * 1024


def test_it_answers_a_poll_without_news_by_304_and_one_query_for_it(busy: Client) -> None:
    newest = Case.objects.latest("id").pk
    with CaptureQueriesContext(connection) as captured:
        answer = busy.get(f"/cases/newer/?newest={newest}")
    assert (answer.status_code, answer.content) == (304, b"")
    cases = [each["sql"] for each in captured if "engagement_case" in each["sql"]]
    assert len(cases) == 1, "\n".join(each["sql"][:120] for each in captured)
    assert f'"engagement_case"."id" > {newest}' in cases[0]
