"""The rows that the response report counts and lists: one statement each for questions and for clocks, and what each
number takes of them. A number and its list share their condition, so they cannot differ."""

from __future__ import annotations

from typing import Final

_ACCOUNT: Final = "concat_ws('/', {m}.network, {m}.instance, {q}.answered_by)"
_SUBSTANTIVE: Final = """'[{"side": "ours", "meaning": "substantive"}]'"""

_HOLDER: Final = """(
    SELECT (SELECT u.id FROM auth_user u WHERE u.id = (e.before ->> 'assignee_id')::int) FROM engagement_event e
    WHERE e.case_id = c.id AND e.at > {at} AND jsonb_exists(e.before, 'assignee_id') ORDER BY e.id LIMIT 1)"""
"""Who had the case (c) at an instant, as the next step that gave it to somebody else remembers; null where nobody had
it, where no step did since, and where the instant is null."""

_SENDER: Final = """(
    SELECT r.clicked_by_id FROM engagement_reply r JOIN listening_mention a ON a.id = q.evidence_id
    WHERE r.network = a.network AND r.external_id = a.external_id AND r.external_id <> '' AND r.state = 'sent')"""
"""Who sent the answer, where it went out by program."""

_FIRST_REPLY: Final = """(
    SELECT min(r.published_at) FROM jsonb_array_elements(q.evidences) AS e
    JOIN listening_mention r ON r.id = (e ->> 'mention')::bigint
    WHERE e ->> 'side' = 'ours' AND e ->> 'meaning' = 'substantive')"""
"""Our earliest substantive reply, also where the asker came back after it. Only looked for where he did."""

_REACH: Final = """greatest(m.author_followers,
    CASE WHEN jsonb_typeof(m.reach -> 'views') = 'number' THEN (m.reach ->> 'views')::numeric END,
    CASE WHEN jsonb_typeof(m.reach -> 'points') = 'number' THEN (m.reach ->> 'points')::numeric END)"""
"""As in routing: followers, views and points, the largest that is known; null where none is."""

QUESTIONS: Final = f"""
SELECT q.id, q.mention_id, q.brand_id, q.asked_at AS at, m.network,
    CASE WHEN q.answered_side = 'ours'
        THEN coalesce({_SENDER}, {_HOLDER.format(at="q.answered_at")}, c.assignee_id) ELSE c.assignee_id END AS person,
    CASE WHEN q.answered_side = 'ours' THEN {_ACCOUNT.format(m="m", q="q")} END AS account,
    coalesce((SELECT k.kind FROM engagement_clock k WHERE k.case_id = c.id ORDER BY k.opened_at, k.id LIMIT 1),
        CASE WHEN q.wants = 'reply' THEN 'complaint' WHEN q.audience = 'direct' THEN 'direct_question'
        ELSE 'about_us' END) AS kind,
    CASE WHEN m.deleted_at IS NOT NULL OR q.state = 'withdrawn' THEN 'withdrawn'
        WHEN q.state = 'answered_by_us' OR (q.state = 'resolved_by_asker' AND q.answered_side = 'ours') THEN 'us'
        WHEN q.state = 'answered_by_peer' OR (q.state = 'resolved_by_asker' AND q.answered_side = 'peer') THEN 'peers'
        WHEN q.state = 'resolved_by_asker' AND q.answered_side <> 'competitor' THEN 'asker'
        WHEN c.disposition = 'answered_privately' THEN 'private'
        WHEN q.state = 'expired' AND q.answered_side = 'competitor' THEN 'competitors'
        WHEN q.state IN ('expired', 'unverified') THEN q.state
        WHEN q.stale_at < %(now)s THEN 'stale'
        WHEN q.state IN ('answered_by_competitor', 'resolved_by_asker') THEN 'competitors'
        ELSE 'nobody' END AS fate,
    q.answered_side = 'ours' OR q.evidences @> {_SUBSTANTIVE} AS met,
    CASE WHEN q.answered_side = 'ours' AND q.asker_spoke_at <= q.asked_at THEN q.answered_at
        WHEN q.answered_side = 'ours' OR q.evidences @> {_SUBSTANTIVE}
        THEN least(CASE WHEN q.answered_side = 'ours' THEN q.answered_at END, {_FIRST_REPLY}) END - q.asked_at AS wait,
    least(coalesce(q.settled_at, %(now)s), %(now)s) - q.asked_at AS visible,
    CASE WHEN {_REACH} IS NULL THEN 'unknown' WHEN {_REACH} < 100 THEN 'under-100'
        WHEN {_REACH} < 1000 THEN 'under-1000' WHEN {_REACH} < 10000 THEN 'under-10000'
        WHEN {_REACH} < 100000 THEN 'under-100000' ELSE 'from-100000' END AS bucket
FROM listening_question q
JOIN listening_mention m ON m.id = q.mention_id
LEFT JOIN engagement_caseitem i ON i.mention_id = q.mention_id AND i.brand_id = q.brand_id
LEFT JOIN engagement_case c ON c.id = i.case_id
WHERE q.brand_id = ANY(%(brands)s) AND q.asked_at >= %(since)s AND q.asked_at < %(until)s
    AND q.audience IN ('direct', 'about_us') AND q.state <> 'not_a_question'
"""  # noqa: S608 - ours  # nosec B608

