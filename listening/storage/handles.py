"""Handles of listed accounts: whose a handle is becomes known from a post, and a new handle of a known id is noted.

A handle is never identity (``records.Author``). Where it is all that was typed, the id is learnt from a post that was
read after that and bears it, if nobody else is known to have borne it; otherwise a person is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from listening.models import AccountSuggestion, BrandAccount, Mention
from listening.models.brands import pending_id
from listening.records import Post
from listening.storage import accounts
from listening.storage.context import Context, load

BORE: Final = "bore_the_handle"
"""Why an account is suggested that bears, or bore, a handle that was listed without its id."""

_Key = tuple[str, str, str]


def learn(posts: Sequence[Post], context: Context, now: datetime) -> Context:
    """Note what these posts, read just now, say of the handles of listed accounts; return the context as it is then.

    No query where they say nothing new. Runs in the transaction that stores them.
    """
    renamed = _renamed(posts, context)
    bearers = _bearers(posts, context) if context.pending else {}
    for key, handle in renamed.items():
        _rename(key, handle)
    for account_id, ids in bearers.items():
        _identify(account_id, ids, now)
    return load() if renamed or bearers else context


def _renamed(posts: Sequence[Post], context: Context) -> dict[_Key, str]:
    """Return the listed accounts that bear another handle by now."""
    found = {}
    for post in posts:
        for instance in (post.instance, ""):
            key = (post.network, instance, post.author.external_id)
            known = context.handles.get(key)
            if known is not None and post.author.handle and known.casefold() != post.author.handle.casefold():
                found[key] = post.author.handle
    return found


def _rename(key: _Key, handle: str) -> None:
    network, instance, external_id = key
    held = BrandAccount.objects.select_for_update()
    account = held.filter(network=network, instance=instance, external_id=external_id).first()
    if account is None or account.handle.casefold() == handle.casefold():
        return
    # An empty entry is kept too: it tells the context that something changed.
    account.former_handles = [*account.former_handles, account.handle]
    account.handle = handle
    account.save(update_fields=["handle", "former_handles"])


def _bearers(posts: Sequence[Post], context: Context) -> Mapping[int, set[str]]:
    """Return, by the listed account whose id is not known, the ids that bear its handle in these posts."""
    found: dict[int, set[str]] = defaultdict(set)
    for post in posts:
        if not post.author.external_id or not post.author.handle:
            continue
        for instance in {post.instance, ""}:
            account_id = context.pending.get((post.network, instance, post.author.handle.casefold()))
            if account_id is not None:
                found[account_id].add(post.author.external_id)
    return found


def _identify(account_id: int, bearing: set[str], now: datetime) -> None:
    """Let the only one who ever bore a handle be the account that was listed by it; else suggest them all."""
    account = BrandAccount.objects.select_for_update().select_related("brand").filter(id=account_id).first()
    if account is None or not account.by_handle:
        return
    bore = bearing | _bore(account)
    if len(bore) > 1:
        _suggest(account, bore, now)
        return
    external_id = next(iter(bore))
    values = {name: getattr(account, name) for name in ("brand_id", "network", "instance", "handle", "kind", "speaks")}
    BrandAccount.objects.filter(id=account.pk).delete()
    same = BrandAccount.objects.filter(
        network=account.network, instance=account.instance, external_id=external_id
    ).exists()
    if not same:
        known = BrandAccount.objects.create(
            external_id=external_id, user_id=account.user_id, created_at=account.created_at, **values
        )
        accounts.follow(known, now, listed=True)


def settle(account: BrandAccount) -> None:
    """Forget that an account was listed by its handle, now that it is by its id."""
    pending = BrandAccount.objects.filter(network=account.network, external_id=pending_id(account.handle))
    pending.filter(brand_id=account.brand_id, instance__in=("", account.instance)).delete()


def suggest_bearers(account: BrandAccount, now: datetime) -> None:
    """Suggest those who bear, or bore, the handle in stored posts: which of them is meant says a person."""
    _suggest(account, _bore(account), now)


def _bore(account: BrandAccount) -> set[str]:
    """Return the ids of stored authors with this handle. Looks through the network's posts: for rare acts only."""
    posts = Mention.objects.filter(network=account.network, author_handle__iexact=account.handle)
    if account.instance:
        posts = posts.filter(instance=account.instance)
    return set(posts.exclude(author_key="").values_list("author_key", flat=True).distinct())


def _suggest(account: BrandAccount, ids: set[str], now: datetime) -> None:
    """Suggest accounts of ours; a rival's handle that several have borne waits for its number."""
    if account.brand.kind != "own":
        return
    listed = BrandAccount.objects.filter(network=account.network, external_id__in=ids)
    known = set(listed.values_list("external_id", flat=True))
    AccountSuggestion.objects.bulk_create(
        [
            AccountSuggestion(
                network=account.network,
                instance=account.instance,
                external_id=each,
                handle=account.handle,
                reason=BORE,
                params={"several": len(ids) > 1},
                created_at=now,
            )
            for each in sorted(ids - known)
        ],
        ignore_conflicts=True,
    )
