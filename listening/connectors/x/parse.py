"""Turn what X says into posts. Pure.

A post that was edited has a new id; its identity here is the first id of ``edit_history_tweet_ids``. Data and errors
may come together: an error about a post is a tombstone, one about anything else says nothing of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from listening.connectors.x.ids import NETWORK, id_of, moment_of, newest
from listening.errors import BadRecord
from listening.records import Author, Bad, Page, Post, Quality, Reach, Tombstone
from listening.text import gate, safe_url

SITE = "https://x.com"
_NO_LANGUAGE = frozenset({"und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"})  # X's own codes for "none"
_OLD_CODES = {"in": "id", "iw": "he", "no": "nb"}
_OWN_LINK = re.compile(r"https?://(www\.|mobile\.)?(x|twitter)\.com/[^/]+/status/\d+", re.IGNORECASE)
_GONE = ("resource-not-found", "not-authorized-for-resource", "resource-unavailable")


@dataclass(frozen=True, slots=True)
class Around:
    """What a page brings along: the users and the posts that its own posts speak of, by id."""

    users: Mapping[str, Mapping[str, Any]]
    posts: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a page says of its own place in the sweep. Absent is ``""``."""

    next_token: str = ""
    newest_id: str = ""
    count: int = 0  # posts on this page, for the bill


def page_of(body: Any, *, now: datetime, conversation: str = "") -> Page:
    """Return the posts of one answer, and those in ``includes`` that belong to the ``conversation`` that is read.

    Withheld and protected posts are counted and left out, and buried where they were kept before.
    """
    if not isinstance(body, dict):
        return Page(bad=(Bad(where="answer", code="not_an_object"),))
    around = _around(body)
    records = _records(body)
    if conversation:
        known = set(ids_in(body))
        more = (post for id_, post in around.posts.items() if id_ not in known)
        records = [*records, *(post for post in more if id_of(post.get("conversation_id")) == conversation)]
    return _page(records, around, _gone(body, now), now)


def meta_of(body: Any) -> Meta:
    """Return the paging part of an answer."""
    meta = body.get("meta") if isinstance(body, dict) else None
    meta = meta if isinstance(meta, dict) else {}
    token = meta.get("next_token")
    return Meta(
        next_token=token if isinstance(token, str) else "",
        newest_id=newest(id_of(meta.get("newest_id")), *ids_in(body)),
        count=len(ids_in(body)),
    )


def ids_in(body: Any) -> tuple[str, ...]:
    """Return the ids of the answer's own posts, in its order."""
    records = _records(body) if isinstance(body, dict) else []
    return tuple(id_ for record in records if isinstance(record, dict) and (id_ := id_of(record.get("id"))))


def latest_ids(body: Any) -> dict[str, str]:
    """Return, for every post that has a later version, the id of its last version."""
    found = {}
    for record in _records(body) if isinstance(body, dict) else []:
        if isinstance(record, dict) and (versions := _versions(record)) and id_of(record.get("id")) != versions[-1]:
            found[id_of(record.get("id"))] = versions[-1]
    return found


def total_of(body: Any) -> int | None:
    """Return the number of posts that an answer of ``counts/recent`` gives."""
    meta = body.get("meta") if isinstance(body, dict) else None
    total = meta.get("total_tweet_count") if isinstance(meta, dict) else None
    return total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None


def _page(records: Iterable[Any], around: Around, gone: Mapping[str, Tombstone], now: datetime) -> Page:
    posts: dict[str, Post] = {}
    tombstones = dict(gone)
    bad: list[Bad] = []
    withheld = 0
    for place, record in enumerate(records):
        try:
            post = gate(_post(record, around), fetched_at=now)
            if _is_withheld(record, around):
                withheld += 1
                tombstones[post.external_id] = gone_post(post.external_id, now=now)
            else:
                posts.setdefault(post.external_id, post)
        except BadRecord as error:
            bad.append(Bad(where=f"post {place + 1}", code=error.code))
    return Page(posts=tuple(posts.values()), tombstones=tuple(tombstones.values()), bad=tuple(bad), withheld=withheld)


def gone_post(external_id: str, *, now: datetime) -> Tombstone:
    return Tombstone(network=NETWORK, external_id=external_id, seen_at=now)


def _records(body: Mapping[str, Any]) -> list[Any]:
    """Return what should be posts: users, lists, spaces and numbers of other endpoints are none."""
    data = body.get("data")
    records = data if isinstance(data, list) else [data] if isinstance(data, dict) else []
    return [one for one in records if not isinstance(one, dict) or "text" in one or "author_id" in one]


def _around(body: Mapping[str, Any]) -> Around:
    includes = body.get("includes")
    includes = includes if isinstance(includes, dict) else {}
    # A post may speak of another one of its own page.
    posts = {**_by_id(body.get("data")), **_by_id(includes.get("tweets"))}
    return Around(users=_by_id(includes.get("users")), posts=posts)


def _by_id(records: Any) -> dict[str, Mapping[str, Any]]:
    listed = records if isinstance(records, list) else []
    return {id_: record for record in listed if isinstance(record, dict) and (id_ := id_of(record.get("id")))}


def _gone(body: Mapping[str, Any], now: datetime) -> dict[str, Tombstone]:
    """Return the posts that the answer's errors call deleted, protected, suspended or withheld."""
    found = {}
    errors = body.get("errors")
    for error in errors if isinstance(errors, list) else []:
        if not isinstance(error, dict) or error.get("resource_type") not in ("tweet", None):
            continue
        id_ = id_of(error.get("resource_id")) or id_of(error.get("value"))
        if id_ and str(error.get("type", "")).rsplit("/", 1)[-1] in _GONE and _about_a_post(error):
            found[id_] = gone_post(id_, now=now)
    return found


