"""A post as a quotation for elsewhere, as far as its network lets words leave the house. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from listening.policy import policy_of, withheld_by

LONGEST = 600  # characters of a quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Lines to paste elsewhere. ``withheld`` names the policy that keeps author and words in the house, or is ""."""

    text: str
    withheld: str


def quote_of(*, network: str, author: str, place: str, text: str, url: str, at: datetime) -> Quote:
    """Return a post as a quotation with its author, place, day and address; only the address where words must stay.

    The day is that of ``at``, in UTC as it is stored.
    """
    withheld = withheld_by(network)
    if withheld:
        return Quote(text=url, withheld=withheld)
    said = " ".join(text.split())
    cut = said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip()}…"
    by = ", ".join(part for part in (author, place, f"{at:%Y-%m-%d}", policy_of(network).licence) if part)
    return Quote(text="\n".join(line for line in (f"“{cut}”" if cut else "", f"({by})", url) if line), withheld="")
