"""Turns `EMAIL_URL` into Django's settings. Pure: no Django, no environment."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from config.addresses import BadAddress

OFF = "config.mail.off.MailIsOff"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
TIMEOUT = 10  # seconds for each step of the talk with the server: a person waits for it


def mail_settings(url: str) -> dict[str, Any]:
    """Return Django's `EMAIL_…` settings for `smtp://user:password@host:port`; without an address mail is off.

    `smtp` starts in the clear and turns to TLS or fails (port 587), `smtps` speaks TLS at once (port 465), and
    `smtp://host:25?tls=off` stays in the clear, for a relay of one's own. Raises ``BadAddress``, which never holds
    the password.
    """
    if not url:
        return mail_settings("smtp://-") | {"EMAIL_BACKEND": OFF, "EMAIL_HOST": ""}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadAddress("EMAIL_URL must look like smtp://user:password@host:587 or smtps://user:password@host")
    try:
        port = parts.port
    except ValueError:
        raise BadAddress("EMAIL_URL names a port that is no number") from None
    asked = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    clear = asked.pop("tls", "on")
    if asked or clear not in ("on", "off") or (clear == "off" and parts.scheme == "smtps"):
        raise BadAddress("EMAIL_URL knows one option: ?tls=off, with smtp://")
    at_once = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if at_once else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": at_once,
        "EMAIL_USE_TLS": not at_once and clear == "on",
        "EMAIL_TIMEOUT": TIMEOUT,
    }
