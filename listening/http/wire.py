"""The pinned connection: sockets that connect to the address that was checked, and count time and bytes.

The check sits where the socket is made, below every parser of URLs, so that no path through requests or urllib3
can come to an address without it.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError, SSLError
from urllib3.response import BaseHTTPResponse

from listening.errors import ListeningError, Permanent, Transient
from listening.http.addresses import Address

_READ_AHEAD = 8192  # what http.client's buffered reader may take beyond the headers
_PIECE = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much one exchange may be, redirects included. Seconds and bytes."""

    connect: float = 10.0  # for each address that is tried
    idle: float = 30.0  # between two bytes
    deadline: float = 30.0  # from the first lookup to the last byte
    headers: int = 65_536  # of each answer
    wire: int = 10_000_000
    inflated: int = 20_000_000


class Meter:
    """Counts one exchange against its limits. Raises ``TimeoutError`` when time is up, ``Permanent`` on size."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ends = time.monotonic() + limits.deadline
        self._received = 0
        self._inflated = 0
        self._ceiling = limits.wire
        self._too_much = "too_large"
        self.idle = limits.idle

    @property
    def left(self) -> float:
        """Seconds until the deadline; may be negative."""
        return self._ends - time.monotonic()

    def patience(self, longest: float) -> float:
        """Return how long the next wait on the socket may take, in seconds."""
        left = self.left
        if left <= 0:
            raise TimeoutError("the exchange took too long")
        return min(longest, left)

    def expect_headers(self) -> None:
        """From now on the bytes that arrive are headers."""
        ceiling = self._received + self._limits.headers + _READ_AHEAD
        if ceiling < self._limits.wire:
            self._ceiling = ceiling
            self._too_much = "headers_too_large"

    def expect_body(self) -> None:
        """From now on the bytes that arrive are a body."""
        self._ceiling = self._limits.wire
        self._too_much = "too_large"

    def received(self, count: int) -> int:
        """Count bytes from the wire and return ``count``."""
        self._received += count
        if self._received > self._ceiling:
            raise Permanent(self._too_much, f"more than {self._ceiling} bytes on the wire")
        return count

    def inflated(self, count: int) -> None:
        """Count bytes of a body after its content encoding was undone."""
        self._inflated += count
        if self._inflated > self._limits.inflated:
            raise Permanent("too_large", f"more than {self._limits.inflated} bytes once unpacked")


class MeteredSocket(socket.socket):
    """A plain socket that asks its meter before each wait."""

    meter: Meter | None = None

    def recv_into(self, *args: Any) -> int:
        if self.meter is None:
            return super().recv_into(*args)
        self.settimeout(self.meter.patience(self.meter.idle))
        return self.meter.received(super().recv_into(*args))

    def sendall(self, *args: Any) -> None:
        if self.meter is not None:
            self.settimeout(self.meter.patience(self.meter.idle))
        super().sendall(*args)


class MeteredTLSSocket(ssl.SSLSocket):
    """A TLS socket that asks its meter before each wait. The handshake is bound by its own timeout."""

    meter: Meter | None = None

    def recv_into(self, *args: Any) -> int:
        if self.meter is None:
            return super().recv_into(*args)
        self.settimeout(self.meter.patience(self.meter.idle))
        return self.meter.received(super().recv_into(*args))

    def send(self, *args: Any) -> int:
        if self.meter is not None:
            self.settimeout(self.meter.patience(self.meter.idle))
        return super().send(*args)


@dataclass(slots=True)
class Exchange:
    """What the sockets need to know of the request that they are opened for."""

    owner: object
    meter: Meter
    connect: float
    user_agent: str
    addresses: Callable[[str, int, float], Sequence[Address]]


CURRENT: ContextVar[Exchange] = ContextVar("exchange")
"""The exchange under way in this thread. Unset outside of a door's session: then nothing can be connected."""


@lru_cache(maxsize=8)
def tls_context(ca_bundle: str) -> ssl.SSLContext:
    """Return the context that verifies names against certifi's roots and those of ``ca_bundle``, if any."""
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_bundle:
        context.load_verify_locations(cafile=ca_bundle)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.sslsocket_class = MeteredTLSSocket
    return context


