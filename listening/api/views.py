"""Ingest: programs hand posts in, through the same chain as everything else."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from listening import actions
from listening.api import schema
from listening.api.problems import BadItems, BadParameter, Conflict
from listening.connectors import ingest
from listening.records import Post

MOST_ITEMS = 1000
MOST_BYTES = 1_000_000
"""One megabyte a request (NETWORKS, webhook): a page of posts, not an archive. Archives go through CSV import."""

LONGEST_KEY = 200


class Ingest(APIView):
    """Posts from a program."""

    @extend_schema(
        operation_id="ingest",
        summary="Hand posts in",
        description=(
            "All of the items are stored or none. An item that is known already counts as a duplicate, one that "
            "matches no query as rejected. With an `Idempotency-Key` the same request can be sent again safely: it "
            "answers the same and stores nothing twice; the same key with another body is refused with 409."
        ),
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
        request={"application/json": schema.INGEST},
        responses={202: schema.COUNTS},
    )
    def post(self, request: Request) -> Response:
        body = request.body
        posts = _read(body)
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > LONGEST_KEY:
            raise BadParameter("Idempotency-Key", f"at most {LONGEST_KEY} characters")
        try:
            done = actions.take_once(
                posts, body=body, key=key, source_name=f"API: {_client(request)}", now=timezone.now()
            )
        except actions.Conflict as error:
            raise Conflict(error.message) from None
        headers = {"Idempotency-Replayed": "true"} if done.replayed else {}
        return Response(done.answer, status=202, headers=headers)


def _client(request: Request) -> str:
    name = getattr(request.auth, "name", "")
    return str(name or request.user.get_username())


def _read(body: bytes) -> list[Post]:
    if len(body) > MOST_BYTES:
        raise BadParameter("body", f"at most {MOST_BYTES:,} bytes a request; send the rest in another")
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadParameter("body", f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    items = content.get("items") if isinstance(content, dict) and "items" in content else [content]
    if not isinstance(items, list) or not items:
        raise BadParameter("items", "a list of at least one post")
    if len(items) > MOST_ITEMS:
        raise BadParameter("items", f"at most {MOST_ITEMS} a request")
    posts: list[Post] = []
    errors: list[dict[str, Any]] = []
    now = timezone.now()
    for number, item in enumerate(items):
        try:
            posts.append(ingest.read_item(item, now=now))
        except ingest.BadInput as error:
            errors.append({"item": number, "name": error.field, "reason": error.message})
    if errors:
        raise BadItems(errors[:100])
    return posts
