"""What a call to X may ask for, and which calls it refuses with 400. Pure; lists from X's specification, 2026-11."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from listening.simulator.answer import Answer, Request
from listening.simulator.x.problems import invalid
from listening.simulator.xids import snowflake

FRESH = timedelta(seconds=10)  # a bound has to lie at least this far back

FIELDS: Mapping[str, frozenset[str]] = {
    "tweet.fields": frozenset(
        [
            "article",
            "attachments",
            "author_id",
            "card_uri",
            "community_id",
            "context_annotations",
            "conversation_id",
            "created_at",
            "display_text_range",
            "edit_controls",
            "edit_history_tweet_ids",
            "entities",
            "geo",
            "id",
            "in_reply_to_user_id",
            "lang",
            "media_metadata",
            "non_public_metrics",
            "note_tweet",
            "organic_metrics",
            "possibly_sensitive",
            "promoted_metrics",
            "public_metrics",
            "referenced_tweets",
            "reply_settings",
            "scopes",
            "source",
            "suggested_source_links",
            "suggested_source_links_with_counts",
            "text",
            "withheld",
        ]
    ),
    "user.fields": frozenset(
        [
            "affiliation",
            "confirmed_email",
            "connection_status",
            "created_at",
            "description",
            "entities",
            "id",
            "is_identity_verified",
            "location",
            "most_recent_tweet_id",
            "name",
            "parody",
            "pinned_tweet_id",
            "profile_banner_url",
            "profile_image_url",
            "protected",
            "public_metrics",
            "receives_your_dm",
            "subscription",
            "subscription_type",
            "url",
            "username",
            "verified",
            "verified_followers_count",
            "verified_type",
            "withheld",
        ]
    ),
    "expansions": frozenset(
        [
            "article.cover_media",
            "article.media_entities",
            "attachments.media_keys",
            "attachments.media_source_tweet",
            "attachments.poll_ids",
            "author_id",
            "edit_history_tweet_ids",
            "entities.mentions.username",
            "geo.place_id",
            "in_reply_to_user_id",
            "entities.note.mentions.username",
            "referenced_tweets.id",
            "referenced_tweets.id.attachments.media_keys",
            "referenced_tweets.id.author_id",
        ]
    ),
}
BOUNDS = frozenset({"max_results", "since_id", "until_id", "start_time", "end_time"})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z")
_TOKEN = re.compile(r"([0-9a-f]{8})[ne]([0-9a-f]{1,16})")


class Refusal(Exception):
    """An answer that is a refusal."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def refuse_unknown(request: Request, names: frozenset[str]) -> None:
    """Raise ``Refusal`` for a parameter that the call does not have, and for a field that no post or user has."""
    for name, value in request.query.items():
        if name not in names:
            raise Refusal(invalid(name, f"The query parameter [{name}] is not one of [{', '.join(sorted(names))}]"))
        for part in value.split(",") if name in FIELDS else ():
            if part not in FIELDS[name]:
                raise Refusal(invalid(name, f"The `{name}` query parameter value [{part}] is not one of the fields"))


def page_size(request: Request, *, least: int, most: int = 100) -> int:
    text = request.query.get("max_results", "10")
    if not text.isdigit() or not least <= int(text[:6]) <= most:
        message = f"The `max_results` query parameter value [{text}] is not between {least} and {most}"
        raise Refusal(invalid("max_results", message))
    return int(text)


def bounds(request: Request, window: timedelta | None) -> tuple[int, int]:
    """Return the ids between which posts are wanted, both excluded. Bounds older than the window are refused."""
    oldest = request.now - window if window else None
    first = int(snowflake(oldest)) if oldest else 0
    since, until = _id(request, "since_id", first), _id(request, "until_id", first)
    start, end = _instant(request, "start_time", oldest), _instant(request, "end_time", oldest)
    low = max(since or first, int(snowflake(start)) - 1 if start else 0)
    high = min(until or 1 << 63, int(snowflake(end)) if end else 1 << 63)
    return low, high


def position(token: str, asked: int, name: str) -> int | None:
    """Return the id below which a page goes on. A token of another question is refused."""
    if not token:
        return None
    match = _TOKEN.fullmatch(token)
    if match is None or int(match[1], 16) != asked:
        raise Refusal(invalid(name, f"The `{name}` query parameter value [{token}] is not valid"))
    return int(match[2], 16)


def without(query: Mapping[str, str], token: str) -> dict[str, str]:
    """Return what a page token belongs to: the question without the token and the size of its pages."""
    return {name: value for name, value in query.items() if name not in (token, "max_results")}


def _id(request: Request, name: str, first: int) -> int:
    text = request.query.get(name, "")
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,19}", text) or int(text) < first:
        wanted = f"Please use a '{name}' that is larger than {first}"
        raise Refusal(invalid(name, f"'{name}' must be a tweet id created after the window began. {wanted}"))
    return int(text)


def _instant(request: Request, name: str, oldest: datetime | None) -> datetime | None:
    text = request.query.get(name, "")
    if not text:
        return None
    if not _INSTANT.fullmatch(text):
        raise Refusal(invalid(name, f"The `{name}` query parameter value [{text}] is not like 2026-11-01T00:00:00Z"))
    moment = datetime.fromisoformat(text)
    if (oldest and moment < oldest) or moment > request.now - FRESH:
        raise Refusal(invalid(name, f"'{name}' must be on or after {oldest} and ten seconds back"))
    return moment
