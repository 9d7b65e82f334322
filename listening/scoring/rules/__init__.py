"""The rules, by flag. Each table is data: a name that explanations show, and phrases.

Beside the flags there are kinds of evidence that no judgement shows as a flag: ``experience`` (something happened to
the writer, or he demands something), ``negative`` (he dislikes it), ``resolved`` and ``sarcasm`` (reasons to ask a
person) and ``rhetorical`` (a question that wants no answer).
"""

from __future__ import annotations

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
VOCABULARY: Final = frozenset(
    word for rule in RULES for phrase in rule.phrases for needed in phrase.needs for word in needed
)
"""Every word that a rule asks for."""
