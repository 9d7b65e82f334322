"""Fills a fresh installation with very many mentions in minutes; run by `manage.py shell` in its environment.

Two fortnights of a few posts are lived through by intake, verbs and clocks: one that has ended, and the present one.
All others are copies of their rows at other times, so that cases, items, clocks, history, feed and counters agree.

Synthetic: the texts (a dozen sentences with numbers and a rare word in each), the authors (few who write much, many who
write little), as many posts in every fortnight, clocks a whole number of weeks earlier (an hour off where daylight
saving begins), no payloads, no revisions, no polls. Nobody reads the threads again. Indexes are made anew after the
copies, so that they are as compact as after a REINDEX.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from time import perf_counter

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from engagement import actions
from engagement.models import Case, CaseItem, Clock, Event, FeedItem
from engagement.routing import sort_key
from listening.models import Brand, Judgement, Match, Mention, Query, Question, Thread
from listening.records import FLAGS
from listening.storage.context import scorer
from tests.chaos.copying import Copies, copy, restart_sequences, unchecked
from tests.chaos.founding import COMPANY, found
from tests.chaos.lived import live
from tests.factories import make_user

FORTNIGHT = timedelta(days=14)
POSTS = 200
"""Of a fortnight that is lived through."""

FORTNIGHTS = 78  # three years
SPREAD = 7_000
"""Seconds within which the copies of one post lie before it: less than ``live`` leaves free after midnight."""

LONG_AGO = 2 * FORTNIGHT
"""Of copies that are so much earlier than the fortnight that has ended no question is watched any more."""

AUTHORS = 50_000
TABLES: tuple[type[models.Model], ...] = (
    Thread,
    Mention,
    Match,
    Judgement,
    Question,
    Case,
    CaseItem,
    Event,
    Clock,
    FeedItem,
)


def fill(mentions: int, people: int) -> None:
    """Found a company and fill it. Prints one line of JSON: how many mentions, how long, and a cookie a person."""
    began = perf_counter()
    found([])
    now = timezone.now()
    staff = [make_user(name=f"Person {number}") for number in range(people)]
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    marks = [_marks(), *(_lived(staff, ends) for ends in (now - FORTNIGHT, now))]
    Judgement.objects.update(scorer=scorer().version)
    with unchecked(TABLES):
        _multiply(marks, mentions // POSTS)
    restart_sequences(TABLES)
    with connection.cursor() as cursor:
        _count(cursor)
        cursor.execute("VACUUM ANALYZE")
    stored = Mention.objects.filter(role="mention").count()
    told = {"mentions": stored, "seconds": perf_counter() - began, "cookies": [_cookie(who) for who in staff]}
    print(json.dumps(told))


def _lived(staff: Sequence[User], ends: datetime) -> dict[str, int]:
    """Live through a fortnight, and return how far the keys have come."""
    brand, query, now = Brand.objects.get(name=COMPANY), Query.objects.get(), timezone.now()
    is_past = now - ends > FORTNIGHT / 2
    live(staff, brand, query, begins=ends - FORTNIGHT, ends=ends, posts=POSTS, all_ended=is_past)
    while actions.tell_time(now):
        pass
    if is_past:  # it has ended for everybody when the present one has, and copies of it are as old
        Case.objects.exclude(status=Case.Status.DONE).filter(work=False).update(assignee=None)
        while actions.end_heard(ends + FORTNIGHT):
            pass
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_judgement j SET counted_day = m.published_at::date, counted_flags = j.on_mask"
            " FROM listening_mention m WHERE m.id = j.mention_id"
        )
    return _marks()


def _marks() -> dict[str, int]:
    highest = {each: each._default_manager.order_by("-pk").values_list("pk", flat=True).first() for each in TABLES}
    return {each._meta.db_table: key or 0 for each, key in highest.items()}


def _multiply(marks: Sequence[dict[str, int]], fortnights: int) -> None:
    """Copy until ``fortnights`` have been lived through, the oldest first, so that keys follow time."""
    before, ended, present = marks
    each = max(1, round(fortnights / FORTNIGHTS))
    gap, past = SPREAD // each, max(1, fortnights // each - 1)
    old = [n * _seconds(FORTNIGHT) + m * gap for n in range(past - 1, -1, -1) for m in range(each) if n or m]
    new = [m * gap for m in range(1, each)]
    stride = 10 ** len(str(max(present.values())))
    copy(TABLES, before, ended, Copies(seconds=old, first=1, stride=stride, special=_special()))
    copy(TABLES, ended, present, Copies(seconds=new, first=len(old) + 1, stride=stride, special=_special()))


def _special() -> dict[tuple[str, str], str]:
    """Return what is not simply the same, or the same earlier: names, words, and what is computed of instants."""
    began = datetime(2026, 1, 1, tzinfo=UTC)
    second = sort_key(0, began, began) - sort_key(0, began, began + timedelta(seconds=1))
    author = f"'author' || floor({AUTHORS} * ((hashint8extended(%s * 7919 + g, 1) & 65535) / 65536.0) ^ 2)::int"
    writer = f"CASE role WHEN 'mention' THEN {author % 'id'} ELSE author_key END"
    number = "mod(id * 7919 + g * 104729, 1000003)"
    clock = "params #> '{params,clock}'"
    expired = f"CASE WHEN %s = 'unanswered' AND secs >= {_seconds(LONG_AGO)} THEN 'expired' ELSE %s END"
    settled = f"CASE WHEN state = 'unanswered' AND secs >= {_seconds(LONG_AGO)} THEN asker_spoke_at ELSE settled_at END"
    return {
        ("listening_thread", "external_id"): "external_id || '-' || g",
        ("listening_mention", "external_id"): "external_id || '-' || g",
        ("listening_mention", "in_reply_to"): "CASE in_reply_to WHEN '' THEN '' ELSE in_reply_to || '-' || g END",
        ("listening_mention", "url"): "url || '-' || g",
        ("listening_mention", "author_key"): writer,
        ("listening_mention", "author_handle"): writer,
        ("listening_mention", "text"): f"text || ' Ticket ' || {number} || ', build r' || {number} / 101 || '.'",
        ("listening_question", "asker_key"): author % "mention_id",
        ("listening_question", "state"): expired.replace("%s", "state"),
        ("listening_question", "settled_at"): f"({settled}) - secs * interval '1 second'",
        ("engagement_case", "answer"): expired.replace("%s", "answer"),
        ("engagement_feeditem", "answer"): expired.replace("%s", "answer"),
        ("engagement_case", "sort_key"): f"sort_key + secs * CASE WHEN due_at IS NULL THEN -1 ELSE {second} END",
        ("engagement_event", "params"): f"CASE WHEN {clock} IS NULL THEN params ELSE jsonb_set(params,"
        f" '{{params,clock}}', to_jsonb(({clock})::bigint + g * STRIDE)) END",
    }


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())


def _count(cursor: object) -> None:
    """Write the counters that listening would have kept."""
    cursor.execute(  # type: ignore[attr-defined]
        "INSERT INTO listening_daymentions (brand_id, day, network, mentions) SELECT j.brand_id,"
        " j.counted_day, m.network, count(*) FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
        " GROUP BY 1, 2, 3"
    )
    cursor.execute(  # type: ignore[attr-defined]
        "INSERT INTO listening_dayflags (brand_id, day, flag, mentions) SELECT brand_id, counted_day, flag, count(*)"
        " FROM listening_judgement, unnest(%s::text[]) WITH ORDINALITY AS f (flag, place)"
        " WHERE counted_flags & (1 << (place::int - 1)) <> 0 GROUP BY 1, 2, 3",
        [list(FLAGS)],
    )


def _cookie(who: User) -> str:
    """Return the cookie of somebody who has signed in. Fifty at once by the form would be taken for an attack."""
    client = Client()
    client.force_login(who)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
