"""Which addresses may be asked at all. Judges what a name resolves to, never how an address is spelled.

`getaddrinfo` reads ``2130706433``, ``0x7f.1`` and ``127.1`` as 127.0.0.1 and ``0127.0.0.1`` as 87.0.0.1, so a
judgement of the string is wrong both ways. Knows nothing of sockets but the resolver, and nothing of settings.
"""

from __future__ import annotations

import re
import socket
import threading
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

import idna

from listening.errors import Forbidden, Transient

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Sequence[str]]
"""Takes an ASCII host and a port, returns every address it stands for. Raises ``OSError`` if there is none."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ASCII_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_.-])?")

# `ipaddress` of Python 3.11 calls these global, although nothing public lives there.
_EXTRA_V4 = tuple(
    IPv4Network(block)
    for block in (
        "100.64.0.0/10",  # carrier-grade NAT, RFC 6598
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
        "192.88.99.0/24",  # 6to4 relay anycast, RFC 7526
        "168.63.129.16/32",  # Azure's host agent: public by number, the hypervisor by nature
    )
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # all that IANA has given out; site-local, SRv6 SIDs and the rest lie outside
_EXTRA_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments with Teredo, ORCHID and benchmarking, RFC 2928
        "2001:db8::/32",  # documentation, RFC 3849
        "3fff::/20",  # documentation, RFC 9637
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: how an IPv6-only host reaches a public IPv4 address
_TRANSLATED = IPv6Network("::ffff:0:0:0/96")  # RFC 2765


def embedded(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses that ``address`` carries: mapped, compatible, translated, NAT64, 6to4, Teredo."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64 or address in _TRANSLATED or int(address) >> 32 == 0:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    return ()


def is_public(address: Address) -> bool:
    """Return whether ``address`` is one of the public internet, and so is every address it carries inside.

    Mapped and NAT64 addresses are judged by what they carry alone: a NAT64 host sees all of IPv4 that way.
    """
    if isinstance(address, IPv4Address):
        return (
            address.is_global
            and not address.is_multicast
            and not address.is_reserved
            and not any(address in block for block in _EXTRA_V4)
        )
    if not all(is_public(inner) for inner in embedded(address)):
        return False
    if address.ipv4_mapped is not None or address in _NAT64:
        return True
    return address.is_global and address in _GLOBAL_UNICAST and not any(address in block for block in _EXTRA_V6)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request would go: scheme, ASCII host without brackets, port. Not yet resolved."""

    scheme: str
    host: str
    port: int


def parse(url: str) -> Target:
    """Return where ``url`` points. Raises ``Forbidden`` with a code that says what is wrong with it.

    Refuses what two readers could read differently: backslashes, control characters, outer blanks and userinfo.
    """
    refuse_ambiguous(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Forbidden("address_malformed") from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise Forbidden("address_scheme")
    if "@" in parts.netloc:
        raise Forbidden("address_userinfo")
    return Target(parts.scheme, _host_of(parts), _DEFAULT_PORTS[parts.scheme] if port is None else port)


def tidy(url: str) -> str:
    """Return ``url`` as it may be handed on, its host in ASCII. Raises ``Forbidden``: see `parse`.

    requests reads international names by an older standard and refuses some that everybody else resolves.
    """
    target = parse(url)
    parts = urlsplit(url)
    if parts.netloc.isascii():
        return url
    return parts._replace(netloc=target.host if parts.port is None else f"{target.host}:{parts.port}").geturl()


def refuse_ambiguous(url: str) -> None:
    """Raise ``Forbidden`` for characters that `urlsplit` drops or that browsers read as something else."""
    if "\\" in url:
        raise Forbidden("address_backslash")
    if url != url.strip() or any(unicodedata.category(char) == "Cc" for char in url):
        raise Forbidden("address_control_character")


def _host_of(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if parts.netloc.startswith("[") and ":" not in host:
        raise Forbidden("address_malformed")
    return ascii_host(host)


def ascii_host(host: str) -> str:
    """Return ``host`` in lower-case ASCII (IDNA 2008 with UTS 46 mapping). Raises ``Forbidden``."""
    try:
        name = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise Forbidden("address_host") from None
    if ":" in name and "%" not in name:  # a scope belongs to a link, and nothing public lives on one
        try:
            return str(IPv6Address(name))
        except ValueError:
            raise Forbidden("address_host") from None
    if not _ASCII_HOST.fullmatch(name):
        raise Forbidden("address_host")
    return name


@dataclass(frozen=True, slots=True)
class Allowed:
    """One entry of ``OUTBOUND_ALLOW``: a name or a block of addresses, with a port or for the usual ports."""

    name: str = ""
    block: Network | None = None
    port: int | None = None

    def covers(self, host: str, address: Address, port: int, usual: frozenset[int]) -> bool:
        """Return whether the operator let us ask ``address`` on ``port`` when it was called ``host``."""
        if port != self.port if self.port is not None else port not in usual:
            return False
        return address in self.block if self.block is not None else host == self.name


def allowed(entries: Iterable[str]) -> tuple[Allowed, ...]:
    """Return the parsed entries of ``OUTBOUND_ALLOW``. Raises ``ValueError`` that names the bad entry.

    An entry is ``host``, ``host:port``, an address, ``address:port``, ``[v6]:port``, ``10.1.0.0/16`` or
    ``10.1.0.0/16:8080``. Without a port it opens 80 and 443 only.
    """
    return tuple(_allowed_entry(entry.strip()) for entry in entries if entry.strip())


def _allowed_entry(entry: str) -> Allowed:
    place, port = entry, None
    found = re.fullmatch(r"\[([^\]]+)\](?::(\d{1,5}))?|([^:]+):(\d{1,5})", entry)
    if found:
        place = found[1] or found[3]
        digits = found[2] or found[4]
        port = int(digits) if digits else None
    if port is not None and not 0 < port < 65536:
        raise ValueError(f"OUTBOUND_ALLOW: {entry!r} has no valid port")
    try:
        return Allowed(block=ip_network(place), port=port)
    except ValueError:
        if "/" in place:
            raise ValueError(f"OUTBOUND_ALLOW: {entry!r} is not a block of addresses") from None
    try:
        return Allowed(name=ascii_host(place), port=port)
    except Forbidden:
        raise ValueError(f"OUTBOUND_ALLOW: {entry!r} is neither host:port nor a block of addresses") from None


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Ask the system's resolver. Returns addresses in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


def resolve(resolver: Resolver, host: str, port: int, *, seconds: float) -> tuple[Address, ...]:
    """Return every address of ``host``, asked once. Raises ``Transient`` if there is none within ``seconds``.

    `getaddrinfo` takes no timeout and may sit for a minute on a dead name server, so it runs beside us.
    """
    answers: list[str] = []
    failures: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            answers.extend(resolver(host, port))
        except (OSError, UnicodeError) as failure:
            failures.append(failure)

    asking = threading.Thread(target=ask, daemon=True, name="resolve")
    asking.start()
    asking.join(max(seconds, 0.0))
    if asking.is_alive():
        raise Transient("timeout", detail=f"resolving {host}")
    if failures or not answers:
        raise Transient("name_not_found", detail=host)
    return tuple(ip_address(answer) for answer in answers)
