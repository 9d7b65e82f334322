"""The sealed secrets of networks: written once, opened only to ask the network. Nothing here ever shows one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from listening.errors import AuthError
from listening.models import Credential
from listening.sealed import Seal, SealBroken


def add_credential(network: str, name: str, secret: Mapping[str, str], now: datetime) -> uuid.UUID:
    """Seal ``secret`` with the newest of ``CREDENTIAL_KEYS`` and return its id. Raises ``SealBroken`` without keys."""
    id_ = uuid.uuid4()
    Credential.objects.create(
        id=id_, network=network, name=name, sealed=_seal().close(str(id_), secret), created_at=now
    )
    return id_


def open_credential(id_: uuid.UUID) -> dict[str, str]:
    """Return the secret. Raises ``AuthError("credential_unreadable")`` if no key opens it or it is gone."""
    row = Credential.objects.filter(id=id_).first()
    try:
        if row is not None:
            return _seal().open(str(id_), bytes(row.sealed))
    except SealBroken:
        raise AuthError("credential_unreadable") from None
    raise AuthError("credential_unreadable")


def _seal() -> Seal:
    return Seal([key for key in settings.CREDENTIAL_KEYS if key])
