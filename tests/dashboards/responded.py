"""Questions, cases and clocks of every kind, for tests of the response report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.models import User

from engagement import sla
from engagement.models import Case, CaseItem, Clock, Event, SlaPolicy
from listening.answers.records import OPEN_STATES, STATES
from listening.models import Brand, Mention, Question
from tests.factories import NOW, SIDES, make_brand, make_mention, make_question

HOUR = timedelta(hours=1)
START = datetime(2026, 11, 16, tzinfo=UTC)
UNTIL = START + timedelta(days=2)


def policy() -> SlaPolicy:
    """Return the first policy, made if there is none."""
    kept = sla.dump_policy(sla.default_policy("Europe/Berlin"))
    return SlaPolicy.objects.get_or_create(version=1, defaults={"policy": kept, "made_at": NOW})[0]


def case_of(mention: Mention, *, brand: Brand | None = None, owner: User | None = None, **more: Any) -> Case:
    """Return a case about the mention, as plain as it can be."""
    brand = brand or make_brand()
    closed = {"status": "done", "closed_at": NOW} if more.get("disposition") else {"status": "open"}
    values = {
        "lane": "engage",
        "work": True,
        "priority": 1,
        "sort_key": 1,
        "network": mention.network,
        **closed,
        **more,
    }
    case = Case.objects.create(
        brand=brand,
        brand_ids=[brand.pk],
        lead=mention,
        assignee=owner,
        published_at=mention.published_at,
        seen_at=mention.seen_at,
        created_at=mention.seen_at,
        changed_at=mention.seen_at,
        **values,
    )
    CaseItem.objects.create(case=case, mention=mention, brand=brand)
    return case


def clock_of(case: Case, *, took: timedelta | None = None, **more: Any) -> Clock:
    """Return a clock of a case with four hours; with ``took`` it was stopped by our answer then."""
    opened = more.pop("opened_at", case.seen_at)
    values: dict[str, Any] = {"response": "first", "kind": "about_us", "key_account": False, "target": 4 * HOUR}
    values |= {"breach_at": opened + 4 * HOUR, "policy": policy()}
    if took is not None:
        values |= {"took": took, "stopped_at": opened + took, "ended": "answered"}
    return Clock.objects.create(case=case, opened_at=opened, **values | more)


def question(
    state: str = "unanswered", *, at: datetime = NOW - 5 * HOUR, wait: timedelta = HOUR, **more: Any
) -> Question:
    """Return a question in a state; answered ones ``wait`` after it was asked."""
    mention_more = {name: more.pop(name) for name in ("network", "reach", "author_followers") if name in more}
    mention = make_mention(published_at=at, judged=False, brand=more.get("brand"), **mention_more)
    if state in SIDES:
        more = {"answered_at": at + wait, "answered_by": "alice", **more}
    return make_question(mention, state=state, **more)


def replied(question: Question, *, after: timedelta, side: str = "ours", meaning: str = "substantive") -> Mention:
    """Keep a reply among the evidences of a question."""
    reply = make_mention("No.", judged=False, role="own", published_at=question.asked_at + after, author="alice")
    question.evidences = [*question.evidences, {"mention": reply.pk, "side": side, "meaning": meaning, "rule": "r"}]
    question.save()
    return reply


def world(rng: Random, *, brands: list[Brand], owners: list[User], n: int = 30, until: datetime = UNTIL) -> None:
    """Fill the five days before ``until`` with questions in every state, their cases and their clocks, at random."""
    for _each in range(n):
        brand = rng.choice(brands)
        at = until - rng.random() * timedelta(days=5)
        state = rng.choice(STATES)
        asked = _asked(rng, state, at, brand)
        if rng.random() < 0.3:
            replied(
                asked,
                after=HOUR * rng.random(),
                side=rng.choice(["ours", "peer"]),
                meaning=rng.choice(["substantive", "holding"]),
            )
        if rng.random() < 0.8:
            private = rng.random() < 0.3
            case = case_of(
                asked.mention,
                brand=brand,
                owner=rng.choice([None, *owners]),
                disposition="answered_privately" if private else "",
            )
            if rng.random() < 0.4:
                moved = rng.choice([None, *owners])
                before = {"assignee_id": moved.pk if moved else None}
                Event.objects.create(case=case, verb="assign", at=at + rng.random() * 12 * HOUR, before=before)
            for response in rng.choice([("first",), ("first", "next"), ()]):
                _clock(rng, case, response)


def _asked(rng: Random, state: str, at: datetime, brand: Brand) -> Question:
    side = SIDES.get(state, "")
    more: dict[str, Any] = {"audience": rng.choice(["direct", "about_us", "about_us", "category"])}
    if state == "resolved_by_asker":
        side = rng.choice(["ours", "peer", "competitor", "asker"])
        more["answered_side"] = side
    if state == "expired" and rng.random() < 0.5:
        side = more["answered_side"] = "competitor"
    answered = at + rng.random() * 9 * HOUR if side not in ("", "asker") else None
    if answered:
        more |= {"answered_at": answered, "answered_by": rng.choice(["alice", "bob"])}
    if state in OPEN_STATES:
        more["stale_at"] = rng.choice([None, at + HOUR, NOW + HOUR])
    else:
        more["settled_at"] = answered or (None if state == "unverified" else at + HOUR)
    more["asker_spoke_at"] = at + rng.choice([timedelta(), HOUR])
    reach = rng.choice([{}, {"views": rng.randrange(200_000)}, {"points": rng.randrange(120)}, {"likes": 4}])
    followers = rng.choice([None, 0, rng.randrange(20_000)])
    network = rng.choice(["hackernews", "reddit", "x"])
    mention = make_mention(
        published_at=at, judged=False, brand=brand, network=network, reach=reach, author_followers=followers
    )
    asked = make_question(mention, brand=brand, state=state, **more)
    if rng.random() < 0.1:
        Mention.objects.filter(pk=mention.pk).update(
            deleted_at=NOW, text="", title="", author_handle="", author_name=""
        )
    return asked


def _clock(rng: Random, case: Case, response: str) -> None:
    opened = case.seen_at + rng.random() * HOUR
    due = opened + 4 * HOUR
    ended = rng.choice(["", "answered", "closed_answered", "closed", "not_owed"])
    more: dict[str, Any] = {
        "ended": ended,
        "response": response,
        "kind": rng.choice(["critical", "about_us", "complaint"]),
    }
    if ended:
        spent = rng.choice([HOUR, 4 * HOUR, 6 * HOUR])
        more |= {"stopped_at": opened + spent, "took": spent * 0.5}
    if rng.random() < 0.15:
        more |= {"exempt": "found_late", "breach_at": None}
    elif rng.random() < 0.2:
        more |= {"breach_at": opened + 40 * HOUR, "breached_at": due}
    clock_of(case, opened_at=opened, **more)
