"""Codes become words; every code that the room can say has some."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engagement import wording
from engagement.codes import PHRASES
from engagement.errors import Refused, Stale
from engagement.records import HistoryLine, Who
from listening.records import Say
from tests.factories import NOW

BERLIN = ZoneInfo("Europe/Berlin")
ROOM = Path(wording.__file__).parent
SAYING = {"Say", "Refused", "BadFilter"}


def codes_said() -> Iterator[str]:
    for path in ROOM.rglob("*.py"):
        if path.relative_to(ROOM).parts[0] in ("api", "pages", "migrations"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
                for part in (*node.args, *(each.value for each in node.keywords if each.arg == "code")):
                    constants = [part.body, part.orelse] if isinstance(part, ast.IfExp) else [part]
                    at = node.args.index(part) if part in node.args else 0
                    if node.func.id == "BadFilter" and at != 1:
                        continue
                    if node.func.id == "Refused" and at != 0:
                        continue
                    yield from (str(each.value) for each in constants if isinstance(each, ast.Constant))


def say(code: str, **params: object) -> str:
    return wording.words(Say(code=code, params=params), now=NOW, zone=BERLIN)


def test_it_has_words_for_every_code_that_the_room_says() -> None:
    said = set(codes_said())
    assert len(said) > 50
    assert said - wording.CODES == set()


@pytest.mark.parametrize(
    ("code", "params", "words"),
    [
        ("visible_for", {"since": NOW - timedelta(days=3)}, "visible 3 days"),
        ("visible_for", {"since": (NOW - timedelta(minutes=42)).isoformat()}, "visible 42 min"),
        ("snoozed_until", {"until": NOW + timedelta(hours=1)}, "Snoozed until 11:00"),
        ("snoozed_until", {"until": NOW + timedelta(days=1)}, "Snoozed until Thu 19 Nov, 10:00"),
        ("moved", {"from": "monitor", "to": "engage"}, "Moved from Monitor to Engage"),
        ("ended", {"disposition": "heard", "at": NOW}, "Done: Heard, no action needed, just now"),
        ("cannot_see_replies", {"reason": "no_threads"}, "Cannot see replies: this network shows no threads to tools"),
        ("followers", {"n": 4_200}, "4.2k followers"),
        ("earlier_posts", {"n": 1}, "1 earlier post about us"),
        ("not_relevant", {"reason": "job_post"}, "Not relevant: Job post"),
    ],
)
def test_it_tells_codes_in_words(code: str, params: dict, words: str) -> None:
    assert say(code, **params) == words


def test_it_fills_every_phrase_it_has_without_an_exclamation_mark() -> None:
    names: tuple[str, ...] = (
        "flag",
        "name",
        "query",
        "reason",
        "lane",
        "limit",
        "seconds",
        "id",
        "parameter",
        "value",
        "days",
        "verb",
    )
    names += ("day", "interval", "other", "pause", "exempt", "watched", "author", "n", "why", "url", "check", "refusal")
    names += ("network",)
    names += ("rule", "team", "whom", "title", "tag", "minutes", "least", "reference")
    params = dict.fromkeys((*names, "state", "version"), "x") | {
        "disposition": "heard",
        "from": "engage",
        "to": "manage",
    }
    instants = dict.fromkeys(("at", "until", "since"), NOW)
    for code in PHRASES:
        words = say(code, **params, **instants)
        assert "%" not in words
        assert "!" not in words


def test_it_says_who_changed_a_stale_case() -> None:
    ana = Who(id=1, name="Ana Park", initials="AP")
    line = HistoryLine(id=1, at=NOW - timedelta(minutes=2), actor=ana, say=Say(code="claimed"))
    assert wording.error(Stale(4, 2, (line,)), now=NOW, zone=BERLIN) == (
        "Not done: Ana Park changed this case 2 min ago: Took the case."
    )


def test_it_tells_a_refusal_in_words() -> None:
    assert wording.error(Refused("empty_note"), now=NOW, zone=BERLIN) == "The note is empty."


def raised() -> set[str]:
    """Return the codes with which reading a thread can fail: all that the errors of listening are raised with."""
    errors = {"Permanent", "Transient", "AuthError", "BudgetExhausted"}
    found = {"rate_limited", "budget_exhausted", "parked"}
    for path in (ROOM.parent / "listening").rglob("*.py"):
        if path.parent.name in ("http", "x", "hackernews", "connectors"):
            calls = (each for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.Call) and each.args)
            named = (each for each in calls if isinstance(each.func, ast.Name) and each.func.id in errors)
            found |= {str(each.args[0].value) for each in named if isinstance(each.args[0], ast.Constant)}
    return found - NEVER_OF_A_THREAD


NEVER_OF_A_THREAD = {
    *("no_bearer_token", "no_count", "no_hits", "no_maxitem"),
    *("no_account_key", "no_id_of_reply", "no_idempotency_key", "duplicate"),
}
"""Raised by previews, searches and replies alone."""


def test_it_says_why_replies_cannot_be_seen_whatever_went_wrong() -> None:
    assert len(raised()) > 20
    for code in sorted({*raised(), "http_503", "http_451"}):
        said = wording.words(Say(code="evidence_unverified", params={"rule": code}), now=NOW, zone=BERLIN)
        assert (code, said.startswith("Cannot see replies, so nothing is claimed: ")) == (code, True)
