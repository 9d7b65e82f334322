"""Us or not us: a name that is a common word, one that nobody mentions, and the reading while it lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from config.setup import judge
from listening import actions
from listening.models import Installation, Judgement, Source
from listening.query.proposals import Proposal
from listening.simulator.world import World
from listening.storage import context, dryrun, labels
from tests.config.setup import worlds
from tests.factories import make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
HERE = "/setup/judge/"
NOW = datetime.now(UTC)


@pytest.fixture
def alice(client: Client) -> Client:
    context.forget()
    actions.found_installation(company="Crisp", domain="crisp.chat", zone="UTC", brand_terms=["Crisp"], now=NOW)
    client.force_login(make_user("owner", name="Alice Park"))
    return client


def read(world: World) -> None:
    actions.add_search("hackernews", name="", now=NOW)
    with worlds.playing(world):
        worlds.poll(NOW + timedelta(seconds=1))


def judge_all(client: Client) -> None:
    """Say of every post of the page what is true of it."""
    said = {text for _author, text in worlds.US}
    query = client.get(HERE).context["query"]
    for post in client.get(HERE).context["posts"]:
        network, instance, external_id = post.key
        sent = {"network": network, "instance": instance, "external_id": external_id, "next": HERE}
        answer = client.post(f"/queries/{query.pk}/judge/", {**sent, "us": "1" if post.text in said else "0"})
        assert answer["Location"] == HERE


def test_it_asks_for_places_first(alice: Client) -> None:
    assert "No place is read yet" in alice.get(HERE).content.decode()


def test_it_shows_how_far_the_reading_is(alice: Client) -> None:
    actions.add_search("hackernews", name="", now=NOW)
    make_mention("Crisp is down", source=Source.objects.get())
    page = alice.get(HERE).content.decode()
    assert "Reading Hacker News: 1 post so far" in page
    assert 'hx-get="/setup/judge/progress/?shown=0" hx-trigger="every 2s"' in page
    assert "Look again" in page


def test_it_loads_an_empty_page_anew_when_there_is_something_to_see(alice: Client) -> None:
    actions.add_search("hackernews", name="", now=NOW)
    assert "HX-Refresh" not in alice.get(f"{HERE}progress/?shown=0").headers
    Source.objects.update(last_poll_at=NOW, state="ok", cursor={"marks": {}})
    assert alice.get(f"{HERE}progress/?shown=0").headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in alice.get(f"{HERE}progress/?shown=3").headers


def test_it_stops_asking_when_all_is_read(alice: Client) -> None:
    actions.add_search("hackernews", name="", now=NOW)
    Source.objects.update(last_poll_at=NOW, state="ok", cursor={"marks": {}})
    assert "hx-get" not in alice.get(f"{HERE}progress/?shown=3").content.decode()


def test_it_shows_twenty_matches_of_a_common_word(alice: Client) -> None:
    read(worlds.crisp_world(NOW))
    page = alice.get(HERE)
    assert len(page.context["posts"]) == 20
    assert "judged 0 of 20" in page.content.decode()


def test_it_proposes_what_tells_the_company_from_the_word(alice: Client) -> None:
    read(worlds.crisp_world(NOW))
    judge_all(alice)
    page = alice.get(HERE)
    assert "judged 20 of 20" in page.content.decode()
    best: Proposal = page.context["proposals"][0]
    assert best.keeps == best.us
    assert best.drops >= 3


def test_it_takes_a_proposal_in_and_comes_back(alice: Client) -> None:
    read(worlds.crisp_world(NOW))
    judge_all(alice)
    page = alice.get(HERE)
    proposal, query = page.context["proposals"][0], page.context["query"]
    sent = {"kind": proposal.kind, "words": proposal.words, "next": HERE}
    assert alice.post(f"/queries/{query.pk}/apply/", sent)["Location"] == HERE
    query.refresh_from_db()
    tried = dryrun.try_query(query.expression, brand_id=query.brand_id, query_id=query.pk, now=NOW)
    assert (query.version, tried.kept) == (2, proposal.of - proposal.drops)
    assert Judgement.objects.filter(relevance__gt=0).count() >= proposal.keeps


def test_it_shows_the_next_ones_once_twenty_are_judged(alice: Client) -> None:
    read(worlds.crisp_world(NOW))
    judge_all(alice)
    assert sum(post.us is None for post in alice.get(HERE).context["posts"]) == 2


def test_it_keeps_every_post_in_its_place_when_it_is_judged(alice: Client) -> None:
    read(worlds.crisp_world(NOW))
    before = [post.key for post in alice.get(HERE).context["posts"]]
    query = alice.get(HERE).context["query"]
    actions.judge_post(before[7], brand_id=query.brand_id, us=False, user_id=None, now=NOW)
    assert [post.key for post in alice.get(HERE).context["posts"]] == before


def test_it_goes_twelve_months_back_and_says_so(alice: Client) -> None:
    actions.add_search("hackernews", name="", now=NOW)
    Source.objects.update(look_back_days=365, last_poll_at=NOW, state="ok", cursor={})
    assert "twelve months back because a month held fewer than 20" in alice.get(HERE).content.decode()


def test_it_says_honestly_that_nobody_spoke(alice: Client) -> None:
    read(worlds.silent_world(NOW))
    page = alice.get(HERE).content.decode()
    assert Source.objects.get().look_back_days == 365
    assert "Nobody said it in twelve months, in the places you chose" in page
    assert "Other spellings" in page
    assert alice.post(HERE)["Location"] == "/setup/alerts/"


def test_it_goes_on_and_counts_what_was_judged(alice: Client) -> None:
    read(worlds.crisp_world(NOW))
    judge_all(alice)
    alice.post(HERE)
    assert Installation.objects.get().setup_steps["judge"] == "done"
    said = labels.newest(actions.own_brand())
    assert f"{len(said)} judged, {sum(said.values())} us" in alice.get("/setup/alerts/").content.decode()


def test_it_counts_up_to_twenty_without_a_word() -> None:
    assert judge.batch((), 0, 0) == []


def test_it_has_nothing_to_judge_without_a_query(client: Client) -> None:
    make_installation()
    client.force_login(make_user("owner"))
    assert client.get(HERE).status_code == 404
