"""The shapes of the answers, for the OpenAPI document. Written out: the hot path has no serializers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from engagement.records import LANES, STATUSES
from engagement.sla import CLASSES
from listening.answers.records import STATES
from listening.records import FLAGS


def _text(description: str = "", **more: Any) -> dict[str, Any]:
    return {"type": "string", **({"description": description} if description else {}), **more}


def _maybe(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "nullable": True, **more}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_INSTANT = {"format": "date-time"}
_FLAG = _text(enum=list(FLAGS))

REASON = _object(
    flag=_FLAG,
    rule=_text("The phrase by name; else `wording`, `VADER word`, or `passage` where no word stands out."),
    start={"type": "integer"},
    end={"type": "integer"},
    weight={"type": "number", "description": "Log-odds; below 0 it spoke against the flag."},
    text=_text("`whole[start:end]`, where `whole` is the title, an empty line and the text, or the text alone."),
)
BRAND = _object(
    id={"type": "integer"},
    name=_text(),
    kind=_text(enum=["own", "competitor", "partner", "topic"]),
    scored={"type": "boolean", "description": "False: not scored, for example in a language without a model."},
    scorer=_text("Version of the scorer."),
    relevance={"type": "number"},
    sentiment=_maybe("number", description="-1 to 1 towards this brand."),
    probabilities={"type": "object", "additionalProperties": {"type": "number"}},
    on=_list(_FLAG),
    unsure=_list(_FLAG),
    decided_by={
        "type": "object",
        "additionalProperties": _text(enum=["person", "scoring"]),
        "description": "Who decided, by flag: those that are on or unsure, and those that a person took away.",
    },
    complaint_reason=_maybe("string"),
    reasons=_list(REASON),
)
CLOCK = {
    "response": _text(enum=["first", "next"]),
    "class": _text(enum=list(CLASSES)),
    "state": _text(
        "As last told; `stopped` ended without an answer.",
        enum=["running", "warned", "breached", "escalated", "paused", "met", "missed", "stopped", "exempt"],
    ),
    "opened_at": _text(**_INSTANT),
    "target_seconds": {"type": "integer", "description": "In open hours."},
    "stopped_at": _maybe("string", **_INSTANT),
}
MENTION = _object(
    id={"type": "integer"},
    change=_text(enum=["present", "left", "deleted"]),
    reason=_text("Which filter it left, or why it is gone. Absent while it is present."),
    changed_at=_text(**_INSTANT),
    network=_text(),
    instance=_text(),
    external_id=_text(),
    kind=_text(),
    url=_text(),
    author=_maybe("object"),
    title=_maybe("string"),
    text=_maybe("string"),
    withheld_by=_maybe("string", description="The policy that forbids this content to leave, if one does."),
    licence=_maybe("string"),
    language=_maybe("string"),
    published_at=_text(**_INSTANT),
    published_quality=_text(enum=["exact", "claimed", "crawl", "guessed"]),
    edited_at=_maybe("string", **_INSTANT),
    seen_at=_text(**_INSTANT),
    reach={"type": "object", "additionalProperties": {"type": "integer"}},
    flags=_list(_FLAG),
    unsure=_list(_FLAG),
    case=_maybe("integer"),
    lane=_maybe("string", enum=list(LANES)),
    status=_maybe("string", enum=list(STATUSES)),
    due_at=_maybe("string", **_INSTANT),
    breached_at=_maybe("string", description="When the case first went over its time. Never cleared.", **_INSTANT),
    clock=_maybe("object", properties=CLOCK),
    brands=_list(BRAND),
    matches=_list(
        _object(
            query=_text(),
            query_id={"type": "integer"},
            version={"type": "integer"},
            spans=_list(_list({"type": "integer"})),
        )
    ),
    answer=_maybe(
        "object",
        properties={
            "state": _text(enum=list(STATES)),
            "rule": _text(),
            "wants": _text("What it is owed; a complaint that asks nothing wants a reply.", enum=["answer", "reply"]),
            "audience": _text(enum=["direct", "about_us", "category", "competitor"]),
            "asked_at": _text(**_INSTANT),
            "answered_at": _maybe("string", **_INSTANT),
            "answered_side": _maybe("string", enum=["ours", "peer", "competitor", "asker"]),
            "waits_for_asker": {"type": "boolean", "description": "We asked back and he has not replied yet."},
            "url": _maybe("string"),
            "checked_at": _maybe("string", **_INSTANT),
        },
    ),
)
PAGE = _object(items=_list(MENTION), next_cursor=_text(), has_more={"type": "boolean"})
ME = _object(
    email=_text(),
    role=_text(),
    token=_maybe("object"),
    limits=_object(requests_per_minute={"type": "integer"}, page={"type": "integer"}),
)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a client signs in, for the document. Loading this module registers it."""

    target_class = "engagement.api.tokens.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
