"""How a stored mention can be answered: by program, on the network, or not at all, and why. Pure.

The rules of a network that takes replies by program are its connector's; everywhere else a person opens the post.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from listening.connectors import registry
from listening.connectors.contract import Answerable, Replies, ReplyWay
from listening.records import Post

SKEW: Final = timedelta(seconds=60)
"""How much earlier than by our clock a network may say that it took a reply."""

_LINK: Final = re.compile(r"https?://\S+")
_HANDLES: Final = re.compile(r"\A(?:\s*@[\w.-]{1,100})+\s")


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


def same_words(ours: str, theirs: str) -> bool:
    """Say whether ``theirs`` is what a network makes of our text: it shortens links, puts handles before it and
    changes blanks."""
    return bool(_bare(ours)) and _bare(ours) == _bare(theirs)


def ours_among(
    posts: Iterable[Post], *, accounts: frozenset[str], to: str, text: str, since: datetime
) -> tuple[Post, ...]:
    """Return the posts that are our reply to the post ``to``, the earliest first: by one of our accounts, in our words
    and not before it was sent. Where the network does not say what a post answers, its words decide."""
    found = (
        post
        for post in posts
        if post.author.external_id in accounts
        and post.external_id != to
        and post.in_reply_to_id in ("", to)
        and post.created_at >= since - SKEW
        and same_words(text, post.text)
    )
    return tuple(sorted(found, key=lambda post: (post.created_at, post.external_id)))


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKC", html.unescape(text))
    return " ".join(_LINK.sub(" ", _HANDLES.sub("", plain + " ")).split()).casefold()
