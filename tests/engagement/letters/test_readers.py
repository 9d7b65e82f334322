"""Who is told of a step: holder, leads, managers; and whom a note names."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engagement.letters.readers import named, readers_of
from engagement.letters.records import Happened, Reader, Wishes
from tests.factories import NOW

ANA, LENA, OLGA = 1, 2, 3


def reader(key: int, *, lead: bool = False, manager: bool = False, names: tuple[str, ...] = ()) -> Reader:
    wishes = Wishes(zone=ZoneInfo("UTC"))
    return Reader(id=key, address="", lead=lead, manager=manager, names=frozenset(names), wishes=wishes)


TEAM = (
    reader(ANA, names=("ana", "ana.park")),
    reader(LENA, lead=True, manager=True, names=("lena",)),
    reader(OLGA, manager=True, names=("olga", "ana")),
)


def step(verb: str, holder: int | None = ANA, **kept: Any) -> Happened:
    return Happened(id=1, case_id=1, holder=holder, verb=verb, at=NOW, actor=None, kept=kept)


@pytest.mark.parametrize(
    ("verb", "holder", "told"),
    [
        ("warned", ANA, {ANA: True}),
        ("warned", None, {LENA: False}),
        ("breached", ANA, {ANA: True, LENA: False}),
        ("breached", LENA, {LENA: True}),
        ("escalated", None, {LENA: False, OLGA: False}),
        ("escalated", ANA, {ANA: True, LENA: False, OLGA: False}),
        ("warned", 77, {}),  # somebody who cannot be told
        ("returned", ANA, {ANA: True}),
        ("returned", None, {}),
        ("done", ANA, {}),
    ],
)
def test_it_tells_the_holder_then_the_leads_then_every_manager(
    verb: str, holder: int | None, told: dict[int, bool]
) -> None:
    assert readers_of(step(verb, holder), TEAM) == told


def test_it_tells_nobody_that_his_own_snooze_ended() -> None:
    assert readers_of(step("returned", code="snooze_ended"), TEAM) == {}


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("@lena, please", {LENA}),
        ("ask @Ana.Park.", {ANA}),
        ("@ana: both of that name", {ANA, OLGA}),
        ("mail ana@lena or lena", set()),
        ("@nobody @@lena", set()),
        ("", set()),
    ],
)
def test_it_finds_whom_a_note_names(note: str, found: set[int]) -> None:
    assert named(note, TEAM) == found
