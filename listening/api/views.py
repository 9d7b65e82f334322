"""Ingest: programs hand posts in, through the same chain as everything else."""

from __future__ import annotations

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from listening import actions
from listening.api import schema
from listening.api.problems import BadItems, BadParameter, Conflict, TooLarge
from listening.connectors.ingest import item
from listening.records import Post

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
        responses=schema.answers(202, schema.COUNTS, 400, 409, 413, 415),
    )
    def post(self, request: Request) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > LONGEST_KEY or not (key.isascii() and (not key or key.isprintable())):
            raise BadParameter("Idempotency-Key", f"at most {LONGEST_KEY} printable ASCII characters")
        body = _body(request)
        posts = _read(body)
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


def _body(request: Request) -> bytes:
    """Return the bytes of the body; they are read only if they are JSON and not too many."""
    if request.content_type.partition(";")[0].strip().lower() != "application/json":
        raise UnsupportedMediaType(request.content_type, "Send the body with Content-Type: application/json.")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise TooLarge(f"At most {MOST_BYTES:,} bytes a request; send the rest in another.")
    return bytes(request.body)


def _read(body: bytes) -> tuple[Post, ...]:
    try:
        return item.parse_items(item.read_body(body), now=timezone.now())
    except item.BadItem as error:
        raise BadItems([{"name": each.field, "reason": each.code} for each in error.problems]) from None
