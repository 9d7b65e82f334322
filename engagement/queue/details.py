"""One case with all that the pane beside the list shows, in a fixed number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef

from engagement import history
from engagement.errors import Unknown
from engagement.models import Case, CaseItem, Event
from engagement.places import place_of
from engagement.queue.accounts import account
from engagement.queue.authors import earlier
from engagement.queue.corrections import choices
from engagement.queue.evidence import answer, answered_privately, question_of
from engagement.queue.hands_off import held
from engagement.queue.listings import Shown, row
from engagement.queue.mutes import may_mute
from engagement.queue.outside import outside
from engagement.queue.owing import last
from engagement.queue.reasons import chance, explain
from engagement.queue.routing import why
from engagement.queue.tasks import of_case
from engagement.queue.threads import around
from engagement.quotes import Quote, quote_of
from engagement.records import Detail, FlagView, HistoryLine, Owing
from engagement.routing import OUT_OF, shown_masks
from listening.connectors.contract import Answerable, ReplyWay
from listening.models import Brand, Judgement, Match, Mention, Question
from listening.records import Say, flags_in
from listening.replying import reply_way
from listening.storage.sources import speaks_for
from listening.text import whole

HISTORY_AT_MOST = 200
EARLIER_AT_MOST = 100


def detail(case_id: int, *, viewer: User, now: datetime) -> Detail:
    """Return all that is shown of one case. Raises ``Unknown``."""
    cases = Case.objects.annotate(writes_as=speaks_for(OuterRef("lead__network")))
    case = cases.filter(pk=case_id).select_related("lead__thread", "assignee", "assignment").first()
    if case is None:
        raise Unknown("case", case_id)
    lead = case.lead
    judgement = Judgement.objects.filter(mention_id=lead.id, brand_id=case.brand_id).first()
    matches = list(Match.objects.filter(mention_id=lead.id).select_related("query").order_by("id"))
    about = [each for each in matches if each.brand_id == case.brand_id] or matches
    reasons = explain(lead, judgement, about)
    others = _others(case)
    question = question_of(case, others)
    thread, owing = around(lead, question, [each.id for each in others], reasons.body), last(case.pk, now)
    shown = Shown(
        leads={lead.id: lead},
        spans={(lead.id, case.brand_id): [span for match in about for span in match.spans]},
        people={case.assignee.pk: case.assignee} if case.assignee else {},
        silent=frozenset({lead.id} if thread.alone else ()),
        stale={lead.id: question.stale_at} if question else {},
        clocks={case.pk: owing} if owing else {},
    )
    past = _history(case, viewer)
    brands = dict(Brand.objects.filter(id__in=case.brand_ids).values_list("id", "name"))
    return Detail(
        row=row(case, shown, now=now),
        brand=brands[case.brand_id],
        brand_names=tuple(brands[each] for each in sorted(brands)),
        author_url=lead.author_url,
        author_line=_author_line(lead),
        url=lead.url,
        title=lead.title,
        title_pieces=reasons.title,
        published_at=lead.published_at,
        seen_at=lead.seen_at,
        edited_at=lead.edited_at,
        deleted=lead.deleted_at is not None,
        flags=_flags(judgement),
        choices=choices(case, lead, judgement, past),
        sentiment=judgement.sentiment if judgement else None,
        scored=bool(judgement and judgement.scored),
        language=lead.language,
        thread=thread.posts,
        thread_more=thread.more,
        **_answered(case, question, past, now),
        **_owed(case, owing),
        why=reasons.why,
        priority_parts={part: (case.priority_parts.get(part, [0])[0], of) for part, of in OUT_OF.items()},
        history=past,
        mentions=tuple(_beside(each) for each in others),
        **_stands(case),
        account=account(lead),
        held=held([lead, *others], now),
        earlier=earlier(lead, case.pk),
        mutable=may_mute(lead),
        tasks=of_case(case.pk),
        quote=_quote(lead),
        outside=outside(case.pk),
        reply=_reply(lead, case.writes_as or ""),
    )


def _beside(mention: Mention) -> dict[str, Any]:
    author = mention.author_handle or mention.author_name
    return {"id": mention.id, "network": mention.network, "author": author, "url": mention.url}


def _stands(case: Case) -> dict[str, Any]:
    """Return how the case stands, and why it is whose it is."""
    names = ("disposition", "disposition_reason", "snoozed_until")
    return {name: getattr(case, name) for name in names} | {"routing": why(case)}


def _owed(case: Case, owing: Owing | None) -> dict[str, Any]:
    return {"due_at": case.due_at, "breached_at": case.breached_at, "clock": owing}


def _reply(lead: Mention, account_id: str) -> ReplyWay:
    to = Answerable(
        external_id=lead.external_id, url=lead.url, addressed=tuple(lead.addressed), quoted_author=lead.quoted_author
    )
    return reply_way(lead.network, to, account_id=account_id, deleted=lead.deleted_at is not None)


def _quote(lead: Mention) -> Quote | None:
    if lead.deleted_at is not None:
        return None
    return quote_of(
        network=lead.network,
        author=lead.author_handle or lead.author_name,
        place=place_of(lead.network, lead.instance, lead.url),
        text=whole(lead.title, lead.text),
        url=lead.url,
        at=lead.published_at,
    )


def _others(case: Case) -> list[Mention]:
    ids = CaseItem.objects.filter(case=case).exclude(mention_id=case.lead_id).values("mention_id")
    return list(Mention.objects.filter(id__in=ids).order_by("published_at", "id"))


def _author_line(lead: Mention) -> tuple[Say, ...]:
    says = []
    if lead.author_key:
        earlier = Mention.objects.filter(
            network=lead.network, author_key=lead.author_key, role="mention", published_at__lt=lead.published_at
        )[:EARLIER_AT_MOST].count()
        if earlier:
            says.append(Say(code="earlier_posts", params={"n": earlier, "capped": earlier == EARLIER_AT_MOST}))
    if lead.author_followers is not None:
        says.append(Say(code="followers", params={"n": lead.author_followers}))
    return tuple(says)


def _flags(judgement: Judgement | None) -> tuple[FlagView, ...]:
    if judgement is None:
        return ()
    on, unsure = shown_masks(
        judgement.on_mask, judgement.unsure_mask, decided=judgement.decided_mask, relevance=judgement.relevance
    )
    states = dict.fromkeys(flags_in(on), "on") | dict.fromkeys(flags_in(unsure & ~on), "unsure")
    return tuple(
        FlagView(flag=flag, probability=chance(judgement, flag), state=state) for flag, state in states.items()
    )


def _answered(case: Case, question: Question | None, past: tuple[HistoryLine, ...], now: datetime) -> dict[str, Any]:
    """Return what is known of the answer, and until when onlookers saw the post wait.

    What was answered privately is measured no further.
    """
    privately = answered_privately(case, past)
    end = question.settled_at or question.answered_at if question else None
    return {
        "answer": answer(question, now=now),
        "privately": privately,
        "public_wait_until": end or (privately.at if privately else None) or case.lead.deleted_at,
    }


def _history(case: Case, viewer: User) -> tuple[HistoryLine, ...]:
    events = list(Event.objects.filter(case=case).select_related("actor").order_by("-id")[:HISTORY_AT_MOST])
    undone = frozenset(event.undoes_id for event in events if event.undoes_id)
    return history.lines(events, viewer_id=viewer.pk, undone=undone)
