"""Nobody signs up by themselves: people are invited, and the first one comes through the setup page."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from config.mail.off import mail_is_on


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """allauth's account rules with the public sign-up closed, and with mail that may be off."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False, always."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's mails, if there is mail. The page that needs one says itself that there is none."""
        if mail_is_on():
            super().send_mail(template_prefix, email, context)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """Put one of allauth's messages on the next page, but claim no mail that was not sent."""
        if mail_is_on() or message_template != "account/messages/email_confirmation_sent.txt":
            super().add_message(request, level, message_template, *args, **more)
