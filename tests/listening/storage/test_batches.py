"""A page stored at once is what its posts are when they are stored one by one."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import models, transaction

from listening import actions
from listening.models import Change, DayFlags, DayMentions, Judgement, Match, Mention, Question
from listening.records import Author, Post, Reach
from listening.storage import context, posts
from listening.storage.posts import Intake
from listening.text import gate

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
OF_THE_ROW_ALONE = {"id", "mention_id", "story_id", "tsv"}
SAYINGS = (
    "How do I rotate the key in Northwind Relay?",
    "Northwind Relay lost our webhooks again, we are leaving.",
    'He said "Northwind Relay",\n\tthen \\N and \\x41, {a,b} and NULL; 100 % ’sure’ 🙂',
    "Das Northwind Relay ist ganz großartig, wir sind damit sehr zufrieden.",
    "The north wind blew.",
)


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    actions.found_installation(
        company="Northwind Relay", domain="", zone="Europe/Berlin", brand_terms=["Northwind Relay"], now=NOW
    )


def some_posts(count: int) -> list[Post]:
    dice = random.Random(4)
    return [
        gate(
            Post(
                network="bench",
                external_id=str(number),
                author=Author(external_id=f"a{number % 7}", name='O"Neil, \\ {x}', followers=dice.choice([None, 3])),
                title=dice.choice(["", "A title, with 'quotes'"]),
                text=" ".join(dice.sample(SAYINGS, 2)),
                created_at=NOW - timedelta(hours=dice.randrange(200)),
                reach=Reach(likes=dice.choice([None, 0, 9])),
                links=dice.choice([(), ("https://a.example/?q={1,2}", "https://b.example/")]),
                raw={"id": number},
            ),
            fetched_at=NOW,
        )
        for number in range(count)
    ]


def stored_by(write: Callable[[], object]) -> dict[str, list[str]]:
    """Return every row that ``write`` makes, without ids, and take it all back."""
    with transaction.atomic():
        write()
        rows = {model.__name__: _rows(model) for model in (Mention, Judgement, Match, Question, Change)}
        rows |= {model.__name__: _rows(model) for model in (DayMentions, DayFlags)}
        transaction.set_rollback(True)
    return rows


def _rows(model: type[models.Model]) -> list[str]:
    mention = ["mention__external_id"] if any(field.name == "mention" for field in model._meta.fields) else []
    names = [
        field.attname for field in model._meta.fields if field.attname not in {"id", "mention_id", "story_id", "tsv"}
    ]
    rows = model._default_manager.values_list(*mention, *names)
    return sorted(repr([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]) for row in rows)


def test_it_stores_a_page_as_it_stores_its_posts_one_by_one() -> None:
    page, how = some_posts(60), Intake(source_id=None, now=NOW, threads=False)
    known = context.load()
    at_once = stored_by(lambda: posts.store(page, known, how))
    one_by_one = stored_by(lambda: [posts.store([post], known, how) for post in page])
    assert len(at_once["Mention"]) > 40
    assert at_once == one_by_one


def test_it_stores_words_as_they_are() -> None:
    page = some_posts(60)
    posts.store(page, context.load(), Intake(source_id=None, now=NOW))
    words = {(post.external_id, post.title, post.text, post.author.name, post.links) for post in page}
    stored = {
        (row.external_id, row.title, row.text, row.author_name, tuple(row.links)) for row in Mention.objects.all()
    }
    assert stored
    assert stored <= words
