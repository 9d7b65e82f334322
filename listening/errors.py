"""What can go wrong between us and a network, and nothing else. Pure.

A message never holds a token, a text of a post, or an address with its query string: it ends up in logs and on pages.
"""

from __future__ import annotations

from datetime import datetime


class ListeningError(Exception):
    """Base of every error that a connector may raise. ``code`` is stable and is what pages translate."""

    kind = "error"

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class RateLimited(ListeningError):
    """The network asked us to wait until ``reset_at`` (aware UTC; ``None`` if it did not say)."""

    kind = "rate_limited"

    def __init__(
        self,
        code: str = "rate_limited",
        *,
        reset_at: datetime | None = None,
        scope: str = "",
        detail: str = "",
    ) -> None:
        super().__init__(code, detail)
        self.reset_at = reset_at
        self.scope = scope


class Transient(ListeningError):
    """It may work later: 5xx, timeout, reset, truncated body. ``retry_after`` is in seconds, if the network said so."""

    kind = "transient"

    def __init__(self, code: str = "transient", *, retry_after: float | None = None, detail: str = "") -> None:
        super().__init__(code, detail)
        self.retry_after = retry_after


class BudgetExhausted(ListeningError):
    """Money or a daily quota is used up until ``resume_at``."""

    kind = "budget_exhausted"

    def __init__(self, code: str = "budget_exhausted", *, resume_at: datetime | None = None, detail: str = "") -> None:
        super().__init__(code, detail)
        self.resume_at = resume_at


class AuthError(ListeningError):
    """The sign-in is wrong or expired: stop and tell the operator."""

    kind = "auth"


class Permanent(ListeningError):
    """Asking again cannot help: gone, forbidden, not a feed, wrong request."""

    kind = "permanent"


class CursorExpired(ListeningError):
    """The saved position is no longer accepted; the next poll starts afresh and a gap is recorded."""

    kind = "cursor_expired"


class BadRecord(ListeningError):
    """One record of a page is unusable: set it aside, count it, go on."""

    kind = "bad_record"


class Forbidden(Permanent):
    """The door refused an address: private, not http(s), or otherwise not to be asked. ``code`` says which."""

    kind = "forbidden"
