"""The list of experts: somebody's name, mail address, what he knows and the language of his mails."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from engagement.actions.experts.asking import settle
from engagement.errors import BadField, Refused, Unknown
from engagement.models import Expert, ExpertRequest
from engagement.storage import storing

NAME_LIMIT = 100
KNOWS_LIMIT = 200
ADDRESS_LIMIT = 254  # RFC 5321
MOST = 200


def add(*, name: str, address: str, knows: str, language: str, now: datetime) -> Expert:
    """Add an expert. Raises ``BadField`` naming the field at fault."""
    name, knows, address = " ".join(name.split()), " ".join(knows.split()), address.strip().lower()
    if not name:
        raise BadField("name", "expert_name_missing")
    if len(name) > NAME_LIMIT:
        raise BadField("name", "expert_name_too_long", {"limit": NAME_LIMIT})
    if len(knows) > KNOWS_LIMIT:
        raise BadField("knows", "expert_knows_too_long", {"limit": KNOWS_LIMIT})
    if language not in dict(settings.LANGUAGES):
        raise BadField("language", "expert_language_unknown")
    _check(address)
    if Expert.objects.filter(removed_at=None).count() >= MOST:
        raise BadField("name", "experts_too_many", {"limit": MOST})
    try:
        with transaction.atomic():
            return Expert.objects.create(name=name, address=address, knows=knows, language=language, created_at=now)
    except IntegrityError:
        raise BadField("address", "expert_address_taken") from None


def _check(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise BadField("address", "expert_no_address", {"value": address[:60]}) from None
    if len(address) > ADDRESS_LIMIT:
        raise BadField("address", "expert_no_address", {"value": address[:60]})


def remove(expert_id: int, *, now: datetime) -> Expert:
    """Take somebody from the list. What he was asked and has not answered is withdrawn. Raises ``Unknown``."""
    with storing():
        row = Expert.objects.select_for_update().filter(pk=expert_id, removed_at=None).first()
        if row is None:
            raise Unknown("expert", expert_id)
        row.removed_at = now
        row.save(update_fields=["removed_at"])
    open_ = ExpertRequest.objects.filter(expert=row, state=ExpertRequest.State.OPEN).order_by("case_id")
    for request_id in list(open_.values_list("pk", flat=True)):
        settle(request_id, ExpertRequest.State.WITHDRAWN, "expert_withdrawn", now=now)
    return row


def restore(expert_id: int) -> Expert:
    """Put somebody back on the list. Raises ``Unknown``, and ``Refused`` if his address is there again."""
    row = Expert.objects.filter(pk=expert_id).exclude(removed_at=None).first()
    if row is None:
        raise Unknown("expert", expert_id)
    try:
        with transaction.atomic():
            row.removed_at = None
            row.save(update_fields=["removed_at"])
    except IntegrityError:
        raise Refused("expert_address_taken") from None
    return row
