"""What composer and outbox read: the reply of a case, the policy, crises, and what a draft is checked against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import OuterRef

from engagement import history
from engagement.errors import Unknown
from engagement.models import Case, Member, PolicyAcceptance, Reply, ReplyCrisis, ReplyPolicy, ReplySnippet
from engagement.queue.contacts import by, keys_of, with_accounts
from engagement.replies import checklist, limits, outbox, policy, snippets
from engagement.replies.records import Composer, CrisisNow, Elsewhere, PolicyNow, ReplyNow
from listening import posting
from listening.connectors.contract import Answerable, ReplyWay
from listening.models import Brand, Judgement, Mention
from listening.records import FLAGS, Say, flags_in
from listening.replying import reply_way
from listening.storage.sources import speaks_for

PAST_AT_MOST = 20
OUTBOX_AT_MOST = 200
_PEOPLE = ("editor", "asked_by", "approver", "clicked_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A case, how it can be answered, and what a draft for it is checked against."""

    case: Case
    way: ReplyWay
    about: checklist.About


def answered(case_id: int, *, acknowledged: bool = False) -> Answered:
    """Return what is answered by a reply of this case. Raises ``Unknown``."""
    cases = Case.objects.annotate(writes_as=speaks_for(OuterRef("lead__network"))).select_related("lead__thread")
    case = cases.filter(pk=case_id).first()
    if case is None:
        raise Unknown("case", case_id)
    lead = case.lead
    to = Answerable(
        external_id=lead.external_id, url=lead.url, addressed=tuple(lead.addressed), quoted_author=lead.quoted_author
    )
    way = reply_way(lead.network, to, account_id=case.writes_as or "", deleted=lead.deleted_at is not None)
    brands = list(Brand.objects.filter(archived_at=None).order_by("id"))
    on = Judgement.objects.filter(mention_id=lead.pk).values_list("on_mask", flat=True)
    current = newest_policy()
    about = checklist.About(
        network=lead.network,
        question=f"{lead.title}\n{lead.text}",
        names=tuple(dict.fromkeys(each.name for each in brands if each.kind == "own")),
        rivals=tuple(dict.fromkeys(each.name for each in brands if each.kind == "competitor")),
        complaint="complaint" in FLAGS and any("complaint" in flags_in(mask) for mask in on),
        banned=tuple(current.banned) if current else (),
        acknowledged=acknowledged,
    )
    return Answered(case=case, way=way, about=about)


def live(case_id: int) -> Reply | None:
    """Return the reply of a case that still stands before somebody."""
    return Reply.objects.filter(case_id=case_id, state__in=outbox.LIVE).select_related(*_PEOPLE).first()


def shown(reply: Reply) -> ReplyNow:
    """Return a reply as it is shown."""
    people = {name: history.who(user) if (user := getattr(reply, name)) else None for name in _PEOPLE}
    return ReplyNow(
        id=reply.pk,
        case_id=reply.case_id,
        network=reply.network,
        state=reply.state,
        way=reply.way,
        text=reply.text,
        version=reply.version,
        acknowledged=reply.acknowledged,
        second=reply.second,
        authors=frozenset(reply.authors),
        expert=reply.expert,
        clicked_at=reply.clicked_at,
        reason=history.say_of(reply.reason),
        url=reply.url,
        sent_at=reply.sent_at,
        cost_micros=reply.cost_micros,
        attempts=reply.attempts,
        look_at=reply.look_at,
        changed_at=reply.changed_at,
        **people,
    )


def newest_policy() -> ReplyPolicy | None:
    """Return the policy that holds, None if the house has none yet."""
    return ReplyPolicy.objects.select_related("made_by").order_by("-version").first()


def policy_now(user: User) -> PolicyNow:
    """Return the policy that holds, as this person stands to it: the starter until the house writes its own."""
    row = newest_policy()
    if row is None:
        return PolicyNow(version=1, text=policy.STARTER, banned=(), regulated=False, by=None, at=None, accepted_at=None)
    accepted = PolicyAcceptance.objects.filter(policy=row, user=user).values_list("at", flat=True).first()
    return _policy(row, accepted)


def policy_versions() -> tuple[PolicyNow, ...]:
    """Return all versions, the newest first, with nobody's acceptance."""
    rows = ReplyPolicy.objects.select_related("made_by").order_by("-version")
    return tuple(_policy(row, None) for row in rows)


def _policy(row: ReplyPolicy, accepted_at: datetime | None) -> PolicyNow:
    return PolicyNow(
        version=row.version,
        text=row.text,
        banned=tuple(row.banned),
        regulated=row.regulated,
        by=history.who(row.made_by) if row.made_by else None,
        at=row.at,
        accepted_at=accepted_at,
    )


def accepted_by() -> tuple[tuple[str, datetime], ...]:
    """Return who accepted the policy that holds, and when, the latest first."""
    row = newest_policy()
    rows = PolicyAcceptance.objects.filter(policy=row).select_related("user").order_by("-at") if row else ()
    return tuple((history.who(each.user).name, each.at) for each in rows)


