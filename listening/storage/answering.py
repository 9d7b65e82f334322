"""Decides every question of stored threads again, and writes what became of it with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import accumulate
from time import monotonic
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Count, Max

from listening.answers.asking import SURE
from listening.answers.audience import audience_of
from listening.answers.deciding import decide
from listening.answers.records import OPEN_STATES, Case, Decision, Evidence, Wants, account
from listening.answers.schedule import WATCHED_FOR, next_read, watch_ends
from listening.models import Change, Mention, Question, Thread
from listening.storage import bulk, suggestions, talks
from listening.storage.context import Context, load
from listening.storage.talks import Talk, Talks, Word

PERSON: Final = "person"
"""The rule of a state that a person decided."""

MOST_EVIDENCES: Final = 100
"""Replies that are kept with a question; the one that decided is always among them."""

LOOKED_AT: Final = 500
"""Marked threads of which a batch is made, so that long ones do not hold up the others."""

BATCH: Final = 50
"""Threads that are decided in one transaction where an account was listed or forgotten."""

MOST_READINGS: Final = 24
"""Posts times questions that are decided in one transaction, which may take ten seconds. A reading that is new to this
process takes 100 ms on a busy core, of a long post 400; a thread beyond that is decided by the look for threads, in
parts."""

IN_A_REQUEST: Final = 8.0
"""Seconds after which no further batch is begun while a person waits; the next look at threads does the rest."""

_ANSWERED: Final = {
    "ours": "answered_by_us",
    "peer": "answered_by_peer",
    "competitor": "answered_by_competitor",
    "asker": "resolved_by_asker",
}
_BY_ITSELF: Final = frozenset({"withdrawn", "not_a_question"})
_WRITTEN: Final = (
    "wants",
    "audience",
    "audience_rule",
    "state",
    "rule",
    "evidence",
    "evidences",
    "asked_at",
    "asker_spoke_at",
    "waits_for_asker",
    "answered_at",
    "answered_by",
    "answered_side",
    "settled_at",
    "checked_at",
    "stale_at",
    "changed_at",
)
_TELLS: Final = (
    "state",
    "evidence_id",
    "answered_at",
    "answered_side",
    "waits_for_asker",
    "audience",
    "asked_at",
    "wants",
)
"""Of these engagement is told when they change."""


def decide_questions(
    thread_ids: Collection[int], *, context: Context, now: datetime, only: Collection[int] | None = None
) -> int:
    """Decide every question of these threads, or ``only`` those with these ids, from what is stored. Returns how many
    changed. Runs in a transaction.

    At most thirteen queries, whatever the number of threads and posts.
    """
    found = talks.read(thread_ids, context, only)
    written: list[Question] = []
    changed: list[Question] = []
    for talk in found.talks:
        spoken = talks.spoken_in(talk, found.was)
        for question, asked in talks.asked_in(talk):
            before = [getattr(question, name) for name in _TELLS]
            case = talks.case_of(talk, question, spoken, asked, found, now)
            decision, question.wants = _decided(case)
            _note(question, _in_time(_with_words(decision, talk, question, found), talk.thread, now), talk, asked, now)
            to = audience_of(talks.setting_of(talk, question, spoken, asked, found))
            question.audience, question.audience_rule = to.audience, to.rule
            written.append(question)
            if before != [getattr(question, name) for name in _TELLS]:
                question.changed_at = now
                changed.append(question)
    Question.objects.bulk_update(written, _WRITTEN)
    Change.objects.bulk_create(
        [Change(kind="answer", mention_id=each.mention_id, question=each, at=now) for each in changed]
    )
    if changed:
        Mention.objects.filter(id__in=[each.mention_id for each in changed]).update(changed_at=now)
    suggestions.suggest(found.talks, context, now)
    return len(changed)


def _decided(case: Case) -> tuple[Decision, Wants]:
    """Decide a case, and what its post wants: a complaint wants a reply though it asks nothing, or no more."""
    found = _asked(case)
    if case.wants == "answer" and case.complains and (found.asks_nothing or found.rule == "edited_out"):
        return decide(replace(case, wants="reply")), "reply"
    return found, case.wants


def _asked(case: Case) -> Decision:
    """Decide a case. Scoring has read the words as they stand: of an edited post it is asked only where no rule sees a
    question in them, or what it says now would be taken for what the words before the edit had been."""
    asked = next(post for post in case.posts if post.id == case.question)
    if asked.was is None or case.chance is None:
        return decide(case)
    found = decide(replace(case, chance=None))
    return decide(case) if found.state in _BY_ITSELF and case.chance >= SURE else found


# A person's word


def _with_words(decision: Decision, talk: Talk, question: Question, found: Talks) -> Decision:
    """Put what people said over what was found: "this answers it" holds until the asker speaks again, or undo.

    A question that was withdrawn or is none stays so, and our own answer stays ours where a person found another one.
    """
    said = found.words.get((question.mention_id, question.brand_id), {})
    by_id = {post.id: post for post in talk.posts.values()}
    answers = [
        (_side_of(by_id[reply], question, talk), by_id[reply], word)
        for reply, word in said.items()
        if word.answers and reply in by_id and not by_id[reply].deleted_at
    ]
    if not answers or decision.state in _BY_ITSELF or _spoke_since(decision, answers):
        return decision
    side, reply, _ = min(answers, key=lambda each: (_rank(each[0]), each[1].published_at))
    if decision.state == "resolved_by_asker" or (decision.state == "answered_by_us" and side != "ours"):
        return decision
    return replace(
        decision,
        state=_ANSWERED[side],
        rule=PERSON,
        evidence=reply.external_id,
        signs=(),
        answered_by=reply.author_key,
        answered_at=reply.published_at,
        waits_for_asker=False,
    )


def _in_time(decision: Decision, thread: Thread, now: datetime) -> Decision:
    """Let the watch end of a question that only a rival has answered, and of one whose thread is shown no more. It was
    open all the while; the answer is a fact, and stays its evidence."""
    refused = decision.state == "unverified" and thread.unreadable and thread.read_at
    may_end = refused or decision.state == "answered_by_competitor"
    if not may_end or now <= watch_ends(decision.asker_spoke_at):
        return decision
    return replace(decision, state="expired", rule="watch_ended")


def _spoke_since(decision: Decision, answers: Sequence[tuple[str, Mention, Word]]) -> bool:
    """Did the asker ask again after a person had said what answers it? Then that is news."""
    return decision.state == "reopened" and decision.asker_spoke_at > max(word.at for _, _, word in answers)


def _rank(side: str) -> int:
    return ("ours", "asker", "peer", "competitor").index(side)


def _side_of(reply: Mention, question: Question, talk: Talk) -> str:
    key = account(reply.author_key)
    if key and key == account(question.asker_key):
        return "asker"
    if key in talk.voices.ours_folded:
        return "ours"
    return "competitor" if key in talk.voices.rivals_folded else "peer"


# What is written


def _note(question: Question, decision: Decision, talk: Talk, asked: Mention, now: datetime) -> None:
    posts, thread = talk.posts, talk.thread
    proof = posts.get(decision.evidence)
    question.state, question.rule = decision.state, decision.rule
    if decision.state == "unverified" and (thread.read_at is None or thread.unreadable):
        question.rule = str((thread.unreadable or {}).get("code", "not_read_yet"))
    question.evidence_id = proof.id if proof else None
    question.evidences = evidences_of(decision, posts)
    question.asked_at = decision.asked_at
    question.asker_spoke_at = decision.asker_spoke_at
    question.waits_for_asker = decision.waits_for_asker
    question.answered_at, question.answered_by = decision.answered_at, decision.answered_by
    question.answered_side = _answered_side(decision, question, talk)
    question.settled_at = _settled_at(decision, asked, now)
    question.checked_at = thread.read_at or question.checked_at
    question.stale_at = _stale_at(decision, thread)


def _answered_side(decision: Decision, question: Question, talk: Talk) -> str:
    if decision.answered_at is None:
        return "asker" if decision.state == "resolved_by_asker" else ""
    given = next((each for each in talk.posts.values() if _is_answer(each, decision)), None)
    return _side_of(given, question, talk) if given else "peer"


def _is_answer(post: Mention, decision: Decision) -> bool:
    return post.published_at == decision.answered_at and post.author_key == decision.answered_by


def _settled_at(decision: Decision, asked: Mention, now: datetime) -> datetime | None:
    """Return since when nobody waits for us any more; None while somebody does, or nothing is known."""
    if decision.state in OPEN_STATES or decision.state == "unverified":
        return None
    if decision.state == "withdrawn":
        return asked.deleted_at or decision.asker_spoke_at
    if decision.state == "expired":
        return min(now, watch_ends(decision.asker_spoke_at))
    return decision.answered_at or decision.asker_spoke_at


def _stale_at(decision: Decision, thread: Thread) -> datetime | None:
    """Return when what was read is older than twice its schedule (``answers.schedule``)."""
    if decision.state not in OPEN_STATES or thread.read_at is None:
        return None
    again = next_read(decision.asker_spoke_at, read_at=thread.read_at)
    return again + (again - thread.read_at) if again else None


def evidences_of(decision: Decision, posts: Mapping[str, Mention]) -> list[dict[str, Any]]:
    """Return the replies that count as they are stored, earliest first, without those that are not kept any more."""
    kept = [each for each in decision.replies if each.id in posts]
    if len(kept) > MOST_EVIDENCES:
        decisive = [each for each in kept[MOST_EVIDENCES:] if each.id == decision.evidence]
        kept = [*kept[: MOST_EVIDENCES - len(decisive)], *decisive]
    return [_evidence(each, posts[each.id].id) for each in kept]


def _evidence(each: Evidence, mention_id: int) -> dict[str, Any]:
    return {
        "mention": mention_id,
        "side": str(each.side),
        "meaning": each.meaning,
        "rule": each.rule,
        "spans": [list(sign) for sign in each.signs],
    }


# When threads are decided without being read


def decide_around(mention_ids: Collection[int], *, context: Context, now: datetime) -> int:
    """Decide the questions of the threads in which these posts stand: one came, was edited, or is gone."""
    if not mention_ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT q.thread_id FROM listening_question q"
            " JOIN listening_mention m ON m.thread_id = q.thread_id WHERE m.id = ANY(%s)",
            [sorted(mention_ids)],
        )
        threads = [row[0] for row in cursor.fetchall()]
    return decide_now_or_soon(threads, context=context, now=now)


def decide_now_or_soon(thread_ids: Sequence[int], *, context: Context, now: datetime) -> int:
    """Decide threads within the transaction that stores something else; leave what is long to the next look at threads.

    Returns how many questions changed now.
    """
    together = _together(_by_length(thread_ids)[0], thread_ids)
    Thread.objects.filter(id__in={*thread_ids} - {*together}).update(undecided=True)
    return decide_questions(together, context=context, now=now) if together else 0


def _by_length(thread_ids: Sequence[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """Return those of these threads that can be decided in one transaction, with their readings, and those too long."""
    if not thread_ids:
        return [], []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, (SELECT count(*) FROM listening_mention m WHERE m.thread_id = t.id)"
            " * (SELECT count(*) FROM listening_question q WHERE q.thread_id = t.id)"
            " FROM unnest(%s::bigint[]) WITH ORDINALITY AS t(id, place) ORDER BY t.place",
            [list(thread_ids)],
        )
        rows = cursor.fetchall()
    short = [(id_, readings) for id_, readings in rows if readings <= MOST_READINGS]
    return short, [id_ for id_, readings in rows if readings > MOST_READINGS]


def _together(short: Sequence[tuple[int, int]], among: Collection[int]) -> list[int]:
    """Return the first of some threads that can be decided together in one transaction."""
    some = [(id_, readings) for id_, readings in short if id_ in among]
    count = sum(each <= MOST_READINGS for each in accumulate(readings for _, readings in some))
    return [id_ for id_, _ in some[:count]]


def mark_undecided(network: str, instance: str, author_key: str) -> None:
    """Note that the threads in which an account speaks are to be decided again; ``instance`` "" means on any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_thread t SET undecided = true WHERE EXISTS (SELECT FROM listening_question q"
            " WHERE q.thread_id = t.id) AND t.id IN (SELECT m.thread_id FROM listening_mention m"
            " WHERE m.network = %s AND m.author_key = %s AND (%s = '' OR m.instance = %s))",
            [network, author_key, instance, instance],
        )


