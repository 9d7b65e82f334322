"""The answer engine as a filter: one JSON line with a thread in, one JSON line with its state out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from listening.answers.calling import complains_to
from listening.answers.deciding import decide
from listening.answers.records import Case, Decision, Spoken
from listening.jsonlines import BadLine, parsed
from listening.scoring.scorer import NO_BRAND, Scorer
from listening.text import clean, from_html

_MARKUP: Final = re.compile(r"\A\s*<(?:p|div)\b|</(?:p|a|pre|li|div)>|<p>|&(?:#x?[0-9a-f]{1,6}|quot);", re.IGNORECASE)
"""What tells that a network's own markup was handed over, as Hacker News, Mastodon and Discourse give it."""
_GIVE_MARKUP: Final = frozenset({"hackernews", "mastodon", "stackexchange", "discourse"})
_KNOWN_AS: Final = {
    name: network
    for network, names in {
        "x": ("twitter", "xcom", "twittercom"),
        "hackernews": ("hackernews", "hn", "newsycombinatorcom", "ycombinator"),
        "stackexchange": (
            "stackexchange",
            "stackoverflow",
            "stackoverflowcom",
            "serverfault",
            "superuser",
            "askubuntu",
        ),
        "bluesky": ("bsky", "bskyapp"),
        "github": ("gh", "githubcom", "githubissues", "githubissue", "githubdiscussions"),
        "gitlab": ("gitlabcom", "gitlabissues"),
        "discourse": ("discourseforum",),
        "forum": ("forums",),
        "reddit": ("redditcom",),
        "mastodon": ("mastodonsocial", "fediverse"),
        "youtube": ("youtubecom", "youtubecomments"),
        "linkedin": ("linkedincom",),
    }.items()
    for name in names
}
"""Other names of networks, without marks and blanks, by which an export may call them."""
MOST_POSTS: Final = 100_000


def decisions(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield an answer for every line, in order; a bad one answers ``{"error": code, "line": n}``, n from 1."""
    for number, line in enumerate(lines, start=1):
        try:
            yield _answer(parsed(line))
        except BadLine as bad:
            yield {"error": str(bad), "line": number}


@lru_cache(maxsize=1)
def _scorer() -> Scorer:
    return Scorer()


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    found = decision_of(row)
    return {"id": row.get("id"), "state": found.state, "evidence": found.evidence or None, "rule": found.rule}


def decision_of(row: dict[str, Any]) -> Decision:
    """Return what became of the question of a line; scoring says how probable it is that it is one.

    What asks nothing, but surely complains to an account of ours, is watched as a complaint: it wants a reply. Raises
    ``BadLine``.
    """
    case = case_of(row)
    asked = next(post for post in case.posts if post.id == case.question)
    chance, complaint = chances(asked.text, case.network)
    found = decide(replace(case, chance=chance, complaint=complaint))
    if found.asks_nothing and complains_to(case.us, asked.text, mentions=asked.mentions, complaint=complaint):
        return decide(replace(case, wants="reply"))
    return found


def chances(text: str, network: str) -> tuple[float | None, float | None]:
    """Return how probable it is that a post asks, and that it complains, by scoring; None where it is not scored."""
    found = _scorer().judge(text, network=network)[NO_BRAND].probabilities
    return found.get("question"), found.get("complaint")


def case_of(row: dict[str, Any]) -> Case:
    """Return the case that a line describes. Raises ``BadLine``."""
    given = row.get("posts")
    if not isinstance(given, list) or len(given) > MOST_POSTS:
        raise BadLine("bad_posts")
    network = _network(_text(row.get("network"), "bad_network"))
    posts = [_spoken(each, markup=network in _GIVE_MARKUP) for each in given]
    question = _id(row.get("question"), "bad_question")
    if question not in {post.id for post in posts}:
        raise BadLine("no_such_question")
    return Case(
        network=network,
        question=question,
        posts=posts,
        now=_instant(row.get("now"), "bad_now"),
        us=_accounts(row.get("us"), "bad_us"),
        competitors=_accounts(row.get("competitors"), "bad_competitors"),
        complete=_flag(row.get("complete", True), "bad_complete"),
        locked=_flag(row.get("locked", False), "bad_locked"),
    )


def _network(name: str) -> str:
    """Return a network's name as the rules know it: "Hacker News", "hacker_news" and "HN" are one."""
    lower = name.strip().lower()
    return _KNOWN_AS.get("".join(letter for letter in lower if letter.isalnum()), lower)


def _spoken(row: Any, *, markup: bool) -> Spoken:
    if not isinstance(row, dict):
        raise BadLine("bad_post")
    was = row.get("was")
    return Spoken(
        id=_id(row.get("id"), "bad_post_id"),
        parent=_id(row["parent"], "bad_parent") if row.get("parent") is not None else "",
        author=_id(row["author"], "bad_author") if row.get("author") is not None else "",
        text=_prose(_text(row.get("text"), "bad_text"), markup=markup),
        at=_instant(row.get("at"), "bad_at"),
        accepted=_flag(row.get("accepted", False), "bad_accepted"),
        deleted=_flag(row.get("deleted", False), "bad_deleted"),
        edited_at=_instant(row["edited_at"], "bad_edited_at") if row.get("edited_at") is not None else None,
        was=_prose(_text(was, "bad_was"), markup=markup) if was is not None else None,
        bot=_flag(row.get("bot", False), "bad_bot"),
        mentions=tuple(sorted(_accounts(row.get("mentions"), "bad_mentions"))),
        quotes=_id(row["quotes"], "bad_quotes") if row.get("quotes") is not None else "",
        kind=_text(row.get("kind"), "bad_kind").lower() or "post",
    )


def _id(value: Any, code: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadLine(code)
    return str(value)


def _text(value: Any, code: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(code)
    return clean(value)


def _prose(text: str, *, markup: bool) -> str:
    return from_html(text) if markup and _MARKUP.search(text) else text


def _flag(value: Any, code: str) -> bool:
    if value is None:
        return False
    if not isinstance(value, bool | int):
        raise BadLine(code)
    return bool(value)


def _accounts(value: Any, code: str) -> frozenset[str]:
    if value is None:
        return frozenset()
    if not isinstance(value, list):
        raise BadLine(code)
    return frozenset(_id(each, code) for each in value)


def _instant(value: Any, code: str) -> datetime:
    """Return an instant of ISO 8601, taken as UTC where it names no zone."""
    if not isinstance(value, str):
        raise BadLine(code)
    try:
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadLine(code) from None
