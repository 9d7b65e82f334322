"""What templates need to show which colleagues are here."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from engagement.queue.presence import Desk


def shown(viewer: User, around: Desk) -> dict[str, Any]:
    """Return who is here, and the cases on which a row shows somebody."""
    written = (case_id for case_id, hold in around.holds.items() if not hold.mine)
    return {"desk": around, "me": viewer.pk, "cases_with": sorted({*around.looking, *written})}
