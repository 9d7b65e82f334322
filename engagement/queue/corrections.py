"""What a person may say of a case, how each of these stands now, and who said so when."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from engagement import history
from engagement.models import Case
from engagement.records import RELEVANT, Choice, HistoryLine
from engagement.routing import LOW_RELEVANCE
from listening.models import Judgement, Label, Mention
from listening.records import FLAGS, PostKey
from listening.storage.corrections import last_edit
from listening.storage.labels import latest


def choices(case: Case, lead: Mention, judgement: Judgement | None, lines: Iterable[HistoryLine]) -> tuple[Choice, ...]:
    """Return every flag and whether the case is about its brand; flags as the row shows them. Two queries at most."""
    if judgement is None or lead.deleted_at is not None:
        return ()
    said = latest(PostKey(lead.network, lead.instance, lead.external_id), brand_id=case.brand_id)
    older = _older(lead, said.values())
    steps = {(line.say.params.get("head"), line.at): line.id for line in lines if _is_own_correction(line)}
    states = {flag: _state(case, 1 << place) for place, flag in enumerate(FLAGS)}
    states[RELEVANT] = _about(judgement.relevance)
    return tuple(
        Choice(
            head=head,
            state=state,
            said=label.value,
            who=history.who(label.user) if label.user else None,
            at=label.at,
            older=head in older,
            undo=steps.get((head, label.at)),
        )
        if (label := said.get(head))
        else Choice(head=head, state=state)
        for head, state in states.items()
    )


def _older(lead: Mention, said: Collection[Label]) -> frozenset[str]:
    """Return the heads that were judged before the post was edited. The edit is looked up only where there was one."""
    edited = last_edit(lead) if said and lead.edited_at is not None else None
    return frozenset(label.head for label in said if edited is not None and label.at < edited)


def _is_own_correction(line: HistoryLine) -> bool:
    """Say whether the step is a correction of the viewer's own: a person's step is undoable for nobody else."""
    return line.undoable and line.say.code == "corrected"


def _state(case: Case, bit: int) -> str:
    if case.flags_mask & bit:
        return "on"
    return "unsure" if case.unsure_mask & bit else "off"


def _about(relevance: float) -> str:
    if relevance == 0.0:
        return "off"
    return "on" if relevance >= LOW_RELEVANCE else "unsure"
