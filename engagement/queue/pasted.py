"""The case of a post whose address somebody pasted."""

from __future__ import annotations

from engagement.models import CaseItem
from listening.connectors.ingest.capture import place_of
from listening.models import Mention
from listening.text import canonical_url


def is_address(text: str) -> bool:
    """Return whether a search is one web address and nothing else."""
    return text.lower().startswith(("http://", "https://")) and len(text.split()) == 1


def case_of(address: str) -> int | None:
    """Return the newest case that holds the post at an address; None if there is none.

    A post is known by its address as it was read or in its canonical form, or by the network's id in the address.
    """
    network, external_id, _handle = place_of(address)
    canonical = canonical_url(address)
    spellings = {address, canonical, address.rstrip("/"), canonical.rstrip("/")}
    by_url = Mention.objects.filter(url__in=sorted(spellings)).values("id")
    by_id = Mention.objects.filter(network=network, external_id=external_id).values("id")
    for found in (by_url, by_id):
        cases = CaseItem.objects.filter(mention_id__in=found).order_by("-case_id")
        case_id = cases.values_list("case_id", flat=True).first()
        if case_id is not None:
            return case_id
    return None
