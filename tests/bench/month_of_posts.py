"""A month of posts as a dry run reads them, and the naive way to try a query on them."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from typing import TypeVar

import orjson
from django.db import connection

from listening.models import Brand, Mention, Rejected
from listening.query import parse
from listening.query.form import Form, expression
from listening.records import Author, Post
from listening.storage import history, labels
from listening.storage.dryrun import DryRun, try_query
from listening.storage.history import Held
from listening.text import whole
from tests.factories import NOW, make_brand, make_installation, make_query, make_source

EACH = history.MOST
LIMIT = 2.0
"""Processor seconds that a dry run over ``2 * EACH`` posts may take, loading included."""

_FORM = Form(
    must=("crisp",),
    any_of=("chat", "widget", "helpdesk", "live chat", "webhook*", "@crisp_im", "crisp.chat"),
    none_of=("apple", "autumn", "roast potato", "potato*", "snow", "lens"),
)
_WORDS = re.findall(r"\w+", "we moved our data last week and nobody answered the ticket so I wonder what others do now")
_MARKS = ("crisp chat", "Crisp widget", "crisp apple", "crisp autumn snow", "crisp", "webhooks", "helpdesk", "lens")
T = TypeVar("T")


def measure() -> None:
    """Print the seconds of a dry run, and how many times longer the naive way takes for the same counts."""
    brand = _fill()
    query = make_query(brand=brand, expression="crisp")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listening_match (mention_id, query_id, brand_id, query_version, spans)"
            " SELECT id, %s, %s, 1, '[]' FROM listening_mention WHERE text ILIKE '%%crisp chat%%'",
            [query.pk, brand.pk],
        )
        cursor.execute("ANALYZE")
    text = expression(_FORM)

    def ours() -> DryRun:
        return try_query(text, brand_id=brand.pk, query_id=query.pk, now=NOW, form=_FORM)

    run, fast = _timed(ours)
    held, loading = _timed(lambda: history.mentions(NOW) + history.rejected(NOW))
    naive, matching = _timed(lambda: _naive(text, held), rounds=1)
    if naive != (run.kept, run.kept + run.dropped):
        raise SystemExit(f"the naive way disagrees: {naive}, {run.kept}, {run.dropped}")
    print(f"dryrun {run.looked_at} posts: {fast:.2f} s (limit {LIMIT:.1f} s), of them loading {loading:.2f} s")
    print(f"dryrun kept {run.kept}, dropped {run.dropped}: {matching / (fast - loading):.1f}x naive matching")
    if fast > LIMIT:
        raise SystemExit("too slow")


def _fill() -> Brand:
    make_installation(company="Crisp")
    brand, source = make_brand("Crisp", terms=["crisp"]), make_source()
    draw = random.Random(7)
    told = [_post(draw, number) for number in range(2 * EACH)]
    Rejected.objects.bulk_create(
        [
            Rejected(
                network=post.network,
                external_id=post.external_id,
                source=source,
                post=orjson.loads(orjson.dumps(post)),
                content_hash=b"x",
                seen_at=post.created_at,
            )
            for post in told[EACH:]
        ],
        batch_size=2_000,
    )
    Mention.objects.bulk_create([_mention(post, brand) for post in told[:EACH]], batch_size=2_000)
    for post in [each for each in told[:EACH] if "crisp" in each.text.lower()][:20]:
        us = "chat" in post.text or "widget" in post.text
        labels.add(post.key, brand_id=brand.pk, head=labels.RELEVANT, value=us, user_id=None, now=NOW)
    return brand


def _mention(post: Post, brand: Brand) -> Mention:
    return Mention(
        network=post.network,
        external_id=post.external_id,
        role="mention",
        url=post.url,
        author_key=post.author.external_id,
        author_handle=post.author.handle,
        text=post.text,
        lang=post.lang,
        published_at=post.created_at,
        seen_at=post.created_at,
        changed_at=post.created_at,
        content_hash=b"x",
        brand_ids=[brand.pk],
    )


def _post(draw: random.Random, number: int) -> Post:
    """Return about 280 characters; every second post holds two things that the query has words for."""
    words = draw.choices(_WORDS, k=48)
    if draw.random() < 0.5:
        for mark in draw.sample(_MARKS, 2):
            words.insert(draw.randrange(len(words)), mark)
    return Post(
        network="hackernews",
        external_id=str(number),
        url=f"https://news.ycombinator.com/item?id={number}",
        author=Author(external_id=f"a{number % 900}", handle=f"a{number % 900}"),
        text=" ".join(words),
        lang="en",
        created_at=NOW - timedelta(seconds=number * 30),
    )


def _naive(text: str, held: Sequence[Held]) -> tuple[int, int]:
    """Return how many posts are kept, and how many would be without the NOTs: parsed anew, a pattern a term."""
    kept = found = 0
    for each in held:
        parse(text)
        said = whole(each.post.title, each.post.text)
        must, any_of, none_of = (
            [_pattern(word).search(said) for word in words] for words in (_FORM.must, _FORM.any_of, _FORM.none_of)
        )
        if all(must) and any(any_of):
            found += 1
            kept += not any(none_of)
    return kept, found


@cache
def _pattern(word: str) -> re.Pattern[str]:
    ending = r"\w*" if word.endswith("*") else ""
    words = r"\W+".join(map(re.escape, word.removesuffix("*").split()))
    return re.compile(rf"(?<!\w){words}{ending}(?!\w)", re.IGNORECASE)


def _timed(work: Callable[[], T], rounds: int = 3) -> tuple[T, float]:
    """Return the answer and the processor seconds of the quickest round: other programs do not count."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        answer = work()
        best = min(best, time.process_time() - started)
    return answer, best
