"""Accounts that claim us in their bio: suggested to a person, matched with nobody, forgotten with what they wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from listening import actions
from listening.models import AccountSuggestion, Mention
from listening.records import Author, Post, Tombstone
from listening.storage import context, posts
from listening.storage.posts import Intake
from listening.text import gate
from tests.factories import NOW, make_brand
from tests.listening.storage.speaking import list_account

pytestmark = pytest.mark.django_db
BIO = "Support engineer at Northwind. Views my own."
BOB = Author(external_id="7", handle="bob", bio=BIO)
POST = Post(network="x", external_id="1", author=BOB, text="Fixed now.", created_at=NOW - timedelta(hours=1))


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    make_brand("Northwind", terms=["Northwind", "@northwind", "northwind.example"])


def store(*found: Post) -> None:
    how = Intake(source_id=None, now=NOW, threads=True, in_thread=True)
    with transaction.atomic():
        posts.store([gate(each, fetched_at=NOW) for each in found], context.load(), how)


def suggested() -> list[tuple[str, str, dict[str, str]]]:
    return list(AccountSuggestion.objects.order_by("id").values_list("external_id", "reason", "params"))


def bury(*ids: str) -> None:
    with transaction.atomic():
        posts.bury([Tombstone(network="x", external_id=each, seen_at=NOW) for each in ids], NOW)


def test_it_suggests_who_claims_us_in_the_bio_and_matches_nobody() -> None:
    store(POST)
    assert suggested() == [("7", "claims_us", {"words": "Support engineer at Northwind"})]
    assert Mention.objects.get().role == "context"


@pytest.mark.parametrize("bio", ["", "Ex-Northwind engineer", "Fan of @northwind", "Engineer at Globex"])
def test_it_suggests_nobody_who_claims_nothing(bio: str) -> None:
    store(replace(POST, author=replace(BOB, bio=bio)))
    assert suggested() == []


def test_it_reads_the_handles_of_the_companys_own_accounts_in_a_bio() -> None:
    list_account("9", handle="nwcloud", network="x")
    store(replace(POST, author=replace(BOB, bio="Docs, @nwcloud")))
    assert suggested() == [("7", "claims_us", {"words": "@nwcloud"})]


def test_it_suggests_no_account_that_is_listed() -> None:
    list_account("7", handle="bob", network="x", kind="employee")
    store(POST)
    assert suggested() == []


@pytest.mark.parametrize("network", ["linkedin", "reddit", "youtube"])
def test_it_reads_no_bio_where_the_network_forbids_it(network: str) -> None:
    store(replace(POST, network=network))
    assert suggested() == []


def test_it_puts_a_claim_in_the_place_of_a_weaker_reason() -> None:
    AccountSuggestion.objects.create(network="x", external_id="7", reason="answers_for_us", created_at=NOW)
    store(POST)
    assert [reason for _id, reason, _params in suggested()] == ["claims_us"]


def test_it_asks_no_second_time_after_somebody_said_no() -> None:
    store(POST)
    actions.decline_suggestion(AccountSuggestion.objects.get().pk, actor=None, now=NOW)
    store(replace(POST, external_id="2"))
    assert AccountSuggestion.objects.get().outcome == "declined"


def test_it_stores_no_bio() -> None:
    store(POST)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(m)::text || coalesce((SELECT string_agg(encode(payload, 'escape'), '')"
            " FROM listening_mention_raw), '') FROM listening_mention m"
        )
        assert "Views my own" not in cursor.fetchone()[0]


def test_it_forgets_the_claim_with_the_last_post_of_its_account() -> None:
    store(POST, replace(POST, external_id="2"))
    bury("1")
    assert len(suggested()) == 1
    bury("2")
    assert suggested() == []


def test_it_keeps_of_who_was_declined_only_that_he_was() -> None:
    store(POST)
    actions.decline_suggestion(AccountSuggestion.objects.get().pk, actor=None, now=NOW)
    bury("1")
    kept = AccountSuggestion.objects.get()
    assert (kept.external_id, kept.handle, kept.params, kept.outcome) == ("7", "", {}, "declined")


def test_it_asks_the_database_nothing_where_nobody_claims_us() -> None:
    quiet = replace(POST, author=replace(BOB, bio="Engineer at Globex"))
    store(replace(quiet, external_id="9"))
    with CaptureQueriesContext(connection) as captured:
        store(quiet)
    assert not [each for each in captured.captured_queries if "accountsuggestion" in each["sql"]]
