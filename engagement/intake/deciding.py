"""Decides what becomes of each case a batch touches. Reads and writes no table: it changes objects in memory."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from engagement.intake import clocking
from engagement.intake.answering import WORST_FIRST, told, turn
from engagement.intake.do_not_engage import concerns, said
from engagement.intake.gathering import CORRECTED, World
from engagement.intake.groups import RESCORED, Group
from engagement.intake.muting import MUTED, keep, muted_by
from engagement.intake.people import QUIET, SPOKE
from engagement.intake.surges import held
from engagement.models import Case, Event, FeedItem
from engagement.routing import LOW_RELEVANCE, OWED, TO_US, Facts, Routed, heard_from, route, shown_masks, sort_key
from engagement.storage import CASE_FIELDS, plain
from listening.models import Judgement, Mention
from listening.records import Say, flags_in, mask_of

_BRANDS_FIRST = {"own": 0, "topic": 1, "partner": 2, "competitor": 3}
_FINAL = frozenset({"not_relevant", "spam", "duplicate"})  # a changed thread does not bring these back
_OVERLOOKED = "no_reply_needed"  # what a flag that was missed may have led to; other outcomes were an answer
LEFT_OUT = "no_longer_about_us"
_AFTER_ALL = {LEFT_OUT: "about_us_after_all", "our_own_post": "not_ours_after_all"}
_OWED_MASK, _QUESTION_MASK, _COMPLAINT_MASK = mask_of(OWED), mask_of(("question",)), mask_of(("complaint",))
_SHOWN = ("brand_id", "flags_mask", "unsure_mask", "lane", "work")
"""Fields whose change is a step of the history; the rest (priority, exposure, answer) follows or has its own step."""


def decide(world: World, now: datetime) -> list[Group]:
    """Return the groups of the batch, in a stable order, decided."""
    groups = [group for ids, case_id in _grouped(world) if (group := _group(world, ids, case_id))]
    for group in groups:
        _decide(group, world, now)
    return groups


def _grouped(world: World) -> Iterable[tuple[list[int], int | None]]:
    """Yield (mention ids, case id or None): an author's words in one thread belong together."""
    known: dict[int, list[int]] = {case_id: list(world.members[case_id]) for case_id in world.cases}
    new: dict[tuple[object, ...], list[int]] = {}
    for mention_id in sorted(world.kinds, key=lambda each: (world.mentions[each].published_at, each)):
        if mention_id in world.case_of:
            continue
        mention = world.mentions[mention_id]
        if mention.role != "mention" or mention.deleted_at or not world.judgements.get(mention_id):
            continue
        if world.kinds[mention_id] == {RESCORED}:
            continue
        talk = (mention.thread_id, mention.author_key)
        joined = world.joinable.get((mention.thread_id, mention.author_key)) if all(talk) else None  # type: ignore[arg-type]
        if joined is not None:
            known[joined].append(mention_id)
        else:
            new.setdefault(talk if all(talk) else (mention_id,), []).append(mention_id)
    yield from ((ids, case_id) for case_id, ids in sorted(known.items()))
    yield from ((ids, None) for ids in new.values())


def _group(world: World, ids: list[int], case_id: int | None) -> Group | None:
    mentions = [world.mentions[each] for each in ids]
    judgements = {each: world.judgements[each] for each in ids if each in world.judgements}
    flat = [judgement for each in judgements.values() for judgement in each]
    if not flat:
        return None
    brand = _primary(flat)
    old = set(world.members[case_id]) if case_id else set()
    return Group(
        case=world.cases[case_id] if case_id else Case(brand_id=brand.brand_id, version=0),
        mentions=mentions,
        judgements=[judgement for judgement in flat if judgement.brand_id == brand.brand_id],
        all_judgements=judgements,
        questions=[
            question
            for each in ids
            for question in world.questions.get(each, ())
            if question.brand_id == brand.brand_id and not world.mentions[each].deleted_at
        ],
        kinds=set().union(*(world.kinds.get(each, set()) for each in ids)),
        joined=[each for each in ids if case_id and each not in old],
        feed={each: world.feed[each] for each in ids if each in world.feed},
        clocks=world.clocks.get(case_id, []) if case_id else [],
        mute=muted_by(world.mutes, [each for each in mentions if not each.deleted_at and each.role == "mention"]),
        listed=[row for row in world.listed if any(concerns(row, each) for each in mentions)],
        new_items=sorted(
            {(judgement.mention_id, judgement.brand_id) for judgement in flat} - world.items,
        ),
    )