def crises() -> tuple[CrisisNow, ...]:
    """Return all crises, the running one first, then the latest."""
    rows = ReplyCrisis.objects.select_related("spokesperson", "begun_by", "ended_by").order_by("-since", "-id")
    return tuple(
        CrisisNow(
            id=row.pk,
            reason=row.reason,
            spokesperson=history.who(row.spokesperson) if row.spokesperson else None,
            since=row.since,
            by=history.who(row.begun_by) if row.begun_by else None,
            until=row.until,
            ended_by=history.who(row.ended_by) if row.ended_by else None,
        )
        for row in rows[:PAST_AT_MOST]
    )


def crisis() -> policy.Crisis | None:
    """Return the crisis that runs."""
    row = ReplyCrisis.objects.filter(until=None).first()
    return policy.Crisis(spokesperson=row.spokesperson_id) if row else None


def known_snippets() -> tuple[snippets.Snippet, ...]:
    """Return every snippet, by key."""
    return tuple(
        snippets.Snippet(id=row.pk, key=row.key, title=row.title, text=row.text)
        for row in ReplySnippet.objects.order_by("key")
    )


def second_person(user_ids: Sequence[int], text: str, about: checklist.About, *, expert: str = "") -> str:
    """Return why a second person has to approve what these people wrote, "" if nobody has to.

    ``expert`` is who without an account wrote at it too, "" for nobody.
    """
    roles = list(Member.objects.filter(user_id__in=user_ids).values_list("role", flat=True))
    roles += ["expert"] if expert else []
    current = newest_policy()
    regulated = current is not None and current.regulated
    risky = bool(regulated and checklist.risks(text, rivals=about.rivals))
    asked = (policy.second_person(role, regulated=regulated, risky=risky) for role in [*roles, ""])
    return next(filter(None, asked), "")


def values_of(found: Answered, user: User) -> dict[str, str]:
    """Return what fills the blanks of a snippet in this case. There is no link of ours that answers everything."""
    lead = found.case.lead
    product = found.about.names[0] if found.about.names else ""
    handle = lead.author_handle or lead.author_name
    return {"name": handle, "product": product, "company": product, "me": history.who(user).name}


def composer(case_id: int, *, viewer: User, now: datetime) -> Composer:
    """Return all that the composer shows beside its case. Raises ``Unknown``."""
    row = live(case_id)
    found = answered(case_id, acknowledged=row.acknowledged if row else False)
    text = row.text if row else ""
    way, network = found.way, found.case.lead.network
    running = crises()[:1]
    spent, cap = posting.spent_and_cap(network, clock=lambda: now) if way.mode == "api" else (0, None)
    authors = {*row.authors, viewer.pk} if row else {viewer.pk}
    linked, values = bool(limits.links(text)), values_of(found, viewer)
    return Composer(
        reply=shown(row) if row else None,
        past=_past(case_id),
        policy=policy_now(viewer),
        crisis=running[0] if running and running[0].until is None else None,
        frozen=policy.frozen(crisis(), viewer.pk),
        checks=checklist.check(text, found.about),
        risks=checklist.risks(text, rivals=found.about.rivals),
        second=row.second
        if row and row.state == outbox.WAITING
        else second_person(sorted(authors), text, found.about, expert=row.expert if row else ""),
        length=limits.length(text, network),
        limit=limits.most(network),
        price_micros=(way.link_price_micros if linked else way.price_micros) if way.mode == "api" else None,
        spent_micros=spent,
        cap_micros=cap,
        rule=limits.rule_of(network),
        snippets=tuple(replace(each, text=snippets.fill(each.text, values).text) for each in known_snippets()),
        elsewhere=_elsewhere(found.case, now),
    )


def _past(case_id: int) -> tuple[ReplyNow, ...]:
    rows = Reply.objects.filter(case_id=case_id, state=outbox.SENT).select_related(*_PEOPLE).order_by("-sent_at")
    return tuple(shown(row) for row in rows[:PAST_AT_MOST])


def _elsewhere(case: Case, now: datetime) -> Elsewhere | None:
    """Return the last reply to the same person in another case."""
    accounts = keys_of(with_accounts(Mention.objects.filter(pk=case.lead_id)).get())
    if not accounts:
        return None
    same = Reply.objects.filter(by(accounts, "case__lead__"), state=outbox.SENT, sent_at__lte=now)
    row = same.exclude(case=case).select_related("clicked_by").order_by("-sent_at").first()
    if row is None or row.sent_at is None:
        return None
    who = history.who(row.clicked_by) if row.clicked_by else None
    return Elsewhere(who=who, network=row.network, at=row.sent_at, url=row.url)


def outbox_rows() -> tuple[ReplyNow, ...]:
    """Return every reply that is neither sent nor discarded, what needs somebody first."""
    order = {outbox.UNCERTAIN: 0, outbox.FAILED: 1, outbox.WAITING: 2, outbox.SENDING: 3, outbox.APPROVED: 4}
    rows = Reply.objects.filter(state__in=outbox.LIVE).select_related(*_PEOPLE).order_by("-changed_at")
    return tuple(sorted(map(shown, rows[:OUTBOX_AT_MOST]), key=lambda each: order.get(each.state, 5)))


def failed(code: str, **params: object) -> dict[str, object]:
    """Return a ``Say`` as a reply keeps it."""
    say = Say(code=code, params=params)
    return {"code": say.code, "params": dict(say.params)}
