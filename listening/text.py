"""The one gate for foreign text: whatever a network sent becomes plain, bounded and storable here. Pure.

It knows nothing of networks, queries or tables. Every function takes time linear in its input: HTML trees and Unicode
composition are quadratic on hostile input in the libraries at hand (40,000 nested ``<div>`` cost selectolax 1.0 five
seconds, 100,000 alternating combining marks cost ``unicodedata.normalize`` twelve), so neither sees such input.
"""

from __future__ import annotations

import hashlib
import html as entities
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Any, TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from listening.errors import BadRecord
from listening.records import Author, Post, Quality, Reach

TEXT_LIMIT = 100_000  # code points; 400 KB at most, well under what a tsvector takes (1 MB)
TITLE_LIMIT = 2_000
NAME_LIMIT = 500
URL_LIMIT = 4_096
ID_BYTES = 512  # a btree row ends at about 2,704 bytes, and an id shares it with network and instance
LIST_LIMIT = 200
RAW_DEPTH = 60
_SHORT = 32
_NAMES = {"kind": _SHORT, "lang": 35, "visibility": _SHORT, "licence": NAME_LIMIT}
_IDS = ("external_id", "instance", "conversation_id", "in_reply_to_id", "root_id", "quoted_id")

_FAR = timedelta(days=36_500)
_INT64 = 2**63 - 1
_NO_REACH = Reach()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEWLINES = re.compile(r"\r\n?")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Marks are never word characters, so a run too long to compose cheaply hides in one of these.
_SYMBOL_RUN = re.compile(r"[^\w\s]{31,}")
_MARKS_IN_A_ROW = 30  # Unicode's stream-safe text format (UAX 15, D4)
_GRAPHEME_JOINER = "\u034f"


def clean(value: str, *, limit: int = TEXT_LIMIT) -> str:
    """Return ``value`` fit for Postgres, JSON and XML, in at most ``limit`` code points.

    NULs and lone surrogates become U+FFFD, line ends become ``\\n``, other control characters but tab are dropped, the
    rest is composed (NFC). Nothing else changes: no trimming, no folding.
    """
    if value.isascii() and value.isprintable():
        return value[:limit]
    value = value[: 2 * limit]
    if "\r" in value:
        value = _NEWLINES.sub("\n", value)
    value = _CONTROLS.sub("", value)
    if not value.isascii():
        value = unicodedata.normalize("NFC", _SYMBOL_RUN.sub(_break_marks, _UNSTORABLE.sub("\ufffd", value)))
    elif "\x00" in value:
        value = value.replace("\x00", "\ufffd")
    return value[:limit]


