"""What a sentence of a reply does: all the tables by which replies are read."""

from __future__ import annotations

from typing import Final

from listening.answers.rules.answering import ANSWERS, DONE, WEAK
from listening.answers.rules.holding import ASKS_BACK, HOLDS
from listening.answers.rules.silence import NOTHING, POLITE
from listening.scoring.patterns import Rule

RULES: Final[tuple[Rule, ...]] = (*DONE, *ANSWERS, *WEAK, *HOLDS, *ASKS_BACK, *NOTHING, *POLITE)
