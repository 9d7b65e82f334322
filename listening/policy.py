"""What each network's rules allow with what was read there, for networks with a connector and for captured posts. Pure.

A field that a policy withholds is ``None`` where data leaves the house, named ``policy/<network>@<version>``. Sources:
the networks' own terms as checked on the date below; where a figure could not be read the stricter one stands.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from listening.connectors.contract import Policy

CHECKED = date(2026, 11, 1)

_OPEN = Policy(
    version=1, keep_raw=True, retention_days=730, delete_within_hours=24, export=True, train=True, profiles=True
)
_CLOSED = Policy(
    version=1, keep_raw=False, retention_days=90, delete_within_hours=24, export=False, train=False, profiles=False
)

POLICIES: dict[str, Policy] = {
    # Whose account it is may be told from public data, with the reason noted; a person confirms it.
    "x": replace(_CLOSED, retention_days=None, profiles=True),
    "linkedin": replace(_CLOSED, retention_days=2),
    "reddit": _CLOSED,
    "facebook": _CLOSED,
    "instagram": _CLOSED,
    "youtube": replace(_CLOSED, retention_days=30),
    "stackexchange": replace(_OPEN, licence="CC BY-SA 4.0"),
}


def policy_of(network: str) -> Policy:
    """Return the policy of a network; the open web's where none is written down."""
    return POLICIES.get(network, _OPEN)


def withheld_by(network: str) -> str:
    """Return the name of the policy that forbids exporting posts of this network, or "" if they may leave."""
    policy = policy_of(network)
    return "" if policy.export else f"policy/{network}@{policy.version}"
