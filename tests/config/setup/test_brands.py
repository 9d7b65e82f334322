"""Brands and rivals: lists that are made so as a whole, and accounts that answer."""

from __future__ import annotations

import pytest
from django.test import Client

from listening import actions
from listening.models import Brand, BrandAccount, Installation, Query
from listening.storage import context
from tests.factories import NOW, make_brand, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
HERE = "/setup/brands/"
LISTS = {"topics": "webhook relay, webhook delivery", "rivals": "Hookyard, @hookyard\nPipewright"}


@pytest.fixture
def alice(client: Client) -> Client:
    context.forget()
    make_installation(setup_steps={"company": "done"})
    make_brand("Crisp", terms=["Crisp", "crisp.chat"])
    client.force_login(make_user("owner", name="Alice Park"))
    return client


def listened() -> dict[str, tuple[str, list[str]]]:
    return {row.name: (row.kind, row.terms) for row in Brand.objects.filter(archived_at=None).exclude(kind="own")}


def test_it_makes_a_brand_and_a_query_of_each_line(alice: Client) -> None:
    assert alice.post(HERE, LISTS)["Location"] == "/setup/places/"
    assert listened() == {
        "webhook relay": ("topic", ["webhook relay", "webhook delivery"]),
        "Hookyard": ("competitor", ["Hookyard", "@hookyard"]),
        "Pipewright": ("competitor", ["Pipewright"]),
    }
    assert Query.objects.get(brand__name="Hookyard").expression == '"Hookyard" OR "@hookyard"'
    assert Installation.objects.get().setup_steps["brands"] == "done"


def test_it_shows_what_is_there(alice: Client) -> None:
    alice.post(HERE, LISTS)
    page = alice.get(HERE).content.decode()
    assert "Hookyard, @hookyard\nPipewright</textarea>" in page
    assert "webhook relay, webhook delivery</textarea>" in page


