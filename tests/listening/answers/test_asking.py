"""Which posts seek an answer."""

from __future__ import annotations

from typing import Any

import pytest

from listening.answers import asking
from listening.answers.asking import SURELY_OPENS_TO_ASK, SURELY_SEEKS, is_gone, seeks_answer
from listening.answers.encoder.reading import Does
from listening.answers.encoder.seen import Said, Seen, plainly
from listening.answers.reading import LONGEST, Table, read_asking
from listening.answers.rules.abroad import RULES
from listening.scoring.language import identify
from listening.scoring.patterns import words_of
from listening.scoring.prepared import prepare
from tests.listening.answers import abroad, everyday
from tests.listening.answers.lines import SEEKS, SEEKS_NOT

_SEEKS = [(line, rule) for rule, lines in SEEKS.items() for line in lines]
_SEEKS_NOT = [(line, rule) for rule, lines in SEEKS_NOT.items() for line in lines]


@pytest.mark.parametrize(("line", "rule"), _SEEKS)
def test_it_knows_what_seeks_an_answer(line: str, rule: str) -> None:
    seeking = seeks_answer(line, network="x", root=True, us=["acme"])
    assert (seeking.seeks, seeking.rule) == (True, rule)


@pytest.mark.parametrize(("line", "rule"), _SEEKS_NOT)
def test_it_knows_what_only_looks_like_a_question(line: str, rule: str) -> None:
    seeking = seeks_answer(line, network="x", root=True, us=["acme"])
    assert (seeking.seeks, seeking.rule) == (False, rule)


@pytest.mark.parametrize(("line", "seeks"), everyday.SEEKS)
def test_it_tells_who_seeks_an_answer(line: str, seeks: bool) -> None:
    assert seeks_answer(line, network="x", root=True, us=["acme"]).seeks is seeks


def test_it_ignores_question_marks_in_addresses_and_code() -> None:
    line = "Our numbers: https://a.example/?q=1 and `SELECT ?`"
    assert not seeks_answer(line, us=["acme"], as_it_stands=False).seeks


def test_it_takes_a_defect_for_a_question_only_if_it_is_ours() -> None:
    line = "The sync crashes every morning."
    assert seeks_answer(line, about_us=True).seeks
    assert not seeks_answer(line, about_us=False).seeks


def test_it_takes_a_handle_in_copy_for_a_question_to_us_too() -> None:
    assert seeks_answer("@globex does this work with @acme?", us=["acme"]).seeks


def test_it_takes_the_brand_for_us_where_its_care_answers() -> None:
    for line in (
        "@acme_in for three days nobody fetches the parcel",
        "@acme no service for an hour, do I get money back",
    ):
        assert seeks_answer(line, network="x", root=True, us=["AcmeHelps"]).rule != "addressed_elsewhere"
        assert seeks_answer(line, network="x", root=True, us=["Globex"]).rule == "addressed_elsewhere"


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("@dyn_air my flight is gone from the app. Cancelled?", "dyn_air"),
        ("@Ask_Acme why does the app not open on my TV?", "Ask_Acme"),
        ("@acme why does the app not open on my TV?", "AskAcme"),
        ("@acme why does the app not open on my TV?", "TeamAcme"),
        ("Hello @dyn, why does the app not open on my TV?", "dyn"),
        ("Hi @dyn_air. Why does the app not open on my TV?", "dyn_air"),
    ],
)
def test_it_knows_the_accounts_to_which_customers_write(line: str, ours: str) -> None:
    assert seeks_answer(line, network="x", root=True, us=[ours]).seeks
    assert seeks_answer(line, network="x", root=True, us=["4711"], names=["Globex TV", ours]).seeks  # ids, as in life
    assert seeks_answer(line, network="x", root=True, us=["Globex"]).rule == "addressed_elsewhere"


def test_it_takes_no_part_of_an_account_for_our_name_amid_a_text() -> None:
    line = "@dave how did you get that to work on your side?"
    assert seeks_answer(line, network="x", root=True, us=["teamwork"]).rule == "addressed_elsewhere"


