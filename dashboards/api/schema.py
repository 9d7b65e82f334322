"""The shape of the response report, for the OpenAPI document, and the parameters that it takes."""

from __future__ import annotations

from typing import Any

from dashboards.responses.asking import PERIODS
from dashboards.responses.records import APART, CLOCK_FATES, DIMENSIONS, FATES, FEWEST, NOBODY, REACH, UNKNOWN_REACH
from dashboards.responses.wording import DEFINITIONS
from engagement.sla import CLASSES

_INSTANT = {"type": "string", "format": "date-time"}
_NUMBERS = {"met": "in-time"}

PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "period",
        "type": str,
        "description": f"The last {', '.join(str(each) for each in PERIODS)} days of the company's zone, today "
        "included (30 if not given), or a week such as `2026-W46`.",
    },
    {"name": "by", "type": str, "enum": DIMENSIONS, "description": "What the groups are; `network` if not given."},
    {"name": "network", "type": str, "description": "Network, for example `hackernews`."},
    {"name": "class", "type": str, "enum": CLASSES, "description": "Class of the clock."},
    {"name": "brand", "type": str, "description": "One of our own brands, by name or id."},
    {"name": "person", "type": str, "description": f"Id of who answered or had the case then, or `{NOBODY}`."},
    {"name": "account", "type": str, "description": "The account of ours that answered, as `network/instance/id`."},
]


def _count(description: str = "") -> dict[str, Any]:
    return {"type": "integer", **({"description": description} if description else {})}


def _counts(names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: _count(str(DEFINITIONS.get(_NUMBERS.get(name, name), ""))) for name in names}
    return {"type": "object", "properties": found}


def _spread(description: str) -> dict[str, Any]:
    seconds = {"type": "number", "nullable": True}
    return {
        "type": "object",
        "description": description,
        "properties": {
            "n": _count(),
            "median_s": {**seconds, "description": f"Half of them took at most so many seconds; null below {FEWEST}."},
            "p90_s": {**seconds, "description": f"Nine of ten took at most so many seconds; null below {FEWEST}."},
        },
    }


_EXPOSURE: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "reach": {"type": "string", "enum": [*REACH, UNKNOWN_REACH]},
            "questions": _count(),
            "hours": {"type": "number", "description": "In which onlookers saw no answer."},
            "points": {"type": "number", "nullable": True, "description": "Hours by bucket; null for unknown reach."},
        },
    },
}
FIGURES: dict[str, Any] = {
    "asked": _count(str(DEFINITIONS["asked"])),
    "answered": _counts(FATES),
    "apart": _counts(APART),
    "verifiable": _count(str(DEFINITIONS["verifiable"])),
    "met": _count(str(DEFINITIONS["met"])),
    "clocks": _counts(("all", *CLOCK_FATES)),
    "first_response": _spread("Team clock: open hours since we saw the post."),
    "next_response": _spread("Team clock: open hours since we saw that the asker came back."),
    "public_wait": _spread("By the clock on the wall: from the post to our first substantive reply."),
    "public_wait_next": _spread("By the clock on the wall: since we saw that the asker came back."),
    "exposure": _EXPOSURE,
}
REPORT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "since": _INSTANT,
        "until": {**_INSTANT, "description": "Not included."},
        "by": {"type": "string", "enum": list(DIMENSIONS)},
        "all": {"type": "object", "properties": FIGURES},
        "groups": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "key": {"type": "string", "description": "As the parameter of its name takes it; empty for none."},
                    "name": {"type": "string"},
                    **FIGURES,
                },
            },
        },
    },
}
