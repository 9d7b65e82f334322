"""The rules, by flag. Each table is data: a name that explanations show, a weight in logits, and phrases.

Beside the flags there are kinds of evidence that no judgement shows as a flag: ``experience`` (something happened to
the writer, or he demands something), ``negative`` (he dislikes it), ``resolved`` and ``sarcasm`` (reasons to ask a
person) and ``rhetorical`` (a question that wants no answer).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from listening.scoring.patterns import Rule
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
_ALWAYS: Final = tuple(index for index, rule in enumerate(RULES) if not rule.anchors)
_BY_WORD: dict[str, tuple[int, ...]] = {}
for _index, _rule in enumerate(RULES):
    for _word in _rule.anchors:
        _BY_WORD[_word] = (*_BY_WORD.get(_word, ()), _index)
VOCABULARY: Final = frozenset(_BY_WORD)
"""Every word that can set off a rule."""


def candidates(words: frozenset[str]) -> Iterator[Rule]:
    """Yield the rules that may match a text of these words, in table order."""
    found = set(_ALWAYS)
    for word in words & VOCABULARY:
        found.update(_BY_WORD[word])
    for index in sorted(found):
        yield RULES[index]