def _break_marks(run: re.Match[str]) -> str:
    out: list[str] = []
    marks = 0
    for char in run[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks > _MARKS_IN_A_ROW:
            out.append(_GRAPHEME_JOINER)
            marks = 1
        out.append(char)
    return "".join(out)


_PARAGRAPHS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "table", "form", "hr", "figure"}
    | {"section", "article", "aside", "header", "footer"}
)
_LINES = frozenset(
    {"br", "div", "li", "tr", "dt", "dd", "figcaption", "option", "caption", "address", "summary", "details"}
)
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(
    {"script", "style", "template", "iframe", "noframes", "noembed", "noscript", "object", "svg", "math"}
)
_TAG = re.compile(r"</?([A-Za-z][^\s/>]*)")
_TAG_STOP = re.compile(r"""[>"']""")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_LONG_NUMBER = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")
_MANY_LINES = re.compile(r"\n{3,}")
_ATTRIBUTE = re.compile(r"""([\w:-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")


class _Scanner:
    """Cut HTML into text and tags in one pass. What never ends is dropped, so no search is made twice."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.quotes = {'"': True, "'": True}

    def tokens(self) -> Iterable[tuple[str, str]]:
        """Yield ``("", text)`` and ``(tag name, whole tag)``; a closing tag's whole starts with ``</``."""
        html, at, end = self.html, 0, len(self.html)
        while at < end:
            start = html.find("<", at)
            if start < 0:
                yield "", html[at:]
                return
            if start > at:
                yield "", html[at:start]
            tag = _TAG.match(html, start)
            if tag:
                at = self._after_tag(tag.end())
                name = tag[1].lower()
                yield name, html[start:at]
                if name in _UNSEEN and html[start + 1] != "/" and html[at - 2 : at] != "/>":
                    at = self._closing(name, at)
            elif html.startswith(("<!", "<?", "</"), start):
                at = self._after_markup(start)
            else:  # a lone less-than sign
                yield "", "<"
                at = start + 1

    def _after_markup(self, start: int) -> int:
        for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("", ">")):
            if self.html.startswith(opening, start):
                found = self.html.find(closing, start + 2)
                return len(self.html) if found < 0 else found + len(closing)
        raise AssertionError("every string starts with the empty one")

    def _after_tag(self, at: int) -> int:
        """Return the index after the tag's ``>``; a quote counts only where a value may begin."""
        while stop := _TAG_STOP.search(self.html, at):
            at = stop.end()
            if stop[0] == ">":
                return at
            if self.quotes[stop[0]] and self.html[max(0, stop.start() - 8) : stop.start()].rstrip().endswith("="):
                closing = self.html.find(stop[0], at)
                if closing < 0:
                    self.quotes[stop[0]] = False
                else:
                    at = closing + 1
        return len(self.html)

    def _closing(self, name: str, at: int) -> int:
        found = re.compile(rf"</{re.escape(name)}\b", re.IGNORECASE).search(self.html, at)
        return found.start() if found else len(self.html)


def from_html(html: str, *, limit: int = TEXT_LIMIT) -> str:
    """Return the words of ``html`` as clean plain text, with its paragraphs, line breaks and link texts kept.

    Scripts, styles and embedded objects are dropped; entities are resolved once. At most 10 × ``limit`` characters of
    mark-up are read.
    """
    html = html[: 10 * limit]
    if "<" not in html and "&" not in html:
        return clean(_MANY_LINES.sub("\n\n", html.strip()), limit=limit)
    out: list[str] = []
    preformatted = 0
    fresh = True  # nothing stands on the line yet
    for name, token in _Scanner(html).tokens():
        if not name:
            words = entities.unescape(_LONG_NUMBER.sub("\ufffd", token))
            fresh = fresh and not words.strip()
            out.append(words if preformatted else _SPACES.sub(" ", words))
            continue
        if name == "pre":
            preformatted = max(0, preformatted - 1) if token.startswith("</") else preformatted + 1
        if name in _PARAGRAPHS:
            out.append("\n\n")
            fresh = True
        elif name == "br" or (name in _LINES and not fresh):
            out.append("\n")
            fresh = True
        elif name in _CELLS:
            out.append(" ")
    return clean(_tidy("".join(out)), limit=limit)


