"""Two answers for machines: `/healthz` "pages are served", `/readyz` "and everything behind them answers"."""

from __future__ import annotations

import redis
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from config.storage import broker_version, database_version, pending_migrations


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 as soon as this process serves pages; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 if database, schema and broker are fine, else 503 naming which is not. Says no more than that."""
    parts = {"database": _database(), "broker": _broker()}
    return JsonResponse(parts, status=200 if set(parts.values()) == {"ok"} else 503)


def _database() -> str:
    try:
        database_version()
        return "migrations pending" if pending_migrations() else "ok"
    except DatabaseError:
        return "no answer"


def _broker() -> str:
    try:
        broker_version()
    except redis.RedisError:
        return "no answer"
    return "ok"
