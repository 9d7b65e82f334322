"""How a stored mention can be answered: by program, on the network, or not at all, and why. Pure.

The rules of a network that takes replies by program are its connector's; everywhere else a person opens the post.
"""

from __future__ import annotations

from listening.connectors import registry
from listening.connectors.contract import Answerable, Replies, ReplyWay


def reply_way(network: str, to: Answerable, *, account_id: str, deleted: bool) -> ReplyWay:
    """Return how the mention ``to`` of ``network`` can be answered.

    ``account_id`` is the account that our key for the network writes as, "" if none may write.
    """
    if deleted:
        return ReplyWay(mode="none", reason="reply.deleted")
    connector: object = registry.CONNECTORS.get(network)
    if isinstance(connector, Replies):
        return connector.reply_way(to, account_id=account_id)
    if network in registry.FACTS and registry.FACTS[network].reply_mode == "none":
        return ReplyWay(mode="none", reason="reply.not_allowed")
    if not to.url:
        return ReplyWay(mode="none", reason="reply.no_address")
    return ReplyWay(mode="open_native", reason="reply.by_hand", url=to.url)
