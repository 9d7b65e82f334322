"""Which language a text is in."""

from __future__ import annotations

import pytest

from listening.scoring.language import identify


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
def test_it_tells_languages_apart(text, language):
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
def test_it_leaves_short_and_mixed_texts_undetermined(text):
    assert identify(text) == "und"


def test_it_reads_past_addresses_and_handles():
    assert identify("@dasprogramm https://beispiel.example/ueber-uns-und-kontakt where is the export button") == "en"


def test_it_survives_lone_surrogates_and_line_ends():
    assert identify("the export \ud800 of contacts\nfails every time \x00 we try") == "en"
