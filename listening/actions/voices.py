"""An account as a person types it: by the network's id, or by a handle where that is all he knows."""

from __future__ import annotations

from datetime import datetime

from listening.actions.brands import add_account
from listening.actions.refusals import Refused
from listening.connectors import registry
from listening.models import BrandAccount


def add_voice(
    *,
    brand_id: int,
    network: str,
    typed: str,
    now: datetime,
    kind: str = "brand",
    speaks: bool = True,
    user_id: int | None = None,
) -> BrandAccount:
    """List an account of a brand. Stored threads in which it speaks are decided again.

    Where handles change hands a number is the id, and a handle (or anything after an "@") is only that: nothing is
    matched until a post shows whose it is. Elsewhere the name is the id. Raises ``Refused``: ``network_unknown``,
    ``account_unknown``, ``account_exists``, ``kind_unknown``.
    """
    if network not in registry.CONNECTORS:
        raise Refused("network_unknown", "Choose a network.", field="network")
    name = " ".join(typed.split())
    bare = name.removeprefix("@")[:200]
    external_id = bare.lower()
    if registry.connector(network).facts.handles_move and not (name == bare and bare.isascii() and bare.isdigit()):
        external_id = ""
    return add_account(
        brand_id=brand_id,
        network=network,
        external_id=external_id,
        handle=bare,
        kind=kind,
        speaks=speaks,
        user_id=user_id,
        now=now,
    )
