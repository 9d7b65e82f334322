"""Whether a thread takes no more replies, by the notice that a forum or a bot left in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from listening.answers.records import Spoken, account

_LEAVES_NOTICES: Final = re.compile(r"system|github-actions|.*(?:\[bot\]|[-_]bot)")
"""Accounts that speak for no person. Discourse closes topics as "system"."""
_LONGEST: Final = 500
"""Characters of a notice; those of GitHub's lock bots ask in three sentences to open a new issue."""
_CLOSED: Final = re.compile(
    r"\b(?:topic|thread|issue|pull request|discussion|conversation|post|question)\b"
    r"[^.\n]{0,80}\b(?:closed|locked|archived)\b"
    r"|\b(?:thema|ticket|diskussion)\b[^.\n]{0,80}\b(?:geschlossen|gesperrt)\b"
    r"|\b(?:sujet|discussion)\b[^.\n]{0,80}\b(?:ferm\w+|verrouill\w+)\b"
    r"|\btema\b[^.\n]{0,80}\b(?:cerró|cerrado|bloqueado)\b",
    re.IGNORECASE,
)
_TO_REPLIES: Final = re.compile(
    r"\b(?:locked|archived|gesperrt|verrouill\w+|bloqueado)\b"
    r"|\b(?:repl(?:y|ies)|comments?|responses?)\b[^.\n]{0,40}\b(?:no longer|not|never|any ?more)\b"
    r"|\b(?:no longer|not|can't|cannot|no new|no more|no further)\b"
    r"[^.\n]{0,40}\b(?:repl(?:y|ies)|comments?|responses?)\b"
    r"|\bantworten\b[^.\n]{0,40}\bnicht\b|\bkeine\b[^.\n]{0,40}\bantworten\b"
    r"|\baucune réponse\b|\bno se permiten\b",
    re.IGNORECASE,
)


def takes_no_replies(posts: Iterable[Spoken]) -> bool:
    """Say whether the last notice of a thread says that it takes no replies, and no person has spoken since.

    One that was only closed still does: on trackers people go on below.
    """
    last = max(posts, key=lambda each: (each.at, each.id), default=None)
    return last is not None and not last.deleted and is_notice(last)


def is_notice(post: Spoken) -> bool:
    """Say whether a post is a notice, by a bot or an account that is no person's, that no replies are taken."""
    if len(post.text) > _LONGEST or not (post.bot or _LEAVES_NOTICES.fullmatch(account(post.author))):
        return False
    return bool(_CLOSED.search(post.text)) and bool(_TO_REPLIES.search(post.text))