@pytest.mark.parametrize("name", ["n8n", "Red Hat", "dbt"])
def test_it_knows_names_that_are_short_or_of_two_words(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(asking, "read", lambda _: Does("seeks", 0, SURELY_SEEKS - 0.01))
    for line, seeks in ((f"somehow {name} got worse since spring", True), (f"somehow x{name}y got worse", False)):
        assert seeks_answer(line, network="reddit", root=True, names=[name], chance=0.1, complaint=0.1).seeks is seeks


def test_it_takes_for_put_to_us_what_we_answered() -> None:
    line, answered = (
        "@lightquire did you put out an update today?",
        Said("x", then="Hi, 7.0.1 is out.", then_by="vendor"),
    )
    assert seeks_answer(line, network="x", root=True, us=["quireworkscare"], said=answered).seeks
    assert not seeks_answer(line, network="x", root=True, us=["quireworkscare"]).seeks


@pytest.mark.parametrize("network", ["discourse", "stackexchange", "github"])
def test_it_hears_a_question_to_one_of_the_helpers_where_all_are_in_one_room(network: str) -> None:
    line = "@dave thanks, one more question: where does the server keep its logs?"
    assert seeks_answer(line, network=network, chance=0.6, complaint=0.1).seeks
    assert not seeks_answer(line, network="mastodon", chance=0.6, complaint=0.1).seeks


def test_it_reads_what_scoring_does_not() -> None:
    line = "Price kya hai"
    assert seeks_answer(line, network="youtube", us=["acme"], root=True).seeks
    assert not seeks_answer(line, network="youtube", us=["acme"], root=True, as_it_stands=False).seeks


@pytest.mark.parametrize(
    ("network", "line", "seeks"),
    [
        ("reddit", "somehow this got worse since spring", False),
        ("reddit", "somehow acme got worse since spring", True),
        ("github", "somehow this got worse since spring", True),
    ],
)
def test_it_wants_to_be_surer_where_people_talk_and_nobody_of_us_is_asked(
    monkeypatch: pytest.MonkeyPatch, network: str, line: str, seeks: bool
) -> None:
    def barely(seen: Seen) -> Does:
        return Does("seeks", 0, SURELY_SEEKS - 0.01)

    monkeypatch.setattr(asking, "read", barely)
    assert seeks_answer(line, network=network, root=True, us=["acme"], chance=0.1, complaint=0.1).seeks is seeks


@pytest.mark.parametrize(
    ("told", "seeks"),
    [
        ({}, False),
        ({"root": False}, True),
        ({"chance": 0.85}, True),
        ({"names": ["Spring"]}, True),
        ({"said": Said("forum", then="Fixed in 4.2.", then_by="vendor")}, True),
        ({"network": "stackexchange"}, True),
    ],
)
def test_it_wants_to_be_surest_of_what_opens_a_thread_of_a_forum(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], seeks: bool
) -> None:
    def nearly(seen: Seen) -> Does:
        return Does("seeks", 0, SURELY_OPENS_TO_ASK - 0.01)

    monkeypatch.setattr(asking, "read", nearly)
    usual: dict[str, Any] = {"network": "forum", "root": True, "us": ["acme"], "chance": 0.3, "complaint": 0.1}
    assert seeks_answer("somehow this got worse since spring", **usual | told).seeks is seeks


_TOLD = "The drawer came with a scratch and the rail was bent, so I filed it and oiled it again. "
_ASKED = "Do you sell the rail on its own?"


@pytest.mark.parametrize(
    ("before", "after", "ends_there"),
    [(1, 1, False), (12, 12, True), (1, 24, False), (24, 1, False), (12, 40, True), (40, 12, True)],
)
def test_it_shows_the_network_what_a_long_post_asks(
    monkeypatch: pytest.MonkeyPatch, before: int, after: int, ends_there: bool
) -> None:
    shown: list[str] = []

    def look(seen: Seen) -> Does:
        shown.append(seen.text)
        return Does("seeks", 0)

    monkeypatch.setattr(asking, "read", look)
    text = f"{_TOLD * before}{_ASKED} {_TOLD * after}".strip()
    seeks_answer(text, network="forum", root=True, us=["acme"], chance=0.1, complaint=0.1)
    assert shown == [f"{_TOLD * before}{_ASKED}" if ends_there else text]


