"""Reads all that is needed to decide about a batch of changes, in a fixed number of queries. Decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import connection

from engagement.intake import do_not_engage, muting, people, surges
from engagement.intake.clockrows import Policies, clocks_of
from engagement.models import Case, CaseItem, Clock, DoNotEngage, Event, FeedItem, Mute, Surge
from listening.models import Change, Judgement, Mention, Question
from listening.records import mask_of

_MENTION_LOCK, _THREAD_LOCK = 7301, 7302  # classes of our advisory locks; any two numbers nobody else uses

CORRECTED = "corrected"
"""Beside the kinds of ``Change``: a person has just decided what the mention is."""

MENTION_FIELDS = (
    "id",
    "network",
    "instance",
    "role",
    "url",
    "author_key",
    "author_handle",
    "author_followers",
    "language",
    "reach",
    "published_at",
    "seen_at",
    "deleted_at",
    "found_late",
    "thread_id",
    "story_id",
)

_MOVES = ("move", "engage", "hand_over")  # a person chose the lane


@dataclass(slots=True, kw_only=True)
class World:
    """What a batch touches, by id. ``kinds`` are the kinds of change per mention; ``joinable`` maps a thread and an
    author to the case that already holds his words: one that is not done, or the one that his new words bring back."""

    kinds: dict[int, set[str]]
    mentions: dict[int, Mention]
    cases: dict[int, Case]
    case_of: dict[int, int]
    members: dict[int, list[int]]  # case id -> its mention ids
    items: set[tuple[int, int]]  # (mention id, brand id)
    joinable: dict[tuple[int, str], int]
    judgements: dict[int, list[Judgement]] = field(default_factory=dict)
    questions: dict[int, list[Question]] = field(default_factory=dict)
    feed: dict[int, FeedItem] = field(default_factory=dict)
    accounts: dict[tuple[str, str, str], bool] = field(default_factory=dict)  # person -> works at a key account
    first_words: dict[int, str] = field(default_factory=dict)  # mention id -> as what its author is watched
    spoken: frozenset[int] = frozenset()  # first words that stand in the history already
    surges: dict[int, Surge] = field(default_factory=dict)  # the latest surge of a case that had one
    moved: set[int] = field(default_factory=set)  # cases whose lane a person chose
    clocks: dict[int, list[Clock]] = field(default_factory=dict)  # case id -> its clocks
    listed: list[DoNotEngage] = field(default_factory=list)  # under which any of the mentions falls
    mutes: list[Mute] = field(default_factory=list)  # that hold for any of the mentions
    policies: Policies = field(default_factory=Policies)  # of those clocks, and the one in force


def gather(changes: Iterable[Change], corrected: Collection[int] = ()) -> World:
    """Lock and read what the changes touch, and the mentions that a person has just ``corrected``.

    Runs in the caller's transaction.
    """
    kinds: dict[int, set[str]] = defaultdict(set)
    for mention_id in corrected:
        kinds[mention_id].add(CORRECTED)
    for change in changes:
        kinds[change.mention_id].add(change.kind)
    mentions = _mentions(kinds)
    _lock(mentions.values())
    held = dict(CaseItem.objects.filter(mention_id__in=kinds).values_list("mention_id", "case_id"))
    joinable = _returning(mentions.keys() - held.keys()) | _joinable(mentions.values())
    cases = {
        case.id: case
        for case in Case.objects.filter(id__in={*held.values(), *joinable.values()}).order_by("id").select_for_update()
    }
    items = list(CaseItem.objects.filter(case_id__in=cases).order_by("id"))
    members: dict[int, list[int]] = defaultdict(list)
    for item in items:
        if item.mention_id not in members[item.case_id]:
            members[item.case_id].append(item.mention_id)
    mentions |= _mentions({item.mention_id for item in items} - mentions.keys())
    world = World(
        kinds=kinds,
        mentions=mentions,
        cases=cases,
        case_of={item.mention_id: item.case_id for item in items},
        members=members,
        items={(item.mention_id, item.brand_id) for item in items},
        joinable=joinable,
    )
    _decisions(world)
    return world


def hold(case_id: int) -> list[int]:
    """Make intakes of the case's mentions wait for this transaction, before it locks the case, and return their ids.

    Intake takes these locks in the same order; whoever took the case first could wait for it in a ring.
    """
    ids = list(CaseItem.objects.filter(case_id=case_id).order_by("id").values_list("mention_id", flat=True))
    _lock(_mentions(ids).values())
    return list(dict.fromkeys(ids))


def _mentions(ids: Collection[int]) -> dict[int, Mention]:
    return {mention.id: mention for mention in Mention.objects.filter(id__in=ids).only(*MENTION_FIELDS)}


def _lock(mentions: Iterable[Mention]) -> None:
    """Make intakes of the same mention or thread wait for each other, in one order, so that neither opens a second
    case. Advisory, because row locks would also stop listening from storing what it reads."""
    keys = sorted(
        {(_MENTION_LOCK, mention.id % 2**31) for mention in mentions}
        | {(_THREAD_LOCK, mention.thread_id % 2**31) for mention in mentions if mention.thread_id}
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(class, key))"
            " FROM (SELECT * FROM unnest(%s::int[], %s::int[]) AS wanted (class, key)) AS in_order",
            [[each[0] for each in keys], [each[1] for each in keys]],
        )


def _joinable(mentions: Iterable[Mention]) -> dict[tuple[int, str], int]:
    talks = {(mention.thread_id, mention.author_key) for mention in mentions if mention.thread_id}
    rows = (
        CaseItem.objects.filter(
            mention__thread_id__in={thread for thread, _ in talks},
            mention__author_key__in={author for _, author in talks if author},
        )
        .exclude(case__status=Case.Status.DONE)
        .order_by("-case_id")
        .values_list("mention__thread_id", "mention__author_key", "case_id")
    )
    return {(thread, author): case for thread, author, case in rows if (thread, author) in talks}


_RETURNING = f"""
SELECT m.thread_id, m.author_key, max(c.id) FROM listening_mention m
JOIN listening_judgement j ON j.mention_id = m.id AND j.counted_day IS NOT NULL
JOIN listening_question q ON q.thread_id = m.thread_id AND q.asker_key = m.author_key AND q.brand_id = j.brand_id
    AND q.mention_id <> m.id AND q.state NOT IN ('withdrawn', 'not_a_question')
    AND j.on_mask & CASE q.flag WHEN 'question' THEN {mask_of(("question",))} ELSE {mask_of(("complaint",))} END <> 0
