"""What mail programs hang on to a reply is not what its writer says."""

from __future__ import annotations

import pytest

from listening.answers.mailed import without_mailed
from tests.listening.answers.cases import ANSWER, asked, outcome, said

_ABOVE = (
    "On Tue, Dec 4, 2018 at 5:00 PM Ann Lee <notify@tracker.example>\nwrote:\n\nIs it plugged in?",
    "Am 29.07.2016 um 10:24 schrieb Ann Lee <notify@tracker.example>:\nIst es an?",
    "Le lun. 9 janv. 2023 à 17:55, Ann Lee ***@***.***> a écrit :\n\nC'est branché ?",
    "El dom., 24 mar. 2019 a las 18:39, ann (<notify@tracker.example>)\nescribió:\n\n¿Está enchufado?",
    "Em ter., 3 de mar. de 2020 às 09:12, Ann <notify@tracker.example> escreveu:\n\nEstá ligado?",
    "Il giorno mar 14 mag 2024 alle 08:12 Ann ***@***.***> ha scritto:\n\nÈ collegato?",
    "Op di 3 mrt. 2020 om 09:12 schreef Ann <notify@tracker.example>:\n\nZit de stekker erin?",
    "Вт, 3 мар. 2020 г., Ann написал:\n\nВключено?",
    "ann <notify@tracker.example> 于2020年3月2日周一 上午9:41写道\uff1a\n\n插上了吗?",
    "Ann ***@***.***> 於 2025年11月3日 週一 下午1:37寫道\uff1a\n\n插上了嗎?",
    "From: ann\nTo: me\nSubject: Re: dead\n\nIs it plugged in?",
    "Von: Ann Lee [mailto:notify@tracker.example]\nGesendet: Freitag, 29. Juli 2016 10:24\nAn: me\n"
    "Cc: me; Author\nBetreff: Re: dead (#87)\n\nIst es an?",
    "*De :* Ann\n*Envoyé :* lundi 9 janvier 2023\n*À :* moi\n*Objet :* Re: mort\n\nC'est branché ?",
)


def _in_words(text: str) -> str:
    return " ".join(without_mailed(text).split())


@pytest.mark.parametrize("tail", _ABOVE)
def test_it_leaves_what_was_said_above(tail: str) -> None:
    text = f"It runs now, thank you.\n\n{tail}"
    found = without_mailed(text)
    assert found.rstrip() == "It runs now, thank you."
    assert len(found) == len(text)


def test_what_is_marked_as_a_quote_may_have_words_between() -> None:
    text = (
        "On Tue, Dec 4, 2018, Ann <notify@tracker.example> wrote:\n> Is it on?\n\nIt is.\n\n> And plugged in?\n\nYes."
    )
    assert _in_words(f"Hi,\n\n{text}") == "Hi, > Is it on? It is. > And plugged in? Yes."
    assert _in_words(text) == "> Is it on? It is. > And plugged in? Yes."


def test_who_writes_below_is_heard() -> None:
    text = "On Tue, Dec 4, 2018, Ann <notify@tracker.example> wrote:\nIs it on?\n\nIt is, since noon."
    assert _in_words(text) == "Is it on? It is, since noon."


@pytest.mark.parametrize(
    "text",
    [
        "It says:\n\nFrom: here\n\nand stops. Why?",
        "My parcel:\nFrom: Oslo\nTo: Bergen\nDate: 3 April\nWhere is it?",
        "Date: 3 April\nVersion: 4.1\n\nIt fails at noon.",
        "Is it on?\nAs Ann wrote: it is not.",
    ],
)
def test_it_takes_nothing_else_away(text: str) -> None:
    assert without_mailed(text) == text


def test_what_names_no_message_takes_nothing_with_it() -> None:
    text = "Hello,\nOn that settings page I wrote:\n    a = 1\nWhy does it stop?"
    assert _in_words(text) == "Hello, a = 1 Why does it stop?"


@pytest.mark.parametrize(
    "hostile", ["On " * 50_000, "From: a\nTo: b\n" * 20_000, "1 在" * 40_000, "On 1 wrote:\n>\n" * 10_000]
)
def test_it_keeps_every_place_in_hostile_text(hostile: str) -> None:
    assert len(without_mailed(hostile)) == len(hostile)


def test_what_ours_asked_is_not_asked_by_the_asker() -> None:
    tail = "Von: Ann Lee [mailto:notify@tracker.example]\nGesendet: Freitag, 29. Juli 2016\n\nDoes it work now?"
    thanks = said("t", "alice", f"Thanks, works now.\n\n{tail}", minutes=20)
    assert outcome(asked(), said("a", "bob", ANSWER), thanks, network="github") == ("resolved_by_asker", "t")
