"""tweepy, kept to the door: our session in place of its own, its logs silenced, its answers read by us.

tweepy has no timeout, logs the token at DEBUG, sleeps if it may, lets broken JSON and 402 out as they are and stumbles
over error bodies that are not objects. So it only builds and signs requests; statuses and bodies never reach it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tweepy

from listening.connectors.x.problems import body_of, rate_of, said_at
from listening.errors import AuthError, Permanent
from listening.http import Response, Session
from listening.records import RateState

HOST = "https://api.twitter.com"
"""Where tweepy 4.17 sends everything; there is no setting for it."""

USER_KEYS = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")


def _nothing_below_info(record: logging.LogRecord) -> bool:
    return record.levelno > logging.DEBUG


# At DEBUG these write headers, tokens and whole bodies. A filter holds whatever level anybody sets.
for _name in (
    "tweepy.client",
    "tweepy.api",
    "requests_oauthlib.oauth1_auth",
    "oauthlib.oauth1.rfc5849",
    "oauthlib.oauth1.rfc5849.signature",
):
    logging.getLogger(_name).addFilter(_nothing_below_info)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A good answer: its JSON, X's own time, and what it says of the limit."""

    body: Any
    said_at: datetime | None
    rate: RateState


class Pointed:
    """What tweepy takes for its session: the door's, with the host changed to where X is played, if it is."""

    def __init__(self, session: Session, base_url: str, now: datetime) -> None:
        self._session = session
        self._base = base_url.rstrip("/") or HOST
        self._now = now
        self.answer: Answer | None = None

    def request(self, method: str, url: str, **options: Any) -> Response:
        """Send it. Raises `listening.errors` for every answer that is no good, before tweepy sees it."""
        if not url.startswith(f"{HOST}/"):
            raise Permanent("library_moved", "tweepy asks another host than it used to")
        # tweepy names itself; the door's own agent goes out instead.
        response = self._session.request(method, self._base + url.removeprefix(HOST), **options)
        body = body_of(response, now=self._now)
        self.answer = Answer(
            body=body, said_at=said_at(response.headers), rate=rate_of(response.headers, now=self._now)
        )
        return response


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Asks X with one key. ``secret`` holds ``bearer_token``, or the four of ``USER_KEYS``, or both."""

    session: Session
    secret: Mapping[str, str]
    now: datetime
    base_url: str = ""

    def __repr__(self) -> str:
        return "Desk()"

    @property
    def speaks(self) -> bool:
        """Whether the key stands for an account: such a key may write, and its own mentions cost less."""
        return all(self.secret.get(name) for name in USER_KEYS)

    def ask(self, call: Callable[[tweepy.Client, bool], object], *, as_user: bool = False) -> Answer:
        """Return the answer to one call of tweepy, made as the account if ``as_user`` and the key allows it."""
        bearer = self.secret.get("bearer_token")
        if not bearer and not self.speaks:
            raise AuthError("no_key")
        client = tweepy.Client(
            bearer_token=bearer,
            **{name: self.secret.get(name) for name in USER_KEYS},
            return_type=Response,
            wait_on_rate_limit=False,
        )
        pointed = client.session = Pointed(self.session, self.base_url, self.now)
        call(client, self.speaks and (as_user or not bearer))
        if pointed.answer is None:
            raise Permanent("library_moved", "tweepy asked nothing")
        return pointed.answer
