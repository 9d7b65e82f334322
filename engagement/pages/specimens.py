"""Made-up records that show every part of the look in every state. Data for the style guide; touches nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from engagement.pages.clocks import ClockView
from engagement.records import Piece, Row, Who
from listening.records import Say

ANA = Who(id=-1, name="Ana Pereira", initials="AP")
LEO = Who(id=-2, name="Leo Kranz", initials="LK")


def rows(now: datetime) -> list[Row]:
    """Return rows of the list: late, due soon, answered, unseen, done."""
    hour = timedelta(hours=1)
    late = (
        Say(code="nobody_answered"),
        Say(code="visible_for", params={"since": now - 2 * hour}),
        Say(code="clock_overdue", params={"seconds": 720}),
    )
    soon = (
        Say(code="unanswered"),
        Say(code="visible_for", params={"since": now - 72 * hour}),
        Say(code="clock_due", params={"at": now + 0.7 * hour, "state": "warned"}),
    )
    unseen = (Say(code="cannot_see_replies", params={"reason": "auth"}), Say(code="posted", params={"at": now - hour}))
    answered = (Say(code="answered_by_us", params={"at": now}), Say(code="posted", params={"at": now - 4 * hour}))
    ended = (Say(code="ended", params={"disposition": "no_reply_needed", "at": now - hour}),)
    return [
        _row(1, "hackernews", "mira_holt", "Third time this month ", late, ("complaint",), ANA, now),
        _row(2, "feeds", "tobias_dk", "Is the retry window on ", soon, ("question", "churn_risk"), LEO, now),
        _row(3, "linkedin", "Dario Conti", "Anyone at an insurer running ", unseen, ("buying_intent",), None, now),
        _row(4, "hackernews", "kalle_ops", "Credit to the team of ", answered, ("praise", "suggestion"), None, now),
        _row(
            5, "ingest", "k.aalto", "Webhook relays compared with ", ended, ("inaccuracy", "spam", "question"), ANA, now
        ),
    ]


def answers(now: datetime) -> tuple[list[tuple[Say, ...]], list[tuple[Say, ...]]]:
    """Return the state of an answer in all its forms, in two columns."""
    ago = {"at": now - timedelta(minutes=40)}
    states = [
        (Say(code="cannot_see_replies", params={"reason": "auth"}), Say(code="posted", params=ago)),
        (Say(code="acknowledged"), Say(code="posted", params=ago)),
        (Say(code="answered_by_peer"), Say(code="posted", params=ago)),
        (Say(code="resolved_by_asker"), Say(code="posted", params=ago)),
        (Say(code="withdrawn"),),
        (Say(code="unanswered"), Say(code="stale", params=ago)),
        (Say(code="nobody_answered"), Say(code="visible_for", params={"since": now - timedelta(days=3)})),
        (Say(code="answered_by_us"), Say(code="posted", params=ago)),
        (Say(code="answered_by_competitor"), Say(code="posted", params=ago)),
        (Say(code="asked_again"), Say(code="posted", params=ago)),
        (Say(code="expired"),),
        (Say(code="snoozed_until", params={"until": now + timedelta(hours=4)}),),
    ]
    return states[:6], states[6:]


def _row(
    number: int,
    network: str,
    author: str,
    text: str,
    sentence: tuple[Say, ...],
    flags: tuple[str, ...],
    assignee: Who | None,
    now: datetime,
) -> Row:
    pieces = (
        Piece(text=text),
        Piece(text="Northwind Relay", mark=True),
        Piece(text=" and everything that has to be said about it in one line"),
    )
    return Row(
        id=-number,
        version=1,
        network=network,
        place="Hacker News",
        author=author,
        snippet=pieces,
        language="en",
        sentence=sentence,
        flags=flags,
        unsure=(),
        priority=95 - 9 * number,
        assignee=assignee,
        status="open",
        lane="engage",
        work=True,
        published_at=now,
    )


def clocks() -> list[ClockView]:
    """Return the team clock in its four states."""
    label = "Team clock"
    return [
        ClockView(label=label, value="2 h 50 left", foot="1 h 10 of 4 h", end="12:08", share=0.29),
        ClockView(label=label, value="42 min left", foot="3 h 18 of 4 h", end="10:00", tone="warn", share=0.82),
        ClockView(label=label, value="12 min late", foot="2 h 12 of 2 h", end="09:06", tone="bad", share=1.0),
        ClockView(label="Paused", value="Waiting for her", foot="1 h 02 of 4 h", tone="muted", share=0.26),
    ]
