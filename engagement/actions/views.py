"""Saved views: made, renamed, shared and removed by their owner alone, and read by programs under a secret link.

To everybody else a view of somebody else is one that does not exist, unless it is shared; then he may open it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from engagement.errors import BadField, Refused, Unknown
from engagement.models import Receiver, SavedView

NAME_LIMIT = 60


def save_view(*, name: str, query: str, shared: bool, owner: User, now: datetime) -> SavedView:
    """Keep a list under a name; ``query`` is what ``QueueFilters.query`` wrote. Refused as ``view_name_…``."""
    return _stored(
        SavedView(owner=owner, name=_named(name), query=query, shared=shared, created_at=now, changed_at=now)
    )


def change_view(
    view_id: int, *, name: str, shared: bool, receiver_id: int | None, actor: User, now: datetime
) -> SavedView:
    """Rename a view, share it or take it back, and say which channel is told what comes into it from now on.

    Raises ``Unknown``; refused as above, and as ``view_receiver_gone``.
    """
    view = _own(view_id, actor)
    if receiver_id != view.receiver_id:
        if receiver_id is not None and receiver_id not in {each.pk for each in channels()}:
            raise BadField("receiver", "view_receiver_gone")
        view.receiver_id, view.told_since = receiver_id, now
    view.name, view.shared, view.changed_at = _named(name), shared, now
    return _stored(view)


def channels() -> list[Receiver]:
    """Return the chat channels, mailboxes and webhooks that take views, by name: whoever manages alerts chose so."""
    return list(Receiver.objects.filter(active=True, wants__contains=[Receiver.Alert.VIEWS]).order_by("name"))


def remove_view(view_id: int, *, actor: User, now: datetime) -> SavedView:
    """Remove a view; its link answers nothing from now on. Raises ``Unknown``."""
    view = _own(view_id, actor)
    view.removed_at = now
    view.save(update_fields=["removed_at"])
    return view


def restore_view(view_id: int, *, actor: User) -> SavedView:
    """Let a removed view return, its link too. Raises ``Unknown``, and ``Refused`` if its name was taken meanwhile."""
    view = SavedView.objects.filter(pk=view_id, owner=actor).exclude(removed_at=None).first()
    if view is None:
        raise Unknown("view", view_id)
    view.removed_at = None
    return _stored(view)


def open_feed(view_id: int, *, actor: User, now: datetime) -> str:
    """Make a secret link for a view and return its key, which nobody can read again; an older one ends."""
    view, key = _own(view_id, actor), secrets.token_urlsafe(32)
    view.feed_digest, view.feed_made_at = _digest(key), now
    view.save(update_fields=["feed_digest", "feed_made_at"])
    return key


def close_feed(view_id: int, *, actor: User) -> SavedView:
    """End the secret link of a view. Raises ``Unknown``."""
    view = _own(view_id, actor)
    view.feed_digest = view.feed_made_at = None
    view.save(update_fields=["feed_digest", "feed_made_at"])
    return view


def view_of_feed(key: str) -> SavedView | None:
    """Return the view behind a secret link; None if there is none, or its owner may no longer sign in."""
    found = SavedView.objects.filter(feed_digest=_digest(key), removed_at=None, owner__is_active=True)
    return found.filter(owner__member__isnull=False).select_related("owner").first()


def own_views(owner: User) -> list[SavedView]:
    """Return a person's own views by name."""
    views = SavedView.objects.filter(owner=owner, removed_at=None).select_related("receiver")
    return list(views.order_by("name", "id"))


def _own(view_id: int, actor: User) -> SavedView:
    view = SavedView.objects.filter(pk=view_id, owner=actor, removed_at=None).first()
    if view is None:
        raise Unknown("view", view_id)
    return view


def _named(name: str) -> str:
    kept = " ".join(name.replace("\x00", "").split())
    if not kept:
        raise BadField("name", "view_name_missing")
    if len(kept) > NAME_LIMIT:
        raise BadField("name", "view_name_too_long", {"limit": NAME_LIMIT})
    return kept


def _stored(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Refused("view_name_taken") from None
    return view


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
