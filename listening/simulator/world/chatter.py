"""Neutral talk about the market, put together from whole sentences. Nothing here carries a flag. Pure."""

from __future__ import annotations

from random import Random

from listening.simulator.world import pool
from listening.simulator.world.cast import BRANDS
from listening.simulator.world.pool import Draft, first_words

VOICE = {"hookyard": 30, "pipewright": 21, "northwind": 14, "tidegate": 15, "quillmesh": 10, "latchpost": 10}
CHANNELS = {"hn": 60, "devops": 14, "sysadmin": 14, "guild": 12}


class Chatter:
    """Deals sentences so that a brand meets the same core only after all the others."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._names = {brand.key: brand.name for brand in BRANDS}
        self._decks: dict[str, list[str]] = {}
        self._phrases = pool.lines("phrases")

    def draft(self) -> Draft:
        """Return the next remark about one of the brands."""
        rng = self._rng
        brand = rng.choices(list(VOICE), weights=list(VOICE.values()))[0]
        channel = rng.choices(list(CHANNELS), weights=list(CHANNELS.values()))[0]
        text = self._core(brand).format(b=self._names[brand], n=rng.randint(7, 90))
        title = first_words(text) if channel != "hn" else ""
        if rng.random() < 0.55:
            text = f"{self._deal('lead')} {text}"
        if rng.random() < 0.6:
            text = f"{text} {self._deal('tail')}"
        return Draft(channel=channel, brands=(brand,), title=title, text=text, handmade=False)

    def _core(self, brand: str) -> str:
        return self._deal("core", f"core/{brand}")

    def _deal(self, kind: str, deck: str = "") -> str:
        """Return the next sentence of a deck, shuffled anew when it has been dealt out."""
        cards = self._decks.setdefault(deck or kind, [])
        if not cards:
            cards.extend(self._phrases[kind])
            self._rng.shuffle(cards)
        return cards.pop()
