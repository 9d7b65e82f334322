"""What an installation has stored, asked of its REST API and of its Postgres from outside."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import psycopg2
import requests

from config.addresses import embedded_database_url
from config.supervisor import keyring
from config.supervisor.layout import layout
from config.supervisor.storage import LEASE, WORKER
from listening.records import FLAGS
from tests.installation import Installation

HURRY = (
    # A source rests for minutes between polls and longer after errors; a thread until its next reading.
    "UPDATE listening_source SET next_poll_at = now() WHERE next_poll_at > now() AND lease_token IS NULL",
    "UPDATE listening_thread SET next_read_at = now() WHERE next_read_at > now() AND read_at IS NULL"
    " AND lease_token IS NULL",
)
BURY = (
    "UPDATE {} SET lease_until = now() - interval '1 second'"
    f" WHERE lease_until > now() AND lease_until - interval '{LEASE} seconds' < to_timestamp(%s)"
)
UNDONE = (
    "SELECT (SELECT count(*) FROM listening_change)"
    " + (SELECT count(*) FROM listening_thread WHERE next_read_at IS NOT NULL AND read_at IS NULL)"
)
STORED = "FROM listening_mention WHERE role = 'mention'"
IN_TRANSACTION = (
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = %s"
    " AND xact_start < clock_timestamp() - interval '50 ms')"
)
MARKS = (
    "SELECT ended_at AS at FROM listening_pollrun UNION SELECT seen_at FROM listening_mention"
    " UNION SELECT read_at FROM listening_thread WHERE read_at IS NOT NULL"
)
LONGEST_GAP = (
    f"WITH marks AS ({MARKS}), gaps AS (SELECT at, lead(at) OVER (ORDER BY at) AS next FROM marks)"
    " SELECT coalesce(extract(epoch FROM max(next - at)), 0)::float8 FROM gaps WHERE next > to_timestamp(%s)"
)
WRONG = {
    "mentions without exactly one judgement": "SELECT count(*) FROM listening_mention m WHERE role = 'mention'"
    " AND 1 <> (SELECT count(*) FROM listening_judgement j WHERE j.mention_id = m.id)",
    "mentions without exactly one case item": "SELECT count(*) FROM listening_mention m WHERE role = 'mention'"
    " AND 1 <> (SELECT count(*) FROM engagement_caseitem i WHERE i.mention_id = m.id)",
    "mentions without a feed item": "SELECT count(*) FROM listening_mention m WHERE role = 'mention'"
    " AND NOT EXISTS (SELECT FROM engagement_feeditem f WHERE f.mention_id = m.id)",
    "changes left": "SELECT count(*) FROM listening_change",
    "runs that do not reconcile": "SELECT count(*) FROM listening_pollrun"
    " WHERE fetched <> kept + duplicate + rejected + own + withheld",
    "days that differ from a recount": "WITH recount AS (SELECT j.brand_id, (m.published_at AT TIME ZONE 'UTC')::date"
    " AS day, m.network, count(*) AS n FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
    " GROUP BY 1, 2, 3) SELECT count(*) FROM recount r FULL JOIN (SELECT * FROM listening_daymentions"
    " WHERE mentions <> 0) d USING (brand_id, day, network) WHERE r.n IS DISTINCT FROM d.mentions",
    "flags that differ from a recount": "WITH recount AS (SELECT j.brand_id, (m.published_at AT TIME ZONE 'UTC')::date"
    " AS day, f.flag, count(*) AS n FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
    " JOIN unnest(%(flags)s::text[]) WITH ORDINALITY AS f(flag, place)"
    " ON j.counted_flags & (1 << (f.place::int - 1)) <> 0 GROUP BY 1, 2, 3)"
    " SELECT count(*) FROM recount r FULL JOIN (SELECT * FROM listening_dayflags WHERE mentions <> 0) d"
    " USING (brand_id, day, flag) WHERE r.n IS DISTINCT FROM d.mentions",
}


class Ledger:
    """Both ways in. Questions to Postgres answer None while it is away."""

    def __init__(self, installation: Installation, token: str) -> None:
        place = layout(installation.data)
        password = keyring.read(place.secrets)["POSTGRES_PASSWORD"]
        self._url = embedded_database_url(str(place.postgres_sockets), password)
        self._api = f"http://127.0.0.1:{installation.port}/api/v1/mentions/"
        self._headers = {"Authorization": f"Bearer {token}", "Host": "localhost"}

    def ask(self, statement: str, values: Any = None) -> Any:
        """Return the first value of the first row."""
        return self._ask_all([(statement, values)])

    def _ask_all(self, asked: Sequence[tuple[str, Any]]) -> Any:
        """Execute statements, each in a transaction of its own; return the first value that the last one found."""
        with closing(psycopg2.connect(self._url, connect_timeout=5)) as link, link.cursor() as cursor:
            link.autocommit = True
            for statement, values in asked:
                cursor.execute(statement, values)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    def hurry(self, died_at: float) -> int | None:
        """Let time fly: what rests is due, leases taken before ``died_at`` (Unix time) end. Returns the mentions."""
        buried = [(BURY.format(table), [died_at]) for table in ("listening_source", "listening_thread")]
        stored = f"SELECT count(*) {STORED}"
        try:
            return int(self._ask_all([*buried, *((statement, None) for statement in HURRY), (stored, None)]))
        except psycopg2.Error:
            return None

    def is_storing(self) -> bool:
        """Return whether a worker is in the middle of a transaction."""
        try:
            return bool(self.ask(IN_TRANSACTION, [WORKER]))
        except psycopg2.Error:
            return False

    def settled(self, mentions: int) -> bool:
        """Return whether all is taken in, every thread read, and the rows old enough for the API to show them."""
        held_back = "SELECT count(*) FROM engagement_feeditem WHERE changed_at < now() - interval '16 seconds'"
        try:
            return bool(self.ask(held_back) >= mentions and not self.ask(UNDONE))
        except psycopg2.Error:
            return False

    def polled_since(self, moment: float) -> bool:
        """Return whether a poll has begun after ``moment`` (Unix time) and ended."""
        begun = "SELECT EXISTS (SELECT FROM listening_pollrun WHERE started_at > to_timestamp(%s))"
        try:
            return bool(self.ask(begun, [moment]))
        except psycopg2.Error:
            return False

    def longest_gap(self, since: float) -> float:
        """Return the longest time, in seconds, for which nothing was polled, stored or read after ``since``."""
        return float(self.ask(LONGEST_GAP, [since]))

    def wrong(self) -> dict[str, int]:
        """Return how many rows break each rule that must hold, without those that none breaks."""
        found = {name: self.ask(statement, {"flags": list(FLAGS)}) for name, statement in WRONG.items()}
        return {name: n for name, n in found.items() if n}

    def listed(self) -> Counter[tuple[str, str]]:
        """Walk all pages of the list and return how often each mention (network, id) stood there."""
        found: Counter[tuple[str, str]] = Counter()
        cursor, more = "", True
        while more:
            asked = {"limit": "1000"} | ({"cursor": cursor} if cursor else {})
            page = self._page(asked)
            found.update((item["network"], item["external_id"]) for item in page["items"])
            cursor, more = page["next_cursor"], page["has_more"]
        return found

    def _page(self, asked: dict[str, str]) -> dict[str, Any]:
        for _ in range(30):  # the web server may have been killed a moment ago
            try:
                answer = requests.get(self._api, params=asked, headers=self._headers, timeout=10)
                if answer.status_code < 500:
                    break
            except requests.ConnectionError:
                pass
            time.sleep(0.5)
        answer.raise_for_status()
        page: dict[str, Any] = answer.json()
        return page
