"""The thread around a mention: what stands above it, what was answered, and how much more there is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from engagement.labels import NO_ANSWERS
from engagement.pieces import pieces
from engagement.places import place_of
from engagement.records import Piece, ThreadPost
from listening.models import BrandAccount, Mention, Question
from listening.records import Say
from listening.text import whole

READ_AT_MOST = 500  # posts of one thread that are looked through for the ones to show
PARENTS = 2
AROUND = 2

_PLAN_FIELDS = ("id", "external_id", "in_reply_to", "role", "author_key", "published_at", "deleted_at")
_SHOWN_FIELDS = (
    "id",
    "network",
    "instance",
    "url",
    "role",
    "author_key",
    "author_handle",
    "author_name",
    "title",
    "text",
    "language",
    "published_at",
    "deleted_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The posts to show, oldest first, how many more the thread holds, and whether the author is alone in it."""

    posts: tuple[ThreadPost, ...]
    more: int
    alone: bool


def around(lead: Mention, question: Question | None, also: Collection[int], lead_text: tuple[Piece, ...]) -> Around:
    """Return the thread around a mention, in three queries at most.

    ``also`` are the ids of the case's further mentions, ``lead_text`` is the lead's text with its reasons.
    """
    if lead.thread is None:
        return Around(posts=(_post(lead, lead, None, {}, lead_text),), more=0, alone=False)
    thread = Mention.objects.filter(thread=lead.thread).order_by("published_at", "id")
    posts = list(thread.only(*_PLAN_FIELDS)[:READ_AT_MOST])
    evidence = {question.evidence_id} if question and question.evidence_id else set()
    wanted = choose(posts, lead, {*also, *evidence})
    shown = list(Mention.objects.filter(id__in=wanted).only(*_SHOWN_FIELDS).order_by("published_at", "id"))
    rivals = _rivals(shown)
    voices = {post.author_key for post in posts if not post.deleted_at}
    return Around(
        posts=tuple(_post(each, lead, question, rivals, lead_text if each.id == lead.id else None) for each in shown),
        more=len(posts) - len(shown),
        alone=lead.thread.complete and bool(lead.author_key) and voices <= {lead.author_key},
    )


def choose(posts: Sequence[Mention], lead: Mention, also: set[int]) -> set[int]:
    """Return the ids to show of a thread: parents, the lead, our replies to it, two posts before and two after it."""
    by_external = {post.external_id: post for post in posts}
    wanted = {lead.id, *also}
    parent = by_external.get(lead.in_reply_to)
    for _ in range(PARENTS):
        if parent is None:
            break
        wanted.add(parent.id)
        parent = by_external.get(parent.in_reply_to)
    if lead.in_reply_to and posts:
        wanted.add(posts[0].id)  # what opened the talk
    below = _below(lead, posts)
    # What we told others further up is their conversation; shown here it would push the asker's words out of sight.
    wanted |= {post.id for post in posts if post.role == "own" and (post.id in below or not post.in_reply_to)}
    at = next((index for index, post in enumerate(posts) if post.id == lead.id), 0)
    wanted |= {post.id for post in posts[max(0, at - AROUND) : at + AROUND + 1]}
    return wanted


def _below(lead: Mention, posts: Sequence[Mention]) -> set[int]:
    """Return the ids of the posts under the lead. ``posts`` are in time order, so parents come before their replies."""
    chain, found = {lead.external_id}, set()
    for post in posts:
        if post.in_reply_to in chain and post.id != lead.id:
            chain.add(post.external_id)
            found.add(post.id)
    return found


def _rivals(posts: Sequence[Mention]) -> Mapping[tuple[str, str], str]:
    """Return the competitors' names by (network, account) among the authors."""
    keys = {post.author_key for post in posts if post.author_key}
    accounts = BrandAccount.objects.filter(external_id__in=keys, brand__kind="competitor", speaks=True)
    return {(each.network, each.external_id): each.brand.name for each in accounts.select_related("brand")}


def _post(
    post: Mention,
    lead: Mention,
    question: Question | None,
    rivals: Mapping[tuple[str, str], str],
    text: tuple[Piece, ...] | None,
) -> ThreadPost:
    rival = rivals.get((post.network, post.author_key), "")
    return ThreadPost(
        id=post.id,
        author=post.author_handle or post.author_name,
        at=post.published_at,
        text=text if text is not None else pieces(whole(post.title, post.text), ()),
        language=post.language,
        url=post.url,
        role="competitor" if rival and post.role != "own" else post.role,
        is_lead=post.id == lead.id,
        counts=_counts(post, lead, question, rival),
        deleted=post.deleted_at is not None,
        place=place_of(post.network, post.instance, post.url),
    )


def _counts(post: Mention, lead: Mention, question: Question | None, rival: str) -> Say | None:
    """Say why a post does or does not count as our answer; None where that is no question."""
    if question is None or post.id == lead.id or post.author_key == lead.author_key:
        return None
    if post.id == question.evidence_id and question.answered_side:
        code = (
            "counts_as_answer" if question.answered_side == "ours" else f"counts_as_answer_of_{question.answered_side}"
        )
        return Say(code=code, params={"rule": question.rule, "name": rival}, citations=(post.id,))
    if post.published_at < question.asked_at:
        return Say(code="before_the_question")
    meaning = next((each["meaning"] for each in question.evidences if each["mention"] == post.id), "")
    if meaning in NO_ANSWERS:
        return Say(code="no_answer", params={"meaning": meaning, "name": rival})
    if post.role == "own":
        return Say(code="ours_but_not_to_the_asker")
    return Say(code="a_rival_wrote", params={"name": rival}) if rival else Say(code="not_from_us")