def _primary(judgements: Iterable[Judgement]) -> Judgement:
    """Return the judgement whose brand the case is about: a relevant one first, then our own, then the rest."""
    return min(
        judgements,
        key=lambda each: (each.relevance < LOW_RELEVANCE, _BRANDS_FIRST[each.brand.kind], each.brand_id),
    )


def _decide(group: Group, world: World, now: datetime) -> None:
    case = group.case
    before = {name: getattr(case, name) for name in CASE_FIELDS} if case.pk else None
    facts = _facts(group, world)
    routed = held(route(facts), world.surges.get(case.pk))
    if group.is_old_news:
        _show_otherwise(group, world, facts, routed, now)
        return
    _copy(group, facts, routed, case.pk in world.moved)
    if before is None and group.mute:
        _step(group, MUTED, now, keep(case, group.mute, now))
    elif before is None:
        _open(group, routed, now)
    else:
        group.dirty = any(before[name] != getattr(case, name) for name in CASE_FIELDS)
        changed = [name for name in _SHOWN if before[name] != getattr(case, name)]
        if changed:
            _step(group, "rejudged", now, Say(code="rejudged", params={"changed": changed}))
    if group.joined:
        _join(group, now)
    if heard_from(facts) and not group.mute:
        _note_first_words(group, world, now)
    _end_or_return(group, facts, before, now)
    turned = clocking.follow(group, facts, world.policies, before, now)
    if turned:
        verb = "do_not_engage" if turned.entry else "may_engage_again"
        _step(group, verb, now, said(turned, group.listed))
    if group.dirty:
        case.changed_at = now


def _show_otherwise(group: Group, world: World, facts: Facts, routed: Routed, now: datetime) -> None:
    """Show what a new version of the scoring says of old posts. A case may cease to be work by it; it never becomes
    work, comes back, or moves up in the lists of what has changed."""
    case = group.case
    before = {name: getattr(case, name) for name in CASE_FIELDS}
    becomes_work = routed.work and (case.lane, case.work) != (routed.lane, True)
    done = case.status == Case.Status.DONE
    _copy(group, facts, routed, case.pk in world.moved or done or becomes_work)
    group.dirty = any(before[name] != getattr(case, name) for name in CASE_FIELDS)
    clocking.follow(group, facts, world.policies, before, now)
    if before["work"] and not case.work:
        changed = [name for name in _SHOWN if before[name] != getattr(case, name)]
        _step(group, "rejudged", now, Say(code="rejudged", params={"changed": changed}))
        case.changed_at = now


def _facts(group: Group, world: World) -> Facts:
    """Merge the judgements of all mentions of the case that still stand into the facts that routing needs."""
    alive = {mention.id: mention for mention in group.alive}
    judgements = [each for each in group.judgements if each.mention_id in alive] or group.judgements
    best = max(judgements, key=lambda each: (each.relevance, each.judged_at))
    masks = [_shown(each) for each in judgements]
    on = reduce(or_, (each for each, _ in masks))
    unsure = reduce(or_, (each for _, each in masks)) & ~on
    denied = reduce(or_, (each.decided_mask & ~each.on_mask for each in judgements)) & ~on
    probabilities: dict[str, float] = {}
    for each in judgements:
        sure = dict.fromkeys(flags_in(each.decided_mask & each.on_mask), 1.0)
        for flag, probability in {**each.probabilities, **sure}.items():
            probabilities[flag] = max(probability, probabilities.get(flag, 0.0))
    question = min(group.questions, key=lambda each: WORST_FIRST.index(each.state), default=None)
    mentions = list(alive.values()) or group.mentions
    people = [world.accounts.get((each.network, each.instance, each.author_key)) for each in mentions]
    return Facts(
        brand_kind=best.brand.kind,
        published_at=max(each.published_at for each in mentions),
        scored=any(each.scored for each in judgements),
        relevance=best.relevance,
        on=frozenset(flags_in(on)),
        unsure=frozenset(flags_in(unsure)),
        denied=frozenset(flags_in(denied)),
        probabilities=probabilities,
        complaint_reason=next((each.complaint_reason for each in judgements if each.complaint_reason), ""),
        audience=question.audience if question else "",
        answer=question.state if question else "",
        key_account=any(people),
        known_company=any(each is not None for each in people),
        watched=next((world.first_words[each.id] for each in mentions if each.id in world.first_words), ""),
        seen_by=max((n for each in mentions for n in _seen_by(each)), default=None),
    )


def _shown(judgement: Judgement) -> tuple[int, int]:
    return shown_masks(
        judgement.on_mask, judgement.unsure_mask, decided=judgement.decided_mask, relevance=judgement.relevance
    )


def _seen_by(mention: Mention) -> list[int]:
    counts = [mention.author_followers, mention.reach.get("views"), mention.reach.get("points")]
    return [count for count in counts if count is not None]