def _about_a_post(error: Mapping[str, Any]) -> bool:
    return error.get("resource_type") == "tweet" or error.get("parameter") in ("id", "ids")


def _is_withheld(record: Mapping[str, Any], around: Around) -> bool:
    """Withheld anywhere is withheld here: where our readers sit is not known."""
    author = around.users.get(id_of(record.get("author_id")), {})
    return bool(record.get("withheld") or author.get("withheld") or author.get("protected") is True)


def _post(record: Any, around: Around) -> Post:
    if not isinstance(record, dict):
        raise BadRecord("not_an_object")
    id_ = id_of(record.get("id"))
    if not id_:
        raise BadRecord("no_id")
    kinds = _referenced(record)
    if "retweeted" in kinds:
        raise BadRecord("retweet")
    versions = _versions(record) or (id_,)
    if id_ != versions[-1]:
        raise BadRecord("superseded")  # its last version comes by itself; this one would undo the edit
    first = versions[0]
    author = _author(record, around)
    words, links = _words(record)
    replied = _first_version(kinds.get("replied_to", ""), around)
    conversation = id_of(record.get("conversation_id"))
    post = Post(
        network=NETWORK,
        external_id=first,
        url=f"{SITE}/{author.handle or 'i'}/status/{id_}",
        kind="comment" if replied else "post",
        author=author,
        text=words,
        lang=_language(record),
        created_at=_created(record, first),
        created_quality=Quality.EXACT,
        edited_at=moment_of(id_) if id_ != first else None,
        conversation_id=conversation,
        root_id=conversation,
        in_reply_to_id=replied,
        quoted_id=_first_version(kinds.get("quoted", ""), around),
        quoted_author_id=_quoted_author(kinds.get("quoted", ""), around),
        mentioned_account_ids=_mentioned(record),
        reach=_reach(record.get("public_metrics")),
        links=links,
        alias_keys=(f"x:edit:{first}",),
    )
    return post if conversation else replace(post, root_id="" if replied else first)


def _versions(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of all versions, oldest first; X lists them so, and they are sorted to be sure."""
    listed = record.get("edit_history_tweet_ids")
    ids = {id_ for one in listed if (id_ := id_of(one))} if isinstance(listed, list) else set()
    return tuple(sorted(ids, key=int))


def _first_version(id_: str, around: Around) -> str:
    """Return under which id a post that is spoken of is stored: a reply names the version that was read."""
    return (_versions(around.posts.get(id_, {})) or (id_,))[0]


def _referenced(record: Mapping[str, Any]) -> dict[str, str]:
    listed = record.get("referenced_tweets")
    return {
        str(one.get("type")): id_of(one.get("id"))
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict)
    }


def _quoted_author(id_: str, around: Around) -> str:
    """Return the account whose post is quoted, or ``""`` if X did not bring that post along: it is gone, or hidden."""
    return id_of(around.posts.get(id_, {}).get("author_id"))


def _author(record: Mapping[str, Any], around: Around) -> Author:
    id_ = id_of(record.get("author_id"))
    user = around.users.get(id_, {})
    handle = _text(user, "username")
    metrics = user.get("public_metrics")
    return Author(
        external_id=id_,
        handle=handle,
        name=_text(user, "name"),
        url=f"{SITE}/{handle}" if handle else f"{SITE}/i/user/{id_}" if id_ else "",
        followers=_number(metrics, "followers_count"),
        bio=_text(user, "description"),
    )


def _words(record: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return the text with the addresses its author wrote in place of t.co, and those addresses."""
    note = record.get("note_tweet")
    long = note if isinstance(note, dict) and _text(note, "text") else record
    text = _text(long, "text")
    links: dict[str, None] = {}
    for entity in _entities(long, "urls"):
        short, full = _text(entity, "url"), safe_url(_text(entity, "unwound_url") or _text(entity, "expanded_url"))
        own = bool(_OWN_LINK.match(full))  # a picture, or the post that is quoted
        if full and not own:
            links[full] = None
        if short and full:
            text = text.replace(short, "" if own else full)
    # X escapes these three and nothing else; & last, so that "&amp;lt;" stays the "&lt;" that was written.
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return text.strip(), tuple(links)


def _entities(record: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    entities = record.get("entities")
    listed = entities.get(name) if isinstance(entities, dict) else None
    return [one for one in (listed if isinstance(listed, list) else []) if isinstance(one, dict)]


def _mentioned(record: Mapping[str, Any]) -> tuple[str, ...]:
    found = (id_of(one.get("id")) for one in _entities(record, "mentions"))
    return tuple(dict.fromkeys(id_ for id_ in found if id_))


def _language(record: Mapping[str, Any]) -> str:
    lang = _text(record, "lang")
    return "" if lang in _NO_LANGUAGE else _OLD_CODES.get(lang, lang)


def _reach(metrics: Any) -> Reach:
    return Reach(
        views=_number(metrics, "impression_count"),
        likes=_number(metrics, "like_count"),
        replies=_number(metrics, "reply_count"),
        reposts=_number(metrics, "retweet_count"),
    )


def _created(record: Mapping[str, Any], first: str) -> datetime:
    """Return when the first version was written. An edited post's own date is that of its edit."""
    told = moment_of(first)
    if told is not None:
        return told.replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(_text(record, "created_at"))
    except ValueError:
        raise BadRecord("no_date") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


def _number(record: Any, name: str) -> int | None:
    value = record.get(name) if isinstance(record, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