JOIN engagement_caseitem i ON i.mention_id = q.mention_id AND i.brand_id = q.brand_id
JOIN engagement_case c ON c.id = i.case_id AND c.status = 'done'
    AND c.disposition NOT IN ('not_relevant', 'spam', 'duplicate', 'muted')
WHERE m.id = ANY(%s) AND m.role = 'mention' AND m.deleted_at IS NULL AND m.author_key <> ''
    AND NOT EXISTS (SELECT FROM listening_question o WHERE o.mention_id = m.id AND o.brand_id = j.brand_id)
GROUP BY 1, 2
"""  # noqa: S608 - ours  # nosec B608
"""Whose new words ask or complain where an earlier question of theirs stands for all they ask in that thread, and the
case of that one has ended. What becomes of the new words, that question says: a case of their own would never learn
that they were answered."""


def _returning(mention_ids: Collection[int]) -> dict[tuple[int, str], int]:
    if not mention_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_RETURNING, [sorted(mention_ids)])
        return {(thread, author): case for thread, author, case in cursor.fetchall()}


def _decisions(world: World) -> None:
    world.judgements = defaultdict(list)
    for judgement in Judgement.objects.filter(mention_id__in=world.mentions).select_related("brand").defer("reasons"):
        world.judgements[judgement.mention_id].append(judgement)
    world.questions = defaultdict(list)
    for question in Question.objects.filter(mention_id__in=world.mentions).select_related("evidence", "brand"):
        world.questions[question.mention_id].append(question)
    world.feed = {item.mention_id: item for item in FeedItem.objects.filter(mention_id__in=world.mentions)}
    known = people.known(world.mentions.values())
    world.accounts, world.first_words = known.accounts, known.first_words
    world.spoken = people.spoken(world.cases) if known.first_words else frozenset()
    world.surges = surges.of_cases(world.cases)
    world.clocks = clocks_of(world.cases)
    world.listed = do_not_engage.listed(world.mentions.values())
    world.mutes = muting.in_force(world.mentions.values())
    moved = Event.objects.filter(case_id__in=world.cases, actor__isnull=False, verb__in=_MOVES)
    world.moved = set(moved.values_list("case_id", flat=True))
