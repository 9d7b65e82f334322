"""The sealed secrets of networks: written once, opened only to ask the network. Nothing here ever shows one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

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


def replace_credential(id_: uuid.UUID, secret: Mapping[str, str], now: datetime) -> None:
    """Seal another secret in place of the one that was there."""
    Credential.objects.filter(id=id_).update(sealed=_seal().close(str(id_), secret), rotated_at=now)


def open_credential(id_: uuid.UUID) -> dict[str, str]:
    """Return the secret. Raises ``AuthError("credential_unreadable")`` if no key opens it or it is gone."""
    row = Credential.objects.filter(id=id_).first()
    try:
        if row is not None:
            return _seal().open(str(id_), bytes(row.sealed))
    except SealBroken:
        raise AuthError("credential_unreadable") from None
    raise AuthError("credential_unreadable")


def unreadable(keys: Sequence[str]) -> list[str]:
    """Return ``network name`` of each credential that none of ``keys`` opens, by name."""
    seal, found = Seal([*keys]), []
    for row in Credential.objects.order_by("network", "name"):
        try:
            seal.open(str(row.id), bytes(row.sealed))
        except SealBroken:
            found.append(f"{row.network} {row.name}".strip())
    return found


def rotate(keys: Sequence[str], now: datetime) -> tuple[int, int]:
    """Seal every credential anew with the first of ``keys``. Returns how many were, and how many there are.

    One transaction with the rows held: a sign-in that is renewed meanwhile waits and is not overwritten. What no key
    opens stays as it is.
    """
    seal, done = Seal([*keys]), 0
    with transaction.atomic():
        rows = list(Credential.objects.select_for_update().order_by("id"))
        for row in rows:
            try:
                row.sealed = seal.rotate(bytes(row.sealed))
            except SealBroken:
                continue
            row.rotated_at = now
            row.save(update_fields=["sealed", "rotated_at"])
            done += 1
    return done, len(rows)


def _seal() -> Seal:
    return Seal([key for key in settings.CREDENTIAL_KEYS if key])
