"""Flagged mentions, one mention with its reasons, and who is asking."""

from __future__ import annotations

import hashlib

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from engagement.actions import members
from engagement.api import schema
from engagement.api.parameters import LONGEST, PULL_PARAMETERS, read_pull
from engagement.api.throttle import RATE
from engagement.models import ApiToken
from engagement.queue import pull
from listening.api.problems import BadParameter
from listening.api.schema import answers

PRIVATE = {"Cache-Control": "private, no-cache"}
"""What one token may read is nobody else's to be served from a cache between."""


def _json(body: bytes, **headers: str) -> HttpResponse:
    return HttpResponse(body, content_type="application/json", headers=PRIVATE | headers)


class Mentions(APIView):
    """Flagged mentions, oldest change first."""

    @extend_schema(
        operation_id="list_mentions",
        summary="Flagged mentions",
        description=(
            "Pages by change, oldest first. Keep `next_cursor` and ask again with it: you get each change once. "
            "A mention that stops matching is delivered once more with `change: left` and the filter it left, "
            "a deleted one with `change: deleted` and no content; either may name a mention that you never had, which "
            "you can drop. Changes of the last 15 seconds are held back until they are settled."
        ),
        parameters=[OpenApiParameter(**each) for each in PULL_PARAMETERS],
        responses=answers(200, schema.PAGE, 400),
    )
    def get(self, request: Request) -> HttpResponse:
        now = timezone.now()
        asked = read_pull(request.query_params, now=now)
        items, position, more = pull.page(asked.filters, asked.position, now=now, limit=asked.limit)
        return _json(orjson.dumps({"items": items, "next_cursor": position.encode(), "has_more": more}))


class OneMention(APIView):
    """One mention with its reasons."""

    @extend_schema(
        operation_id="get_mention",
        summary="One mention with its reasons",
        responses=answers(200, schema.MENTION, 400, 404),
    )
    def get(self, request: Request, mention_id: int) -> HttpResponse:
        if request.query_params:
            raise BadParameter(next(iter(request.query_params)), "this address takes no parameters")
        item = pull.one(mention_id)
        if item is None:
            raise Http404
        body = orjson.dumps(item)
        etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
        if _knows(request.headers.get("If-None-Match", ""), etag):
            return HttpResponseNotModified(headers=PRIVATE | {"ETag": etag})
        return _json(body, ETag=etag)


def _knows(sent: str, etag: str) -> bool:
    """Return whether ``If-None-Match`` names the tag; proxies that compress make it a weak one."""
    return any(each.removeprefix("W/") in {etag, "*"} for each in parse_etags(sent))


class Me(APIView):
    """Who is asking, and what this token may do."""

    @extend_schema(operation_id="get_me", summary="Who is asking", responses=answers(200, schema.ME))
    def get(self, request: Request) -> Response:
        token = request.auth if isinstance(request.auth, ApiToken) else None
        member = members.member_of(request.user)
        if member is None:
            raise PermissionDenied
        return Response(
            {
                "email": member.user.email,
                "role": member.role,
                "token": token and {"name": token.name, "scopes": token.scopes, "expires_at": token.expires_at},
                "limits": {"requests_per_minute": int(RATE.partition("/")[0]), "page": LONGEST},
            }
        )


@extend_schema(exclude=True)
class BareMe(Me):
    """The same without the slash, where many clients look first."""
