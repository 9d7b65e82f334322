"""The zone in which the present reader sees times; ``config.shell`` puts it in force for each request."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils import timezone


def zone() -> ZoneInfo:
    """Return the zone in force."""
    return ZoneInfo(timezone.get_current_timezone_name())
