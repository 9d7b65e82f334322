"""Django's database sessions, stored under the SHA-256 of the cookie instead of the cookie itself, and sealed.

The cookie is 32 random characters, so a plain digest cannot be guessed back. What a session holds may be a secret too,
such as a second factor that is being set up; dropping the key that sealed it signs its owner out, no more. Pages are
served by threads: the twins of these methods for asyncio are not used, and refuse instead of storing what these would
not.
"""

from __future__ import annotations

import hashlib
from typing import Any, NoReturn

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from config.factors.adapter import opened, sealed


def digest(session_key: str) -> str:
    """Return what stands in the database for a cookie: 40 hex digits, which is all the room that the column has."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """The store that `SESSION_ENGINE` names."""

    def _get_session_from_db(self) -> Session | None:
        key = digest(self.session_key or "")
        found = Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()
        if found is None:
            self._session_key = None
        return found

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return what is stored of the session's content."""
        return sealed(super().encode(session_dict), settings.CREDENTIAL_KEYS)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return the session's content, nothing if no key opens it or its signature is wrong."""
        text = session_data if isinstance(session_data, str) else session_data.decode()
        try:
            return super().decode(opened(text, settings.CREDENTIAL_KEYS))
        except InvalidToken:
            return {}

    def exists(self, session_key: str) -> bool:
        """Return whether somebody has this cookie."""
        return super().exists(digest(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to be stored."""
        row = super().create_model_instance(data)
        return Session(session_key=digest(row.session_key), session_data=row.session_data, expire_date=row.expire_date)

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one unless another is named."""
        key = session_key or self.session_key
        if key:
            super().delete(digest(key))

    async def aload(self) -> NoReturn:
        """Refuse: see above."""
        raise NotImplementedError("sessions are read by threads only")

    async def asave(self, must_create: bool = False) -> NoReturn:
        """Refuse: see above."""
        raise NotImplementedError("sessions are written by threads only")
