"""What a person says of a question and its replies: who speaks for us, what answers, and that he has replied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from listening.actions import brands, corrections
from listening.actions.corrections import Corrected
from listening.actions.founding import own_brand
from listening.actions.refusals import Refused
from listening.answers.schedule import AT_ONCE
from listening.models import AccountSuggestion, BrandAccount, Mention, Question, ReplyWord
from listening.storage import answering, bulk, threads
from listening.storage.context import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a word on a reply did. ``before`` is what people had said of it (None: nothing), ``was`` and ``state`` are
    the state of the question before and now."""

    question_id: int
    reply_id: int
    value: bool | None
    before: bool | None
    was: str
    state: str

    @property
    def changed(self) -> bool:
        """Whether this was news: saying again what is said already writes nothing."""
        return self.value != self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """An account that speaks for us from now on, and how many questions stand otherwise by it."""

    account_id: int
    changed: int


def this_answers_it(question_id: int, reply_id: int, *, actor: User | None, now: datetime) -> Said:
    """Say that a reply answers the question, whatever it was taken for.

    Holds through all later reads until it is taken back, or until the asker asks again after it was said. Whose answer
    it is follows from its author. Raises ``Refused``: ``question_unknown``, ``reply_unknown``.
    """
    return say_of_reply(question_id, reply_id, value=True, actor=actor, now=now)


def not_an_answer(question_id: int, reply_id: int, *, actor: User | None, now: datetime) -> Said:
    """Say that a reply does not answer the question: it says nothing in all later reads until that is taken back.

    Of the asker's own post it says that it settles nothing. Raises ``Refused`` as ``this_answers_it`` does.
    """
    return say_of_reply(question_id, reply_id, value=False, actor=actor, now=now)


def say_of_reply(question_id: int, reply_id: int, *, value: bool | None, actor: User | None, now: datetime) -> Said:
    """Say that a reply answers (True), does not (False), or take back what was said (None).

    One transaction: the word, the question decided again, and the word to engagement. Undo is to say ``before``.
    """
    with transaction.atomic():
        bulk.within()
        question = Question.objects.select_for_update().filter(id=question_id).first()
        if question is None or question.thread_id is None:
            raise Refused("question_unknown", "This question is not kept any more.")
        reply = Mention.objects.filter(id=reply_id, thread_id=question.thread_id, deleted_at=None).first()
        if reply is None or reply.id == question.mention_id:
            raise Refused("reply_unknown", "This reply is not kept any more.")
        before = _newest(question, reply)
        if value != before:
            ReplyWord.objects.create(
                mention_id=question.mention_id, brand_id=question.brand_id, reply=reply, value=value, user=actor, at=now
            )
            answering.decide_questions([question.thread_id], context=load(), now=now, only=[question.pk])
        return Said(
            question_id=question_id,
            reply_id=reply_id,
            value=value,
            before=before,
            was=question.state,
            state=Question.objects.values_list("state", flat=True).get(id=question_id),
        )


def _newest(question: Question, reply: Mention) -> bool | None:
    said = ReplyWord.objects.filter(mention_id=question.mention_id, brand_id=question.brand_id, reply=reply)
    return said.order_by("-id").values_list("value", flat=True).first()


def not_a_question(question_id: int, *, actor: User | None, now: datetime) -> Corrected:
    """Say that a post asks nothing: the correction of its flag, so the question goes and stays away.

    ``a_question_after_all`` takes it back. Raises ``Refused``: ``question_unknown``, ``post_unknown``.
    """
    asked = Question.objects.filter(id=question_id, flag="question").values_list("mention_id", "brand_id").first()
    if asked is None:
        raise Refused("question_unknown", "This question is not kept any more.")
    return corrections.correct(asked[0], brand_id=asked[1], head="question", value=False, actor=actor, now=now)


def a_question_after_all(mention_id: int, *, brand_id: int, actor: User | None, now: datetime) -> Corrected:
    """Take "not a question" back: the flag is left to scoring again, and the question asked anew if it is on."""
    return corrections.correct(mention_id, brand_id=brand_id, head="question", value=None, actor=actor, now=now)


def this_is_a_colleague(
    mention_id: int, *, actor: User | None, now: datetime, kind: str = "employee", brand_id: int | None = None
) -> Colleague:
    """Say that the author of a stored post speaks for us. All stored threads in which he speaks are decided again.

    The account is known by its id and belongs to ``brand_id``, our own brand if none is named. Returns how many
    questions changed. Raises ``Refused``: ``reply_unknown``, ``account_unknown`` (nobody is known to have written it),
    ``account_exists``, ``kind_unknown``.
    """
    with transaction.atomic():
        bulk.within()
        account = name_colleague(mention_id, actor=actor, now=now, kind=kind, brand_id=brand_id)
    return Colleague(account_id=account.pk, changed=answering.catch_up(now))


