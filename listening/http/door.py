"""The door: what may be asked, how long, how much, and the session that keeps to it. Knows no settings.

The app builds one `Door` from its environment and hands it over with `configure`.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter

from listening.errors import Forbidden, ListeningError, Permanent, Transient
from listening.http.addresses import (
    Address,
    Allowed,
    Resolver,
    ascii_host,
    is_public,
    parse,
    refuse_ambiguous,
    resolve,
    system_resolver,
    tidy,
)
from listening.http.status import raise_for_status
from listening.http.wire import (
    CURRENT,
    CappedBody,
    Exchange,
    Limits,
    Meter,
    PinnedHTTPPool,
    PinnedHTTPSPool,
    open_socket,
    tls_context,
)

# At DEBUG urllib3 writes the whole path with its query, which is where half of the networks want their key.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

# What may follow a redirect to another host; whatever else we send could be a key under a network's own name.
_HARMLESS = frozenset(
    {"accept", "accept-encoding", "accept-language", "connection", "if-modified-since", "if-none-match", "user-agent"}
)


@dataclass(frozen=True, kw_only=True)
class Door:
    """The rules of every request that leaves the house. ``resolver`` and ``judge`` are given by tests."""

    user_agent: str = "Wellheard"
    allow: tuple[Allowed, ...] = ()
    ports: frozenset[int] = frozenset({80, 443})
    limits: Limits = field(default_factory=Limits)
    ca_bundle: str = ""  # path of further roots to trust, for receivers with a company's own certificate
    resolver: Resolver = system_resolver
    judge: Callable[[Address], bool] = is_public

    def addresses(
        self, host: str, port: int, seconds: float, ports: Collection[int] | None = None
    ) -> tuple[Address, ...]:
        """Resolve ``host`` once and return its addresses if every one may be asked on ``port``.

        Raises ``Forbidden("address_port")``, ``Forbidden("address_private")`` or ``Transient``.
        """
        usual = frozenset(self.ports if ports is None else ports)
        found = resolve(self.resolver, host, port, seconds=seconds)
        for address in found:
            if any(entry.covers(host, address, port, usual) for entry in self.allow):
                continue
            if port not in usual:
                raise Forbidden("address_port", f"{host} port {port}")
            if not self.judge(address):
                raise Forbidden("address_private", host)
        return found

    def check(self, url: str) -> None:
        """Raise ``Forbidden`` or ``Transient`` if ``url`` may not be asked; connects to nothing.

        For addresses that will be stored: what a person typed, and what a permanent redirect names.
        """
        target = parse(url)
        self.addresses(target.host, target.port, self.limits.connect)

    def session(
        self, *, redirects: int = 3, limits: Limits | None = None, before: Callable[[], None] | None = None
    ) -> requests.Session:
        """Return a session whose every request goes through this door. For one task; not for several threads.

        ``before`` is called before each request goes out (its redirects are part of it); what it raises stops it.
        """
        return _Session(self if limits is None else replace(self, limits=limits), redirects, before)

    def stream(
        self,
        url: str,
        *,
        now: datetime,
        seconds: float,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        idle: float = 90.0,
        line_bytes: int = 1_000_000,
        total_bytes: int = 200_000_000,
    ) -> Iterator[str]:
        """Yield the lines of an endless answer (server-sent events, NDJSON) as they come, without their ends.

        Ends quietly after ``seconds``. Raises the status's error, ``Transient`` after ``idle`` seconds of silence,
        and ``Permanent("too_large")`` for a line or a whole beyond its cap.
        """
        limits = replace(self.limits, deadline=seconds, idle=idle, wire=total_bytes, inflated=total_bytes)
        with (
            self.session(limits=limits) as session,
            session.get(url, headers=headers, params=params, stream=True) as response,
        ):
            raise_for_status(response, now=now)
            body = cast(CappedBody, response.raw)
            try:
                for line in _lines(body.arrivals(), line_bytes):
                    yield line.decode("utf-8", "replace")
            except Transient:
                if body.time_is_left:
                    raise

    def connect(
        self, host: str, port: int, *, tls: bool = True, ports: Collection[int] = (443,), idle: float = 30.0
    ) -> socket.socket:
        """Return a socket to a checked address of ``host``, for websockets, mail and the like.

        ``ports`` are those that the protocol may use. ``idle`` is the socket's timeout in seconds; the caller may
        change it. TLS verifies the certificate for ``host``. Raises ``Forbidden`` or ``Transient``.
        """
        name = ascii_host(host)
        meter = Meter(self.limits)
        addresses = self.addresses(name, port, self.limits.connect, ports)
        sock: socket.socket = open_socket(addresses, name, port, meter=meter, connect=self.limits.connect)
        if tls:
            try:
                sock = tls_context(self.ca_bundle).wrap_socket(sock, server_hostname=name.rstrip("."))
            except OSError as failure:
                sock.close()
                code = "timeout" if isinstance(failure, TimeoutError) else "tls_failed"
                raise Transient(code, detail=name) from None
        sock.settimeout(idle)
        return sock


def _lines(pieces: Iterator[bytes], longest: int) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        if len(rest) > longest or any(len(line) > longest for line in whole):
            raise Permanent("too_large", f"a line of more than {longest} bytes")
        yield from (line.removesuffix(b"\r") for line in whole)
    if rest:
        yield rest


class _Session(requests.Session):
    """A requests session that cannot go round the door: no environment, no proxies, no cookies kept."""

    def __init__(self, door: Door, redirects: int, before: Callable[[], None] | None) -> None:
        super().__init__()
        self._door = door
        self._before = before
        self.trust_env = False
        self.max_redirects = redirects
        self.headers["User-Agent"] = door.user_agent
        self.adapters.clear()
        adapter = _Adapter(door)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        # requests mends an address before it sends it, so what was given has to be read here.
        given = tidy(url.decode() if isinstance(url, bytes) else url)
        try:
            return super().request(method, given, *args, **kwargs)
        except requests.exceptions.RequestException as failure:
            raise _error_for(failure, parse(given).host) from None

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        host = parse(request.url or "").host
        running = CURRENT.get(None)
        if running is not None and running.owner is self:
            return super().send(request, **kwargs)
        if self._before is not None:
            self._before()
        door = self._door
        token = CURRENT.set(Exchange(self, Meter(door.limits), door.limits.connect, door.user_agent, door.addresses))
        try:
            return super().send(request, **kwargs)
        except requests.exceptions.RequestException as failure:
            # `from None`: messages of requests hold whole addresses.
            raise _error_for(failure, host) from None
        finally:
            CURRENT.reset(token)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        try:
            target = super().get_redirect_target(resp)
        except UnicodeError:
            raise Permanent("bad_redirect", urlsplit(resp.url).hostname or "") from None
        if target is not None:
            refuse_ambiguous(target)
            return tidy(urljoin(resp.url, target))
        return None

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Leave behind everything that is not harmless when a redirect leads to another host."""
        before, after = response.request.url or "", prepared_request.url or ""
        if not self.should_strip_auth(before, after):  # type: ignore[no-untyped-call]
            return
        if prepared_request.body:
            raise Forbidden("redirect_with_body", urlsplit(response.url).hostname or "")
        for name in [name for name in prepared_request.headers if name.lower() not in _HARMLESS]:
            del prepared_request.headers[name]


