"""Who is with a case, in its row."""

from __future__ import annotations

from typing import Any

from django import template

from engagement.queue.presence import Desk

register = template.Library()


@register.inclusion_tag("engagement/_with.html")
def with_case(desk: Desk | str, case_id: int) -> dict[str, Any]:
    """Show who writes on a case, or else who looks at it; nothing where the page does not know who is here."""
    if not isinstance(desk, Desk):
        return {}
    holding = desk.holds.get(case_id)
    writer = holding.by if holding is not None and not holding.mine else None
    others = [who for who in desk.looking.get(case_id, ()) if writer is None or who.id != writer.id]
    people = [each for each in (writer, *others) if each is not None]
    return {"writer": writer, "who": people[0] if people else None, "more": people[1:]}
