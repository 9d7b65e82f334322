"""Errors as RFC 9457 problem documents: a stable type, a sentence, and the parameters or fields at fault."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "The request is not understood",
    401: "Sign-in or token needed",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    429: "Too many requests",
    503: "Not available right now",
}


class BadParameter(exceptions.APIException):
    """A query parameter or field is unknown or has a value that makes no sense."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad_parameter"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.errors = [{"name": name, "reason": reason}]


class BadItems(exceptions.APIException):
    """Items of a body are unusable. ``errors`` name the item and the field."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad_items"

    def __init__(self, errors: list[dict[str, Any]]) -> None:
        super().__init__("Nothing was stored. Mend the fields below and send it again.")
        self.errors = errors


class TooLarge(exceptions.APIException):
    """The body is longer than one request may be."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class Unavailable(exceptions.APIException):
    """The database cannot answer now: it is away, out of space, or took too long. Nothing was stored."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"
    default_detail = "The database cannot answer now. Nothing was stored; send the request again."
    wait = 5


class Conflict(exceptions.APIException):
    """The request contradicts what is already there."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception of a view into a problem document. Unknown exceptions stay a 500, logged once."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, OperationalError | InterfaceError):
        log.error("The database did not answer a request of the API", exc_info=error)
        error = Unavailable()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    headers: dict[str, str] = {}
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if auth := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth
    request = context.get("request")
    document = _document(error, request.path if request is not None else None)
    return Response(document, status=error.status_code, headers=headers, content_type=MEDIA_TYPE)


def missing(path: str) -> dict[str, Any]:
    """Return the problem document of an address that does not exist."""
    return _document(exceptions.NotFound(), path)


def _document(error: exceptions.APIException, path: str | None) -> dict[str, Any]:
    code = str(error.default_code)
    document: dict[str, Any] = {
        "type": f"urn:wellheard:problem:{code}",
        "title": TITLES.get(error.status_code, "Error"),
        "status": error.status_code,
        "detail": str(error.detail) if not isinstance(error.detail, dict | list) else "See errors.",
    }
    if path is not None:
        document["instance"] = path
    errors = getattr(error, "errors", None)
    if errors:
        document["errors"] = errors
    return document