_END: Final = "coalesce(k.stopped_at, %(now)s + interval '1 microsecond')"
"""A response at the very instant at which it is due is in time; a clock that still runs then is not."""

CLOCKS: Final = f"""
SELECT k.id, c.lead_id AS mention_id, c.brand_id, k.opened_at AS at, c.network, k.kind,
    coalesce({_HOLDER.format(at="k.stopped_at")}, c.assignee_id) AS person,
    k.response, k.target, k.took, k.ended IN ('answered', 'closed_answered') AND k.exempt = '' AS responded,
    (SELECT {_ACCOUNT.format(m="m", q="q")} FROM engagement_caseitem i
        JOIN listening_question q ON q.mention_id = i.mention_id AND q.brand_id = i.brand_id
        JOIN listening_mention m ON m.id = q.mention_id
        WHERE i.case_id = c.id AND q.answered_side = 'ours' ORDER BY q.answered_at, q.id LIMIT 1) AS account,
    CASE WHEN k.ended = 'answered' AND k.exempt = '' THEN k.stopped_at - k.opened_at END AS seen_for,
    CASE WHEN k.exempt <> '' THEN 'exempt'
        WHEN least(k.breach_at, k.breached_at) < {_END} THEN 'late'
        WHEN k.ended IN ('answered', 'closed_answered') THEN 'met'
        WHEN k.stopped_at IS NULL THEN 'running'
        ELSE 'dropped' END AS fate
FROM engagement_clock k JOIN engagement_case c ON c.id = k.case_id
WHERE k.opened_at >= %(since)s AND k.opened_at < %(until)s AND c.brand_id = ANY(%(brands)s)
"""  # noqa: S608 - ours  # nosec B608

NARROW: Final = """
(%(network)s = '' OR network = %(network)s) AND (%(kind)s = '' OR kind = %(kind)s)
AND (%(person)s = '' OR (%(person)s = 'none' AND person IS NULL) OR person::text = %(person)s)
AND (%(account)s = '' OR account = %(account)s)
"""

VERIFIABLE: Final = "fate <> 'withdrawn' AND (met OR fate NOT IN ('unverified', 'stale', 'private'))"
MET: Final = "fate <> 'withdrawn' AND met"
SEEN: Final = "fate NOT IN ('withdrawn', 'unverified', 'stale', 'private')"
"""Of these it is known for how long onlookers saw no answer. What was answered where nobody sees it is in no public
number."""

OF_QUESTIONS: Final = {
    "asked": "true",
    "shared": "fate IN ('us', 'peers', 'asker', 'competitors', 'nobody')",
    **{fate: f"fate = '{fate}'" for fate in ("us", "peers", "asker", "competitors", "nobody")},
    **{fate: f"fate = '{fate}'" for fate in ("private", "unverified", "stale", "expired", "withdrawn")},
    "verifiable": VERIFIABLE,
    "met": MET,
    **{
        f"reach-{bucket}": f"{SEEN} AND bucket = '{bucket}'"
        for bucket in ("under-100", "under-1000", "under-10000", "under-100000", "from-100000", "unknown")
    },
}
"""Number → what it counts of the questions."""

OF_CLOCKS: Final = {
    "clocks": "true",
    "decided": "fate IN ('met', 'late')",
    "in-time": "fate = 'met'",
    "late": "fate = 'late'",
    "running": "fate = 'running'",
    "dropped": "fate = 'dropped'",
    "exempt": "fate = 'exempt'",
    "first": "response = 'first' AND responded AND took IS NOT NULL",
    "next": "response = 'next' AND responded AND took IS NOT NULL",
    "next-public": "response = 'next' AND seen_for IS NOT NULL",
}
"""Number → what it counts of the clocks."""

NUMBERS: Final = (*OF_QUESTIONS, *OF_CLOCKS)
