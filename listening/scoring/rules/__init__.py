"""The rules, by flag. Each table is data: a name that explanations show, a weight in logits, and phrases.

Beside the flags there are kinds of evidence that no judgement shows as a flag: ``experience`` (something happened to
the writer, or he demands something), ``negative`` (he dislikes it), ``resolved`` and ``sarcasm`` (reasons to ask a
person) and ``rhetorical`` (a question that wants no answer).
"""

from __future__ import annotations

from typing import Final

from listening.scoring.patterns import Phrase, Rule
from listening.scoring.rules import complaint, doubt, intent, noise, praise, question, suggestion

RULES: Final[tuple[Rule, ...]] = (
    *complaint.RULES,
    *doubt.RULES,
    *question.RULES,
    *suggestion.RULES,
    *praise.RULES,
    *intent.RULES,
    *noise.RULES,
)
_SHAPES: Final = tuple(
    (index, phrase) for index, rule in enumerate(RULES) for phrase in rule.phrases if not phrase.needs
)
_BY_WORD: Final[dict[str, list[tuple[int, Phrase]]]] = {}
for _index, _rule in enumerate(RULES):
    for _phrase in _rule.phrases:
        for _word in _phrase.needs[0] if _phrase.needs else ():
            _BY_WORD.setdefault(_word, []).append((_index, _phrase))
_RARE_WORDS: Final = frozenset(_BY_WORD)
VOCABULARY: Final = frozenset(
    word for rule in RULES for phrase in rule.phrases for needed in phrase.needs for word in needed
)
"""Every word that a rule asks for."""


def candidates(words: frozenset[str], lower: str) -> list[tuple[Rule, list[Phrase]]]:
    """Return the rules that may match ``lower``, whose words are ``words``, in table order, with the phrases to try."""
    found: dict[int, dict[Phrase, None]] = {}
    for word in words & _RARE_WORDS:
        for index, phrase in _BY_WORD[word]:
            if not any(map(words.isdisjoint, phrase.needs)):
                found.setdefault(index, {})[phrase] = None
    for index, phrase in _SHAPES:
        if any(hint in lower for hint in phrase.hints):
            found.setdefault(index, {})[phrase] = None
    return [(RULES[index], list(found[index])) for index in sorted(found)]
