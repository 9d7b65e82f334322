"""The checklist reads drafts as people write them, and stays quick whatever it is handed."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from engagement.replies.checklist import PASS, STOP, WARN, About, check, risks, shared_terms, stops

ASKED = "Third time this month deliveries run 20+ min late and the status page stays green. Anyone from the team?"
GOOD = (
    "Maya from Northwind Relay here. You are right: EU deliveries ran up to 24 min late from 06:31 to 08:52 today, "
    "and the status page should have said so. Cause and fix follow here by 14:00."
)
ABOUT = About(network="x", question=ASKED, names=("Northwind Relay",), rivals=("Hookyard",), complaint=True)


def results(text: str, about: About = ABOUT) -> dict[str, str]:
    return {each.code: each.result for each in check(text, about)}


def test_it_passes_a_good_reply_on_every_line() -> None:
    assert set(results(GOOD).values()) == {PASS}


def test_it_says_nothing_of_an_empty_draft() -> None:
    assert check("  \n", ABOUT) == ()


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("Maya from Northwind Relay here.", True),
        ("We at Northwind Relay are looking at the deliveries.", True),
        ("Hier Maya von Northwind Relay.", True),
        ("I work on northwind relay, sorry about that.", True),
        ("Have you tried Northwind Relay?", False),
        ("Northwind Relay is great. We like it.", False),
        ("Deliveries are fine again.", False),
        ("From what I see Northwind Relays are fine", False),
    ],
)
def test_it_sees_whether_the_draft_says_who_we_are(text: str, passes: bool) -> None:
    assert results(text)["affiliation"] == (PASS if passes else WARN)


@pytest.mark.parametrize(
    ("text", "question", "terms"),
    [
        ("The retry window is 24 h.", "Is the retry window capped?", ("retry", "window")),
        ("Retries stop after a day.", "Why was it retried?", ("retries",)),
        ("Die Lieferungen laufen wieder.", "Wo bleibt die Lieferung?", ("lieferungen",)),
        ("Thanks for the feedback, please send us a message.", "Is the retry window capped?", ()),
        ("Northwind Relay thanks you.", "Does Northwind Relay retry?", ()),
    ],
)
def test_it_sees_whether_the_draft_speaks_of_what_was_asked(text: str, question: str, terms: tuple[str, ...]) -> None:
    assert shared_terms(text, question, names=("Northwind Relay",)) == terms


def test_it_sees_a_pitch_to_who_complains_and_to_nobody_else() -> None:
    pitch = f"{GOOD} Book a demo with our sales team."
    assert results(pitch)["pitch"] == WARN
    assert "pitch" not in results(pitch, replace(ABOUT, complaint=False))


def test_it_warns_of_promises_and_stops_what_the_house_banned() -> None:
    assert results("Nothing is lost, we guarantee it.")["claims"] == WARN
    assert results("A Market-Leading relay.", replace(ABOUT, banned=("market-leading",)))["claims"] == STOP
    assert results("A market-leading relay.")["claims"] == PASS


@pytest.mark.parametrize(
    ("text", "n", "result"),
    [
        ("See https://a.example/x.", 1, PASS),
        ("See a.example and https://b.example", 2, WARN),
        ("Fixed in v1.2.3, e.g. by 14.30.", 0, PASS),
    ],
)
def test_it_counts_links(text: str, n: int, result: str) -> None:
    (line,) = (each for each in check(text, ABOUT) if each.code == "links")
    assert (line.n, line.result) == (n, result)


def test_it_stops_what_the_network_would_not_take() -> None:
    assert stops(check("a" * 281, ABOUT)) == ("length",)
    assert stops(check("a" * 5_000, replace(ABOUT, network="feeds", acknowledged=True))) == ()


def test_it_asks_for_the_rule_of_the_place() -> None:
    about = replace(ABOUT, network="hackernews")
    assert stops(check(GOOD, about)) == ("community",)
    assert stops(check(GOOD, replace(about, acknowledged=True))) == ()
    assert "community" not in results(GOOD)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Obviously you should have read the docs.", WARN),
        ("This is FINE and WORKS for EVERYBODY.", WARN),
        ("Fixed!!", WARN),
        ("The HTTP API of the EU region is back.", PASS),
    ],
)
def test_it_hears_the_tone(text: str, result: str) -> None:
    assert results(text)["tone"] == result


def test_it_stops_a_blank_that_nobody_filled() -> None:
    assert stops(check(f"{GOOD} Hello {{name}}", ABOUT)) == ("blanks",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Our lawyers look at it", "law"),
        ("There was no breach.", "security"),
        ("You get a refund.", "price"),
        ("We are liable for it.", "liability"),
        ("Unlike Hookyard we retry.", "competitors"),
        ("We mailed ana@customer.example", "personal_data"),
        ("Call +49 30 1234 5678", "personal_data"),
        ("Ihre Kundennummer fehlt", "personal_data"),
    ],
)
def test_it_warns_of_risky_words(text: str, kind: str) -> None:
    assert {each.kind for each in risks(text, rivals=("Hookyard",))} == {kind}


@pytest.mark.parametrize("text", [GOOD, "The issue is closed in 4.2.1.", "It suits everybody; the cover is back on."])
def test_it_takes_harmless_words_for_harmless(text: str) -> None:
    assert risks(text, rivals=("Hookyard",)) == ()


@pytest.mark.parametrize("piece", ["a.", "a@a.", "+1 ", "!?", "A A ", "northwind ", "{name", "\u0301", "/a", "1 1-1("])
def test_it_stays_quick_on_hostile_text(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    begun = time.thread_time()
    check(text, replace(ABOUT, question=text * 2))
    risks(text, rivals=("Hookyard",))
    assert time.thread_time() - begun < 1.0
