"""How near one thread comes to another."""

from __future__ import annotations

from typing import Any

from tests.listening.answers.apart import NEAR, Learnt


def thread(*texts: str) -> dict[str, Any]:
    return {"posts": [{"text": text} for text in texts]}


OTHERS = [thread(f"Where does widget{word} keep its settings?") for word in ("alpha", "beta", "gamma", "delta")]
TALK = thread(
    "My flight leaves in 45 minutes and I am legally blind, who walks me to the gate?", "Did you reach Ohare?"
)
RETOLD = thread("Legally blind, flight in 45 mins, could somebody walk with me to my gate?", "Have you made it?")


def test_a_talk_that_was_retold_twice_is_near() -> None:
    assert Learnt([*OTHERS, TALK]).nearest(RETOLD) > NEAR
    assert Learnt([*OTHERS, TALK]).nearest(TALK) > 0.99


def test_another_talk_is_apart() -> None:
    assert Learnt(OTHERS).nearest(RETOLD) < NEAR
    assert Learnt([]).nearest(RETOLD) == 0.0
    assert Learnt([*OTHERS, TALK]).nearest(thread("")) == 0.0