def mark_ended(now: datetime) -> None:
    """Note that threads are to be decided in which the watch of an open question has ended.

    Most are read shortly after. One that cannot be read any more is not, and time passes for it all the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_thread SET undecided = true WHERE NOT undecided AND id IN (SELECT thread_id"
            " FROM listening_question WHERE state = ANY(%s) AND asker_spoke_at < %s)",
            [sorted(OPEN_STATES), now - WATCHED_FOR],
        )


def catch_up(now: datetime, *, seconds: float = IN_A_REQUEST, long_too: bool = False) -> int:
    """Decide the threads that are marked, in batches, and in the end, if ``long_too``, one of those that take long.

    No batch is begun after so many ``seconds``. A row says what is left, so that a kill costs a batch; whoever looks
    next goes on. Returns how many questions changed.
    """
    changed, ends = 0, monotonic() + seconds
    while monotonic() < ends:
        with transaction.atomic():
            bulk.within()
            marked = Thread.objects.filter(undecided=True).order_by("id").values_list("id", flat=True)
            short, long = _by_length(list(marked[:LOOKED_AT]))
            # only these are held: whoever reads one of the others does not wait
            free = marked.select_for_update(skip_locked=True).filter(id__in=[id_ for id_, _ in short])[:BATCH]
            batch = _together(short, set(free))
            if batch:
                changed += decide_questions(batch, context=load(), now=now)
                Thread.objects.filter(id__in=batch).update(undecided=False)
        if not batch:
            return changed + (_decide_long(long[0], now) if long and long_too else 0)
    return changed


def _decide_long(thread_id: int, now: datetime) -> int:
    """Decide a thread of many posts and questions in parts, each in a transaction of its own.

    It stays marked if it was read, or accounts were listed, while that went on. Nothing, if another process is at it.
    """
    with bulk.alone_with(thread_id) as alone:
        return _in_parts(thread_id, now) if alone else 0


def _in_parts(thread_id: int, now: datetime) -> int:
    context = load()
    changed, before = 0, _version(thread_id)
    posts = max(1, Mention.objects.filter(thread=thread_id).count())
    asked = list(Question.objects.filter(thread=thread_id).order_by("id").values_list("id", flat=True))
    at_once = max(1, MOST_READINGS // posts)
    for start in range(0, len(asked), at_once):
        with transaction.atomic():
            bulk.within(60)  # one question of thousands of posts takes seconds, and tells nobody by time
            part = asked[start : start + at_once]
            changed += decide_questions([thread_id], context=load(), now=now, only=part)
    if load() is context and _version(thread_id) == before:
        Thread.objects.filter(id=thread_id).update(undecided=False)
    return changed


def _version(thread_id: int) -> tuple[Any, ...]:
    """Return what a thread's questions are decided from, as far as it may change while they are."""
    thread = Thread.objects.values("read_at", "unreadable", "locked").get(id=thread_id)
    posts = Mention.objects.filter(thread=thread_id).aggregate(Count("id"), Max("edited_at"), Count("deleted_at"))
    return Question.objects.filter(thread=thread_id).count(), *thread.values(), *posts.values()
