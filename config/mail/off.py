"""The mail backend of an installation without mail: it refuses, and so nothing looks sent that was not."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class NoMail(OSError):
    """Mail is off. An ``OSError`` as a server that does not answer is one: whoever sends expects both."""


class MailIsOff(BaseEmailBackend):
    """Django's name for it stands in `EMAIL_BACKEND` while `EMAIL_URL` is unset."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Refuse. Raises ``NoMail``."""
        raise NoMail("mail is off: EMAIL_URL is not set")


def mail_is_on() -> bool:
    """Return whether mail can be sent at all."""
    return bool(settings.EMAIL_HOST)
