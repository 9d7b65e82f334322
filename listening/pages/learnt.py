"""What scoring learnt from people's corrections, in words: figures before and after, and what stays as shipped."""

from __future__ import annotations

from typing import Any

from listening.pages import asking
from listening.records import FLAGS
from listening.scoring.adaptation import AT_LEAST
from listening.storage import adaptations


def told() -> dict[str, Any]:
    """Return a language each with something to tell, or else how many corrections there are of the flag with most."""
    languages = [each for each in map(language, adaptations.states()) if each is not None]
    counts = {} if languages else adaptations.counts()
    return {"languages": languages, "enough": AT_LEAST, "most": max(counts.values(), default=0)}


def language(state: adaptations.State) -> dict[str, Any] | None:
    """Return what was learnt of a language; None where nothing was tried with the scoring in use."""
    row = state.row
    if row is None or not (state.withdrawn or (state.current and row.learnt)):
        return None
    flags = [{"flag": flag, **row.learnt[flag]} for flag in FLAGS if flag in row.learnt]
    kept = [each for each in flags if each["kept"]]
    return {
        "code": state.language,
        "name": asking.language(state.language),
        "examples": sum(each["n"] for each in kept),
        "kept": kept,
        "left": [each for each in flags if not each["kept"]],
        "since": row.made_at,
        "withdrawn": row.withdrawn_at,
        "by": row.withdrawn_by.get_full_name() if row.withdrawn_by else "",
    }