def test_it_says_at_which_line_a_list_is_wrong_and_writes_nothing(alice: Client) -> None:
    answer = alice.post(HERE, {"topics": "webhook relay", "rivals": "Hookyard\nHookyard\ncrisp.chat\n?!"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2: “Hookyard” stands in line 1 already." in page
    assert "Line 3: “crisp.chat” is a name we listen for already." in page
    assert "Line 4: “?!” has no letter or digit" in page
    assert listened() == {}


def test_it_takes_no_topic_for_a_rival(alice: Client) -> None:
    answer = alice.post(HERE, {"topics": "Hookyard", "rivals": "hookyard"})
    assert "Line 1: “hookyard” is a name we listen for already." in answer.content.decode()


def test_it_archives_what_is_taken_away_and_keeps_its_mentions(alice: Client) -> None:
    alice.post(HERE, LISTS)
    hookyard = Brand.objects.get(name="Hookyard")
    make_mention("Hookyard it is", brand=hookyard)
    alice.post(HERE, {"topics": "", "rivals": "Pipewright"})
    assert set(listened()) == {"Pipewright"}
    hookyard.refresh_from_db()
    assert hookyard.archived_at is not None
    assert hookyard.judgement_set.count() == 1


def test_it_brings_back_what_was_archived(alice: Client) -> None:
    alice.post(HERE, LISTS)
    before = Brand.objects.get(name="Hookyard").pk
    alice.post(HERE, {"topics": "", "rivals": ""})
    assert before not in context.load().brands
    alice.post(HERE, {"topics": "", "rivals": LISTS["rivals"].splitlines()[0]})
    assert Brand.objects.get(name="Hookyard").pk == before
    assert before in context.load().brands


def test_it_changes_spellings_and_leaves_a_query_written_by_hand(alice: Client) -> None:
    alice.post(HERE, LISTS)
    Query.objects.filter(brand__name="Pipewright").update(expression="pipewright AND webhook")
    alice.post(HERE, {"topics": "", "rivals": "Hookyard\nPipewright, pipewright.example"})
    assert Query.objects.get(brand__name="Hookyard").expression == '"Hookyard"'
    assert Query.objects.get(brand__name="Pipewright").expression == "pipewright AND webhook"


def test_it_changes_nothing_if_nothing_changed(alice: Client) -> None:
    alice.post(HERE, LISTS)
    before = list(Query.objects.values_list("id", "version", "changed_at").order_by("id"))
    alice.post(HERE, LISTS)
    assert list(Query.objects.values_list("id", "version", "changed_at").order_by("id")) == before


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"network": "hackernews", "account": "@CrispHQ", "who": "brand"}, ("crisphq", "brand", True)),
        ({"network": "x", "account": "1234567890123456789", "who": "agency"}, ("1234567890123456789", "agency", True)),
        ({"network": "x", "account": "@CrispHQ", "who": "brand"}, ("handle:crisphq", "brand", True)),
        ({"network": "x", "account": "@123", "who": "brand"}, ("handle:123", "brand", True)),
        ({"network": "hackernews", "account": "dora", "who": "employee"}, ("dora", "employee", True)),
        ({"network": "hackernews", "account": "dora", "who": "quiet"}, ("dora", "employee", False)),
    ],
)
def test_it_adds_an_account_of_ours(alice: Client, sent: dict[str, str], stored: tuple[str, str, bool]) -> None:
    assert alice.post(HERE, {**sent, "do": "account"})["Location"] == f"{HERE}#accounts"
    row = BrandAccount.objects.get()
    assert (row.external_id, row.kind, row.speaks) == stored
    assert row.brand.kind == "own"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"network": "x", "account": "crisp.example", "who": "brand"}, "the account’s number"),
        ({"network": "hackernews", "account": "a b c!", "who": "brand"}, "letters, digits"),
        ({"network": "hackernews", "account": " @ ", "who": "brand"}, "Say which account."),
        ({"network": "myspace", "account": "crisp", "who": "brand"}, "Select a valid choice"),
        ({"network": "hackernews", "account": "crisp", "who": "friend"}, "Select a valid choice"),
    ],
)
def test_it_refuses_an_account_it_could_not_know_again(alice: Client, sent: dict[str, str], words: str) -> None:
    answer = alice.post(HERE, {**sent, "do": "account"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not BrandAccount.objects.exists()


def test_it_takes_an_account_once(alice: Client) -> None:
    sent = {"network": "hackernews", "account": "crisphq", "who": "brand", "do": "account"}
    alice.post(HERE, sent)
    assert "already listed" in alice.post(HERE, sent).content.decode()


def test_it_loses_no_list_to_whoever_adds_an_account_first(alice: Client) -> None:
    alice.post(HERE, {**LISTS, "network": "hackernews", "account": "crisphq", "who": "brand", "do": "account"})
    assert len(listened()) == 3
    assert "brands" not in Installation.objects.get().setup_steps


def test_it_adds_an_account_that_was_typed_and_not_added(alice: Client) -> None:
    sent = {**LISTS, "network": "hackernews", "account": "crisphq", "who": "brand"}
    assert alice.post(HERE, sent)["Location"] == "/setup/places/"
    assert BrandAccount.objects.get().external_id == "crisphq"


@pytest.mark.parametrize("wrong", [{"account": "a b!"}, {"rivals": "?!"}])
def test_it_writes_nothing_of_a_page_that_is_wrong_anywhere(alice: Client, wrong: dict[str, str]) -> None:
    sent = {**LISTS, "network": "hackernews", "account": "crisphq", "who": "brand", "do": "account", **wrong}
    assert alice.post(HERE, sent).status_code == 422
    assert listened() == {}
    assert not BrandAccount.objects.exists()


def test_it_removes_an_account(alice: Client) -> None:
    alice.post(HERE, {"network": "hackernews", "account": "crisphq", "who": "brand", "do": "account"})
    answer = alice.post(HERE, {"remove": BrandAccount.objects.get().pk})
    assert answer["Location"] == f"{HERE}#accounts"
    assert not BrandAccount.objects.exists()


def test_it_writes_no_list_if_the_account_is_refused(alice: Client) -> None:
    sent = {"network": "hackernews", "account": "crisphq", "who": "brand", "do": "account"}
    alice.post(HERE, sent)
    assert alice.post(HERE, {**sent, **LISTS}).status_code == 422
    assert listened() == {}


def test_it_makes_no_new_version_of_a_query_whose_words_differ_in_case_alone() -> None:
    make_installation()
    wanted = actions.Wanted(name="Hookyard", terms=("Hookyard", "hookyard.example"))
    actions.choose_brands("competitor", [wanted], now=NOW)
    Brand.objects.filter(name="Hookyard").update(terms=["hookyard.example"])
    again = actions.choose_brands("competitor", [wanted], now=NOW)
    assert (again.added, again.changed, again.archived) == ((), (), ())
    assert Query.objects.get(brand__name="Hookyard").version == 1