def _tidy(text: str) -> str:
    lines = [line.strip(" ") if line.strip() else "" for line in text.split("\n")]
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def tags_in(html: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of every opening ``name`` tag, names in lower case, entities resolved."""
    for found, token in _Scanner(html[: 10 * TEXT_LIMIT]).tokens():
        if found == name and not token.startswith("</"):
            pairs = _ATTRIBUTE.finditer(token[:URL_LIMIT], len(name) + 1)
            yield {pair[1].lower(): entities.unescape(pair[2] or pair[3] or pair[4] or "") for pair in pairs}


def links_in(html: str, *, limit: int = LIST_LIMIT) -> tuple[str, ...]:
    """Return the http(s) addresses that ``html`` links to, each once, in order, at most ``limit``."""
    urls = (safe_url(tag.get("href", "")) for tag in tags_in(html, "a"))
    return tuple(islice(dict.fromkeys(url for url in urls if url), limit))


def whole(title: str, text: str) -> str:
    """Return what matching, scoring and their spans are about: the title, an empty line, the text; or what there is."""
    return f"{title}\n\n{text}" if title and text else title or text


_TRACKING_NAMES = (
    "gclid dclid gbraid wbraid fbclid msclkid twclid ttclid yclid igshid igsh mc_cid mc_eid _hsenc _hsmi mkt_tok "
    "vero_id li_fat_id ref_src s_cid oly_enc_id oly_anon_id"
)
_TRACKING = frozenset(_TRACKING_NAMES.split())
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_NOT_IN_URL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\\\\]")
_ESCAPED = str.maketrans({" ": "%20", '"': "%22", "<": "%3C", ">": "%3E", "`": "%60"})


def _split(url: str) -> SplitResult | None:
    """Return the parts of an http(s) address with a host and without a password, or ``None``."""
    url = url.strip()
    if len(url) > URL_LIMIT or _NOT_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in _DEFAULT_PORTS and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if known and "@" not in parts.netloc else None


def safe_url(url: str) -> str:
    """Return ``url`` if it may stand in a link (http or https, a host, no credentials), else ``""``."""
    if not url:
        return ""
    parts = _split(url)
    safe = urlunsplit(parts).translate(_ESCAPED) if parts else ""
    return url if safe == url else safe


def absolute_url(base: str, url: str) -> str:
    """Return ``url`` as seen from the page at ``base`` if it may stand in a link, else ``""``."""
    try:
        return safe_url(urljoin(base, url.strip()))
    except ValueError:
        return ""


def canonical_url(url: str) -> str:
    """Return one spelling for the addresses of one page: lower-case host, no fragment, no tracking parameters.

    Other parameters keep their order. ``""`` where ``safe_url`` refuses.
    """
    parts = _split(url)
    if parts is None:
        return ""
    kept = [pair for pair in parts.query.split("&") if pair and not _is_tracking(pair.partition("=")[0])]
    host = parts.netloc.lower().removesuffix(_DEFAULT_PORTS[parts.scheme]).removesuffix(".")
    return urlunsplit((parts.scheme, host, parts.path or "/", "&".join(kept), "")).translate(_ESCAPED)


def _is_tracking(name: str) -> bool:
    name = name.lower()
    return name.startswith("utm_") or name in _TRACKING


def bounded_id(value: str) -> str:
    """Return ``value`` if clean and at most 512 bytes, else ``sha256:…`` of it: two ids never become one."""
    if len(value) <= ID_BYTES and value.isascii() and value.isprintable():
        return value
    if clean(value, limit=ID_BYTES) == value and len(value.encode()) <= ID_BYTES:
        return value
    return "sha256:" + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def _whole_number(value: int | None) -> int | None:
    return None if value is None else max(-_INT64 - 1, min(_INT64, int(value)))


def _dated(value: datetime, quality: Quality, fetched_at: datetime) -> tuple[datetime, Quality]:
    if value.tzinfo is None:
        value, quality = value.replace(tzinfo=UTC), max(quality, Quality.CLAIMED, key=list(Quality).index)
    if value < _EPOCH:
        return fetched_at, Quality.GUESSED
    if value > fetched_at:
        return fetched_at, Quality.CLAIMED
    return value.astimezone(UTC), quality


def _is_storable(value: Any, depth: int) -> bool:
    if isinstance(value, str):
        return value.isprintable() or not _UNSTORABLE.search(value)
    if isinstance(value, dict):
        parts: Iterable[Any] = chain(value, value.values())
        if depth >= RAW_DEPTH or not all(isinstance(key, str) for key in value):
            return False
    elif isinstance(value, list):
        parts = value
    else:
        return not isinstance(value, tuple)
    return depth < RAW_DEPTH and all(_is_storable(part, depth + 1) for part in parts)


def _raw(value: Any, depth: int = 0) -> Any:
    """Return a JSON value without the two things that no store takes; what is nested deeper than 60 becomes null."""
    if _is_storable(value, depth):
        return value
    if isinstance(value, str):
        return value if value.isprintable() else _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_raw(str(key)): _raw(item, depth + 1) for key, item in value.items()} if depth < RAW_DEPTH else None
    if isinstance(value, list | tuple):
        return [_raw(item, depth + 1) for item in value] if depth < RAW_DEPTH else None
    return value


def _author(author: Author) -> Author:
    shown = {name: getattr(author, name) for name in ("handle", "name", "bio")}
    if not author.url and author.followers is None and _is_plain(author.external_id, *shown.values()):
        return author
    return _changed(
        author,
        external_id=bounded_id(author.external_id),
        url=safe_url(author.url),
        followers=_whole_number(author.followers),
        **{name: clean(value, limit=NAME_LIMIT) for name, value in shown.items()},
    )


def _is_plain(*values: str) -> bool:
    """Say whether the gate leaves all of these ids and names as they are, told from all of them at once."""
    joined = "".join(values)
    return len(joined) <= NAME_LIMIT and joined.isascii() and joined.isprintable()


def _reach(reach: Reach) -> Reach:
    if reach == _NO_REACH:
        return reach
    names = ("views", "likes", "replies", "reposts", "points")
    return _changed(reach, **{name: _whole_number(getattr(reach, name)) for name in names})


_Record = TypeVar("_Record", Author, Reach, Post)


def _changed(record: _Record, **values: Any) -> _Record:
    """Return the record with these values; itself if it has them, for most of what comes in is clean."""
    found = {name: value for name, value in values.items() if getattr(record, name) is not value}
    return replace(record, **found) if found else record


def gate(post: Post, *, fetched_at: datetime) -> Post:
    """Return ``post`` fit to be stored; every way in goes through here. ``fetched_at`` is aware UTC.

    Texts are cleaned and cut, ids at most 512 bytes, integers 64 bit, addresses http(s) or empty. A creation date
    before 1970 becomes ``fetched_at`` (guessed), one after ``fetched_at`` becomes ``fetched_at`` (claimed).
    Raises ``BadRecord("no_id")`` for a post without an id.
    """
    if not post.external_id:
        raise BadRecord("no_id")
    created_at, quality = _dated(post.created_at, post.created_quality, fetched_at)
    edited_at = _dated(post.edited_at, Quality.EXACT, fetched_at)[0] if post.edited_at else None
    links = tuple(dict.fromkeys(link for link in map(safe_url, post.links[:LIST_LIMIT]) if link)) if post.links else ()
    return _changed(
        post,
        **({} if _has_plain_ids(post) else _ids(post)),
        url=safe_url(post.url),
        author=_author(post.author),
        title=clean(post.title, limit=TITLE_LIMIT),
        text=clean(post.text),
        created_at=created_at,
        created_quality=quality,
        edited_at=edited_at,
        mentioned_account_ids=tuple(map(bounded_id, post.mentioned_account_ids[:LIST_LIMIT])),
        reach=_reach(post.reach),
        links=post.links if links == post.links else links,
        expires_at=post.expires_at and min(max(_aware(post.expires_at), _EPOCH), fetched_at + _FAR),
        alias_keys=tuple(map(bounded_id, post.alias_keys[:LIST_LIMIT])),
        raw=_raw(post.raw),
    )


def _has_plain_ids(post: Post) -> bool:
    ids = (post.external_id, post.instance, post.conversation_id, post.in_reply_to_id, post.root_id, post.quoted_id)
    names = (post.kind, post.lang, post.visibility)
    return max(map(len, names)) <= _SHORT and _is_plain(*ids, *names, post.licence)


def _ids(post: Post) -> dict[str, str]:
    names = {name: clean(getattr(post, name), limit=limit) for name, limit in _NAMES.items()}
    return names | {name: bounded_id(getattr(post, name)) for name in _IDS}


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def content_hash(post: Post) -> bytes:
    """Return 32 bytes that change exactly when the title or the text does."""
    return hashlib.sha256(f"{post.title}\x00{post.text}".encode("utf-8", "replace")).digest()
