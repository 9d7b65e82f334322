"""Signs and checks webhooks as Standard Webhooks 1.0.0 says: id, timestamp and body, by HMAC-SHA256. Pure.

Source: the specification at standardwebhooks.com, checked on 22 November 2026. Both directions use the desk's secret.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

TOLERANCE: Final = timedelta(minutes=5)  # BEHAVIOUR 18
PREFIX: Final = "whsec_"
_LONGEST = 2_000  # characters of a header of signatures


def headers(secret: str, *, webhook_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers of a webhook that goes out at ``at``."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{_signature(secret, webhook_id, stamp, body)}",
    }


def verified(secret: str, given: Mapping[str, str], body: bytes, *, now: datetime) -> bool:
    """Say whether a body came from who knows the secret, within five minutes. ``given`` are its headers."""
    webhook_id, stamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not webhook_id or not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > TOLERANCE:
        return False
    wanted = _signature(secret, webhook_id, stamp, body).encode()
    said = given.get("webhook-signature", "")[:_LONGEST].split()
    found = [each.partition(",")[2] for each in said if each.startswith("v1,")]
    return any(hmac.compare_digest(each.encode("utf-8", "replace"), wanted) for each in found)


def key(secret: str) -> bytes:
    """Return the bytes of a secret as it is shown: ``whsec_`` and base64, or any other words as they are."""
    if secret.startswith(PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def shown(secret: bytes) -> str:
    """Return a new secret as it is shown and kept."""
    return PREFIX + base64.b64encode(secret).decode()


def _signature(secret: str, webhook_id: str, stamp: str, body: bytes) -> str:
    signed = b".".join([webhook_id.encode(), stamp.encode(), body])
    return base64.b64encode(hmac.new(key(secret), signed, hashlib.sha256).digest()).decode()
