"""The field that keeps credentials encrypted at rest, with keys of their own (`CREDENTIAL_KEYS`), never `SECRET_KEY`.

The row's id is bound into the sealed text, so that a ciphertext moved to another row does not open there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealBroken(Exception):
    """The stored secret cannot be opened: the key is missing, or the ciphertext belongs to another row."""


class Seal:
    """Seals and opens small secret mappings with a list of Fernet keys, the newest first."""

    def __init__(self, keys: list[str]) -> None:
        if not keys:
            raise SealBroken("CREDENTIAL_KEYS is empty: run `manage.py setup` or set it")
        self._fernet = MultiFernet([Fernet(key.encode()) for key in keys])

    def close(self, row_id: str, secret: Mapping[str, str]) -> bytes:
        """Return the ciphertext of ``secret``, bound to ``row_id``."""
        return self._fernet.encrypt(json.dumps({"row": row_id, "secret": dict(secret)}).encode())

    def open(self, row_id: str, sealed: bytes) -> dict[str, str]:
        """Return the secret that ``close`` sealed for ``row_id``. Raises ``SealBroken``."""
        try:
            content = json.loads(self._fernet.decrypt(bytes(sealed)))
        except InvalidToken:
            raise SealBroken("no key of CREDENTIAL_KEYS opens this credential") from None
        if content["row"] != row_id:
            raise SealBroken("this credential was sealed for another row")
        secret: dict[str, str] = content["secret"]
        return secret

    def rotate(self, sealed: bytes) -> bytes:
        """Return the same secret sealed with the newest key."""
        try:
            return self._fernet.rotate(bytes(sealed))
        except InvalidToken:
            raise SealBroken("no key of CREDENTIAL_KEYS opens this credential") from None
