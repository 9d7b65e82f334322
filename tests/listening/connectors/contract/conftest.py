"""A player of every network, stopped when its test is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from listening import actions
from listening.connectors import registry
from listening.simulator.world import Item
from listening.storage import context
from tests.listening.connectors.contract.cases import COMPANY, NOW, Case
from tests.listening.connectors.contract.player import Player, held

KEY = "q3uTzJ8DLsJ5LzJr0DCkH4dDAoHVwbIcDqpUvvJcUBw="
Play = Callable[..., Player]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Play]:
    """Return the maker of a player: of a case, of the items that come later, and of whatever else it should be."""
    players: list[Player] = []

    def make(case: Case, *later: Item, **state: Any) -> Player:
        for name, size in case.small.items():
            monkeypatch.setattr(name, size)
        player = Player(case, [*held(case), *later], **state)
        players.append(player)
        monkeypatch.setattr(registry, "CONNECTORS", {**registry.CONNECTORS, case.network: player.watched})
        return player

    context.forget()
    with override_settings(CREDENTIAL_KEYS=[KEY]):
        actions.found_installation(
            company=COMPANY, domain="", zone="UTC", brand_terms=[COMPANY], now=NOW - timedelta(days=1)
        )
        yield make
    for player in players:
        player.simulator.stop()
