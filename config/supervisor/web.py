"""Asks a web server on this machine whether it serves. Run as a module it is the health check of the web container."""

from __future__ import annotations

import http.client
import os
import sys

from config.addresses import host_of


def serves(address: str, port: int, *, host: str, path: str) -> bool:
    """Return whether ``path`` answers with anything below 500. ``host`` is the name the server expects to be called."""
    link = http.client.HTTPConnection(address, port, timeout=3)
    try:
        link.request("GET", path, headers={"Host": host})
        return link.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8000"))
    name = host_of(os.environ.get("BASE_URL") or f"http://localhost:{port}")
    sys.exit(0 if serves("127.0.0.1", port, host=name, path="/healthz") else 1)
