"""Where buyers talk: honest lines, one click for a search, feeds by address and by recipe, checked through the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from config.setup import places
from listening.connectors import elsewhere, registry
from listening.connectors.feeds import recipes
from listening.models import Installation, Source
from listening.simulator.server import Simulator
from tests.config.setup.worlds import playing, silent_world
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
HERE = "/setup/places/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def alice(client: Client) -> Client:
    make_installation(setup_steps={"company": "done"})
    client.force_login(make_user("owner", name="Alice Park"))
    return client


@pytest.fixture
def net() -> Iterator[Simulator]:
    with playing(silent_world(datetime.now(UTC))) as simulator:
        yield simulator


def test_it_says_of_every_network_what_it_gives_costs_and_needs(alice: Client) -> None:
    page = alice.get(HERE).content.decode()
    for facts in (registry.FACTS[network] for network in ("hackernews", "x", "feeds")):
        assert facts.gives in page
        assert facts.costs in page
    for place in elsewhere.PLACES:
        assert place.label in page


def test_it_leaves_no_network_among_those_that_have_a_connector() -> None:
    assert not {each.network for each in elsewhere.PLACES} & set(registry.CONNECTORS)
    assert {each.instead for each in elsewhere.PLACES} <= set(places.WAYS)


def test_it_adds_hacker_news_by_one_click(alice: Client) -> None:
    assert 'value="hackernews" id="search-hackernews" checked' in alice.get(HERE).content.decode()
    assert alice.post(HERE, {"do": "go-on", "search": ["hackernews"]})["Location"] == "/setup/judge/"
    assert Source.objects.get().network == "hackernews"
    assert Installation.objects.get().setup_steps["places"] == "done"


def test_it_adds_it_once(alice: Client) -> None:
    alice.post(HERE, {"do": "go-on", "search": ["hackernews"]})
    assert "Added" in alice.get(HERE).content.decode()
    assert alice.post(HERE, {"do": "go-on", "search": ["hackernews"]}).status_code == 302
    assert Source.objects.count() == 1


@pytest.mark.parametrize("search", [[], ["x"], ["nowhere"]])
def test_it_goes_on_only_if_something_is_read(alice: Client, search: list[str]) -> None:
    answer = alice.post(HERE, {"do": "go-on", "search": search})
    assert answer.status_code == 422
    assert not Source.objects.exists()
    assert "places" not in Installation.objects.get().setup_steps


def test_it_adds_the_feed_of_a_page(alice: Client, net: Simulator) -> None:
    answer = alice.post(HERE, {"do": "feed", "url": f"{net.base}/site/board"})
    assert answer.status_code == 200
    assert f'Added. It is read within seconds: <span class="mono">{net.base}/feeds/board' in answer.content.decode()
    assert Source.objects.get().params == {"url": f"{net.base}/feeds/board"}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/feeds/none", "There is nothing at this address any more (404)."),
        ("/hn/v0/maxitem.json", "No feed is named on this page."),
    ],
)
def test_it_says_at_the_line_why_a_feed_is_not_added(alice: Client, net: Simulator, path: str, words: str) -> None:
    answer = alice.post(HERE, {"do": "feed", "url": net.base + path})
    assert answer.status_code == 422
    assert f"Not added. {words}" in answer.content.decode()
    assert f'value="{net.base}{path}"' in answer.content.decode()
    assert not Source.objects.exists()


def test_it_never_asks_an_address_inside_the_house(alice: Client) -> None:
    answer = alice.post(HERE, {"do": "feed", "url": "http://169.254.169.254/feed"})
    assert "Not added. This address lies inside your own network." in answer.content.decode()


def test_it_takes_a_feed_once(alice: Client, net: Simulator) -> None:
    sent = {"do": "feed", "url": f"{net.base}/feeds/board"}
    alice.post(HERE, sent)
    assert "Not added. This feed is already read." in alice.post(HERE, sent).content.decode()


def test_it_shows_the_address_that_a_recipe_makes(alice: Client) -> None:
    sent = {"do": "see", "recipe": "stackoverflow_tag", "tag": "Web Hooks"}
    page = alice.post(HERE, sent).content.decode()
    assert "https://stackoverflow.com/feeds/tag/web-hooks" in page
    assert 'id="tags" open' in page
    assert not Source.objects.exists()


def test_it_shows_the_address_while_somebody_types(alice: Client) -> None:
    address = "/setup/places/address/"
    found = alice.get(address, {"recipe": "subreddit", "name": "devops"}).content.decode()
    assert "https://www.reddit.com/r/devops/new/.rss" in found
    assert alice.get(address, {"recipe": "subreddit", "name": "no such!"}).content.decode().strip() == ""


def test_it_adds_the_feed_of_a_recipe(alice: Client, net: Simulator) -> None:
    sent = {"do": "recipe", "recipe": "podcast", "address": f"{net.base}/feeds/board"}
    answer = alice.post(HERE, sent, headers=HTMX)
    assert "Added." in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert Source.objects.get().network == "feeds"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"recipe": "stackoverflow_tag", "tag": ""}, "Tag: Fill this in."),
        ({"recipe": "subreddit", "name": "a/../b"}, "Name: This does not look like the example."),
        ({"recipe": "bing_news", "words": "x" * 300}, "Words: This is too long."),
        ({"recipe": "nonsense"}, "This form is not of this page."),
    ],
)
def test_it_says_which_value_of_a_recipe_is_wrong(alice: Client, sent: dict[str, str], words: str) -> None:
    answer = alice.post(HERE, {"do": "recipe", **sent})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_it_has_words_for_every_recipe(alice: Client) -> None:
    page = alice.get(HERE).content.decode()
    assert all(each.label in page for each in recipes.RECIPES)


def test_it_refuses_a_form_that_is_not_of_this_page(alice: Client) -> None:
    assert alice.post(HERE, {"do": "nonsense"}).status_code == 422
