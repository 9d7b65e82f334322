"""Which language a text is in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from listening.scoring import language
from listening.scoring.corpus import posts
from listening.scoring.language import UNDETERMINED, identify, identify_all, is_plainly_english, is_plainly_german
from listening.simulator.world import demo_world
from tests.listening.scoring.translations import translations


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The export keeps failing since the last update", "en"),
        ("THE EXPORT KEEPS FAILING SINCE THE LAST UPDATE", "en"),
        ("Das Programm stürzt seit dem letzten Update ständig ab", "de"),
        ("L'application plante depuis la dernière mise à jour", "fr"),
        ("La aplicación se cierra sola desde la última actualización", "es"),
        ("ツールが動かない。サポートから返事がありません。助けてください", "ja"),
        ("Приложение не открывается после последнего обновления", "ru"),
    ],
)
def test_it_tells_languages_apart(text: str, language: str) -> None:
    assert identify(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "crashes again",
        "???? !!!! 1234567890 1234567890 12",
        "😀" * 50,
        "The export fails 输出失败了请帮助我们谢谢大家",
    ],
    ids=["empty", "short", "no letters", "emoji", "mixed scripts"],
)
def test_it_leaves_short_and_mixed_texts_undetermined(text: str) -> None:
    assert identify(text) == "und"


def test_it_reads_past_addresses_and_handles() -> None:
    assert identify("@dasprogramm https://beispiel.example/ueber-uns-und-kontakt where is the export button") == "en"


def test_it_survives_lone_surrogates_and_line_ends() -> None:
    assert identify("the export \ud800 of contacts\nfails every time \x00 we try") == "en"


def test_it_says_of_plain_english_what_the_model_says(monkeypatch: pytest.MonkeyPatch) -> None:
    said = sorted({item.text for item in demo_world(datetime(2026, 11, 16, tzinfo=UTC)).items})
    texts = [" ".join(said[place : place + 3]) for place in range(len(said) - 2)]
    assert sum(is_plainly_english(text.lower().split()) for text in texts) > 0.9 * len(texts)
    plainly = list(map(identify, texts))
    monkeypatch.setattr(language, "ENOUGH_ENGLISH", 10_000)
    assert sum(map(str.__eq__, plainly, map(identify, texts))) > 0.999 * len(texts)  # some quote German


@pytest.mark.parametrize(
    "text",
    [
        "Er schrieb: you know that they were there with the others, und dann war der Server wieder weg und wir auch",
        "what you are with that " + "GET /v1/x?a=1 500 0x7f 12:00:01 " * 9,
        "I love travel and the beauty of our world. " + "旅行が超好きなので " * 3,
    ],
    ids=["quoted in another language", "a log", "two scripts"],
)
def test_it_leaves_to_the_model_what_is_not_plainly_english(text: str) -> None:
    assert not is_plainly_english(text.lower().split())


def test_it_takes_no_other_language_for_english() -> None:
    spoken = [*translations(lambda name: not name.startswith("en"))]
    assert len(spoken) > 10_000
    assert [text for text in spoken if is_plainly_english(text.lower().split())] == []


def test_it_takes_no_neighbour_of_german_for_german() -> None:
    neighbours = ("nl", "da", "nb", "nn", "sv", "af", "lb", "fy", "pl", "cs", "hu")
    spoken = [*translations(neighbours.__contains__)]
    assert len(spoken) > 1_000
    assert [text for text in spoken if is_plainly_german(text.lower().split())] == []


@pytest.mark.parametrize("text", ["Login geht nicht", "Wer hat Erfahrung mit Acme?", "Acme ist wieder kaputt!"])
def test_it_knows_short_german(text: str) -> None:
    assert identify(text) == "de"


def test_it_says_of_many_what_it_says_of_each() -> None:
    given = ["", "Der Export ist kaputt", "@a #b", "the app is down " * 9, "ok", "Le programme plante toujours", "是的"]
    given += [post.text for post in posts("en")[::40]]
    assert identify_all(given) == list(map(identify, given))


def test_it_says_nothing_of_none() -> None:
    assert identify_all([]) == []


@pytest.mark.parametrize("text", ["Any ETA for Northwind Relay SDK 4.3?", "how export hexaform to pdf"])
def test_it_leaves_open_what_names_make_foreign(text: str) -> None:
    assert identify(text) == UNDETERMINED


def test_it_still_knows_a_short_text_of_another_language() -> None:
    assert identify("El servicio no funciona desde ayer") == "es"