def test_it_shows_a_long_post_as_it_is_that_asks_where_the_network_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def look(seen: Seen) -> Does:
        shown.append(seen.text)
        return Does("seeks", 0)

    monkeypatch.setattr(asking, "read", look)
    for text in (f"{_ASKED} {_TOLD * 12}{_ASKED} {_TOLD * 12}", f"{_TOLD * 12}{_ASKED} {_TOLD * 12}{_ASKED}"):
        seeks_answer(text, network="forum", root=True, us=["acme"], chance=0.1, complaint=0.1)
        assert shown.pop() == text


def test_it_overlooks_the_handle_that_a_network_writes_in_front_of_replies() -> None:
    assert seeks_answer("@dave how did you set that up?", us=["acme"], replies_to="dave").seeks


@pytest.mark.parametrize(
    ("title", "seeks"),
    [
        ("Is Acme the end of spreadsheets?", False),
        ("Ask HN: Is Acme worth the money?", True),
        ("Show HN: A small client for Acme", False),
        ("Does Acme support SAML on the free plan?", True),
        ("Why are companies leaving Acme?", False),
    ],
)
def test_it_reads_titles_on_hacker_news(title: str, seeks: bool) -> None:
    assert seeks_answer(title, network="hackernews", root=True).seeks is seeks


def test_it_expects_a_question_where_threads_are_opened_to_ask() -> None:
    assert seeks_answer("Export of nested folders", network="stackexchange", root=True).seeks
    assert not seeks_answer("Export of nested folders", network="stackexchange").seeks


def test_it_asks_scoring_only_where_no_rule_speaks() -> None:
    assert seeks_answer("Acme backups, how long exactly", chance=0.9).seeks
    assert not seeks_answer("Kudos to the Acme team", chance=0.9).seeks


@pytest.mark.parametrize("text", ["[deleted]", "[removed]", "(topic withdrawn by author)", "This comment was removed."])
def test_it_knows_the_texts_that_stand_for_what_is_gone(text: str) -> None:
    assert is_gone(text)


def test_it_does_not_take_talk_of_deleting_for_something_gone() -> None:
    assert not is_gone("deleted my account, does that stop the billing?")


def _written(lines: dict[str, tuple[str, ...]]) -> list[str]:
    return [line for told in lines.values() for line in told]


@pytest.mark.parametrize("line", _written(abroad.ASK))
def test_it_knows_in_other_languages_what_seeks_an_answer_of_us(line: str) -> None:
    assert seeks_answer(f"@acme {line}", network="x", root=True, us=["acme"]).seeks


@pytest.mark.parametrize("line", _written(abroad.PRAISE))
def test_it_knows_in_other_languages_what_only_praises_us(line: str) -> None:
    seeking = seeks_answer(f"@acme {line}", network="x", root=True, us=["acme"])
    assert (seeking.seeks, seeking.rule) == (False, "praise")
    assert seeking.signs


@pytest.mark.parametrize("line", _written(abroad.PRAISE_THAT_IS_NONE))
def test_it_takes_no_thanks_in_other_languages_for_praise_beside_a_question(line: str) -> None:
    assert seeks_answer(f"@acme {line}", network="x", root=True, us=["acme"]).seeks


def test_it_does_not_ask_the_network_whether_others_ask_in_a_language_that_it_never_learnt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "read", lambda seen: Does("not", 0))
    assert seeks_answer("これはいつから使えますか？教えてください", network="x", root=True).seeks
    broken = "приложение не работает со вчерашнего дня"
    assert seeks_answer(broken, network="forum").seeks
    assert not seeks_answer(broken, network="x").seeks
    assert not seeks_answer("アプリを開いてみました。画面が青いです。", network="x", root=True).seeks


def test_it_knows_in_other_languages_what_asked_before_it_was_edited() -> None:
    assert seeks_answer("отпишитесь, когда будет поддержка линукса", as_it_stands=False).seeks
    assert not seeks_answer("отличное приложение, спасибо", as_it_stands=False).seeks


def test_it_takes_long_praise_in_other_languages_to_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "read", lambda seen: Does("seeks", 0))
    line = "@acme gracias a todo el equipo, la charla de esta tarde fue larga y llena de cosas nuevas para mi trabajo. "
    assert not seeks_answer(line, network="x", root=True, us=["acme"]).seeks
    assert seeks_answer(line * 3, network="x", root=True, us=["acme"]).seeks


