"""Every network that can be listened to. A new one is one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from listening.connectors.contract import Connector, Facts
from listening.connectors.feeds.fetch import Feeds
from listening.connectors.hackernews.fetch import HackerNews
from listening.connectors.ingest.facts import FACTS as INGEST
from listening.connectors.x.fetch import X
from listening.errors import Permanent

CONNECTORS: Mapping[str, Connector] = MappingProxyType(
    {
        "feeds": Feeds(),
        "hackernews": HackerNews(),
        "x": X(),
    }
)

FACTS: Mapping[str, Facts] = MappingProxyType(
    {**{network: one.facts for network, one in CONNECTORS.items()}, "ingest": INGEST}
)
"""What is known of every way in, including those that are not polled."""


def connector(network: str) -> Connector:
    """Return the connector of ``network``. Raises ``Permanent("unknown_network")``."""
    try:
        return CONNECTORS[network]
    except KeyError:
        raise Permanent("unknown_network", network[:40]) from None
