"""Nobody signs up by themselves: people are invited, and the first one comes through the setup page."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's account rules with the public sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False, always."""
        return False
