"""What forbids a reply, asked at every click and once more before anything leaves. Each refusal has its own words."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from engagement import history
from engagement.actions.members import member_of
from engagement.errors import Refused
from engagement.models import CaseItem, Reply, ReplyCrisis
from engagement.queue import replies
from engagement.queue.hands_off import held
from engagement.queue.replies import Answered
from engagement.replies import checklist, outbox, policy
from listening.models import Mention


def check(reply: Reply, found: Answered, *, way: str, actor: User, now: datetime) -> None:
    """Raise ``Refused`` if this reply may not go out, or may not by this person."""
    check_person(actor)
    check_house(found, actor, now)
    if not reply.text.strip():
        raise Refused("reply_empty")
    check_way(found, way)
    if stops := checklist.stops(checklist.check(reply.text, found.about)):
        raise Refused("reply_stopped", {"check": stops[0]})


def check_person(actor: User) -> None:
    """Raise ``Refused`` unless this person accepted the policy that holds."""
    current = replies.policy_now(actor)
    if current.accepted_at is None:
        raise Refused("reply_policy_unread", {"version": current.version})


def check_approver(actor: User) -> None:
    """Raise ``Refused`` unless the role of this person may let replies out."""
    member = member_of(actor)
    if member is None or member.role not in policy.APPROVERS:
        raise Refused("reply_role")


def check_house(found: Answered, actor: User | None, now: datetime) -> None:
    """Raise ``Refused`` if a crisis freezes replies, or nobody is to engage here. ``actor`` is who clicked."""
    row = ReplyCrisis.objects.filter(until=None).select_related("spokesperson").first()
    if row is not None and (actor is None or policy.frozen(policy.Crisis(spokesperson=row.spokesperson_id), actor.pk)):
        name = history.who(row.spokesperson).name if row.spokesperson else ""
        raise Refused("reply_frozen", {"name": name, "why": row.reason})
    ids = CaseItem.objects.filter(case=found.case).values("mention_id")
    hands_off = held(Mention.objects.filter(pk__in=ids).select_related("thread"), now)
    if hands_off:
        raise Refused("reply_hands_off", {"name": hands_off[0].name, "why": hands_off[0].reason})


def check_way(found: Answered, way: str) -> None:
    """Raise ``Refused`` if the network does not let itself be answered this way."""
    if found.way.mode == "none":
        raise Refused("reply_no_way")
    if way not in (outbox.BY_API, outbox.BY_HAND):
        raise Refused("reply_way_unknown")
    if way == outbox.BY_API and found.way.mode != "api":
        raise Refused("reply_not_by_api")
