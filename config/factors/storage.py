"""The stored second factors: sealed anew when keys change, and looked over after a restore."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction

from config.factors.adapter import opened, sealed

_SECRETS = ("secret", "seed")


def rotate(keys: Sequence[str]) -> tuple[int, int]:
    """Seal every secret anew with the first of ``keys``. Returns how many factors were, and how many have one.

    What no key opens stays as it is.
    """
    done = found = 0
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update().exclude(type="webauthn").order_by("id"):
            found += 1
            try:
                row.data = _each(row.data, lambda text: sealed(opened(text, keys), keys))
            except InvalidToken:
                continue
            row.save(update_fields=["data"])
            done += 1
    return done, found


def unreadable(keys: Sequence[str]) -> list[str]:
    """Return ``second factor of NAME`` for each that none of ``keys`` opens."""
    found = []
    for row in Authenticator.objects.exclude(type="webauthn").select_related("user").order_by("id"):
        try:
            _each(row.data, lambda text: opened(text, keys))
        except InvalidToken:
            found.append(f"second factor of {row.user.get_username()}")
    return found


def _each(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """Return the factor's data with its secrets changed; recovery codes brought from elsewhere are a list."""
    fresh = {name: change(value) if name in _SECRETS else value for name, value in data.items()}
    if "migrated_codes" in data:
        fresh["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    return fresh
