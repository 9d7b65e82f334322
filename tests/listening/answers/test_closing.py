"""Notices that a thread takes no more replies."""

from __future__ import annotations

import pytest

from listening.answers.closing import takes_no_replies
from tests.listening.answers.cases import ANSWER, outcome, said

NOTICE = "This topic was automatically closed 30 days after the last reply. New replies are no longer allowed."


@pytest.mark.parametrize(
    "text",
    [
        NOTICE,
        "This topic was closed automatically after 14 days. It is no longer possible to reply.",
        "This thread has been automatically locked since there has not been any recent activity after it was closed.",
        "Dieses Thema wurde automatisch 30 Tage nach der letzten Antwort geschlossen. Neue Antworten sind nicht mehr"
        " erlaubt.",
        "Ce sujet a été automatiquement fermé après 30 jours. Aucune réponse n'est permise dorénavant.",
        "Este tema se cerró automáticamente 30 días después de la última respuesta. No se permiten nuevas respuestas.",
    ],
)
def test_a_notice_closes(text: str) -> None:
    assert takes_no_replies([said("1", "system", text)])
    assert takes_no_replies([said("1", "charlie", text, bot=True)])
    assert takes_no_replies([said("1", "lock[bot]", text)])


@pytest.mark.parametrize("text", ["Closing this issue as stale.", "This issue was closed by #12.", "Labels changed"])
def test_what_is_only_closed_takes_replies(text: str) -> None:
    assert not takes_no_replies([said("1", "stale[bot]", text)])


def test_a_person_closes_nothing_by_words() -> None:
    assert not takes_no_replies([said("1", "charlie", NOTICE)])


def test_no_notice_holds_once_a_person_speaks_again() -> None:
    assert not takes_no_replies([said("1", "system", NOTICE), said("2", "charlie", "Open again?", minutes=90)])
    assert not takes_no_replies([])


def test_a_question_expires_with_its_thread() -> None:
    posts = (said("1", "charlie", "+1"), said("2", "system", NOTICE, parent="", minutes=60))
    assert outcome(*posts, network="discourse") == ("expired", "")
    answered = (said("1", "bob", ANSWER), *posts[1:])
    assert outcome(*answered, network="discourse") == ("answered_by_us", "1")
