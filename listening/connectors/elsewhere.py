"""Places that no tool may read, or that need what a new installation does not have: why, and what to do instead. Pure.

Checked against the networks' own terms and pages on the date of each line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

CHECKED = date(2026, 11, 22)


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A place without a connector. ``instead`` says by which way its posts come in: by hand, by file or by a feed."""

    network: str
    label: str
    why: str
    instead: Literal["capture", "import", "recipe"]
    checked: date = CHECKED


PLACES: tuple[Elsewhere, ...] = (
    Elsewhere(
        network="linkedin",
        label="LinkedIn",
        why="No tool may search members' posts. Paste one in ten seconds.",
        instead="capture",
    ),
    Elsewhere(
        network="facebook",
        label="Facebook and Instagram",
        why="No search by word, for nobody. What you see there can be pasted.",
        instead="capture",
    ),
    Elsewhere(
        network="reddit",
        label="Reddit",
        why="Closed to new programs since November 2025: each needs an approval. Its feeds answer now and then.",
        instead="recipe",
    ),
    Elsewhere(
        network="reviews",
        label="G2, Capterra, Trustpilot",
        why="No open interface for reviews. What they export or mail to you comes in as CSV.",
        instead="import",
    ),
    Elsewhere(
        network="community",
        label="Slack, Discord, WhatsApp groups",
        why="Private rooms: nothing may be read without their members. Paste what concerns you.",
        instead="capture",
    ),
)
"""Every place of which people ask why it is missing. A network that gets its connector leaves this table."""
