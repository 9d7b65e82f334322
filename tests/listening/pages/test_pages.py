"""Listening's pages: mistakes are shown where they are made, and nothing is stored by them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from listening.models import Mention, Query, Source
from listening.pipeline import poll_next_due
from listening.storage.sources import PARK_AFTER
from tests.factories import make_brand, make_installation, make_query, make_source, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user("owner"))
    return client


def test_it_points_at_the_mistake_of_a_query(owner: Client) -> None:
    sent = {"brand": make_brand().pk, "name": "Ours", "expression": "northwind AND"}
    answer = owner.post("/queries/add/", sent)
    assert answer.status_code == 422
    assert b"Position 14:" in answer.content
    assert not Query.objects.exists()


def test_it_saves_a_query_as_its_next_version(owner: Client) -> None:
    query = make_query()
    sent = {"brand": query.brand_id, "name": "Ours", "expression": "northwind NOT traders"}
    assert owner.post(f"/queries/{query.pk}/", sent).status_code == 302
    query.refresh_from_db()
    assert (query.version, query.expression) == (2, "northwind NOT traders")


def test_it_retires_and_resumes_a_source(owner: Client) -> None:
    source = make_source(state="ok")
    owner.post(f"/sources/{source.pk}/pause/")
    source.refresh_from_db()
    assert source.state == "retired"
    owner.post(f"/sources/{source.pk}/resume/")
    source.refresh_from_db()
    assert source.state == "new"


def test_it_takes_in_a_pasted_post(owner: Client) -> None:
    sent = {"url": "https://www.linkedin.com/posts/a", "text": "Is Northwind any good?", "brand": make_brand().pk}
    assert owner.post("/capture/", sent).status_code == 302
    assert Mention.objects.get().text == "Is Northwind any good?"


def test_it_names_the_line_of_a_bad_row(owner: Client) -> None:
    make_query()
    file = SimpleUploadedFile("posts.csv", b"url,text\nhttps://a.example/1,Northwind is late\nnot an address,Hello\n")
    answer = owner.post("/import/", {"file": file})
    assert answer.status_code == 200
    assert b'<td class="n">3</td>' in answer.content


def test_it_refuses_a_table_without_text(owner: Client) -> None:
    answer = owner.post("/import/", {"file": SimpleUploadedFile("posts.csv", b"a,b\n1,2\n")})
    assert answer.status_code == 422
    assert b"No column is called text" in answer.content


def test_it_shows_a_dash_for_a_source_that_was_not_read(owner: Client) -> None:
    make_source(name="Reviews", state="blocked", reason={"code": "forbidden", "params": {}})
    page = owner.get("/sources/").content.decode()
    assert "It refuses our reader (403)." in page
    assert ">–</td>" in page


def test_it_adds_x_with_its_token_sealed_and_its_cap_set(owner: Client) -> None:
    given = {"kind": "x", "bearer_token": "AAAA-planted-token", "username": "@northwind", "monthly_cap": "10"}
    assert owner.post("/sources/add/", given).status_code == 302
    source = Source.objects.get(network="x")
    assert (source.params["monthly_cap_micros"], source.params["username"]) == (10_000_000, "northwind")
    assert source.credential is not None
    assert b"planted" not in bytes(source.credential.sealed)
    page = owner.get("/sources/").content.decode()
    assert "$0.00 of $10.00 spent this month, $10.00 left." in page
    assert "planted" not in page


def test_it_does_not_add_x_without_a_cap(owner: Client) -> None:
    page = owner.post("/sources/add/", {"kind": "x", "bearer_token": "AAAA", "monthly_cap": "0"})
    assert page.status_code == 422
    assert not Source.objects.filter(network="x").exists()


def test_it_offers_no_free_search_of_a_network_that_bills(owner: Client) -> None:
    page = owner.post("/sources/add/", {"kind": "search", "network": "x"})
    assert page.status_code == 422
    assert not Source.objects.filter(network="x").exists()


def test_it_says_why_a_poisonous_source_was_set_aside_and_tries_again_when_told(owner: Client) -> None:
    now = timezone.now()
    source = make_source(network="feeds", name="Poison", state="ok", next_poll_at=now, attempts=PARK_AFTER)
    poll_next_due(lambda: now)
    page = owner.get("/sources/").content.decode()
    assert "Three polls ended without a result." in page
    assert f'action="/sources/{source.pk}/resume/"' in page
    owner.post(f"/sources/{source.pk}/resume/")
    source.refresh_from_db()
    assert (source.state, source.attempts) == ("new", 0)
