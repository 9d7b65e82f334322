"""The first ten minutes as a rail of steps: each with its address, its result line and its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from config.setup import storage, wording
from listening.actions.founding import STEPS
from listening.models import Installation

ADDRESSES = {
    "company": "/setup/",
    "brands": "/setup/brands/",
    "places": "/setup/places/",
    "judge": "/setup/judge/",
    "alerts": "/setup/alerts/",
    "look": "/setup/first-look/",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step on the rail. ``url`` is "" for one that cannot be opened: the company is founded once."""

    key: str
    number: int
    title: str
    result: str
    state: str  # done, skipped or ""
    here: bool
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """All steps, which of them is shown, and whether the first ten minutes are over."""

    lines: tuple[StepLine, ...]
    number: int
    title: str
    finished: bool

    @property
    def count(self) -> int:
        return len(self.lines)


def setup(request: HttpRequest) -> dict[str, Any]:
    """Return the rail as a template variable, made only where a template asks for it."""
    return {"setup": SimpleLazyObject(lambda: rail(request.path))}


def rail(path: str) -> Rail:
    """Return the rail with the step marked that ``path`` lies under."""
    here = max((step for step in STEPS if path.startswith(ADDRESSES[step])), key=lambda step: len(ADDRESSES[step]))
    progress = storage.progress()
    lines = tuple(
        StepLine(
            key=step,
            number=number,
            title=str(wording.TITLES[step]),
            result=wording.result(step, progress) if progress else str(wording.PROMISES[step]),
            state=progress.steps.get(step, "") if progress else "",
            here=step == here,
            url=ADDRESSES[step] if progress and step != "company" else "",
        )
        for number, step in enumerate(STEPS, 1)
    )
    return Rail(
        lines=lines,
        number=STEPS.index(here) + 1,
        title=str(wording.TITLES[here]),
        finished=bool(progress and progress.done_at),
    )


def open_step(installation: Installation | None) -> str:
    """Return the first step that is neither done nor skipped; the last one if there is none."""
    taken = storage.taken(installation) if installation else {}
    return next((step for step in STEPS if step not in taken), STEPS[-1])


def unfinished(installation: Installation | None) -> tuple[str, str]:
    """Return the words and the address that lead back to the first ten minutes; two empty ones once they are over."""
    if installation is None or installation.demo or installation.setup_done_at:
        return "", ""
    step = open_step(installation)
    words = _("Finish setting up: step %(n)d of %(all)d") % {"n": STEPS.index(step) + 1, "all": len(STEPS)}
    return words, ADDRESSES[step]


def after(step: str) -> HttpResponse:
    """Go on to the step after this one."""
    return redirect(ADDRESSES[STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]])
