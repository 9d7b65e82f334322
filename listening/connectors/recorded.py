"""A recorded exchange as the answer that the door would have given."""

from __future__ import annotations

from collections.abc import Mapping

from listening.http import Response


def response_of(body: bytes, headers: Mapping[str, str], url: str, *, status: int) -> Response:
    """Return a response that behaves like one read from the network."""
    response = Response()
    response.status_code = status
    response.url = url
    response.headers.update(headers)
    response._content = body
    return response
