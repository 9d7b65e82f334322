"""What the scorer says of posts, and what it must never do."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listening.records import FLAGS, BrandContext, BrandTerms
from listening.scoring import relevance
from listening.scoring.artefact import shipped
from listening.scoring.prepared import occurrences, prepare
from listening.scoring.scorer import NO_BRAND, Scorer

NAUGHTY = Path(__file__).parents[4] / "shared/data/hostile/naughty.jsonl"
OURS = BrandTerms(id=1, name="Acme", kind="own", terms=("Acme", "acmehq"))
THEIRS = BrandTerms(id=2, name="Globex", kind="competitor", terms=("Globex",))
GHOST = BrandTerms(id=3, name="Ghost", kind="own", terms=("Ghost",))
SCORER = Scorer()


def verdict(text: str) -> Any:
    return SCORER.judge(text)[NO_BRAND]


def check(text: str, verdicts: Any) -> Any:
    for found in verdicts.values():
        assert found.scored == bool(found.probabilities)
        assert all(0.0 <= chance <= 1.0 for chance in found.probabilities.values())
        assert found.sentiment is None or -1.0 <= found.sentiment <= 1.0
        assert not found.on & found.unsure
        for reason in found.reasons:
            assert 0 <= reason.start < reason.end <= len(text)
            assert text[reason.start : reason.end] == reason.text


@settings(max_examples=300, deadline=None)
@given(st.text() | st.text(alphabet="no tcrashe@/:`>?!.\n'’İ😀", max_size=120))
def test_it_never_fails_and_its_spans_quote_the_text(text: str) -> None:
    check(text, SCORER.judge(text, brands=[OURS, THEIRS]))
    check(text, SCORER.judge(text))


@pytest.mark.parametrize("padding", ["> quoted line\n", "`code` ", "@acmehq ", "İ ", "https://a.example/x?y "])
def test_its_spans_are_true_behind_what_is_left_out(padding: str) -> None:
    text = padding + "the dashboard keeps crashing after the update"
    found = verdict(text)
    check(text, {0: found})
    assert any(reason.text == "keeps crashing" for reason in found.reasons)


@pytest.mark.skipif(not NAUGHTY.exists(), reason="the shared hostile strings are not beside this checkout")
def test_it_survives_naughty_strings() -> None:
    for line in NAUGHTY.read_text(encoding="utf-8").splitlines():
        text = json.loads(line).get("s", "")
        check(text, SCORER.judge(text, brands=[OURS]))


HOSTILE = (
    ("😀", 2_000), ("!", 10_000), ("not ", 2_500), ("`", 10_000), ("@a.", 3_000), ("#ab", 3_000), ("a", 10_000),
    ("how do i ", 1_000), ("> ", 5_000), ("a.b@", 2_500), ("\n", 10_000), ("'", 10_000), ("can't you please ", 600),
)  # fmt: skip


@pytest.mark.parametrize(("piece", "times"), HOSTILE)
def test_it_reads_hostile_texts_quickly(piece: str, times: int) -> None:
    text = piece * times
    SCORER.judge(text, brands=[OURS])
    start = process_time()
    SCORER.judge(text, brands=[OURS])
    assert process_time() - start < 0.1


def test_it_says_the_same_again() -> None:
    text = "Anyone know why the export fails? Support never replied. Love the editor though."
    assert SCORER.judge(text, brands=[OURS]) == Scorer().judge(text, brands=[OURS])


def test_it_says_unscored_and_not_neutral_of_another_language() -> None:
    found = verdict("Le programme plante sans cesse depuis la dernière mise à jour")
    assert (found.scored, found.language, found.sentiment) == (False, "fr", None)
    assert not found.probabilities


@pytest.mark.parametrize(
    ("text", "scored"), [("crashes again", True), ("muito obrigado", False), ("", False), ("😀", False)]
)
def test_it_scores_short_texts_only_when_their_words_are_english(text: str, scored: bool) -> None:
    found = verdict(text)
    assert (found.scored, found.language) == (scored, "und")


def test_it_gives_a_probability_for_every_flag() -> None:
    assert set(verdict("The export of invoices works").probabilities) == set(FLAGS)


@pytest.mark.parametrize(
    "text",
    [
        "```\nerror: crash, the app doesn't work\n```\nThat is the log of the sample project",
        "> the app keeps crashing and support is terrible\nWe will publish the notes on Monday",
        "The notes are at https://a.example/the-app-keeps-crashing-worst-ever for everybody to read",
    ],
    ids=["code", "quote", "address"],
)
def test_it_leaves_code_quotes_and_addresses_out(text: str) -> None:
    assert verdict(text).probabilities["complaint"] < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Globex is terrible and support never replied, so we moved to Acme and love it",
        "Globex charged us twice. Acme just works.",
        "We left Globex because the app kept crashing. Now we use Acme.",
    ],
)
def test_it_does_not_hold_a_competitors_trouble_against_us(text: str) -> None:
    found = SCORER.judge(text, brands=[OURS, THEIRS])
    assert "complaint" not in found[OURS.id].on
    theirs, ours = found[THEIRS.id].sentiment, found[OURS.id].sentiment
    assert theirs is not None
    assert ours is not None
    assert theirs < ours


@pytest.mark.parametrize("text", ["The export fails again, any ideas?", "@somebody hello, does the export work?"])
def test_it_judges_brands_that_are_not_named_as_each_by_itself(text: str) -> None:
    brands = [OURS, THEIRS, BrandTerms(id=4, name="Exports", kind="topic", terms=("Exports",))]
    found = SCORER.judge(text, brands=brands)
    assert found == {brand.id: SCORER.judge(text, brands=[brand])[brand.id] for brand in brands}
    assert found[4].relevance != found[1].relevance


def test_it_gives_each_brand_its_own_half_of_a_sentence() -> None:
    found = SCORER.judge("Globex is terrible, so we moved to Acme", brands=[OURS, THEIRS])
    theirs, ours = found[THEIRS.id], found[OURS.id]
    assert theirs.sentiment is not None
    assert ours.sentiment is not None
    assert theirs.sentiment < -0.2  # negative
    assert ours.sentiment > -0.2  # not negative
    assert "complaint" in theirs.on
    assert "complaint" not in ours.on | ours.unsure


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Der Export bricht seit dem Update ab", "complaint"),
        ("Das Programm stürzt seit dem letzten Update ständig ab", "complaint"),
        ("Weiß jemand, wie man das exportiert", "question"),
    ],
)
def test_it_judges_german_by_its_own_model(text: str, flag: str) -> None:
    found = verdict(text)
    assert (found.scored, found.language) == (True, "de")
    assert flag in found.on
    assert {reason.rule for reason in found.reasons} <= {"wording", "passage"}  # no English rule or lexicon speaks


def test_its_version_names_the_model_of_each_language() -> None:
    made = shipped()
    assert SCORER.languages == {"de", "en"}
    assert SCORER.version.endswith(f"+{made['de'].version}+{made['en'].version}")


@pytest.mark.parametrize("text", ["We moved from Acme to Globex last week", "Thinking about leaving Acme for Globex"])
def test_it_sees_who_leaves_us(text: str) -> None:
    found = SCORER.judge(text, brands=[OURS, THEIRS])
    assert found[OURS.id].probabilities["churn_risk"] > found[THEIRS.id].probabilities["churn_risk"]


def test_it_takes_no_brand_name_for_an_opinion() -> None:
    sentiment = SCORER.judge("We publish our weekly notes with Ghost", brands=[GHOST])[3].sentiment
    assert sentiment is not None
    assert abs(sentiment) < 0.1


def test_a_question_to_another_handle_is_less_of_a_question_to_us() -> None:
    asked = SCORER.judge("@globex how do I export my invoices?", brands=[OURS])[OURS.id]
    ours = SCORER.judge("@acmehq how do I export my invoices?", brands=[OURS])[OURS.id]
    assert asked.probabilities["question"] < ours.probabilities["question"]


def test_a_name_that_is_a_word_is_less_relevant_in_lower_case() -> None:
    assert SCORER.judge("we saw a ghost in the office", brands=[GHOST])[3].relevance < 0.5
    assert SCORER.judge("we publish with Ghost in the office", brands=[GHOST])[3].relevance > 0.5


def test_it_judges_many_in_order() -> None:
    rows = [("the app keeps crashing", "hn", []), ("love this tool, works great", "hn", [OURS])]
    assert SCORER.judge_many(rows) == [SCORER.judge(rows[0][0]), SCORER.judge(rows[1][0], brands=[OURS])]


SHARED = [
    BrandTerms(id=1, name="Acme", kind="own", terms=("Acme", "@acmehq", "acme.com")),
    BrandTerms(id=2, name="Acme Cloud", kind="own", terms=("acme cloud",)),
    BrandTerms(id=3, name="Cloud Nine", kind="competitor", terms=("Cloud Nine", "C9")),
    BrandTerms(id=4, name="Slack", kind="competitor", terms=(), learned=BrandContext(start=0.2, words={"team": 0.7})),
    BrandTerms(id=5, name="Émile", kind="competitor", terms=("émile", "Emile")),
    BrandTerms(id=6, name="late exports", kind="topic", terms=("late exports", "export")),
    BrandTerms(id=7, name="app", kind="partner", terms=("app",)),
]
NAMING = [
    "Acme Cloud Nine is down again, no slack for the team",
    "AcmeCloud and Acme-Cloud, acme's and ACME: which one has the export?",
    "@acmehq @slackhq how do I export my invoices from Slack? #Acme #cloudnine",
    "Émile and ÉMILE moved us from Emile to acme cloud, so we love the ſlack, not SlacK",
    "Die Rechnungen von Acme Cloud sind falsch und der Support antwortet seit Wochen nicht, Slack auch nicht",
    "Globex charged us twice. Nobody answers the team's tickets since Monday morning.",
    "cut me some slack, Acme. Acme Acme, `acme` at https://acme.com/acme/ and nothing else",
    "we use slack " + "and the export of our reports crashed again " * 20 + "Acme",
    "the app of Acme is an app like that of Slack, so the team left the app",
    "Le programme Acme plante sans cesse depuis la mise à jour de Slack",
    "",
]


@pytest.mark.parametrize("most", [1, 2, len(SHARED)])
def test_it_judges_a_batch_of_brands_as_one_by_one(most: int) -> None:
    rows = [(text, "hn", SHARED[at : at + most]) for text in NAMING for at in range(len(SHARED))]
    assert SCORER.judge_many(rows) == [SCORER.judge(text, network=on, brands=brands) for text, on, brands in rows]


@pytest.mark.parametrize("text", NAMING)
def test_it_judges_a_brand_alone_as_it_judges_it_for_itself(text: str) -> None:
    for brand in SHARED:
        found = SCORER.judge(text, brands=[brand])[brand.id]
        ready = prepare(text)
        assert found.relevance == relevance.chance(ready, brand, occurrences(ready.prose, brand)) or not found.scored
