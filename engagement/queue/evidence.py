"""What became of the question of a case, with every reply that it rests on and what people said of these."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from engagement import history
from engagement.models import Case
from engagement.pieces import snippet
from engagement.records import PRIVATE, AnswerView, HistoryLine, ReplyView
from listening.models import BrandAccount, Mention, Question, ReplyWord
from listening.records import Say
from listening.text import whole

WIDTH = 240
"""Characters of a reply that are shown, around the words that told."""

_SHOWN = (
    "id",
    "network",
    "instance",
    "url",
    "author_key",
    "author_handle",
    "author_name",
    "title",
    "text",
    "language",
    "published_at",
    "deleted_at",
)
_Record = Mapping[str, Any]


def question_of(case: Case, others: Sequence[Mention]) -> Question | None:
    """Return the question of the case about its brand: that of the post which the row shows, else the first."""
    ids = [case.lead_id, *(each.id for each in others)]
    asked = Question.objects.filter(mention_id__in=ids, brand_id=case.brand_id).select_related("evidence", "thread")
    return min(asked, key=lambda each: (each.mention_id != case.lead_id, each.asked_at, each.pk), default=None)


def answer(question: Question | None, *, now: datetime) -> AnswerView | None:
    """Return the state with its evidence, None where nothing is asked. Three queries at most."""
    if question is None:
        return None
    proof = question.evidence
    say = Say(
        code=f"evidence_{question.state}",
        params={
            "rule": question.rule,
            "by": proof.author_handle or proof.author_name if proof else "",
            "at": question.answered_at,
            "asked_at": question.asked_at,
            "checked_at": question.checked_at,
            "wants": question.wants,
        },
        citations=(proof.id,) if proof else (),
    )
    return AnswerView(
        state=question.state,
        asks=question.wants == "answer",
        say=say,
        url=proof.url if proof else "",
        checked_at=question.checked_at,
        stale=question.stale_at is not None and question.stale_at < now,
        readable=question.thread is not None and not question.thread.unreadable,
        replies=_replies(question),
    )


def answered_privately(case: Case, past: Collection[HistoryLine]) -> HistoryLine | None:
    """Return the step that ended the case as answered privately, None if that is not how it stands."""
    if case.disposition != PRIVATE:
        return None
    steps = (each for each in past if each.say.code == "done" and each.say.params.get("disposition") == PRIVATE)
    return next(steps, None)


def _replies(question: Question) -> tuple[ReplyView, ...]:
    """Return the replies that count and those of which people spoke, earliest first; what was deleted is left out."""
    found: dict[int, _Record] = {each["mention"]: each for each in question.evidences}
    words = _words(question)
    wanted = {*found, *words}
    if question.evidence_id is not None and question.evidence_id != question.mention_id:
        wanted.add(question.evidence_id)
    if not wanted:
        return ()
    posts = list(Mention.objects.filter(id__in=wanted, deleted_at=None).only(*_SHOWN).order_by("published_at", "id"))
    listed = _listed(posts)
    return tuple(_reply(each, question, found.get(each.id, {}), words.get(each.id), listed) for each in posts)


def _words(question: Question) -> dict[int, ReplyWord]:
    """Return what people say of the replies by now."""
    said = ReplyWord.objects.filter(mention_id=question.mention_id, brand_id=question.brand_id)
    newest = {each.reply_id: each for each in said.select_related("user").order_by("id")}
    return {reply: each for reply, each in newest.items() if each.value is not None}


def _listed(posts: Collection[Mention]) -> frozenset[tuple[str, str]]:
    keys = {each.author_key for each in posts if each.author_key}
    return frozenset(
        BrandAccount.objects.filter(external_id__in=keys).values_list("network", "external_id") if keys else ()
    )


def _reply(
    post: Mention,
    question: Question,
    kept: _Record,
    word: ReplyWord | None,
    listed: Collection[tuple[str, str]],
) -> ReplyView:
    is_asker = bool(post.author_key) and post.author_key == question.asker_key
    side = "asker" if is_asker else str(kept.get("side", "peer"))
    decides = post.id == question.evidence_id
    rule = "person" if word is not None else str(question.rule if is_asker and decides else kept.get("rule", ""))
    meaning = str(kept.get("meaning", "nothing"))
    answers = word.value is True if word is not None else meaning == "substantive"
    if word is not None:
        meaning = "substantive" if word.value else "nothing"
    return ReplyView(
        id=post.id,
        author=post.author_handle or post.author_name,
        side=side,
        taken=Say(code="reply_taken", params={"side": side if word is None else "", "meaning": meaning, "rule": rule}),
        rule=Say(code="reply_rule", params={"rule": rule}),
        text=snippet(whole(post.title, post.text), [span[:2] for span in kept.get("spans", ())], width=WIDTH),
        language=post.language,
        at=post.published_at,
        url=post.url,
        decides=decides,
        answers=answers,
        stranger=side == "peer" and bool(post.author_key) and (post.network, post.author_key) not in listed,
        said=word.value if word is not None else None,
        who=history.who(word.user) if word is not None and word.user else None,
        said_at=word.at if word is not None else None,
    )
