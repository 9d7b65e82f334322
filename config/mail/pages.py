"""The page that tells how mail goes out and tries it, and the reset page, which needs it."""

from __future__ import annotations

import structlog
from allauth.account.views import password_reset
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.mail.off import NoMail, mail_is_on

HERE = "/settings/mail/"
log = structlog.get_logger(__name__)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show whether mail is set up, by which server and in whose name. The password is shown to nobody."""
    context = {
        "on": mail_is_on(),
        "server": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
        "user_name": settings.EMAIL_HOST_USER,
        "secured": _("TLS from the first byte") if settings.EMAIL_USE_SSL else _("TLS after STARTTLS, or nothing"),
        "clear": not (settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS),
        "sender": settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "mail.html", context)


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Send a mail to the viewer and say what the server said."""
    to = getattr(request.user, "email", "")
    letter = EmailMessage(
        subject=_("A test from Wellheard"),
        body=_("Mail works: %(url)s sent this because you asked it to.") % {"url": settings.BASE_URL},
        to=[to],
    )
    try:
        letter.send()
    except OSError as failure:
        messages.error(request, _("Nothing was sent. %(why)s") % {"why": why(failure)})
    else:
        words = _("The server took it. Look into the inbox of %(to)s, and into its spam folder.")
        messages.success(request, words % {"to": to})
    return redirect(HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_reset(request: HttpRequest) -> HttpResponse:
    """Ask for the address to send a reset link to; without mail tell who can make one instead."""
    if not mail_is_on():
        return render(request, "account/password_reset_by_hand.html", {"failed": request.method == "POST"})
    try:
        answer: HttpResponse = password_reset(request)
    except OSError as failure:
        log.warning("mail_failed", why=type(failure).__name__)
        return render(request, "account/password_reset_by_hand.html", {"failed": True}, status=502)
    return answer


def why(failure: OSError) -> str:
    """Return in words what kept a mail from being sent. What the server itself said stands in it."""
    server = {"server": f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"}
    refused = getattr(failure, "recipients", None)
    if isinstance(refused, dict) and refused:
        code, said = next(iter(refused.values()))
        return _("The server does not take this address: %(said)s") % {"said": spoken(code, said)}
    if hasattr(failure, "smtp_code"):
        said = spoken(failure.smtp_code, getattr(failure, "smtp_error", b""))
        if type(failure).__name__ == "SMTPAuthenticationError":
            return _("The server does not take this user name and password: %(said)s") % {"said": said}
        return _("The server refused: %(said)s") % {"said": said}
    if isinstance(failure, NoMail):
        return _("Mail is off: EMAIL_URL is not set.")
    if isinstance(failure, TimeoutError):
        return _("%(server)s did not answer in time. Is the port right, and open on the way?") % server
    if isinstance(failure, ConnectionRefusedError):
        return _("Nothing listens at %(server)s.") % server
    if type(failure).__name__ == "gaierror":
        return _("There is no server of the name %(server)s.") % server
    if type(failure).__name__.startswith("SSL"):
        return _("No TLS with %(server)s: %(said)s") % (server | {"said": failure})
    return _("%(server)s: %(said)s") % (server | {"said": failure})


def spoken(code: object, said: object) -> str:
    """Return an answer of a mail server as one line: ``550 no such user``."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(f"{code} {text}".split())[:300]
