"""Turns the environment's addresses into what Django, Celery and redis-py want. Pure: no Django, no environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_EXAMPLE = "it must look like https://wellheard.example.com or http://192.168.1.5:8000"
USUAL_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]*:[0-9a-f:.]*")
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # nosec B104: refused, not listened at


class BadAddress(ValueError):
    """An address of the environment cannot be understood. The message names the variable, never the password."""


def embedded_database_url(socket_dir: str, password: str) -> str:
    """Return the address of the embedded Postgres, reached by its unix socket in ``socket_dir``."""
    return f"postgresql://wellheard:{quote(password, safe='')}@/wellheard?host={quote(socket_dir, safe='')}"


def embedded_redis_url(socket: str, password: str) -> str:
    """Return the address of the embedded Valkey, reached by the unix socket at ``socket``."""
    return f"unix://:{quote(password, safe='')}@{quote(socket)}?db=0"


def database(url: str, *, statement_timeout: int, name: str = "DATABASE_URL") -> dict[str, Any]:
    """Return Django's database mapping for ``url`` (``postgresql://user:password@host:port/name?host=…&sslmode=…``).

    ``statement_timeout`` is in seconds. Time limits travel as start-up options, so that they hold from the first
    statement on. Raises ``BadAddress``.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise BadAddress(f"{name} must start with postgresql://")
    try:
        port = parts.port
    except ValueError:
        raise BadAddress(f"{name} names a port that is no number") from None
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", None) or unquote(parts.hostname or "")
    limits = {
        "statement_timeout": f"{statement_timeout}s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "30s",
    }
    settings = " ".join(f"-c {key}={value}" for key, value in limits.items())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "wellheard",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {"connect_timeout": 5, **query, "options": f"{query.get('options', '')} {settings}".strip()},
    }


def _redis_parts(url: str) -> tuple[str, int, Mapping[str, str]]:
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if parts.scheme == "unix":
        return f"{parts.netloc}{parts.path}", int(query.pop("db", "0")), query
    if parts.scheme not in ("redis", "rediss"):
        raise BadAddress("REDIS_URL must start with redis://, rediss:// or unix://")
    number = parts.path.strip("/") or query.pop("db", "0")
    if not number.isdigit():
        raise BadAddress("REDIS_URL must end in the number of a database, like redis://host:6379/0")
    return f"{parts.scheme}://{parts.netloc}", int(number), query


def broker_url(url: str) -> str:
    """Return what kombu wants for ``REDIS_URL``: sockets have a scheme of their own there. Raises ``BadAddress``."""
    base, number, query = _redis_parts(url)
    if url.startswith("unix:"):
        return f"redis+socket://{base}?" + urlencode({"virtual_host": number, **query})
    return f"{base}/{number}" + (f"?{urlencode(query)}" if query else "")


def cache_url(url: str) -> str:
    """Return ``REDIS_URL`` with the next database number, so that clearing the cache leaves the queue alone."""
    base, number, query = _redis_parts(url)
    if url.startswith("unix:"):
        return f"unix://{base}?" + urlencode({"db": number + 1, **query})
    return f"{base}/{number + 1}" + (f"?{urlencode(query)}" if query else "")


def origin(base_url: str) -> str:
    """Return ``BASE_URL`` as browsers write it: lower case, no slash at the end, no port where it is the usual one.

    Raises ``BadAddress`` with what is wrong and an example of what is right.
    """
    given = f"BASE_URL={base_url}"
    if "@" in base_url:
        raise BadAddress(f"BASE_URL must name a host and nobody's name before it: {_EXAMPLE}")
    try:
        parts = urlsplit(base_url.strip())
        port, host = parts.port, parts.hostname or ""
        host = host if host.isascii() else host.encode("idna").decode()
    except ValueError:
        raise BadAddress(f"{given} names a host or port that cannot be: {_EXAMPLE}") from None
    if parts.scheme not in USUAL_PORTS:
        raise BadAddress(f"{given} does not start with http:// or https://: {_EXAMPLE}")
    if not _HOST.fullmatch(host):
        raise BadAddress(f"{given} names no host: {_EXAMPLE}")
    if host in _EVERYWHERE:
        raise BadAddress(f"{given} is where to listen, not what people type: put {host} into BIND")
    bare = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}"
    bare += "" if port in (None, USUAL_PORTS[parts.scheme]) else f":{port}"
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BadAddress(f"{given} has a path, and only a whole host can be ours: set BASE_URL={bare}")
    return bare


def host_of(base_url: str) -> str:
    """Return the host name of ``BASE_URL`` as ``ALLOWED_HOSTS`` wants it. Raises ``BadAddress``."""
    host = urlsplit(origin(base_url)).hostname or ""
    return f"[{host}]" if ":" in host else host


def port_of(base_url: str) -> int:
    """Return the port that browsers ask at for ``BASE_URL``. Raises ``BadAddress``."""
    parts = urlsplit(origin(base_url))
    return parts.port or USUAL_PORTS[parts.scheme]


def is_local(base_url: str) -> bool:
    """Return whether ``BASE_URL`` can be reached from this machine only."""
    return host_of(base_url) in LOCAL_HOSTS


def message_url(url: str) -> str:
    """Return ``REDIS_URL`` as redis-py wants it, naming the database that holds the queues."""
    base, number, query = _redis_parts(url)
    if url.startswith("unix:"):
        return f"unix://{base}?" + urlencode({"db": number, **query})
    return f"{base}/{number}" + (f"?{urlencode(query)}" if query else "")
