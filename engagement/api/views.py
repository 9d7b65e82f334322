"""Flagged mentions, one mention with its reasons, and who is asking."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import quote_etag
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from engagement.actions import members
from engagement.api import schema
from engagement.api.parameters import PULL_PARAMETERS, read_pull
from engagement.models import ApiToken
from engagement.queue import pull
from listening.api.problems import BadParameter


def _json(content: Any, **headers: str) -> HttpResponse:
    return HttpResponse(orjson.dumps(content), content_type="application/json", headers=headers)


class Mentions(APIView):
    """Flagged mentions, oldest change first."""

    @extend_schema(
        operation_id="list_mentions",
        summary="Flagged mentions",
        description=(
            "Pages by change, oldest first. Keep `next_cursor` and ask again with it: you get each change once. "
            "A mention that stops matching is delivered once more with `change: left` and the filter it left; "
            "a deleted one with `change: deleted` and no content. Changes of the last 15 seconds are held back until "
            "they are settled."
        ),
        parameters=[OpenApiParameter(**each) for each in PULL_PARAMETERS],
        responses=schema.PAGE,
    )
    def get(self, request: Request) -> HttpResponse:
        now = timezone.now()
        asked = read_pull(request.query_params, now=now)
        items, position, more = pull.page(asked.filters, asked.position, now=now, limit=asked.limit)
        return _json({"items": items, "next_cursor": position.encode(), "has_more": more})


class OneMention(APIView):
    """One mention with its reasons."""

    @extend_schema(operation_id="get_mention", summary="One mention with its reasons", responses=schema.MENTION)
    def get(self, request: Request, mention_id: int) -> HttpResponse:
        if request.query_params:
            raise BadParameter(next(iter(request.query_params)), "this address takes no parameters")
        item = pull.one(mention_id)
        if item is None:
            raise Http404
        etag = quote_etag(f"{mention_id}-{item['changed_at'].timestamp()}")
        if request.headers.get("If-None-Match") == etag:
            return HttpResponseNotModified(headers={"ETag": etag})
        return _json(item, ETag=etag)


class Me(APIView):
    """Who is asking, and what this token may do."""

    @extend_schema(operation_id="get_me", summary="Who is asking", responses=schema.ME)
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
                "limits": {"requests_per_minute": 600, "page": 1000},
            }
        )
