"""Reads stored threads as the answer engine wants them: cases out of rows. A fixed number of queries for any number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from listening.answers.audience import Setting
from listening.answers.records import Case, Spoken
from listening.models import Judgement, Mention, Question, Revision, Thread
from listening.records import mask_of
from listening.scoring.relevance import counts
from listening.storage.context import Context, Voices
from listening.text import whole

_QUESTION, _COMPLAINT = mask_of(("question",)), mask_of(("complaint",))
_HANDLE = re.compile(r"(?<![\w@/])@([\w.\-]{2,60})")
_READ = (
    "id",
    "external_id",
    "thread_id",
    "in_reply_to",
    "author_key",
    "author_handle",
    "author_name",
    "author_is_bot",
    "title",
    "text",
    "kind",
    "reach",
    "published_at",
    "edited_at",
    "deleted_at",
    "accepted",
    "addressed",
    "quoted_id",
    "content_hash",
    "brand_ids",
    "role",
)


@dataclass(frozen=True, slots=True)
class Word:
    """What a person said of a reply: it answers, or not, and when."""

    answers: bool
    at: datetime


@dataclass(slots=True, kw_only=True)
class Talk:
    """One thread with its posts by the network's id, oldest first, and its questions."""

    thread: Thread
    posts: dict[str, Mention]
    questions: list[Question]
    voices: Voices
    handles: Mapping[str, str]  # handle, folded -> account


@dataclass(slots=True, kw_only=True)
class Talks:
    """Threads that have questions, and what scoring and people said of these."""

    talks: list[Talk]
    was: Mapping[int, str]  # mention id -> its words before the last edit
    judgements: Mapping[int, Mapping[int, Judgement]]  # mention id -> brand id -> judgement
    words: Mapping[tuple[int, int], Mapping[int, Word]]  # (mention id, brand id) -> reply id -> word
    kinds: Mapping[int, str]  # brand id -> its kind


def read(thread_ids: Collection[int], context: Context, only: Collection[int] | None = None) -> Talks:
    """Lock the questions of these threads, or ``only`` those with these ids, and read all that is needed to decide
    them. Six queries."""
    questions: dict[int, list[Question]] = defaultdict(list)
    wanted = Question.objects.filter(thread__in=thread_ids)
    if only is not None:
        wanted = wanted.filter(id__in=only)
    for question in wanted.order_by("id").select_for_update():
        questions[question.thread_id or 0].append(question)
    asked = {each.mention_id for listed in questions.values() for each in listed}
    posts: dict[int, dict[str, Mention]] = defaultdict(dict)
    if not asked:
        return Talks(talks=[], was={}, judgements={}, words={}, kinds={})
    for post in Mention.objects.filter(thread__in=questions).only(*_READ).order_by("published_at", "id"):
        posts[post.thread_id or 0][post.external_id] = post
    talks = []
    for thread in Thread.objects.filter(id__in=questions).order_by("id"):
        voices = context.voices(thread.network, thread.instance)
        here = posts[thread.id]
        talks.append(
            Talk(
                thread=thread,
                posts=here,
                questions=questions[thread.id],
                voices=voices,
                handles={**_handles(here.values()), **voices.handles},
            )
        )
    return Talks(
        talks=talks,
        was=_before_edits(asked),
        judgements=_judgements(asked),
        words=_words(asked),
        kinds={id_: brand.kind for id_, brand in context.brands.items()},
    )


def _handles(posts: Collection[Mention]) -> dict[str, str]:
    return {each.author_handle.casefold(): each.author_key for each in posts if each.author_handle and each.author_key}


def _before_edits(asked: Collection[int]) -> dict[int, str]:
    """Return the words of edited posts before their last edit. What only came back as it was is no edit."""
    found: dict[int, str] = {}
    rows = Revision.objects.filter(mention_id__in=asked).select_related("mention").order_by("-id")
    for row in rows.only("mention_id", "title", "text", "content_hash", "mention__content_hash"):
        if bytes(row.content_hash) != bytes(row.mention.content_hash):
            found.setdefault(row.mention_id, whole(row.title, row.text))
    return found


def _judgements(asked: Collection[int]) -> dict[int, dict[int, Judgement]]:
    found: dict[int, dict[int, Judgement]] = defaultdict(dict)
    rows = Judgement.objects.filter(mention_id__in=asked)
    for row in rows.only("mention_id", "brand_id", "relevance", "probabilities", "decided_mask", "on_mask", "scored"):
        found[row.mention_id][row.brand_id] = row
    return found


