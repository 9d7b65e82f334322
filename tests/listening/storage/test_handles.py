"""Accounts that were listed by a handle: nobody is matched before a post shows whose id that is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from listening import actions
from listening.models import AccountSuggestion, BrandAccount, Mention
from listening.records import Author, Post
from listening.storage import context, handles, posts
from listening.storage.posts import Intake
from listening.text import gate
from tests.factories import NOW, make_brand, make_own_post
from tests.listening.storage.speaking import asked, decided, list_account, reply

pytestmark = pytest.mark.django_db
POST = Post(
    network="x",
    external_id="1",
    author=Author(external_id="7", handle="Acme"),
    text="It is capped at seven days.",
    created_at=NOW - timedelta(hours=1),
)


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    make_brand()


def listed(typed: str = "@acme", **more: object) -> BrandAccount:
    values = {"network": "x", "brand_id": make_brand().pk, **more}
    return actions.add_voice(typed=typed, now=NOW, **values)  # type: ignore[arg-type]


def store(*authors: Author) -> None:
    page = [replace(POST, external_id=str(n), author=each) for n, each in enumerate(authors)]
    how = Intake(source_id=None, now=NOW, threads=True, in_thread=True)
    with transaction.atomic():
        posts.store([gate(each, fetched_at=NOW) for each in page], context.load(), how)


def test_it_matches_nobody_by_a_handle_alone() -> None:
    assert listed().by_handle
    question = asked(network="x")
    reply(question, author="7", author_handle="acme", network="x")
    assert decided(question).state == "answered_by_peer"


def test_it_knows_the_id_as_soon_as_a_post_is_read_that_bears_the_handle() -> None:
    listed(kind="agency")
    store(POST.author)
    account = BrandAccount.objects.get()
    assert (account.external_id, account.handle, account.kind) == ("7", "acme", "agency")
    assert Mention.objects.get().role == "own"


def test_it_never_takes_one_who_is_not_the_first_with_the_handle() -> None:
    make_own_post(author="5", author_handle="acme", network="x", role="context")
    listed()
    store(POST.author)
    assert BrandAccount.objects.get().by_handle
    assert set(Mention.objects.values_list("role", flat=True)) == {"context"}
    assert set(AccountSuggestion.objects.values_list("external_id", "reason")) == {
        ("5", "bore_the_handle"),
        ("7", "bore_the_handle"),
    }


def test_it_takes_neither_of_two_who_bear_the_handle_at_once() -> None:
    listed()
    store(POST.author, Author(external_id="8", handle="ACME"))
    assert BrandAccount.objects.get().by_handle
    assert AccountSuggestion.objects.count() == 2


def test_it_suggests_whom_it_has_already_stored_with_the_handle() -> None:
    make_own_post(author="5", author_handle="Acme", network="x", role="context")
    listed()
    assert AccountSuggestion.objects.get().external_id == "5"


def test_it_is_no_longer_pending_once_a_person_accepts_the_suggestion() -> None:
    make_own_post(author="5", author_handle="Acme", network="x", role="context")
    listed()
    actions.accept_suggestion(AccountSuggestion.objects.get().pk, actor=None, now=NOW)
    assert BrandAccount.objects.get().external_id == "5"


def test_it_does_not_suggest_a_rivals_handle_as_ours() -> None:
    make_own_post(author="5", author_handle="acme", network="x", role="context")
    listed(brand_id=make_brand("Hookyard", kind="competitor").pk)
    store(POST.author)
    assert not AccountSuggestion.objects.exists()


def test_it_keeps_the_former_handle_of_an_id_that_it_knows() -> None:
    list_account("7", handle="old", network="x")
    store(POST.author)
    account = BrandAccount.objects.get()
    assert (account.external_id, account.handle, account.former_handles) == ("7", "Acme", ["old"])
    assert context.load().handles["x", "", "7"] == "Acme"


def test_whoever_takes_over_a_handle_stays_a_stranger() -> None:
    list_account("7", handle="acme", network="x")
    store(Author(external_id="8", handle="acme"))
    assert Mention.objects.get().role == "context"
    assert BrandAccount.objects.get().former_handles == []


def test_a_number_is_the_id_and_a_name_is_it_where_names_stay() -> None:
    assert not listed("123").by_handle
    assert listed("@Acme", network="hackernews").external_id == "acme"


@pytest.mark.parametrize(("typed", "network"), [("@", "x"), (" ", "hackernews"), ("acme", "myspace")])
def test_it_refuses_what_names_nobody(typed: str, network: str) -> None:
    with pytest.raises(actions.Refused):
        listed(typed, network=network)


def test_it_asks_nothing_where_posts_say_nothing_new() -> None:
    list_account("7", handle="acme", network="x")
    known = context.load()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        handles.learn([POST], known, NOW)
    assert not queries