class _Adapter(HTTPAdapter):
    """Hands requests to pinned connections and gives back a counted body."""

    def __init__(self, door: Door) -> None:
        self._ssl_context = tls_context(door.ca_bundle)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._ssl_context, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": PinnedHTTPPool, "https": PinnedHTTPSPool}

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """The context verifies already; requests would read the roots again for each connection."""
        conn.cert_reqs = "CERT_REQUIRED"

    def add_headers(self, request: requests.PreparedRequest, **kwargs: Any) -> None:
        request.headers["User-Agent"] = CURRENT.get().user_agent

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        exchange = CURRENT.get()
        meter = exchange.meter
        idle = timeout[1] if isinstance(timeout, tuple) else timeout
        if idle is not None:
            meter.idle = float(idle)
        meter.expect_headers()
        wait = (exchange.connect, meter.idle)
        response = super().send(request, stream=stream, timeout=wait, verify=True, cert=None, proxies={})
        meter.expect_body()
        host = urlsplit(request.url or "").hostname or ""
        response.raw = CappedBody(response.raw, meter=meter, host=host)
        return response


def _error_for(failure: requests.exceptions.RequestException, host: str) -> ListeningError:
    kinds = requests.exceptions
    if isinstance(failure, kinds.TooManyRedirects):
        return Permanent("too_many_redirects", host)
    if isinstance(failure, kinds.InvalidURL | kinds.MissingSchema | kinds.InvalidSchema):
        return Forbidden("address_malformed", host)
    if isinstance(failure, kinds.Timeout):
        return Transient("timeout", detail=f"waiting for {host}")
    if isinstance(failure, kinds.SSLError):
        return Transient("tls_failed", detail=host)
    return Transient("connection_broken", detail=host)


_build: Callable[[], Door] = Door


def configure(build: Callable[[], Door]) -> None:
    """Say how the process's door is built. Called once by the app, before the first request."""
    global _build
    _build = build


def the_door() -> Door:
    """Return the process's door; one that allows nothing private until `configure` was called."""
    return _build()


def session(
    *, redirects: int = 3, limits: Limits | None = None, before: Callable[[], None] | None = None
) -> requests.Session:
    """Return a session of the process's door: see `Door.session`."""
    return the_door().session(redirects=redirects, limits=limits, before=before)


def stream(url: str, *, now: datetime, seconds: float, **options: Any) -> Iterator[str]:
    """Yield the lines of an endless answer through the process's door: see `Door.stream`."""
    return the_door().stream(url, now=now, seconds=seconds, **options)


def connect(host: str, port: int, **options: Any) -> socket.socket:
    """Return a pinned socket through the process's door: see `Door.connect`."""
    return the_door().connect(host, port, **options)
