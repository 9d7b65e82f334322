"""What the author of a case said about us before, across cases, and what became of it."""

from __future__ import annotations

from engagement import history
from engagement.models import CaseItem, Event
from engagement.records import Earlier, Who
from listening.models import Mention

SHOWN = 5


def earlier(lead: Mention, case_id: int) -> tuple[Earlier, ...]:
    """Return the newest posts of the same account in other cases. Two queries, one without an account."""
    if not lead.author_key:
        return ()
    rows = CaseItem.objects.filter(
        mention__network=lead.network,
        mention__author_key=lead.author_key,
        mention__instance=lead.instance,
        mention__role="mention",
        mention__deleted_at=None,
        mention__published_at__lt=lead.published_at,
    ).exclude(case=case_id)
    found: dict[int, CaseItem] = {}
    for item in rows.select_related("mention", "case").order_by("-mention__published_at", "-id")[: 2 * SHOWN]:
        found.setdefault(item.mention_id, item)
    items = list(found.values())[:SHOWN]
    by = _ended_by([item.case_id for item in items if item.case.status == "done"])
    return tuple(
        Earlier(
            case_id=item.case_id,
            at=item.mention.published_at,
            text=" ".join(f"{item.mention.title} {item.mention.text}".split())[:160],
            language=item.mention.language,
            status=item.case.status,
            disposition=item.case.disposition,
            by=by.get(item.case_id),
        )
        for item in items
    )


def _ended_by(case_ids: list[int]) -> dict[int, Who]:
    """Return who ended each of these cases last."""
    if not case_ids:
        return {}
    steps = Event.objects.filter(
        case__in=case_ids, actor__isnull=False, verb__in=("done", "not_relevant", "replied"), undone_by=None
    )
    return {
        step.case_id: history.who(step.actor) for step in steps.select_related("actor").order_by("id") if step.actor
    }
