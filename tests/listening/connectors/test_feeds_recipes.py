"""A filled template is an address, and nothing typed into it can lead elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening.connectors.feeds import recipes
from listening.connectors.feeds.recipes import RECIPES, BadValue, build


@pytest.mark.parametrize(
    ("key", "values", "address"),
    [
        ("bing_news", {"words": "acme cloud & co"}, "https://www.bing.com/news/search?q=acme%20cloud%20%26%20co&format=rss"),
        ("stackoverflow_tag", {"tag": "#C++"}, "https://stackoverflow.com/feeds/tag/c%2B%2B"),
        ("discourse_tag", {"site": "https://forum.example.com/c/help", "tag": "Web Hooks"}, "https://forum.example.com/tag/web-hooks.rss"),
        ("github_releases", {"path": "https://github.com/acme/relay/"}, "https://github.com/acme/relay/releases.atom"),
        ("subreddit", {"name": "/r/devops"}, "https://www.reddit.com/r/devops/new/.rss"),
        ("google_alerts", {"address": "https://alerts.example/feeds/1"}, "https://alerts.example/feeds/1"),
    ],
)  # fmt: skip
def test_it_builds_the_address(key: str, values: dict[str, str], address: str) -> None:
    assert build(key, values) == address


@pytest.mark.parametrize(
    ("key", "values", "field", "code"),
    [
        ("discourse_tag", {"site": "forum.example.com"}, "tag", "missing"),
        ("discourse_latest", {"site": "localhost"}, "site", "shape"),
        ("discourse_latest", {"site": "user@forum.example.com"}, "site", "shape"),
        ("github_releases", {"path": "acme/relay/../../secret"}, "path", "shape"),
        ("subreddit", {"name": "devops/../x"}, "name", "shape"),
        ("google_alerts", {"address": "javascript:alert(1)"}, "address", "shape"),
        ("bing_news", {"words": "x" * 201}, "words", "too_long"),
    ],
)
def test_it_names_the_field_at_fault(key: str, values: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        build(key, values)
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(
    "recipe", [each for each in RECIPES if "{address}" not in each.template], ids=lambda each: each.key
)
@given(value=st.text(max_size=40))
def test_it_cannot_be_led_to_another_place(recipe: recipes.Recipe, value: str) -> None:
    honest = {slot.name: slot.example.replace("…", "x") for slot in recipe.slots}
    for slot in recipe.slots:
        if slot.kind != "site":
            try:
                built = build(recipe.key, {**honest, slot.name: value})
            except BadValue:
                continue
            assert urlsplit(built).netloc == urlsplit(build(recipe.key, honest)).netloc or slot.name == "name"
            assert urlsplit(built).path.count("/") == urlsplit(build(recipe.key, honest)).path.count("/")


def test_it_shows_every_recipe_in_a_group() -> None:
    assert [each for _, found in recipes.groups() for each in found] == sorted(
        RECIPES, key=lambda each: recipes.GROUPS.index(each.group)
    )
