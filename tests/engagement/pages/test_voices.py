"""Own voices: who speaks for whom, who may, and what a word on that changes."""

from __future__ import annotations

import pytest
from django.test import Client

from listening.models import AccountSuggestion, BrandAccount, Question
from listening.storage import context
from tests.factories import NOW, make_brand, make_installation, make_user
from tests.listening.storage.speaking import asked, decided, list_account, reply

pytestmark = pytest.mark.django_db
HERE = "/settings/voices/"
NASTY = "<script>alert(1)</script>"


@pytest.fixture
def alice(client: Client) -> Client:
    context.forget()
    make_installation()
    make_brand()
    client.force_login(make_user("owner", name="Alice Park"))
    return client


def suggested(author: str = "bob", **more: object) -> AccountSuggestion:
    """Return the suggestion of an account that has answered a question about us."""
    question = asked()
    reply(question, author=author)
    decided(question)
    values = {"reason": "answers_for_us", "params": {"threads": 2}, "handle": author, "created_at": NOW, **more}
    return AccountSuggestion.objects.create(network="hackernews", external_id=author, **values)


def page(client: Client) -> str:
    return client.get(HERE).content.decode()


def test_it_says_what_to_do_where_nothing_is_listed(alice: Client) -> None:
    words = page(alice)
    assert "No account is listed yet" in words
    assert "None is listed." in words
    assert "Are these ours?" not in words


def test_it_lists_accounts_by_network_with_their_kind_and_history(alice: Client) -> None:
    list_account("7", handle="acme", network="x", former_handles=["old"], kind="agency")
    list_account("hooky", brand=make_brand("Hookyard", kind="competitor"))
    words = page(alice)
    assert words.index("Ours") < words.index("acme") < words.index("Rivals") < words.index("hooky")
    assert "An agency" in words
    assert "Formerly <bdi>old</bdi>" in words
    assert '<span class="mono">7</span>' in words


def test_it_lists_an_account_with_who_said_so(alice: Client) -> None:
    sent = {"brand": make_brand().pk, "network": "hackernews", "account": "@Acme", "kind": "quiet"}
    assert alice.post(HERE, sent)["Location"] == HERE
    account = BrandAccount.objects.select_related("user").get()
    assert (account.external_id, account.kind, account.speaks) == ("acme", "employee", False)
    assert "Listed by Alice Park" in page(alice)


def test_it_says_that_a_handle_alone_matches_nobody_yet(alice: Client) -> None:
    alice.post(HERE, {"brand": make_brand().pk, "network": "x", "account": "acme", "kind": "brand"})
    assert "Number not known yet" in page(alice)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"account": "listed"}, "listed already"),
        ({"account": "@"}, "Say which account."),
        ({"network": "myspace"}, "Select a valid choice"),
        ({"brand": "2147483647"}, "Select a valid choice"),
    ],
)
def test_it_puts_what_is_wrong_beside_its_field(alice: Client, sent: dict[str, str], words: str) -> None:
    list_account("listed")
    answer = alice.post(
        HERE, {"brand": make_brand().pk, "network": "hackernews", "account": "a", "kind": "brand"} | sent
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_it_says_why_an_account_may_be_ours_and_lists_it_as_a_colleague(alice: Client) -> None:
    row = suggested()
    words = page(alice)
    assert "Replied in at least 2 threads about you." in words
    assert "https://news.ycombinator.com/" in words
    answer = alice.post(f"{HERE}suggestions/{row.pk}/accept/", follow=True).content.decode()
    assert "Listed as a colleague. 1 stored question changed." in answer
    assert Question.objects.get().state == "answered_by_us"


def test_it_declines_and_takes_that_back(alice: Client) -> None:
    row = suggested()
    alice.post(f"{HERE}suggestions/{row.pk}/decline/")
    words = page(alice)
    assert "Are these ours?" not in words
    assert "A colleague after all" in words
    alice.post(f"{HERE}suggestions/{row.pk}/accept/")
    assert Question.objects.get().state == "answered_by_us"


def test_it_answers_a_suggestion_once(alice: Client) -> None:
    row = suggested()
    for _ in range(2):
        answer = alice.post(f"{HERE}suggestions/{row.pk}/accept/", follow=True)
    assert "Somebody has answered this already." in answer.content.decode()
    assert alice.post(f"{HERE}suggestions/{row.pk}/explode/").status_code == 404


def test_it_takes_an_account_off_the_list_and_says_what_changed(alice: Client) -> None:
    row = suggested()
    alice.post(f"{HERE}suggestions/{row.pk}/accept/")
    answer = alice.post(f"{HERE}{BrandAccount.objects.get().pk}/remove/", follow=True).content.decode()
    assert "Taken off the list. 1 stored question changed." in answer
    assert (BrandAccount.objects.count(), Question.objects.get().state) == (0, "answered_by_peer")
    assert alice.post(f"{HERE}999999999/remove/").status_code == 404


def test_it_takes_a_rival_off_without_calling_it_ours(alice: Client) -> None:
    account = list_account("hooky", brand=make_brand("Hookyard", kind="competitor"))
    alice.post(f"{HERE}{account.pk}/remove/")
    assert not BrandAccount.objects.exists()
    assert not AccountSuggestion.objects.exists()


def test_it_shows_hostile_names_as_words(alice: Client) -> None:
    list_account("7", handle=NASTY, former_handles=[NASTY])
    suggested(handle=NASTY, params={"name": NASTY}, reason="named_like_us")
    words = page(alice)
    assert NASTY not in words
    assert words.count("&lt;script&gt;") >= 4


@pytest.mark.parametrize("role", ["marketer", "executive"])
def test_it_is_for_those_who_decide_what_is_listened_to(role: str, client: Client) -> None:
    make_installation()
    client.force_login(make_user(role))
    assert client.get(HERE).status_code == 403


def test_it_shows_the_words_by_which_an_account_claims_us_and_no_markup_of_theirs(alice: Client) -> None:
    suggested(reason="claims_us", params={"words": f"support {NASTY} @acme"})
    words = page(alice)
    assert "Claims “support &lt;script&gt;alert(1)&lt;/script&gt; @acme” in its bio." in words
    assert NASTY not in words