def open_socket(addresses: Sequence[Address], host: str, port: int, *, meter: Meter, connect: float) -> MeteredSocket:
    """Return a socket connected to the first of the checked ``addresses`` that answers. Raises ``Transient``."""
    code = "connection_failed"
    for address in addresses:
        sock = MeteredSocket(socket.AF_INET6 if address.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
        try:
            sock.settimeout(meter.patience(connect))
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect((str(address), port))
        except OSError as failure:
            sock.close()
            code = "timeout" if isinstance(failure, TimeoutError) else "connection_failed"
        else:
            return sock
    raise Transient(code, detail=f"connecting to {host}")


class _Pinned(HTTPConnection):
    """Connects to a checked address and hands each request's meter to the socket that carries it."""

    def _new_conn(self) -> socket.socket:
        exchange = CURRENT.get()
        addresses = exchange.addresses(self._dns_host, self.port, exchange.meter.left)
        return open_socket(addresses, self.host, self.port, meter=exchange.meter, connect=exchange.connect)

    def connect(self) -> None:
        super().connect()
        self._hand_over()

    def request(self, *args: Any, **kwargs: Any) -> None:
        self._hand_over()
        super().request(*args, **kwargs)

    def _hand_over(self) -> None:
        if isinstance(self.sock, MeteredSocket | MeteredTLSSocket):
            self.sock.meter = CURRENT.get().meter


class PinnedHTTPConnection(_Pinned):
    """Plain HTTP to a checked address."""


class PinnedHTTPSConnection(_Pinned, HTTPSConnection):
    """TLS to a checked address, with SNI and certificate of the name that was asked for."""


class PinnedHTTPPool(HTTPConnectionPool):
    """Keep-alive connections; each was checked when it was made and stays with its address."""

    ConnectionCls = PinnedHTTPConnection


class PinnedHTTPSPool(HTTPSConnectionPool):
    """Keep-alive connections over TLS."""

    ConnectionCls = PinnedHTTPSConnection


class CappedBody:
    """The raw body that `requests.Response` reads: counted while it is unpacked, and failing in our errors only.

    It offers no ``_original_response``, which is where requests would look for cookies.
    """

    def __init__(self, raw: BaseHTTPResponse, *, meter: Meter, host: str) -> None:
        self._raw = raw
        self._meter = meter
        self._host = host
        self.headers = raw.headers
        self.status = raw.status
        self.reason = raw.reason
        self.version = raw.version

    @property
    def time_is_left(self) -> bool:
        return self._meter.left > 0

    @property
    def closed(self) -> bool:
        return self._raw.closed

    def close(self) -> None:
        self._raw.close()

    def release_conn(self) -> None:
        self._raw.release_conn()

    def stream(self, amt: int = _PIECE, decode_content: bool = True) -> Iterator[bytes]:
        """Yield the body in pieces of at most ``amt`` bytes."""
        return self._counted(self._raw.stream(amt, decode_content=decode_content))

    def arrivals(self) -> Iterator[bytes]:
        """Yield the body as it arrives, without waiting for a piece to be full."""
        if self._raw.chunked:
            return self.stream()
        return self._counted(iter(lambda: self._raw.read1(_PIECE, decode_content=True), b""))

    def read(self, amt: int | None = None, decode_content: bool = False) -> bytes:
        """Return up to ``amt`` bytes, or the rest."""
        if amt is None:
            return b"".join(self.stream(decode_content=decode_content))
        return b"".join(self._counted(iter([self._raw.read(amt, decode_content=decode_content)])))

    def _counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        self._refuse_unknown_encoding()
        try:
            for piece in pieces:
                self._meter.inflated(len(piece))
                yield piece
        except (HTTPError, OSError) as failure:
            raise body_error(failure, self._host) from None
        except Permanent:
            self._raw.close()
            raise

    def _refuse_unknown_encoding(self) -> None:
        """An encoding that we did not ask for and cannot undo would reach the parser as noise."""
        claimed = self.headers.get("content-encoding", "").lower().split(",")
        if any(name.strip() not in {"", "identity", *self._raw.CONTENT_DECODERS} for name in claimed):
            raise Transient("bad_encoding", detail=f"from {self._host}")


def body_error(failure: HTTPError | OSError, host: str) -> ListeningError:
    """Return our error for what went wrong while a body was read."""
    if isinstance(failure, ReadTimeoutError | TimeoutError):
        return Transient("timeout", detail=f"reading from {host}")
    if isinstance(failure, DecodeError):
        return Transient("bad_encoding", detail=f"from {host}")
    if isinstance(failure, SSLError | ssl.SSLError):
        return Transient("tls_failed", detail=host)
    return Transient("truncated", detail=f"from {host}")
