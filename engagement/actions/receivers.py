"""The verbs on receivers: add one, try it, switch it off and on, remove it. Pages and API call the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from engagement.errors import BadField, Unknown
from engagement.models import Notice, Receiver
from engagement.notices import delivering, storage, wording
from engagement.notices.records import Answer
from engagement.storage import company_zone
from listening import http
from listening.errors import ListeningError
from listening.models import Credential
from listening.records import Say
from listening.storage.credentials import add_credential, open_credential

NAME_LIMIT = 100
MAILBOXES = 20
SHORTEST_KEY = 12  # characters after the host; the shortest webhooks in use have more than twenty


def add(*, name: str, kind: str, address: str, wants: Sequence[str], now: datetime) -> Receiver:
    """Add a receiver; its address is sealed and never shown again. For mail ``address`` lists e-mail addresses.

    Raises ``BadField`` naming the field at fault: for an address that the door refuses its code is the door's own.
    """
    name = " ".join(name.split())
    if not name:
        raise BadField("name", "receiver_name_missing")
    if len(name) > NAME_LIMIT:
        raise BadField("name", "receiver_name_too_long", {"limit": NAME_LIMIT})
    if kind not in Receiver.Kind.values:
        raise BadField("kind", "receiver_kind_unknown")
    chosen = [each for each in Receiver.Alert.values if each in wants]
    if not chosen:
        raise BadField("wants", "receiver_wants_nothing")
    secret, hint = _mailboxes(address) if kind == Receiver.Kind.MAIL else _webhook(address)
    try:
        with transaction.atomic():
            return Receiver.objects.create(
                name=name,
                kind=kind,
                address_id=add_credential(kind, name, secret, now),
                hint=hint,
                wants=chosen,
                since=now,
                created_at=now,
            )
    except IntegrityError:
        raise BadField("name", "receiver_name_taken") from None


def _webhook(address: str) -> tuple[dict[str, str], str]:
    url = address.strip()
    try:
        http.check(url)
    except ListeningError as refused:
        raise BadField("address", refused.code) from None
    parts = urlsplit(url)
    key = f"{parts.path}?{parts.query}"
    if len(key) < SHORTEST_KEY:
        raise BadField("address", "receiver_address_short")
    return {"url": url}, f"{parts.hostname} …{url[-4:]}"


def _mailboxes(given: str) -> tuple[dict[str, str], str]:
    if not delivering.mail_is_on():
        raise BadField("kind", "receiver_mail_off")
    addresses = list(dict.fromkeys(given.replace(",", " ").replace(";", " ").split()))
    if not 1 <= len(addresses) <= MAILBOXES:
        raise BadField("address", "receiver_mailboxes", {"limit": MAILBOXES})
    for each in addresses:
        try:
            validate_email(each)
        except ValidationError:
            raise BadField("address", "receiver_no_mailbox", {"value": each}) from None
    first, more = addresses[0], len(addresses) - 1
    hint = f"{first[0]}…@{first.rpartition('@')[2]}" + (f" +{more}" if more else "")
    return {"addresses": " ".join(addresses)}, hint


def try_now(receiver_id: int, *, now: datetime) -> tuple[Receiver, Answer]:
    """Send a test and return what the other side said; the receiver remembers how it went.

    Raises ``Unknown``, and the ``listening.errors`` of whatever kept it from being taken.
    """
    receiver = _get(receiver_id)
    test = wording.message(Say(code="alert_test"), (), base_url=settings.BASE_URL, now=now, zone=company_zone())
    try:
        answer = delivering.deliver(receiver.kind, open_credential(receiver.address_id), test, now=now)
    except ListeningError as error:
        storage.failed(receiver.pk, why_of(error))
        raise
    storage.worked(receiver.pk, now)
    return receiver, answer


def why_of(error: ListeningError) -> Say:
    """Return a failure as it is kept and shown: its code, and the other side's own word. Never its address."""
    said = error.detail if isinstance(error, delivering.Declined) else ""
    return Say(code=error.code, params={"said": said} if said else {})


def switch(receiver_id: int, *, active: bool, now: datetime) -> Receiver:
    """Switch a receiver off or on. What waits for it is given up; what becomes news while it is off is not told."""
    receiver = _get(receiver_id)
    with transaction.atomic():
        if receiver.active != active:
            receiver.active = active
            receiver.since = now
            receiver.save(update_fields=["active", "since"])
        if not active:
            waiting = Notice.objects.filter(receiver=receiver, state=Notice.State.WAITING)
            stored = {"code": Say(code="switched_off").code, "params": {}}
            waiting.update(state=Notice.State.FAILED, why=stored, lease_token=None, lease_until=None)
    return receiver


def remove(receiver_id: int) -> Receiver:
    """Remove a receiver with its address and all that was told to it."""
    receiver = _get(receiver_id)
    with transaction.atomic():
        address = receiver.address_id
        Receiver.objects.filter(id=receiver_id).delete()
        Credential.objects.filter(id=address).delete()
    return receiver


def _get(receiver_id: int) -> Receiver:
    receiver = Receiver.objects.filter(id=receiver_id).first()
    if receiver is None:
        raise Unknown("receiver", receiver_id)
    return receiver
