"""The one door to the network. Everything that leaves the house asks here; nothing else may import an HTTP client.

``session()`` for requests, ``stream()`` for endless answers, ``connect()`` for a pinned socket, ``check()`` for an
address that will be stored. What goes wrong comes out as `listening.errors` and nothing else.
"""

from requests import PreparedRequest, Response, Session

from listening.http.addresses import Allowed, allowed, is_public
from listening.http.door import Door, configure, connect, session, stream, the_door
from listening.http.status import http_date, raise_for_status, read_json, retry_after
from listening.http.wire import Limits

__all__ = [
    "Allowed",
    "Door",
    "Limits",
    "PreparedRequest",
    "Response",
    "Session",
    "allowed",
    "check",
    "configure",
    "connect",
    "http_date",
    "is_public",
    "raise_for_status",
    "read_json",
    "retry_after",
    "session",
    "stream",
    "the_door",
]


def check(url: str) -> None:
    """Raise ``Forbidden`` or ``Transient`` if ``url`` may not be asked: see `Door.check`."""
    the_door().check(url)