def _words(asked: Collection[int]) -> dict[tuple[int, int], dict[int, Word]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (mention_id, brand_id, reply_id) mention_id, brand_id, reply_id, value, at"
            " FROM listening_replyword WHERE mention_id = ANY(%s) ORDER BY mention_id, brand_id, reply_id, id DESC",
            [sorted(asked)],
        )
        found: dict[tuple[int, int], dict[int, Word]] = defaultdict(dict)
        for mention, brand, reply, value, at in cursor.fetchall():
            if value is not None:
                found[mention, brand][reply] = Word(value, at)
    return found


def spoken_in(talk: Talk, was: Mapping[int, str]) -> dict[str, Spoken]:
    """Return the posts of a thread as the engine reads them, by the network's id.

    Authors are account ids. A handle in a text becomes the account that bears it in this thread, so that nobody is
    taken for somebody else by his name.
    """
    return {
        external_id: Spoken(
            id=external_id,
            parent=post.in_reply_to,
            author=post.author_key,
            text=whole(post.title, post.text),
            at=post.published_at,
            accepted=post.accepted,
            deleted=post.deleted_at is not None,
            edited_at=post.edited_at,
            was=was.get(post.id),
            bot=bool(post.author_is_bot),
            mentions=_mentioned(post, talk.handles),
            quotes=post.quoted_id,
            kind=post.kind,
        )
        for external_id, post in talk.posts.items()
    }


def _mentioned(post: Mention, handles: Mapping[str, str]) -> tuple[str, ...]:
    named = () if "@" not in post.text else (handles.get(each.casefold(), "") for each in _HANDLE.findall(post.text))
    return tuple(dict.fromkeys([*post.addressed, *filter(None, named)]))


def case_of(
    talk: Talk, question: Question, spoken: Mapping[str, Spoken], asked: Mention, talks: Talks, now: datetime
) -> Case:
    """Return the case of one row. Replies of which a person said that they are no answer say nothing."""
    judgement = talks.judgements.get(question.mention_id, {}).get(question.brand_id)
    decided = bool(judgement and judgement.decided_mask & _QUESTION)
    said = talks.words.get((question.mention_id, question.brand_id), {})
    silenced = {
        post.external_id: _silenced(spoken[post.external_id])
        for post in talk.posts.values()
        if post.id in said and not said[post.id].answers
    }
    return Case(
        network=talk.thread.network,
        question=asked.external_id,
        posts=list({**spoken, **silenced}.values()),
        now=now,
        us=talk.voices.ours,
        competitors=talk.voices.rivals,
        names=talk.voices.names,
        complete=talk.thread.complete and not talk.thread.unreadable,
        locked=talk.thread.locked,
        about_us=talks.kinds.get(question.brand_id) == "own",
        chance=judgement.probabilities.get("question") if judgement and judgement.scored else None,
        complaint=judgement.probabilities.get("complaint") if judgement and judgement.scored else None,
        a_question=bool(judgement.on_mask & _QUESTION) if judgement and decided else None,
        wants="reply" if question.flag == "complaint" else "answer",
        since=question.asked_at if question.flag == "complaint" else None,
        complains=_complains(question, talks),
    )


def _complains(question: Question, talks: Talks) -> bool:
    """Does the post complain about us, as scoring or a person has it of the words as they stand?"""
    judgement = talks.judgements.get(question.mention_id, {}).get(question.brand_id)
    if judgement is None or talks.kinds.get(question.brand_id) != "own":
        return False
    return bool(judgement.on_mask & _COMPLAINT) and counts(judgement.relevance)


def _silenced(post: Spoken) -> Spoken:
    """Return a post that stands where it stood and says nothing. Bots answer nothing, a reaction says no word."""
    return Spoken(
        id=post.id, parent=post.parent, author=post.author, at=post.at, deleted=post.deleted, bot=True, kind="reaction"
    )


def setting_of(talk: Talk, question: Question, spoken: Mapping[str, Spoken], asked: Mention, talks: Talks) -> Setting:
    """Return where a question stands: whom it mentions, whom it replies to, whose thread it is, what it names."""
    judged = talks.judgements.get(question.mention_id, {})
    named = {brand for brand, judgement in judged.items() if counts(judgement.relevance)} | {question.brand_id}
    parent, root = talk.posts.get(asked.in_reply_to), talk.posts.get(talk.thread.external_id)
    return Setting(
        mentions=spoken[asked.external_id].mentions,
        replies_to=parent.author_key if parent else "",
        place=root.author_key if root and root.id != asked.id else "",
        ours=talk.voices.ours,
        theirs=talk.voices.rivals,
        names=frozenset(talks.kinds[brand] for brand in named if brand in talks.kinds),
    )


def asked_in(talk: Talk) -> Sequence[tuple[Question, Mention]]:
    """Return the questions of a thread with their posts."""
    by_id = {post.id: post for post in talk.posts.values()}
    return [(each, by_id[each.mention_id]) for each in talk.questions if each.mention_id in by_id]
