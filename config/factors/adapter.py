"""What allauth calls before it stores a second factor's secret and after it has read one."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

MARK = "sealed:"
"""Stands before what is sealed. Secrets from before there was a seal have none, and are sealed by `rotate_keys`."""


def box(keys: Sequence[str]) -> MultiFernet:
    """Return what seals with the first of ``keys`` and opens with any. Raises ``ValueError`` without keys."""
    return MultiFernet([Fernet(key.encode()) for key in keys if key])


def sealed(text: str, keys: Sequence[str]) -> str:
    """Return ``text`` sealed."""
    return MARK + box(keys).encrypt(text.encode()).decode()


def opened(text: str, keys: Sequence[str]) -> str:
    """Return what was sealed. Raises ``cryptography.fernet.InvalidToken`` if no key opens it."""
    return box(keys).decrypt(text.removeprefix(MARK).encode()).decode() if text.startswith(MARK) else text


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's rules with the seal."""

    def encrypt(self, text: str) -> str:
        """Return what is stored."""
        return sealed(text, settings.CREDENTIAL_KEYS)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was stored. Raises ``cryptography.fernet.InvalidToken``."""
        return opened(encrypted_text, settings.CREDENTIAL_KEYS)
