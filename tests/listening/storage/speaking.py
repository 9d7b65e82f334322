"""Threads to be decided: Charlie asks, others reply by a line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction

from listening.models import Brand, BrandAccount, Mention, Question
from listening.storage import answering, context
from tests.factories import NOW, make_brand, make_mention, make_own_post, make_question, make_thread

ASKED_AT = NOW - timedelta(hours=2)
QUESTION = "How long is the retry window of Northwind Relay?"
ANSWER = "It is capped at seven days: set retry.window in the settings and restart the relay."


def list_account(external_id: str, *, brand: Brand | None = None, **more: Any) -> BrandAccount:
    """Return an account of the brand, our own by default, listed before anything was stored."""
    values = {"network": "hackernews", "handle": external_id, "created_at": NOW, **more}
    return BrandAccount.objects.create(brand=brand or make_brand(), external_id=external_id, **values)


def asked(text: str = QUESTION, *, author: str = "charlie", **more: Any) -> Question:
    """Return a question as it is stored before its thread is decided: below a story that was not stored."""
    values = {"in_reply_to": "1", "thread": more.pop("thread", None) or make_thread(), "published_at": ASKED_AT, **more}
    mention = make_mention(text, flags=["question"], author=author, **values)
    return make_question(mention, state="unverified")


def reply(question: Question, text: str = ANSWER, *, author: str, minutes: int = 20, **more: Any) -> Mention:
    """Return a stored reply to the question."""
    values = {
        "role": "context",
        "brand_ids": [],
        "thread": question.thread,
        "in_reply_to": question.mention.external_id,
        "published_at": ASKED_AT + timedelta(minutes=minutes),
        **more,
    }
    return make_own_post(text, author=author, **values)


def decided(question: Question) -> Question:
    """Return the question as it stands once its thread was decided."""
    with transaction.atomic():
        answering.decide_questions([question.thread_id or 0], context=context.load(), now=NOW)
    question.refresh_from_db()
    return question
