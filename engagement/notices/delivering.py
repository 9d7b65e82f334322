"""Hands a message to its receiver: a webhook through the door, or mailboxes by Django's mail. Touches no table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from engagement.notices import shapes
from engagement.notices.records import Answer, Message
from listening import http
from listening.errors import ListeningError, Permanent, Transient

LIMITS = http.Limits(connect=5.0, idle=10.0, deadline=15.0, headers=32_768, wire=100_000, inflated=200_000)
TAKEN = {"slack": "ok", "mattermost": "ok"}
"""What these two answer when they took a message; a sign-in page in their place answers 200 as well. Workflows of
Teams answer 202 and post later, with a body that is not documented."""

SENDERS = 20  # at once: a receiver that hangs holds up no other
_WORD = re.compile(r"[a-z]{2,24}(?:[_.][a-z]{2,24}){1,9}|[A-Z][A-Za-z]{2,60}")


class Declined(Permanent):
    """The other side refused. ``detail`` is its own word for why, or "": nothing else of its answer is kept."""


def deliver(kind: str, secret: Mapping[str, str], message: Message, *, now: datetime) -> Answer:
    """Send one message and return what the other side said. Raises ``listening.errors``, with no secret in them.

    ``Permanent``'s code is ``not_found`` and the like, ``redirected``, ``answered_otherwise``, ``mail_off`` or
    ``mail_refused``; ``Declined`` names the other side's own error word, if it gave one.
    """
    if kind == "mail":
        return _mail(secret["addresses"].split(), message)
    return _post(kind, secret["url"], shapes.BODIES[kind](message), now=now)


def deliver_all(
    parcels: Mapping[int, tuple[str, Mapping[str, str], Message]], *, now: datetime
) -> Iterator[tuple[int, Answer | ListeningError]]:
    """Deliver many at once and yield what became of each with its key, whoever answers first first."""
    with ThreadPoolExecutor(max_workers=SENDERS) as pool:
        jobs = {pool.submit(_outcome, *parcel, now): key for key, parcel in parcels.items()}
        for job in as_completed(jobs):
            yield jobs[job], job.result()


def mail_is_on() -> bool:
    """Return whether this installation can send mail at all."""
    return bool(settings.EMAIL_HOST)


def _outcome(kind: str, secret: Mapping[str, str], message: Message, now: datetime) -> Answer | ListeningError:
    try:
        return deliver(kind, secret, message, now=now)
    except ListeningError as error:
        return error


def _post(kind: str, url: str, body: Mapping[str, Any], *, now: datetime) -> Answer:
    answer, said = post(url, json.dumps(body).encode(), {"Content-Type": "application/json"}, now=now)
    if kind in TAKEN and said != TAKEN[kind]:
        raise Permanent("answered_otherwise", answer.host)
    return answer


def post(url: str, body: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[Answer, str]:
    """Post to a webhook through the door, once, and return that it was taken and what was said. Follows no redirect.

    Raises ``listening.errors`` as ``deliver`` does.
    """
    host = urlsplit(url).hostname or ""
    with http.session(limits=LIMITS) as session:
        response = session.post(url, data=body, headers=dict(headers), allow_redirects=False)
        said = response.content.decode("utf-8", "replace").strip()
    if 300 <= response.status_code < 400:
        raise Permanent("redirected", host)
    try:
        http.raise_for_status(response, now=now)
    except Permanent as refused:
        raise Declined(refused.code, own_word(said, url)) from None
    return Answer(host=host, status=response.status_code), said


def own_word(body: str, url: str) -> str:
    """Return the error word in an answer (``no_service``, ``invalid_token``), or "".

    Slack answers with the word alone, Mattermost with JSON and its ``id``, Workflows with JSON and ``error.code``.
    Everything else is dropped: what a server says may hold the address that it was asked by, which is the secret.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = body
    if isinstance(told, dict):
        error = told.get("error")
        told = error.get("code") if isinstance(error, dict) else told.get("id")
    word = told if isinstance(told, str) and _WORD.fullmatch(told) else ""
    return "" if word and word.lower() in url.lower() else word


def _mail(addresses: list[str], message: Message) -> Answer:
    if not mail_is_on():
        raise Permanent("mail_off")
    subject, body = shapes.letter(message)
    try:
        EmailMessage(subject=subject, body=body, to=addresses, headers=_named(message.key)).send()
    except OSError as failure:
        raise _mail_error(failure) from None
    except ValueError:  # an address that cannot be written into a mail: one letter's trouble, not that of all others
        raise Permanent("mail_address") from None
    return Answer(host=str(settings.EMAIL_HOST), status=250)


def _named(key: str) -> dict[str, str]:
    """Return the header by which mailboxes know a second copy of the same mail."""
    return {"Message-ID": f"<{key}@{urlsplit(settings.BASE_URL).hostname}>"} if key else {}


def _mail_error(failure: OSError) -> ListeningError:
    """Return what a failure of the mail server means: its 5xx is final, all else may pass. Addresses stay out."""
    refused = getattr(failure, "recipients", None)
    codes = [code for code, _said in refused.values()] if isinstance(refused, dict) else []
    codes += [failure.smtp_code] if hasattr(failure, "smtp_code") else []
    if codes and all(int(code) >= 500 for code in codes):
        return Declined("mail_refused", str(codes[0]))
    return Transient("mail_failed", detail=type(failure).__name__)
