"""Made-up texts that set off every special case of VADER, from a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from listening.scoring.vader import LEXICON

_TURNS = (
    "no nor or not never without doubt least at very but kind of sort of just enough so this the shit the bomb bad ass "
    "bus stop yeah right kiss of death to die for beating heart isn't don't cannot kinda uber hardly really EXTREMELY "
    "support brand the a it was we they update invoice dashboard"
)
_FUNCTION = _TURNS.split()
_EMOJI = "😀😡👍💔🙃🔥❤️🤷🏽\u200d♀️🇩🇪💩✨"
_ENDINGS = ["!", "?", "!!!", "...", ",", "??", "????", '"', "n't", "'s", ")", " 😀"]
_JOINTS = [" ", " ", " ", " ", "\n", "  ", "\u00a0", "", "-"]


def _word(dice: random.Random, words: list[str]) -> str:
    roll = dice.random()
    if roll < 0.4:
        word = dice.choice(words)
    elif roll < 0.8:
        word = dice.choice(_FUNCTION)
    elif roll < 0.88:
        word = dice.choice(_EMOJI)
    else:
        word = "".join(chr(dice.choice([dice.randrange(32, 127), dice.randrange(0xA0, 0x2FFF)])) for _ in range(4))
    if dice.random() < 0.15:
        word = dice.choice([word.upper(), word.title()])
    return word + dice.choice(_ENDINGS) if dice.random() < 0.15 else word


def texts(count: int, seed: int) -> Iterator[str]:
    """Yield ``count`` texts of 0 to 24 words, or of up to 80 raw code points."""
    dice = random.Random(seed)
    words = sorted(LEXICON)
    for _ in range(count):
        if dice.random() < 0.05:
            yield "".join(chr(dice.randrange(1, 0x1FAFF)) for _ in range(dice.randrange(80)))
        else:
            yield dice.choice(_JOINTS).join(_word(dice, words) for _ in range(dice.randrange(25)))
