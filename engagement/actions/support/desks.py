"""Where cases are handed: adding a desk, trying it, removing it. Its address and secret are sealed."""

from __future__ import annotations

import json
import secrets
import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from engagement.actions.receivers import why_of
from engagement.actions.support.handing import give_up
from engagement.errors import BadField, Unknown
from engagement.models import HandOver, SupportDesk
from engagement.notices import delivering
from engagement.notices.records import Answer
from engagement.storage import storing
from engagement.support import payload, signing, states, storage
from listening import http
from listening.errors import ListeningError
from listening.models import Credential
from listening.records import Say
from listening.storage.credentials import add_credential, open_credential

NAME_LIMIT = 100
LEAST_SECRET = 24  # characters
SECRET_LIMIT = 200
MOST = 20
SEALED_AS = "support"


def add(*, name: str, address: str, secret: str, now: datetime) -> tuple[SupportDesk, str]:
    """Add a desk; return it and its secret, which is made here if none is given and never shown again.

    Raises ``BadField`` naming the field at fault: for an address that the door refuses its code is the door's own.
    """
    name, url, given = " ".join(name.split()), address.strip(), secret.strip()
    if not name:
        raise BadField("name", "desk_name_missing")
    if len(name) > NAME_LIMIT:
        raise BadField("name", "desk_name_too_long", {"limit": NAME_LIMIT})
    if given and len(given) < LEAST_SECRET:
        raise BadField("secret", "desk_secret_short", {"least": LEAST_SECRET})
    if len(given) > SECRET_LIMIT:
        raise BadField("secret", "desk_secret_long", {"limit": SECRET_LIMIT})
    try:
        http.check(url)
    except ListeningError as refused:
        raise BadField("address", refused.code) from None
    if SupportDesk.objects.filter(removed_at=None).count() >= MOST:
        raise BadField("name", "desks_too_many", {"limit": MOST})
    kept = given or signing.shown(secrets.token_bytes(32))
    try:
        with transaction.atomic():
            sealed = add_credential(SEALED_AS, name, {"url": url, "secret": kept}, now)
            hint = f"{urlsplit(url).hostname} …{url[-4:]}"
            row = SupportDesk.objects.create(name=name, address_id=sealed, hint=hint, created_at=now)
    except IntegrityError:
        raise BadField("name", "desk_name_taken") from None
    return row, kept


def try_now(desk_id: int, *, now: datetime) -> tuple[SupportDesk, Answer]:
    """Post a signed test that opens nothing, and return what the other side said.

    Raises ``Unknown``, and the ``listening.errors`` of whatever kept it from being taken.
    """
    row = _get(desk_id)
    body = json.dumps(payload.trial(now)).encode()
    try:
        answer = post(open_credential(_address(row)), f"test-{secrets.token_hex(8)}", body, now=now)
    except ListeningError as error:
        storage.troubled(row.pk, why_of(error))
        raise
    storage.worked(row.pk, now)
    return row, answer


def post(secret: dict[str, str], webhook_id: str, body: bytes, *, now: datetime) -> Answer:
    """Post a signed document through the door. Raises ``listening.errors``."""
    signed = signing.headers(secret["secret"], webhook_id=webhook_id, at=now, body=body)
    answer, _said = delivering.post(secret["url"], body, {"Content-Type": "application/json", **signed}, now=now)
    return answer


def remove(desk_id: int, *, now: datetime) -> SupportDesk:
    """Remove a desk with its address and secret. What it has not taken yet comes back; its reports end."""
    row = _get(desk_id)
    waiting = HandOver.objects.filter(desk=row, state=states.WAITING).order_by("case_id")
    for hand_over_id in list(waiting.values_list("pk", flat=True)):
        give_up(hand_over_id, Say(code="switched_off"), now=now)
    with storing():
        sealed = _address(row)
        SupportDesk.objects.filter(pk=row.pk).update(removed_at=now, address=None)
        Credential.objects.filter(id=sealed).delete()
    return row


def _get(desk_id: int) -> SupportDesk:
    row = SupportDesk.objects.filter(pk=desk_id, removed_at=None).first()
    if row is None:
        raise Unknown("desk", desk_id)
    return row


def _address(row: SupportDesk) -> uuid.UUID:
    assert row.address_id is not None  # a constraint of the table: it has one until it is removed
    return row.address_id