def _copy(group: Group, facts: Facts, routed: Routed, moved: bool) -> None:
    """Bring what the case copies up to date. Where a person chose the lane, it stays."""
    case, lead = group.case, (group.alive or group.mentions)[0]
    case.brand_id = group.judgements[0].brand_id
    case.brand_ids = sorted({each.brand_id for judged in group.all_judgements.values() for each in judged})
    case.lead_id, case.story_id = lead.id, lead.story_id
    case.network, case.language = lead.network, lead.language
    case.published_at, case.seen_at = lead.published_at, lead.seen_at
    case.flags_mask, case.unsure_mask = mask_of(facts.on), mask_of(facts.unsure)
    case.answer = facts.answer
    case.answered_at = max((each.answered_at for each in group.questions if each.answered_at), default=None)
    case.priority, case.priority_parts = routed.priority, dict(routed.parts)
    case.sort_key = sort_key(routed.priority, facts.published_at, case.due_at)
    if not moved:
        case.lane, case.work = routed.lane, routed.work
        case.routed = {"code": routed.say.code, "params": plain(routed.say.params)}


def _open(group: Group, routed: Routed, now: datetime) -> None:
    case = group.case
    case.status, case.created_at, case.changed_at = Case.Status.OPEN, now, now
    _step(group, "arrived", now, routed.say)


def _join(group: Group, now: datetime) -> None:
    say = Say(code="wrote_again", params={"mentions": group.joined}, citations=tuple(group.joined))
    away = group.case.status in (Case.Status.SNOOZED, Case.Status.WAITING)
    if away or (group.case.status == Case.Status.DONE and not group.mute and not _settled_since(group)):
        _reopen(group, say, now)
    else:
        _step(group, "joined", now, say)


def _settled_since(group: Group) -> bool:
    """Was all that he is owed settled after he wrote what is new, before it came in here?"""
    wrote = max(mention.published_at for mention in group.mentions if mention.id in group.joined)
    ends = [each.settled_at for each in group.questions]
    return bool(ends) and all(at is not None and at >= wrote for at in ends)


def _note_first_words(group: Group, world: World, now: datetime) -> None:
    """Write into the history, once, that a watched person has spoken: alerts are told by this step."""
    for mention in group.alive:
        kind = world.first_words.get(mention.id)
        if kind and mention.id not in world.spoken:
            say = Say(code=SPOKE, params={"watched": kind, "days": QUIET.days}, citations=(mention.id,))
            _step(group, SPOKE, now, say)


def _end_or_return(group: Group, facts: Facts, before: dict[str, object] | None, now: datetime) -> None:
    case, done = group.case, group.case.status == Case.Status.DONE
    answer_before = before["answer"] if before else ""
    if not group.alive:
        if not done:
            gone = all(mention.deleted_at for mention in group.mentions)
            say = Say(code="deleted_at_source" if gone else "our_own_post")
            _close(group, "no_reply_needed", "deleted" if gone else "ours", say, now)
        return
    if facts.relevance == 0.0:  # decided by a person or a query; scoring never says exactly 0
        if not done:
            _close(group, "not_relevant", LEFT_OUT, Say(code=LEFT_OUT), now)
        return
    if done and case.disposition_reason in _AFTER_ALL and not group.mute:
        _reopen(group, Say(code=_AFTER_ALL[case.disposition_reason]), now)
        return
    if facts.answer == "answered_by_us" and answer_before != "answered_by_us":
        _answered(group, facts, now)
    elif done and group.mute:
        return  # what a colleague has ended does not come back by the words of somebody muted
    elif _turned(group, facts, str(answer_before), now):
        return
    elif done and before and _escalated(group, before):
        _reopen(group, Say(code="became_work", params={"flags": list(flags_in(case.flags_mask & _OWED_MASK))}), now)


def _turned(group: Group, facts: Facts, was: str, now: datetime) -> bool:
    """Let the case end or come back with its question (``answering.turn``). Returns whether it did."""
    case = group.case
    watched = _QUESTION_MASK | (_COMPLAINT_MASK if _complaint_is_watched(group, facts) else 0)
    owed_otherwise = bool(case.flags_mask & _OWED_MASK & ~watched)
    found = turn(was, facts.answer, audience=facts.audience, status=case.status, owed_otherwise=owed_otherwise)
    if found is None or case.disposition in _FINAL:
        return False
    question = next(each for each in group.questions if each.state == facts.answer)
    if facts.answer == "resolved_by_asker" and question.answered_side == "ours":
        _answered(group, facts, now)  # he thanks for what we told him
    elif found.ends:
        _close(group, "no_reply_needed", "settled", told(question, found.code), now)
    else:
        _reopen(group, told(question, found.code), now)
    return True


