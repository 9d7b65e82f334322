"""Posts that were drawn and judged, as the Labels page leaves them; for tests of what is told from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from listening.models import Ask, Judgement, Label, Mention
from tests.factories import NOW, make_brand, make_mention


def judged(
    *,
    was: bool,
    value: bool | None,
    flag: str = "complaint",
    chosen: str = "",
    at: datetime = NOW,
    chance: float | None = None,
    scorer: str = "test",
    **more: Any,
) -> Mention:
    """Return a new post that was drawn, and judged unless ``value`` is None. Drawn at random unless said otherwise."""
    mention = make_mention(flags=[flag] if was else [], published_at=at, **more)
    chance = chance if chance is not None else (0.9 if was else 0.1)
    chosen = chosen or ("random_on" if was else "random_off")
    ask = Ask(mention=mention, brand=make_brand(), head=flag, chosen=chosen, was=was, chance=chance, scorer=scorer)
    ask.week, ask.place, ask.at = "2026-W47", Ask.objects.count() + 1, at
    if value is not None:
        ask.outcome, ask.answer = Ask.Outcome.ANSWERED, value
        said(mention, value, flag=flag, chosen=chosen, at=at, was=was)
    ask.save()
    return mention


def said(mention: Mention, value: bool | None, *, flag: str = "complaint", at: datetime = NOW, **more: Any) -> Label:
    """Write what a person says of a flag of a post; on his own unless ``chosen`` says how it was drawn."""
    key = {"network": mention.network, "instance": mention.instance, "external_id": mention.external_id}
    return Label.objects.create(brand=make_brand(), head=flag, value=value, at=at, **key, **more)


def scored(mention: Mention, *, on: int, **more: Any) -> None:
    """Let scoring say otherwise of a post: the mask of the flags that are on."""
    Judgement.objects.filter(mention=mention).update(scored_on_mask=on, on_mask=on, **more)