def name_colleague(
    mention_id: int, *, actor: User | None, now: datetime, kind: str = "employee", brand_id: int | None = None
) -> BrandAccount:
    """As ``this_is_a_colleague``, in the caller's transaction: the threads in which he speaks wait to be decided."""
    post = Mention.objects.filter(id=mention_id, deleted_at=None).first()
    if post is None:
        raise Refused("reply_unknown", "This reply is not kept any more.")
    if not post.author_key:
        raise Refused("account_unknown", "Nobody is known to have written this.")
    account = brands.list_account(
        brand_id=brand_id or own_brand(),
        network=post.network,
        instance=post.instance,
        external_id=post.author_key,
        handle=post.author_handle,
        kind=kind,
        user_id=actor.pk if actor else None,
        now=now,
    )
    _settle_suggestion(account, "accepted", actor, now)
    return account


def accept_suggestion(suggestion_id: int, *, actor: User | None, now: datetime, kind: str = "employee") -> Colleague:
    """Say that a suggested account speaks for us, also where somebody had declined it. All stored threads in which it
    speaks are decided again.

    Raises ``Refused``: ``suggestion_settled`` (somebody has answered it), ``account_exists``, ``kind_unknown``.
    """
    with transaction.atomic():
        bulk.within()
        waiting = (
            AccountSuggestion.objects.select_for_update().exclude(outcome="accepted").filter(id=suggestion_id).first()
        )
        if waiting is None:
            raise Refused("suggestion_settled", "Somebody has answered this already.")
        account = brands.list_account(
            brand_id=own_brand(),
            network=waiting.network,
            instance=waiting.instance,
            external_id=waiting.external_id,
            handle=waiting.handle,
            kind=kind,
            user_id=actor.pk if actor else None,
            now=now,
        )
        _settle_suggestion(account, "accepted", actor, now)
    return Colleague(account_id=account.pk, changed=answering.catch_up(now))


def no_colleague(account_id: int, *, actor: User | None, now: datetime) -> int:
    """Take back that an account speaks for a brand. Returns how many questions changed. It is not suggested again."""
    with transaction.atomic():
        bulk.within()
        unname_colleague(account_id, actor=actor, now=now)
    return answering.catch_up(now)


def unname_colleague(account_id: int, *, actor: User | None, now: datetime) -> BrandAccount:
    """As ``no_colleague``, in the caller's transaction: the threads in which he speaks wait to be decided."""
    account = BrandAccount.objects.select_related("brand").filter(id=account_id).first()
    if account is None:
        raise Refused("account_unknown", "This account is not listed.")
    if not account.by_handle:
        _settle_suggestion(account, "declined", actor, now)
    brands.forget_account(account, now)
    return account


def _settle_suggestion(account: BrandAccount, outcome: str, actor: User | None, now: datetime) -> None:
    AccountSuggestion.objects.update_or_create(
        network=account.network,
        instance=account.instance,
        external_id=account.external_id,
        defaults={"outcome": outcome, "decided_by": actor, "decided_at": now, "handle": account.handle},
        create_defaults={
            "outcome": outcome,
            "decided_by": actor,
            "decided_at": now,
            "handle": account.handle,
            "reason": "named_by_a_person",
            "created_at": now,
        },
    )


def decline_suggestion(suggestion_id: int, *, actor: User | None, now: datetime) -> bool:
    """Say that a suggested account is not ours. Returns whether it was still open."""
    waiting = AccountSuggestion.objects.filter(id=suggestion_id, outcome="")
    return bool(waiting.update(outcome="declined", decided_by=actor, decided_at=now))


def replied_on_network(question_id: int, *, now: datetime) -> tuple[datetime, ...]:
    """Note that somebody replied where only people can: the thread is read in 1, 3 and 10 minutes to find the answer.

    Returns when; empty where the thread cannot be read. Raises ``Refused``: ``question_unknown``.
    """
    thread = Question.objects.filter(id=question_id).values_list("thread_id", flat=True).first()
    if thread is None:
        if Question.objects.filter(id=question_id).exists():
            return ()
        raise Refused("question_unknown", "This question is not kept any more.")
    return tuple(now + wait for wait in AT_ONCE) if threads.replied_on_network(thread, now) else ()


def not_replied(question_id: int) -> None:
    """Take back that somebody replied where only people can. Reads that are due already are done all the same."""
    thread = Question.objects.filter(id=question_id).values_list("thread_id", flat=True).first()
    if thread is not None:
        threads.not_replied(thread)