def test_no_rule_for_other_languages_speaks_in_english() -> None:
    table = Table(RULES)
    english = [line for line, _ in (*_SEEKS, *_SEEKS_NOT)] + [line for line, _ in everyday.SEEKS]
    lowers = [prepare(line).lower for line in english if identify(line) == "en"]
    found = {(lower, sign.rule) for lower in lowers for sign in table.find(lower, words_of(lower))}
    assert not found


@pytest.mark.parametrize("piece", ["a ", "ne ", "seit ", "no me ", "いつ", "não se ", ";", "؟ ", "。"])
def test_it_reads_other_languages_within_bounds(piece: str) -> None:
    read = read_asking(piece * LONGEST, english=False)
    assert all(0 <= each.start <= each.end <= LONGEST for each in read.sentences)


@pytest.mark.parametrize("line", ["oggi siete aperti?? 🍦🍦", "Why though? 😂", "Open today? \n\n👀 …"])
def test_it_reads_a_short_question_before_pictures_as_the_last_word(line: str) -> None:
    assert read_asking(line).sentences[-1].asks
    assert seeks_answer(line, us=["acme"], as_it_stands=False).rule == "asks"


def test_it_reads_a_text_of_pictures_as_one_sentence() -> None:
    assert len(read_asking("🍦🍦").sentences) == 1


@pytest.mark.parametrize("line", _written(abroad.TALK))
def test_it_knows_in_other_languages_what_is_only_said(line: str) -> None:
    assert not seeks_answer(line, network="x", root=True).seeks
    assert not read_asking(line, english=False).signs("asks", "defect")


@pytest.mark.parametrize(
    ("told", "seeks"),
    [
        ({}, False),
        ({"chance": None, "complaint": None}, False),
        ({"chance": 0.2}, True),
        ({"complaint": 0.8}, True),
        ({"us": ["acme"], "mentions": ["acme"]}, True),
        ({"said": Said("x", "we open at nine", "vendor")}, True),
        ({"network": "forum"}, True),
        ({"network": "youtube"}, True),
        ({"network": "reddit", "root": True}, True),
        ({"network": "reddit"}, False),
        ({"root": True}, False),
    ],
)
def test_what_only_says_something_to_nobody_asks_nothing(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], seeks: bool
) -> None:
    monkeypatch.setattr(asking, "read", lambda seen: Does("seeks", 0, 0.98))
    usual: dict[str, Any] = {"network": "x", "chance": 0.05, "complaint": 0.3}
    line = "sky rn" if "chance" in told and told["chance"] is None else "Clouds over the roof of my neighbour tonight"
    assert seeks_answer(line, **usual | told).seeks is seeks


@pytest.mark.parametrize(
    ("share", "told", "seeks"),
    [
        (0.89, {}, False),
        (0.91, {}, True),
        (0.89, {"chance": 0.2}, True),
        (0.89, {"complaint": 0.3}, True),
        (0.89, {"network": "forum"}, True),
    ],
)
def test_what_seems_harmless_has_to_want_something_of_us_surely(
    monkeypatch: pytest.MonkeyPatch, share: float, told: dict[str, Any], seeks: bool
) -> None:
    monkeypatch.setattr(asking, "read", lambda seen: Does("seeks", 0, share))
    usual: dict[str, Any] = {"network": "x", "chance": 0.05, "complaint": 0.1, "us": ["acme"]}
    assert seeks_answer("@acme Landed at home again tonight", **usual | told).seeks is seeks


def test_what_asks_on_a_tracker_to_rules_and_scoring_is_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "read", lambda seen: Does("not", 0, 0.9))
    line = "Question: why does the cache not keep its value without a key?\n\nI think it could."
    assert seeks_answer(line, network="github", root=True, chance=0.7, complaint=0.1).rule == "asks"
    assert not seeks_answer(line, network="github", root=True, chance=0.3, complaint=0.1).seeks
    assert not seeks_answer(line, network="github", root=False, chance=0.7, complaint=0.1).seeks


_FORM = "<!-- This tracker is only for defects. Ask questions in the forum, please.\n\nSearch for duplicates. -->"


def test_it_reads_no_comments_that_forms_hide() -> None:
    text = f"It will not compile on ARM\n{_FORM}\nThe linker stops."
    prose = read_asking(text).prose
    assert "duplicates" not in prose
    assert prose.index("The linker") == text.index("The linker")
    assert plainly(text).split() == ["It", "will", "not", "compile", "on", "ARM", "The", "linker", "stops."]
