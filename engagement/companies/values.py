"""What may stand in the fields of a company, from a form or from a table. Pure."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from engagement.errors import BadField

NAME_LIMIT = 200
DOMAIN_LIMIT = 253
ADDRESS_LIMIT = 500  # the codec below takes the square of the length
YES = frozenset({"yes", "y", "true", "1", "x", "key", "ja", "oui"})
NO = frozenset({"no", "n", "false", "0", "-", "nein", "non"})
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.(?=[a-z])[a-z0-9-]{2,63}(?<!-)")


def name_of(text: str) -> str:
    """Return a company's name on one line. Raises ``BadField`` for an empty or a very long one."""
    seen = "".join(" " if unicodedata.category(each) in {"Cc", "Cf", "Zl", "Zp"} else each for each in text)
    name = " ".join(unicodedata.normalize("NFC", seen).split())
    if not name:
        raise BadField("name", "company_name_missing")
    if len(name) > NAME_LIMIT:
        raise BadField("name", "company_name_too_long", {"limit": NAME_LIMIT})
    return name


def domain_of(text: str) -> str:
    """Return a domain, bare and in lower case, from a domain or a web address; "" for nothing.

    ``https://www.Acme.example/about`` is ``acme.example``. Raises ``BadField`` for what is neither, a mail address too.
    """
    given = text.strip()
    if not given:
        return ""
    try:
        if len(given) > ADDRESS_LIMIT:
            raise ValueError
        host = urlsplit(given if "//" in given else f"//{given}").netloc.partition(":")[0]
        found = host.rstrip(".").encode("idna").decode("ascii").lower().removeprefix("www.")
    except ValueError:  # UnicodeError is one too
        found = ""
    if len(found) > DOMAIN_LIMIT or not _HOST.fullmatch(found):
        raise BadField("domain", "company_domain_malformed", {"value": given[:80]})
    return found


def key_of(text: str) -> bool | None:
    """Return whether a cell says yes or no, None where it says nothing. Raises ``BadField`` for anything else."""
    word = text.strip().casefold()
    if not word:
        return None
    if word not in YES | NO:
        raise BadField("key", "company_key_malformed", {"value": text.strip()[:80]})
    return word in YES