def _complaint_is_watched(group: Group, facts: Facts) -> bool:
    """Does the state of the case tell of its complaint too? Of what others replied it does not: that settles none."""
    complains = {each.mention_id for each in group.judgements if _shown(each)[0] & _COMPLAINT_MASK}
    return facts.answer != "answered_by_peer" and any(each.mention_id in complains for each in group.questions)


def _answered(group: Group, facts: Facts, now: datetime) -> None:
    """Our answer was found: note the first one, and end the case that waited for it."""
    case = group.case
    question = min(
        (each for each in group.questions if each.answered_at and each.answered_side == "ours"),
        key=lambda each: each.answered_at or now,
        default=None,
    )
    if question is None or question.answered_at is None or facts.audience not in TO_US:
        return
    if case.first_response_at is None:
        case.first_response_at, group.dirty = question.answered_at, True
    if case.status != Case.Status.DONE:
        before = question.answered_at <= case.seen_at
        say = told(question, "we_answered_before_we_saw_it" if before else "we_answered")
        _close(group, "answered", "answered", say, now)


def _escalated(group: Group, before: dict[str, object]) -> bool:
    """Say whether a case that had ended is owed an answer now: what was only heard turned out to be work, or an edit
    added a complaint or question, or a person did to what had needed no reply. A new scorer alone does not bring back
    what a person has ended."""
    case = group.case
    if not case.work:
        return False
    if case.disposition == "heard":
        return not before["work"]
    added = case.flags_mask & ~int(str(before["flags_mask"])) & _OWED_MASK
    if CORRECTED in group.kinds and case.disposition == _OVERLOOKED:
        return bool(added)
    return "edited" in group.kinds and bool(added) and case.disposition not in _FINAL


def _close(group: Group, disposition: str, verb: str, say: Say, now: datetime) -> None:
    case = group.case
    before = {name: plain(getattr(case, name)) for name in ("status", "disposition", "closed_at", "snoozed_until")}
    case.status, case.disposition, case.closed_at = Case.Status.DONE, disposition, now
    case.disposition_reason = say.code
    case.snoozed_until = case.returned = None
    _step(group, verb, now, say, before | {"disposition_reason": ""})


def _reopen(group: Group, say: Say, now: datetime) -> None:
    case = group.case
    names = ("status", "disposition", "disposition_reason", "closed_at", "snoozed_until")
    before = {name: plain(getattr(case, name)) for name in names}
    case.status, case.disposition, case.disposition_reason = Case.Status.OPEN, "", ""
    case.closed_at = case.snoozed_until = None
    case.returned = {"code": say.code, "params": plain(say.params)}
    _step(group, "returned", now, say, before)


def _step(group: Group, verb: str, now: datetime, say: Say, before: dict[str, object] | None = None) -> None:
    """Write a step of the product's own into the history. Every such step is a new version of the case."""
    group.case.version += 1
    group.dirty = True
    params = {"code": say.code, "params": plain(say.params), "citations": list(say.citations)}
    group.events.append(Event(verb=verb, at=now, params=params, before=before or {}))


def feed_of(group: Group, now: datetime) -> list[FeedItem]:
    """Return what pull clients shall see of the group's mentions, where it differs from what they saw."""
    changed = []
    for mention in group.mentions:
        old = group.feed.get(mention.id)
        item = _feed_item(group, mention, old, now)
        names = [each.attname for each in FeedItem._meta.concrete_fields if each.attname != "changed_at"]
        if (
            old is None
            or group.touched
            or "edited" in group.kinds
            or any(getattr(old, name) != getattr(item, name) for name in names)
        ):
            changed.append(item)
    return changed


def _feed_item(group: Group, mention: Mention, old: FeedItem | None, now: datetime) -> FeedItem:
    case, judged = group.case, group.all_judgements.get(mention.id, [])
    about = next((each for each in judged if each.brand_id == case.brand_id), _primary(judged) if judged else None)
    on, unsure = _shown(about) if about else (0, 0)
    # What was never sure was never on: clients that follow a flag were not told of it.
    ever = (old.ever_mask if old else 0) | on | (about.ever_mask if about and on == about.on_mask else 0)
    return FeedItem(
        mention_id=mention.id,
        case_id=case.pk,
        network=mention.network,
        brand_ids=sorted(each.brand_id for each in judged),
        on_mask=on,
        unsure_mask=unsure,
        ever_mask=ever,
        answer=case.answer,
        status=case.status,
        lane=case.lane,
        deleted=mention.deleted_at is not None,
        changed_at=now,
    )
