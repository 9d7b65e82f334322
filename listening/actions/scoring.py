"""A person takes back what scoring learnt from corrections, or lets it learn again."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from listening.actions.refusals import Refused
from listening.scoring.artefact import shipped
from listening.storage import adaptations


def go_back(language: str, *, actor: User | None, now: datetime) -> None:
    """Score a language as shipped, from now on, until somebody says ``learn_again``. Stored posts are read again.

    Raises ``Refused``: ``language_unknown``, ``nothing_learnt``.
    """
    _check(language)
    if not adaptations.withdraw(language, user_id=actor.pk if actor is not None else None, now=now):
        raise Refused("nothing_learnt", "Scoring is as it was shipped already.")


def learn_again(language: str) -> None:
    """Let hold again what was learnt of a language, and go on learning. Raises ``Refused`` as ``go_back`` does."""
    _check(language)
    if not adaptations.restore(language):
        raise Refused("learning_already", "Scoring learns already.")


def _check(language: str) -> None:
    if language not in shipped():
        raise Refused("language_unknown", "Scoring does not speak this language.", field="language")
