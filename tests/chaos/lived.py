"""A fortnight at the desk, lived through post by post: stored, taken in, decided on by people, each at its own time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case
from listening.models import Brand, Mention, Query
from tests.factories import make_change, make_mention, make_own_post, make_question, make_thread

HOUR = timedelta(hours=1)
NETWORKS = ("hackernews", "feeds", "x")
QUESTIONS = (
    "Is the retry window of Northwind Relay capped, and where is that written down?",
    "Does Northwind Relay keep the order of webhooks when a receiver was away for an hour?",
    "How do you rotate signing keys in Northwind Relay without dropping deliveries?",
)
COMPLAINTS = (
    "Northwind Relay has failed for the third time since the morning and support does not answer.",
    "The invoice of Northwind Relay went up by a third. Nobody told us. Disappointing.",
)
SAYINGS = (
    "Slides of the talk about Northwind Relay are online, with the numbers of the drill.",
    "Notes from the meetup: Northwind Relay handled the deliveries of the whole region in the drill.",
    "The new release of our bridge works with Northwind Relay out of the box.",
    "We moved two teams from a queue of our own to Northwind Relay in a week.",
)
PRAISE = "Northwind Relay has been the calmest part of our stack this year. Thank you."
WISH = "It would be great if Northwind Relay could pause one receiver instead of all of them."
BUYING = "We compare Northwind Relay with two others for forty services. Any experience with the larger plan?"
NOISE = "Northwind had a relay race on Sunday; the club is looking for helpers."


def live(
    staff: Sequence[User], brand: Brand, query: Query, *, begins: datetime, ends: datetime, posts: int, all_ended: bool
) -> None:
    """Let ``posts`` come in between two instants, and let ``staff`` work. With ``all_ended`` nothing they owe is left.

    No post is of the two hours after midnight (UTC), so that what is copied a little earlier is of the same day.
    """
    for number in range(posts):
        at = begins + (ends - begins - HOUR) * number / posts
        if at.hour < 2:
            at = min(at + 2 * HOUR, ends - HOUR / 2)
        seen = at + timedelta(minutes=5)
        with transaction.atomic():
            said = _say(number, at, brand, query)
            take_in(now=seen)
        case = Case.objects.get(lead=said)
        if case.work:
            _work(case.pk, number, staff, at=seen, until=ends, all_ended=all_ended)


def _say(number: int, at: datetime, brand: Brand, query: Query) -> Mention:
    """Store one post as listening would: of twenty four ask, three complain, one may buy, two are doubtful."""
    kind, network = number % 20, NETWORKS[number % 3]
    more: dict[str, Any] = {"brand": brand, "query": query, "network": network, "published_at": at, "spans": [[0, 9]]}
    if kind < 4:
        return _ask(number, at, answered=kind == 3, **more)
    said = {
        4: (COMPLAINTS[0], ["complaint"], []),
        5: (COMPLAINTS[1], ["complaint"], []),
        6: (COMPLAINTS[1], ["complaint", "churn_risk"], []),
        7: (BUYING, ["buying_intent"], []),
        8: (QUESTIONS[0], [], ["question"]),
        9: (NOISE, [], []),
        10: (PRAISE, ["praise"], []),
        11: (WISH, ["suggestion"], []),
    }
    text, on, unsure = said.get(kind, (SAYINGS[number % 4], [], []))
    post = make_mention(
        text, flags=on, unsure=unsure, relevance=0.3 if kind == 9 else 1.0, author_followers=number * 7, **more
    )
    make_change(post, at=at)
    return post


def _ask(number: int, at: datetime, *, answered: bool, **more: Any) -> Mention:
    network, brand = more["network"], more["brand"]
    thread = make_thread(network=network)
    post = make_mention(QUESTIONS[number % 3], flags=["question"], thread=thread, **more)
    reply: dict[str, Any] = {"thread": thread, "network": network, "brand": brand, "in_reply_to": post.external_id}
    make_own_post("The same here.", author="dora", role="context", published_at=at + HOUR / 4, **reply)
    if answered:
        ours = make_own_post(author="alice", published_at=at + HOUR / 2, **reply)
        question = make_question(post, brand=brand, state="answered_by_us", evidence=ours)
    else:
        question = make_question(post, brand=brand, audience=("direct", "about_us")[number % 2])
    make_change(post, question=question, at=at)
    return post


def _work(case_id: int, number: int, staff: Sequence[User], *, at: datetime, until: datetime, all_ended: bool) -> None:
    """Decide as a team does. Of the present three in ten have ended, others are snoozed, wait, or are taken."""
    who, turn = staff[number % len(staff)], number // 20 % 10
    case = Case.objects.get(pk=case_id)
    if case.status == Case.Status.DONE:
        return
    ends, then = all_ended or turn < 3, min(at + HOUR * (1 + number % 19), until)
    if ends or turn in (3, 4):
        actions.claim(case_id, actor=who, now=at)
        actions.note(case_id, text="Looked into it: known, and written up for the team.", actor=who, now=at)
    if ends and number % 7 == 0:
        actions.not_relevant(case_id, reason="too_old", actor=who, now=then)
    elif ends:
        actions.done(case_id, disposition=("answered", "acknowledged")[number % 2], actor=who, now=then)
    elif turn == 5:
        actions.snooze(case_id, until=until + HOUR * (48 + number % 70), actor=who, now=until)
    elif turn == 6:
        actions.wait(case_id, actor=who, now=then)
